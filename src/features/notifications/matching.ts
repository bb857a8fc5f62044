import type pg from 'pg';
import type { NewId } from '../../lib/ids.ts';
import { type Clock, iso } from '../../lib/time.ts';
import type { Recipient } from './contract.ts';
import { asksFor, isCritical, offlinePatience, type Quiet, readyAt } from './rules.ts';
import type { RuleRow } from './store.ts';
import { type StationRow, stationsOf, treesOf } from './surroundings.ts';

export interface MatchingDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface AnnouncementRow {
  readonly operator_id: number;
  readonly id: string;
  readonly event: string;
  readonly station_id: number | null;
  readonly entity_id: number | null;
  readonly at: Date;
  readonly body: Readonly<Record<string, unknown>>;
}

const atOnce = 500;
/** For one receiver: more is no news any more. */
export const mostPending = 5_000;

/** Takes what was announced, and writes down who is to hear of it and when. False: there was nothing. */
export async function matchSome({ pool, clock, newId }: MatchingDeps): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows: told } = await client.query<AnnouncementRow>(
      `SELECT operator_id, id, event, station_id, entity_id, at, body FROM announcements ORDER BY id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`,
    );
    if (told.length > 0) {
      const lines = await linesFor(client, told, clock.now());
      await write(client, lines, clock, newId);
      await client.query(
        'DELETE FROM announcements a USING unnest($1::integer[], $2::bigint[]) AS d (operator_id, id) WHERE a.operator_id = d.operator_id AND a.id = d.id',
        [told.map((one) => one.operator_id), told.map((one) => one.id)],
      );
    }
    await client.query('COMMIT');
    return told.length > 0;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

interface Line {
  readonly told: AnnouncementRow;
  readonly rule: RuleRow;
  readonly recipient: string;
  readonly readyAt: number;
}

async function linesFor(client: pg.PoolClient, told: readonly AnnouncementRow[], now: number): Promise<Line[]> {
  const operators = [...new Set(told.map((one) => one.operator_id))];
  const { rows: rules } = await client.query<RuleRow>(
    'SELECT * FROM notification_rules WHERE operator_id = ANY($1) AND active',
    [operators],
  );
  const stations = await stationsOf(client, told);
  const isBelow = await treesOf(client, operators);
  const zones = await zonesOf(client, operators, rules, [...stations.values()]);
  const own = new Map<string, Quiet | null>(
    rules.flatMap((rule) => (rule.user_id ? [[`${rule.operator_id} user:${rule.user_id}`, rule.quiet] as const] : [])),
  );
  const lines: Line[] = [];
  for (const one of told) {
    const station = one.station_id === null ? undefined : stations.get(`${one.operator_id} ${one.station_id}`);
    const entity = station?.entity_id ?? one.entity_id;
    const critical = isCritical(one.body);
    for (const rule of rules) {
      if (rule.operator_id !== one.operator_id || !asksFor(rule.events, one.event, critical)) continue;
      if (rule.entity_id !== null && !isBelow(one.operator_id, entity, rule.entity_id)) continue;
      if (!isAbout(rule, station, (top) => isBelow(one.operator_id, entity, top))) continue;
      for (const recipient of rule.recipients.flatMap((to) => recipientOf(to, station) ?? [])) {
        const zone = zones.get(`${one.operator_id} ${recipient}`) ?? zones.get(`${one.operator_id}`) ?? 'UTC';
        const quiets: (Quiet | null | undefined)[] = [
          rule.quiet,
          rule.user_id ? null : own.get(`${one.operator_id} ${recipient}`),
        ];
        // Most stations that go are back before anybody could do anything: it is told when they are not.
        const from = one.event === 'station.offline' ? Math.max(now, one.at.getTime() + offlinePatience) : now;
        const ready = readyAt(from, critical, zone, rule.digest, quiets);
        if (ready !== undefined) lines.push({ told: one, rule, recipient, readyAt: ready });
      }
    }
  }
  return lines;
}

export function recipientOf(to: Recipient, station: StationRow | undefined): string | undefined {
  if (to.kind === 'user') return `user:${to.userId}`;
  if (to.kind === 'contact') return `contact:${to.contactId}`;
  if (to.kind === 'webhook') return `webhook:${to.webhookId}`;
  if (to.kind === 'address') return `address:${to.language}:${to.email.toLowerCase()}`;
  const contact = to.kind === 'owner' ? station?.owner_contact_id : station?.technician_contact_id;
  return contact ? `contact:${contact}` : undefined;
}

function isAbout(
  { stations }: RuleRow,
  station: StationRow | undefined,
  isBelow: (entity: number) => boolean,
): boolean {
  if (stations.kind === 'all') return true;
  if (stations.kind === 'entity') return isBelow(stations.entityId);
  if (station === undefined) return false;
  if (stations.kind === 'stations') return stations.ids.includes(station.id);
  const has = (text: string | null, part: string | undefined) =>
    part === undefined || (text ?? '').toLowerCase().includes(part.toLowerCase());
  return (
    has(station.location, stations.location) &&
    has(station.vendor, stations.vendor) &&
    has(station.model, stations.model)
  );
}

/** The wall clock of everybody who may be meant: their own, else the operator's. */
async function zonesOf(
  client: pg.PoolClient,
  operators: readonly number[],
  rules: readonly RuleRow[],
  stations: readonly StationRow[],
): Promise<ReadonlyMap<string, string>> {
  const contacts = new Set<number>();
  for (const { recipients } of rules)
    for (const to of recipients) if (to.kind === 'contact') contacts.add(to.contactId);
  for (const station of stations)
    for (const id of [station.owner_contact_id, station.technician_contact_id]) if (id !== null) contacts.add(id);
  const { rows } = await client.query<{ name: string; zone: string }>(
    `SELECT id::text AS name, time_zone AS zone FROM operators WHERE id = ANY($1)
     UNION ALL SELECT operator_id || ' user:' || user_id, time_zone FROM members WHERE operator_id = ANY($1) AND time_zone IS NOT NULL AND user_id = ANY($2)
     UNION ALL SELECT operator_id || ' contact:' || id, time_zone FROM contacts WHERE operator_id = ANY($1) AND time_zone IS NOT NULL AND id = ANY($3)`,
    [
      operators,
      rules.flatMap(({ recipients }) => recipients.flatMap((to) => (to.kind === 'user' ? [to.userId] : []))),
      [...contacts],
    ],
  );
  return new Map(rows.map(({ name, zone }) => [name, zone]));
}

async function write(client: pg.PoolClient, lines: readonly Line[], clock: Clock, newId: NewId): Promise<void> {
  const room = new Map<string, number>();
  const kept: Line[] = [];
  for (const line of lines) {
    const operatorId = line.told.operator_id;
    const name = `${operatorId} ${line.recipient}`;
    if (!room.has(name)) {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM (SELECT 1 FROM notifications WHERE operator_id = $1 AND recipient = $2 LIMIT ${mostPending}) p`,
        [operatorId, line.recipient],
      );
      room.set(name, mostPending - rows[0]!.count);
    }
    const left = room.get(name)!;
    if (left > 0) kept.push(line);
    room.set(name, left - 1);
  }
  if (kept.length === 0) return;
  const now = clock.now();
  await client.query(
    `INSERT INTO notifications (operator_id, id, rule_id, recipient, announcement, event, station_id, at, body, ready_at)
     SELECT * FROM unnest($1::integer[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::integer[], $8::timestamptz[], $9::json[], $10::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      kept.map(({ told }) => told.operator_id),
      kept.map(() => newId(now)),
      kept.map(({ rule }) => rule.id),
      kept.map(({ recipient }) => recipient),
      kept.map(({ told }) => told.id),
      kept.map(({ told }) => told.event),
      kept.map(({ told }) => told.station_id),
      kept.map(({ told }) => told.at.toISOString()),
      kept.map(({ told }) => JSON.stringify(told.body)),
      kept.map((line) => iso(line.readyAt)),
    ],
  );
}
