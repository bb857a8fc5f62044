import { Failure } from '../lib/errors.ts';

/** What is left undone first when the server cannot keep up (F-10). Sessions and stations' messages never are. */
export const sheddable = ['exports', 'logs'] as const;
export type Sheddable = (typeof sheddable)[number];

/** How late the event loop may be before each is refused, ms. */
const bearableMs: Readonly<Record<Sheddable, number>> = { exports: 250, logs: 500 };

/** Refuses a request of this kind while the loop is late. Throws Failure `server.busy`. */
export function shed(kind: Sheddable | undefined, lagMs: () => number): void {
  if (kind === undefined || lagMs() <= bearableMs[kind]) return;
  throw new Failure('server.busy', 'The server is busy with the stations just now. Try again in a moment.');
}
