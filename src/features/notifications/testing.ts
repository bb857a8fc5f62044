import type pg from 'pg';
import { enqueue } from '../../outbox/enqueue.ts';
import type { AuditDeps } from '../audit.ts';
import type { Recipient } from './contract.ts';
import { type Language, testLetter } from './letter.ts';

interface Addressee {
  readonly email: string;
  readonly language: Language;
}

/** A test for everybody who is named; how many were written. Those that come from a station are nobody without one. */
export async function sendTests(
  client: pg.ClientBase,
  deps: AuditDeps,
  operatorId: number,
  recipients: readonly Recipient[],
): Promise<number> {
  let sent = 0;
  for (const to of recipients) {
    const at = deps.clock.now();
    const common = { operatorId, key: `notification test ${deps.newId(at)}` };
    if (to.kind === 'webhook') {
      const body = { test: true, events: [] };
      const one = { ...common, kind: 'webhook', topic: 'notification.test', webhookId: to.webhookId, body } as const;
      if ((await enqueue(client, deps, one)) === 'queued') sent++;
      continue;
    }
    const found = await addresseeOf(client, operatorId, to);
    if (found === undefined) continue;
    const mail = { ...common, ...testLetter(found.language), kind: 'mail', topic: 'notification.test' } as const;
    if ((await enqueue(client, deps, { ...mail, to: found.email, language: found.language })) === 'queued') sent++;
  }
  return sent;
}

async function addresseeOf(client: pg.ClientBase, operatorId: number, to: Recipient): Promise<Addressee | undefined> {
  if (to.kind === 'address') return { email: to.email, language: to.language };
  const language = 'coalesce(x.language, o.language)';
  const query =
    to.kind === 'user'
      ? ([
          `SELECT u.email, ${language} AS language FROM members x JOIN auth_user u ON u.id = x.user_id JOIN operators o ON o.id = x.operator_id WHERE x.operator_id = $1 AND x.user_id = $2 AND x.deactivated_at IS NULL`,
          to.userId,
        ] as const)
      : to.kind === 'contact'
        ? ([
            `SELECT x.email, ${language} AS language FROM contacts x JOIN operators o ON o.id = x.operator_id WHERE x.operator_id = $1 AND x.id = $2 AND x.active AND x.email IS NOT NULL`,
            to.contactId,
          ] as const)
        : undefined;
  if (query === undefined) return undefined;
  const { rows } = await client.query<Addressee>(query[0], [operatorId, query[1]]);
  return rows[0];
}
