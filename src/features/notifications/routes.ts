import type pg from 'pg';
import type { Caller, Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { notificationsContract, Own, Recipient, Rule } from './contract.ts';
import { ownRoutes } from './own-routes.ts';
import { rightFor } from './rules.ts';
import * as store from './store.ts';
import { sendTests } from './testing.ts';
import { shownWebhook, webhookRoutes } from './webhook-routes.ts';

export interface NotificationsDeps extends AuditDeps {
  readonly pool: pg.Pool;
}

export function notificationsRoutes(deps: NotificationsDeps): Handlers<typeof notificationsContract> {
  const { pool, clock, newId } = deps;
  return {
    ...webhookRoutes(deps),
    ...ownRoutes(deps),

    rules: ({ caller }) =>
      asOperator(pool, caller, async (client) => ({
        items: (await store.listRules(client, caller.operatorId)).map(shown),
      })),

    choices: ({ caller }) =>
      asOperator(pool, caller, async (client) => ({
        users: (await store.people(client, caller.operatorId)).map(({ user_id, name }) => ({ userId: user_id, name })),
        webhooks: (await store.listWebhooks(client, caller.operatorId)).map(shownWebhook),
      })),

    createRule: ({ caller, body }) =>
      asOperator(pool, caller, async (client) => {
        if ((await store.listRules(client, caller.operatorId)).length >= store.mostRules)
          throw new Failure('state.conflict', `There are ${store.mostRules} rules already.`);
        await check(client, caller, body);
        const at = clock.now();
        const values = {
          ...body,
          id: newId(at),
          quiet: body.quiet ?? null,
          entity_id: await topOf(client, caller),
          user_id: null,
        };
        const row = await store.writeRule(client, caller.operatorId, values, iso(at));
        await audit(client, deps, caller, 'notificationRule.created', recorded(row));
        return shown(row);
      }),

    changeRule: ({ caller, params: { ruleId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readRule(client, caller.operatorId, ruleId));
        await check(client, caller, body);
        const row = await store.writeRule(
          client,
          caller.operatorId,
          { ...before, ...body, quiet: body.quiet ?? null },
          iso(clock.now()),
        );
        await audit(client, deps, caller, 'notificationRule.changed', { ...recorded(row), before: recorded(before) });
        return shown(row);
      }),

    removeRule: ({ caller, params: { ruleId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readRule(client, caller.operatorId, ruleId));
        await store.removeRule(client, caller.operatorId, ruleId);
        await audit(client, deps, caller, 'notificationRule.removed', recorded(before));
        return undefined;
      }),

    testRule: ({ caller, params: { ruleId } }) =>
      asOperator(pool, caller, async (client) => {
        const rule = found(await store.readRule(client, caller.operatorId, ruleId));
        const sent = await sendTests(client, deps, caller.operatorId, rule.recipients);
        await audit(client, deps, caller, 'notificationRule.tested', { id: ruleId, sent });
        return { sent };
      }),
  };
}

function found<R>(row: R | undefined): R {
  if (row === undefined) throw new Failure('thing.unknown', 'There is no such rule.');
  return row;
}

const refuse = (field: string, text: string) => {
  throw new Failure('value.refused', text, { fields: { [field]: text.replace(/\.$/, '') } });
};

/** Nobody has things told to others that they may not see themselves, and everything named is there. */
async function check(
  client: pg.ClientBase,
  caller: Caller,
  { events, stations, recipients }: Pick<Rule, 'events'> & { stations: Rule['stations']; recipients: Recipient[] },
): Promise<void> {
  const { operatorId, rights, entities } = caller;
  for (const event of events)
    if (!rights.has(rightFor(event))) refuse('events', 'Your role does not see all of these events.');
  const exist = async (table: string, column: string, ids: readonly (string | number)[]): Promise<boolean> => {
    if (ids.length === 0) return true;
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${table} WHERE operator_id = $1 AND ${column}::text = ANY($2)`,
      [operatorId, ids.map(String)],
    );
    return rows[0]!.count === new Set(ids).size;
  };
  const ids = <K extends Recipient['kind']>(kind: K) =>
    recipients.filter((to): to is Extract<Recipient, { kind: K }> => to.kind === kind);
  if (stations.kind === 'entity' && entities !== undefined && !entities.includes(stations.entityId))
    refuse('stations', 'There is no such entity.');
  if (stations.kind === 'entity' && !(await exist('entities', 'id', [stations.entityId])))
    refuse('stations', 'There is no such entity.');
  if (stations.kind === 'stations' && !(await exist('stations', 'id', stations.ids)))
    refuse('stations', 'There is no such station.');
  if (
    !(await exist(
      'members',
      'user_id',
      ids('user').map(({ userId }) => userId),
    ))
  )
    refuse('recipients', 'There is no such member here.');
  if (
    !(await exist(
      'contacts',
      'id',
      ids('contact').map(({ contactId }) => contactId),
    ))
  )
    refuse('recipients', 'There is no such contact.');
  if (
    !(await exist(
      'webhooks',
      'id',
      ids('webhook').map(({ webhookId }) => webhookId),
    ))
  )
    refuse('recipients', 'There is no such webhook.');
}

/** Of the entities somebody sees the one above the others: what they make is about these. */
async function topOf(client: pg.ClientBase, { operatorId, entities }: Caller): Promise<number | null> {
  if (entities === undefined) return null;
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM entities WHERE operator_id = $1 AND id = ANY($2) AND (parent_id IS NULL OR parent_id <> ALL($2)) ORDER BY id LIMIT 1',
    [operatorId, entities],
  );
  return rows[0]?.id ?? null;
}

const shown = (row: store.RuleRow): Rule =>
  present({
    id: row.id,
    name: row.name,
    active: row.active,
    events: row.events as Rule['events'],
    stations: row.stations,
    recipients: row.recipients,
    digest: row.digest as Own['digest'],
    quiet: row.quiet ?? undefined,
    entityId: row.entity_id,
    createdAt: row.created_at.toISOString(),
  }) as Rule;

/** Addresses are people's: the record says how many, not which. */
const recorded = (row: store.RuleRow) => ({
  ...shown(row),
  recipients: row.recipients.map((to) => (to.kind === 'address' ? { kind: to.kind } : to)),
});
