import type pg from 'pg';
import type { Recipient, Stations } from './contract.ts';
import type { Digest, Quiet } from './rules.ts';

export interface RuleRow {
  readonly operator_id: number;
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly events: string[];
  readonly stations: Stations;
  readonly recipients: Recipient[];
  readonly digest: Digest;
  readonly quiet: Quiet | null;
  readonly entity_id: number | null;
  readonly user_id: string | null;
  readonly created_at: Date;
}
export type RuleValues = Omit<RuleRow, 'operator_id' | 'created_at'>;

const columns =
  'operator_id, id, name, active, events, stations, recipients, digest, quiet, entity_id, user_id, created_at';
export const mostRules = 200;

export async function listRules(client: pg.ClientBase, operatorId: number): Promise<RuleRow[]> {
  const { rows } = await client.query<RuleRow>(
    `SELECT ${columns} FROM notification_rules WHERE operator_id = $1 AND user_id IS NULL ORDER BY lower(name), id LIMIT ${mostRules}`,
    [operatorId],
  );
  return rows;
}

export async function readRule(client: pg.ClientBase, operatorId: number, id: string): Promise<RuleRow | undefined> {
  const { rows } = await client.query<RuleRow>(
    `SELECT ${columns} FROM notification_rules WHERE operator_id = $1 AND id = $2 AND user_id IS NULL FOR UPDATE`,
    [operatorId, id],
  );
  return rows[0];
}

export async function ownRule(client: pg.ClientBase, operatorId: number, userId: string): Promise<RuleRow | undefined> {
  const { rows } = await client.query<RuleRow>(
    `SELECT ${columns} FROM notification_rules WHERE operator_id = $1 AND user_id = $2`,
    [operatorId, userId],
  );
  return rows[0];
}

export async function writeRule(
  client: pg.ClientBase,
  operatorId: number,
  rule: RuleValues,
  at: string,
): Promise<RuleRow> {
  const { rows } = await client.query<RuleRow>(
    `INSERT INTO notification_rules (operator_id, id, name, active, events, stations, recipients, digest, quiet, entity_id, user_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (operator_id, id) DO UPDATE SET name = excluded.name, active = excluded.active, events = excluded.events,
       stations = excluded.stations, recipients = excluded.recipients, digest = excluded.digest, quiet = excluded.quiet
     RETURNING ${columns}`,
    [
      operatorId,
      rule.id,
      rule.name,
      rule.active,
      rule.events,
      JSON.stringify(rule.stations),
      JSON.stringify(rule.recipients),
      JSON.stringify(rule.digest),
      rule.quiet === null ? null : JSON.stringify(rule.quiet),
      rule.entity_id,
      rule.user_id,
      at,
    ],
  );
  return rows[0]!;
}

export async function removeRule(client: pg.ClientBase, operatorId: number, id: string): Promise<void> {
  await client.query('DELETE FROM notifications WHERE operator_id = $1 AND rule_id = $2', [operatorId, id]);
  await client.query('DELETE FROM notification_rules WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}

export async function receives(client: pg.ClientBase, operatorId: number, userId: string): Promise<boolean> {
  const { rows } = await client.query<{ receives: boolean }>(
    'SELECT receives FROM notification_choices WHERE operator_id = $1 AND user_id = $2',
    [operatorId, userId],
  );
  return rows[0]?.receives ?? true;
}

export async function setReceives(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  value: boolean,
): Promise<void> {
  await client.query(
    `INSERT INTO notification_choices (operator_id, user_id, receives) VALUES ($1, $2, $3)
     ON CONFLICT (operator_id, user_id) DO UPDATE SET receives = excluded.receives`,
    [operatorId, userId, value],
  );
}

export interface PersonRow {
  readonly user_id: string;
  readonly name: string;
}
export async function people(client: pg.ClientBase, operatorId: number): Promise<PersonRow[]> {
  const { rows } = await client.query<PersonRow>(
    `SELECT m.user_id, u.name FROM members m JOIN auth_user u ON u.id = m.user_id
     WHERE m.operator_id = $1 AND m.deactivated_at IS NULL ORDER BY lower(u.name), m.user_id LIMIT 500`,
    [operatorId],
  );
  return rows;
}

export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly active: boolean;
  readonly created_at: Date;
}
const ofWebhook = 'id, name, url, active, created_at';

export async function listWebhooks(client: pg.ClientBase, operatorId: number): Promise<WebhookRow[]> {
  const { rows } = await client.query<WebhookRow>(
    `SELECT ${ofWebhook} FROM webhooks WHERE operator_id = $1 ORDER BY lower(name), id LIMIT 200`,
    [operatorId],
  );
  return rows;
}

export async function readWebhook(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
): Promise<WebhookRow | undefined> {
  const { rows } = await client.query<WebhookRow>(
    `SELECT ${ofWebhook} FROM webhooks WHERE operator_id = $1 AND id = $2 FOR UPDATE`,
    [operatorId, id],
  );
  return rows[0];
}

/** undefined: there is one of this name. */
export async function insertWebhook(
  client: pg.ClientBase,
  operatorId: number,
  row: Omit<WebhookRow, 'created_at' | 'active'> & { readonly secret: string; readonly at: string },
): Promise<WebhookRow | undefined> {
  const { rows } = await client.query<WebhookRow>(
    `INSERT INTO webhooks (operator_id, id, name, url, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (operator_id, lower(name)) DO NOTHING RETURNING ${ofWebhook}`,
    [operatorId, row.id, row.name, row.url, row.secret, row.at],
  );
  return rows[0];
}

export async function changeWebhook(client: pg.ClientBase, operatorId: number, row: WebhookRow): Promise<void> {
  await client.query('UPDATE webhooks SET name = $3, url = $4, active = $5 WHERE operator_id = $1 AND id = $2', [
    operatorId,
    row.id,
    row.name,
    row.url,
    row.active,
  ]);
}

export async function setSecret(client: pg.ClientBase, operatorId: number, id: string, secret: string): Promise<void> {
  await client.query('UPDATE webhooks SET secret = $3 WHERE operator_id = $1 AND id = $2', [operatorId, id, secret]);
}

export async function removeWebhook(client: pg.ClientBase, operatorId: number, id: string): Promise<void> {
  await client.query('DELETE FROM webhooks WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}
