import { slice } from '../../http/contract.ts';
import type { Log } from '../../lib/log.ts';
import { type ComposingDeps, composeOne } from './composing.ts';
import { notificationsContract } from './contract.ts';
import { matchSome } from './matching.ts';
import { type NotificationsDeps, notificationsRoutes } from './routes.ts';

export type { NotificationsDeps };
export const createNotifications = (deps: NotificationsDeps) =>
  slice('notifications', notificationsContract, notificationsRoutes(deps));

/** One turn of the job: what was announced is matched with the rules, what is ready is written to the outbox. */
export async function tellEverybody(deps: ComposingDeps & { readonly log: Log }, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await matchSome(deps)));
  while (!signal.aborted && (await composeOne(deps)));
}
