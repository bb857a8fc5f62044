import type pg from 'pg';
import type { Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import type { MailContent, WebhookContent } from '../../outbox/enqueue.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { OutDetail, OutRow, outboxContract } from './contract.ts';
import * as store from './store.ts';

export interface OutboxPageDeps extends AuditDeps {
  readonly pool: pg.Pool;
  /** undefined: no mail server is named. */
  readonly mail: { readonly from: string } | undefined;
}

const mostAtOnce = 1000;

export function outboxRoutes(deps: OutboxPageDeps): Handlers<typeof outboxContract> {
  const { pool, clock, mail } = deps;
  return {
    list: async ({ caller, query: { after, limit = 50, ...filter } }) => {
      const before = after === undefined ? undefined : readCursor(after, 'uuid')[0];
      const rows = await asOperator(pool, caller, (client) =>
        store.listOut(client, caller.operatorId, { ...filter, before, limit: limit + 1 }),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({ items: rows.slice(0, limit).map(shown), next: last && writeCursor(last.id) });
    },

    summary: ({ caller }) =>
      asOperator(pool, caller, async (client) => {
        const found = await store.summaryOf(client, caller.operatorId, clock.now());
        return present({
          waiting: found.waiting,
          dead: found.dead,
          leftOut: found.left_out,
          oldestAt: found.oldest?.toISOString(),
          mail: present({ configured: mail !== undefined, from: mail?.from }),
        });
      }),

    get: ({ caller, params: { outId } }) =>
      asOperator(pool, caller, async (client) => detail(found(await store.readOut(client, caller.operatorId, outId)))),

    retry: ({ caller, params: { outId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readOut(client, caller.operatorId, outId, true));
        if (before.state !== 'dead' && before.state !== 'waiting') throw ended(before.state);
        if (before.secret && !('text' in before.content))
          throw new Failure('state.conflict', 'Its content was for one moment and is gone: cause it anew.');
        await store.retryOut(client, caller.operatorId, [outId], clock.now());
        await audit(client, deps, caller, 'outbox.retried', recorded(before));
        return shown(found(await store.readOut(client, caller.operatorId, outId)));
      }),

    dismiss: ({ caller, params: { outId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readOut(client, caller.operatorId, outId, true));
        if (before.state !== 'dead' && before.state !== 'waiting') throw ended(before.state);
        await store.dismissOut(client, caller.operatorId, outId, clock.now());
        await audit(client, deps, caller, 'outbox.dismissed', recorded(before));
        return shown(found(await store.readOut(client, caller.operatorId, outId)));
      }),

    retryAll: ({ caller, body: { kind } }) =>
      asOperator(pool, caller, async (client) => {
        const ids = await store.deadOnes(client, caller.operatorId, kind, mostAtOnce);
        await store.retryOut(client, caller.operatorId, ids, clock.now());
        if (ids.length > 0) await audit(client, deps, caller, 'outbox.retried', { count: ids.length, kind });
        return { count: ids.length };
      }),
  };
}

const ended = (state: string) =>
  new Failure(
    'state.conflict',
    state === 'sending' ? 'It is being sent just now.' : 'It has left already, or was dismissed.',
  );

/** Whom it is for is not the record's to keep. */
const recorded = ({ id, kind, topic, state }: store.OutboxRow) => ({ id, kind, topic, before: state });

function found<R>(row: R | undefined): R {
  if (row === undefined) throw new Failure('thing.unknown', 'There is nothing of this number in the outbox.');
  return row;
}

/** The path of a webhook may be a secret of its own. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

const shown = (row: store.OutboxRow): OutRow =>
  present({
    id: row.id,
    kind: row.kind,
    topic: row.topic,
    state: row.state,
    to: row.kind === 'mail' ? row.destination : (row.webhook_name ?? hostOf(row.destination)),
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    nextAt: row.state === 'waiting' ? row.next_at.toISOString() : undefined,
    endedAt: row.ended_at?.toISOString(),
    fault: row.fault,
    stationId: row.station_id,
    stationName: row.station_name,
  });

function detail(row: store.OutboxContentRow): OutDetail {
  const mail = row.kind === 'mail' && !row.secret ? (row.content as MailContent) : undefined;
  return present({
    ...shown(row),
    giveUpAt: row.give_up_at.toISOString(),
    answer: row.answer,
    lane: row.lane,
    subject: mail?.subject,
    text: mail?.text,
    language: mail?.language,
    attachments: mail?.attachments?.map(({ name }) => name),
    body: row.kind === 'webhook' ? JSON.stringify((row.content as WebhookContent).body, null, 2) : undefined,
    host: row.kind === 'webhook' ? hostOf(row.destination) : undefined,
    hidden: row.secret ? true : undefined,
  });
}
