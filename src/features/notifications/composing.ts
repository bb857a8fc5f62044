import type pg from 'pg';
import { standingIn } from '../../http/standing-in.ts';
import type { NewId } from '../../lib/ids.ts';
import { type Clock, iso } from '../../lib/time.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { type Language, letterOf, sentenceOf, type TellBody, type Told } from './letter.ts';
import { mostPending } from './matching.ts';
import { rightFor } from './rules.ts';
import { type StationRow, stationsOf } from './surroundings.ts';

export interface ComposingDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly consoleUrl: () => string;
}

interface PendingRow {
  readonly operator_id: number;
  readonly id: string;
  readonly rule_id: string;
  readonly rule_name: string | null;
  readonly own: boolean;
  readonly active: boolean | null;
  readonly event: string;
  readonly station_id: number | null;
  readonly at: Date;
  readonly body: TellBody;
}

/** Someone who is told, as they are at this moment; what they may not see (any more) they do not hear. */
interface Receiver {
  readonly language: Language;
  readonly timeZone: string;
  readonly email?: string;
  readonly webhookId?: string;
  readonly hears: (event: string, station: StationRow | undefined) => boolean;
}

/** Tells the one who has waited longest all that is ready. False: nobody waits. */
export async function composeOne({ pool, clock, newId, consoleUrl }: ComposingDeps): Promise<boolean> {
  const now = clock.now();
  const { rows: next } = await pool.query<{ operator_id: number; recipient: string }>(
    'SELECT operator_id, recipient FROM notifications WHERE ready_at <= $1 ORDER BY ready_at LIMIT 1',
    [iso(now)],
  );
  if (next[0] === undefined) return false;
  const { operator_id: operatorId, recipient } = next[0];
  const receiver = await receiverOf(pool, operatorId, recipient);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<PendingRow>(
      `SELECT n.operator_id, n.id, n.rule_id, n.event, n.station_id, n.at, n.body, r.name AS rule_name, r.active, r.user_id IS NOT NULL AS own
       FROM notifications n LEFT JOIN notification_rules r ON r.operator_id = n.operator_id AND r.id = n.rule_id
       WHERE n.operator_id = $1 AND n.recipient = $2 AND n.ready_at <= $3 ORDER BY n.at, n.id LIMIT ${mostPending} FOR UPDATE OF n`,
      [operatorId, recipient, iso(now)],
    );
    const stations = await stationsOf(client, rows);
    const stationOf = (row: PendingRow) =>
      row.station_id === null ? undefined : stations.get(`${row.operator_id} ${row.station_id}`);
    const told = rows.filter((row) => {
      const station = stationOf(row);
      if (row.active !== true || !receiver?.hears(row.event, station)) return false;
      // Who is back need not be missed.
      return !(row.event === 'station.offline' && station?.connected === true);
    });
    if (told.length > 0 && receiver) {
      const things = told.map((row): Told => {
        const station = stationOf(row);
        return {
          event: row.event,
          at: row.at.getTime(),
          station: station && { id: station.id, name: station.name },
          body: row.body,
        };
      });
      const first = told[0]!;
      const one = new Set(told.map(({ station_id }) => station_id)).size === 1;
      const common = {
        operatorId,
        key: `notification ${first.id}`,
        topic: told.length === 1 ? 'notification' : 'notification.digest',
        stationId: one ? (first.station_id ?? undefined) : undefined,
        entityId: one ? (stationOf(first)?.entity_id ?? undefined) : undefined,
      };
      if (receiver.webhookId !== undefined)
        await enqueue(
          client,
          { clock, newId },
          { ...common, kind: 'webhook', webhookId: receiver.webhookId, body: { events: things.map(forPrograms) } },
        );
      else {
        const rule = first.own ? undefined : (first.rule_name ?? undefined);
        const letter = letterOf(things, receiver, { consoleUrl: consoleUrl(), rule });
        await enqueue(
          client,
          { clock, newId },
          { ...common, ...letter, kind: 'mail', to: receiver.email!, language: receiver.language },
        );
      }
    }
    await client.query('DELETE FROM notifications WHERE operator_id = $1 AND id = ANY($2)', [
      operatorId,
      rows.map(({ id }) => id),
    ]);
    await client.query('COMMIT');
    return rows.length > 0;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

const forPrograms = (told: Told) => ({
  event: told.event,
  at: iso(told.at),
  stationId: told.station?.id,
  station: told.station?.name,
  text: sentenceOf(told, 'en'),
  data: { ...told.body, title: undefined },
});

async function receiverOf(pool: pg.Pool, operatorId: number, recipient: string): Promise<Receiver | undefined> {
  const [kind, ...rest] = recipient.split(':');
  const id = rest.join(':');
  const { rows: operators } = await pool.query<{ language: Language; time_zone: string }>(
    'SELECT language, time_zone FROM operators WHERE id = $1',
    [operatorId],
  );
  const usual = { language: operators[0]!.language, timeZone: operators[0]!.time_zone };
  if (kind === 'user') return userOf(pool, operatorId, id, usual);
  if (kind === 'webhook') {
    const { rows } = await pool.query('SELECT 1 FROM webhooks WHERE operator_id = $1 AND id::text = $2 AND active', [
      operatorId,
      id,
    ]);
    return rows.length === 0 ? undefined : { ...usual, webhookId: id, hears: () => true };
  }
  if (kind === 'contact') {
    const { rows } = await pool.query<{ email: string | null; language: Language | null; time_zone: string | null }>(
      'SELECT email, language, time_zone FROM contacts WHERE operator_id = $1 AND id = $2 AND active',
      [operatorId, Number(id)],
    );
    const found = rows[0];
    if (!found?.email) return undefined;
    return {
      language: found.language ?? usual.language,
      timeZone: found.time_zone ?? usual.timeZone,
      email: found.email,
      hears: () => true,
    };
  }
  const [language, ...address] = rest;
  return { ...usual, language: language === 'de' ? 'de' : 'en', email: address.join(':'), hears: () => true };
}

/** A person who works here hears what their role and their entities show them, and nothing when they want nothing. */
async function userOf(
  pool: pg.Pool,
  operatorId: number,
  userId: string,
  usual: { readonly language: Language; readonly timeZone: string },
): Promise<Receiver | undefined> {
  const { rows } = await pool.query<{
    email: string;
    role: string;
    entity_id: number | null;
    language: Language | null;
    time_zone: string | null;
    receives: boolean;
  }>(
    `SELECT u.email, m.role, m.entity_id, m.language, m.time_zone, coalesce(c.receives, true) AS receives
     FROM members m JOIN auth_user u ON u.id = m.user_id
       LEFT JOIN notification_choices c ON c.operator_id = m.operator_id AND c.user_id = m.user_id
     WHERE m.operator_id = $1 AND m.user_id = $2 AND m.deactivated_at IS NULL`,
    [operatorId, userId],
  );
  const found = rows[0];
  if (!found?.receives) return undefined;
  const standing = await standingIn(pool, operatorId, found.role, found.entity_id);
  if (!standing) return undefined;
  const { rights, entities } = standing;
  return {
    language: found.language ?? usual.language,
    timeZone: found.time_zone ?? usual.timeZone,
    email: found.email,
    hears: (event, station) =>
      rights.has(rightFor(event)) &&
      (entities === undefined || (station?.entity_id != null && entities.includes(station.entity_id))),
  };
}
