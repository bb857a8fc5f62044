import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { type Instant, iso } from '../../lib/time.ts';
import type { KnownEntries, ListedCard } from './rules.ts';

export interface ListRow {
  readonly setting: 'on' | 'off' | null;
  readonly state: 'unknown' | 'inStep' | 'failed' | 'unsupported';
  readonly version: number;
  readonly entries: KnownEntries | null;
  readonly cards: number;
  readonly left_out: number;
  readonly there_version: number | null;
  readonly checked_at: Date | null;
  readonly in_step_since: Date | null;
  readonly last_sent_at: Date | null;
  readonly last_result: string | null;
  readonly failures: number;
}

const kept = `coalesce(l.setting = 'on', f.enabled, false)`;
const from = `FROM stations s LEFT JOIN local_lists l ON l.operator_id = s.operator_id AND l.station_id = s.id
  LEFT JOIN local_list_fleet f ON f.operator_id = s.operator_id`;

export interface DueStation extends StationKey {
  /** The connection is newer than the last look at the version: a station may have lost its list meanwhile. */
  readonly unchecked: boolean;
}

/** Stations that are there and whose list has to be looked at: something changed, or they came back. */
export async function dueStations(pool: pg.Pool, now: Instant, limit: number): Promise<DueStation[]> {
  const { rows } = await pool.query<{ operator_id: number; id: number; unchecked: boolean }>(
    `SELECT s.operator_id, s.id, l.checked_at IS NULL OR s.connected_since > l.checked_at AS unchecked ${from}
     WHERE ${kept} AND s.connected AND s.adopted AND NOT s.decommissioned AND coalesce(s.boot_status, 'accepted') = 'accepted'
       AND (l.station_id IS NULL OR l.due_at <= $1
         OR (s.connected_since > l.checked_at AND l.failures = 0 AND l.state <> 'unsupported'))
     ORDER BY l.due_at NULLS FIRST LIMIT $2`,
    [iso(now), limit],
  );
  return rows.map((row) => ({ operatorId: row.operator_id, stationId: row.id, unchecked: row.unchecked }));
}

export async function readList(
  client: pg.Pool | pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<(ListRow & { readonly kept: boolean; readonly fleet: boolean }) | undefined> {
  const { rows } = await client.query(
    `SELECT l.*, ${kept} AS kept, coalesce(f.enabled, false) AS fleet ${from} WHERE s.operator_id = $1 AND s.id = $2`,
    [operatorId, stationId],
  );
  const [row] = rows;
  return (
    row && {
      ...row,
      version: row.version ?? 0,
      state: row.state ?? 'unknown',
      cards: row.cards ?? 0,
      left_out: row.left_out ?? 0,
      failures: row.failures ?? 0,
    }
  );
}

const columns = {
  setting: 'setting',
  state: 'state',
  version: 'version',
  entries: 'entries',
  cards: 'cards',
  leftOut: 'left_out',
  thereVersion: 'there_version',
  checkedAt: 'checked_at',
  inStepSince: 'in_step_since',
  lastSentAt: 'last_sent_at',
  lastResult: 'last_result',
  failures: 'failures',
  dueAt: 'due_at',
} as const;
export type ListChange = { readonly [K in keyof typeof columns]?: unknown };

/** Times are given as instants. `claim`: the time it was made due at when the work began; an earlier one came meanwhile, and stays. */
export async function changeList(
  client: pg.Pool | pg.ClientBase,
  { operatorId, stationId }: StationKey,
  change: ListChange,
  claim?: Instant,
): Promise<void> {
  const fields = (Object.keys(columns) as (keyof typeof columns)[]).filter((field) => change[field] !== undefined);
  const values = fields.map((field) => {
    const value = change[field];
    if (field === 'entries') return value === null ? null : JSON.stringify(value);
    return field.endsWith('At') || field === 'inStepSince' ? iso(value as Instant) : value;
  });
  const names = fields.map((field) => columns[field]);
  const updates = names.map((name) =>
    name === 'due_at' && claim !== undefined
      ? `due_at = CASE WHEN local_lists.due_at = $${fields.length + 3} THEN excluded.due_at ELSE least(local_lists.due_at, excluded.due_at) END`
      : `${name} = excluded.${name}`,
  );
  await client.query(
    `INSERT INTO local_lists (operator_id, station_id, ${names.join(', ')})
     VALUES ($1, $2, ${names.map((_, index) => `$${index + 3}`).join(', ')})
     ON CONFLICT (operator_id, station_id) DO UPDATE SET ${updates.join(', ')}`,
    [operatorId, stationId, ...values, ...(claim === undefined ? [] : [iso(claim)])],
  );
}

/** A card changed: every list of the operator is looked at, a moment later, so that many changes make one update. */
export async function cardsChanged(pool: pg.Pool, operatorId: number, at: Instant): Promise<void> {
  await pool.query(
    "UPDATE local_lists SET due_at = $2 WHERE operator_id = $1 AND due_at > $2 AND state <> 'unsupported'",
    [operatorId, iso(at)],
  );
}

export async function readFleet(client: pg.ClientBase, operatorId: number): Promise<boolean> {
  const { rows } = await client.query('SELECT enabled FROM local_list_fleet WHERE operator_id = $1', [operatorId]);
  return rows[0]?.enabled === true;
}

export async function writeFleet(client: pg.ClientBase, operatorId: number, enabled: boolean): Promise<void> {
  await client.query(
    'INSERT INTO local_list_fleet (operator_id, enabled) VALUES ($1, $2) ON CONFLICT (operator_id) DO UPDATE SET enabled = $2',
    [operatorId, enabled],
  );
}

/** More cards than this are never put on a station. */
const mostCards = 20_000;

export async function allCards(pool: pg.Pool, operatorId: number): Promise<ListedCard[]> {
  const { rows } = await pool.query(
    `SELECT id, number, type, status, card_group, valid_from, valid_until, concurrent_allowed, created_at FROM cards
     WHERE operator_id = $1 ORDER BY id DESC LIMIT ${mostCards}`,
    [operatorId],
  );
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    type: row.type,
    status: row.status,
    concurrentAllowed: row.concurrent_allowed,
    createdAt: row.created_at.getTime(),
    ...(row.card_group === null ? {} : { group: row.card_group }),
    ...(row.valid_from === null ? {} : { validFrom: row.valid_from.getTime() }),
    ...(row.valid_until === null ? {} : { validUntil: row.valid_until.getTime() }),
  }));
}

/** What the station has told of the room it has for a list. */
export async function roomSettings(pool: pg.Pool, { operatorId, stationId }: StationKey) {
  const { rows } = await pool.query<{
    component: string;
    variable: string;
    value: string | null;
    max_limit: number | null;
  }>(
    `SELECT s.component, s.variable, s.value, v.max_limit FROM settings s
     LEFT JOIN variables v USING (operator_id, station_id, component, component_instance, evse, connector, variable, variable_instance)
     WHERE s.operator_id = $1 AND s.station_id = $2 AND s.attribute = 'Actual'
       AND (s.component, s.variable) IN (('', 'LocalAuthListMaxLength'), ('', 'SendLocalListMaxLength'), ('LocalAuthListCtrlr', 'Entries'),
         ('LocalAuthListCtrlr', 'ItemsPerMessage'), ('LocalAuthListCtrlr', 'BytesPerMessage'))`,
    [operatorId, stationId],
  );
  return rows.map(({ component, variable, value, max_limit }) => ({ component, variable, value, maxLimit: max_limit }));
}

export async function commandEnd(pool: pg.Pool, { operatorId, stationId }: StationKey, commandId: string) {
  const { rows } = await pool.query(
    'SELECT state, answer FROM commands WHERE operator_id = $1 AND station_id = $2 AND id = $3 AND ended_at IS NOT NULL',
    [operatorId, stationId, commandId],
  );
  return rows[0] as { state: string; answer: import('../../domain/commands.ts').CommandAnswer | null } | undefined;
}

/** Cards whose person this station was told to forget, by their normal form, and when. */
export async function clearedCards(
  pool: pg.Pool,
  { operatorId, stationId }: StationKey,
): Promise<ReadonlyMap<string, Instant>> {
  const { rows } = await pool.query<{ key: string; at: Date }>(
    "SELECT key, at FROM holdings WHERE operator_id = $1 AND station_id = $2 AND kind = 'clearedCard' AND value IS NOT NULL",
    [operatorId, stationId],
  );
  return new Map(rows.map(({ key, at }) => [key, at.getTime()]));
}

/** One station's list is looked at, if it is kept. */
export async function listDue(pool: pg.Pool, { operatorId, stationId }: StationKey, at: Instant): Promise<void> {
  await pool.query(
    "UPDATE local_lists SET due_at = $3 WHERE operator_id = $1 AND station_id = $2 AND due_at > $3 AND state <> 'unsupported'",
    [operatorId, stationId, iso(at)],
  );
}

export type ListState = ListRow['state'];

/** How many stations' lists are kept, by how they stand. */
export async function countKept(client: pg.ClientBase, operatorId: number): Promise<Record<ListState, number>> {
  const { rows } = await client.query<{ state: ListState; count: number }>(
    `SELECT coalesce(l.state, 'unknown') AS state, count(*)::integer AS count ${from}
     WHERE s.operator_id = $1 AND ${kept} AND NOT s.decommissioned AND s.adopted GROUP BY 1`,
    [operatorId],
  );
  return {
    inStep: 0,
    failed: 0,
    unsupported: 0,
    unknown: 0,
    ...Object.fromEntries(rows.map(({ state, count }) => [state, count])),
  };
}

export type KeptRow = Omit<ListRow, 'setting' | 'entries' | 'failures' | 'there_version' | 'in_step_since'> & {
  readonly station_id: number;
  readonly station_name: string;
  readonly identity: string;
  readonly connected: boolean;
};

export async function listKept(
  client: pg.ClientBase,
  operatorId: number,
  { state, after, limit }: { readonly state?: ListState; readonly after?: number; readonly limit: number },
): Promise<KeptRow[]> {
  const { rows } = await client.query<KeptRow>(
    `SELECT s.id AS station_id, s.name AS station_name, s.identity, s.connected, coalesce(l.state, 'unknown') AS state,
       coalesce(l.version, 0) AS version, coalesce(l.cards, 0) AS cards, coalesce(l.left_out, 0) AS left_out,
       l.checked_at, l.last_sent_at, l.last_result ${from}
     WHERE s.operator_id = $1 AND ${kept} AND NOT s.decommissioned AND s.adopted
       AND ($2::text IS NULL OR coalesce(l.state, 'unknown') = $2) AND ($3::integer IS NULL OR s.id > $3)
     ORDER BY s.id LIMIT $4`,
    [operatorId, state ?? null, after ?? null, limit],
  );
  return rows;
}
