import type pg from 'pg';
import type { FactBody } from '../domain/facts.ts';
import { asksOutside, heardThen, type PlugAndCharge } from '../domain/plug-and-charge.ts';
import type { Frame, IncomingExchange, StationKey } from '../domain/ports.ts';
import { readFacts } from '../storage/fact-store.ts';
import { fromText } from '../storage/text.ts';
import { nameOf, type StationsContext } from './context.ts';
import { createLane } from './lane.ts';
import { Station } from './station.ts';
import { createTurns } from './turns.ts';

export interface ReplayOptions {
  /** The recorded database. */
  readonly from: pg.Pool;
  /** An empty, migrated database. */
  readonly to: pg.Pool;
  /** Built over `to`. Cards must not be remembered longer than a moment. */
  readonly context: Omit<StationsContext, 'turns' | 'late'>;
  /** What a frame means, by the table of its version; undefined: it means nothing. */
  readonly read: (protocol: string, frame: Frame) => Pick<IncomingExchange, 'message' | 'encode'> | undefined;
}

/**
 * Plays recorded frames once more, through the same translators, rules and writer, into an empty database: the same state comes out
 * (COM-4). Facts that no frame made (connections, people's changes, commands) are given again as they are, each in its place. Cards
 * are taken as they are now; what others said about a message then, its facts tell.
 */
export async function replay({
  from,
  to,
  context,
  read,
}: ReplayOptions): Promise<{ readonly frames: number; readonly facts: number }> {
  await copyAnchors(from, to);
  // How long a station was told to wait between heartbeats depended on how busy the server was, which no frame tells (F-06).
  const settings = { ...context.settings, intervalSpread: 0 };
  const { load: _, ...rest } = context;
  const whole: StationsContext = {
    ...rest,
    settings,
    turns: createTurns(),
    late: createLane(1),
    plugAndCharge: heardBefore(from),
  };
  const stations = new Map<string, Station>();
  const stationOf = (key: StationKey): Station => {
    const name = nameOf(key);
    const known = stations.get(name) ?? new Station(key, whole);
    stations.set(name, known);
    return known;
  };
  const report = { frames: 0, facts: 0 };
  /** Facts without a frame that come before `seq`. They are there exactly when numbers are missing. */
  const giveAgain = async (station: Station, seq: number): Promise<void> => {
    for (;;) {
      const done = await station.step(async (state) => {
        if (state.seq + 1 >= seq) return true;
        const facts = await readFacts(from, station.key, {}, { limit: 500, after: state.seq, order: 'oldest' });
        const end = facts.findIndex((fact) => fact.frameId !== undefined || fact.seq >= seq);
        const inputs = end < 0 ? facts : facts.slice(0, end);
        for (const fact of inputs) await station.record(state, [fact], { ...fact });
        report.facts += inputs.length;
        return inputs.length === 0;
      });
      if (done) return;
    }
  };
  for await (const { key, frame, protocol, seq, interval } of recordedFrames(from)) {
    const station = stationOf(key);
    if (interval !== undefined) settings.heartbeatInterval = interval;
    if (seq !== undefined) await giveAgain(station, seq);
    const meaning = read(protocol, frame);
    if (meaning === undefined) continue;
    await station.message({ frame, ...meaning });
    report.frames++;
  }
  const { rows } = await from.query('SELECT operator_id, id FROM stations');
  for (const row of rows)
    await giveAgain(stationOf({ operatorId: row.operator_id, stationId: row.id }), Number.POSITIVE_INFINITY);
  return report;
}

/** Nobody outside is asked again: what they said is in the facts of the frame. */
const heardBefore = (pool: pg.Pool): PlugAndCharge => ({
  look: ({ operatorId, stationId }, message, frameId) =>
    asksOutside(message)
      ? pool
          .query<{ body: FactBody }>(
            'SELECT body FROM facts WHERE operator_id = $1 AND station_id = $2 AND frame_id = $3 ORDER BY seq',
            [operatorId, stationId, frameId],
          )
          .then(({ rows }) => Object.assign({}, ...rows.map(({ body }) => heardThen(body))))
      : undefined,
});

/** What state is derived for, but not from: operators, cards, and that a station exists. */
async function copyAnchors(from: pg.Pool, to: pg.Pool): Promise<void> {
  const parts = [
    ['operators', 'id, slug, name, language, time_zone, pending_after, demo, created_at'],
    [
      'cards',
      'operator_id, id, number, number_normal, type, status, holder, card_group, valid_from, valid_until, concurrent_allowed, discharge_allowed, demo, created_at',
    ],
    ['stations', 'operator_id, id, identity, identity AS name, demo, created_at'],
  ] as const;
  for (const [table, columns] of parts) {
    const { rows } = await from.query(`SELECT ${columns} FROM ${table}`);
    for (let at = 0; at < rows.length; at += 1000) {
      const names = columns.replaceAll('identity AS ', '');
      await to.query(
        `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(rows.slice(at, at + 1000))],
      );
    }
  }
}

interface Recorded {
  readonly key: StationKey;
  readonly protocol: string;
  readonly frame: Frame;
  /** The first fact that was drawn from it. */
  readonly seq: number | undefined;
  /** What a boot was told. */
  readonly interval: number | undefined;
}

/** The calls of all stations in the order of their arrival. */
async function* recordedFrames(pool: pg.Pool): AsyncGenerator<Recorded> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(`DECLARE recorded NO SCROLL CURSOR FOR
      SELECT f.operator_id, f.station_id, f.id, f.connection_id, f.kind, f.received_at, f.action, f.message_id, f.call, f.violations,
        c.protocol, d.seq::float8, d.interval
      FROM frames f JOIN connections c ON c.operator_id = f.operator_id AND c.station_id = f.station_id AND c.id = f.connection_id
      LEFT JOIN (SELECT operator_id, station_id, frame_id, min(seq) AS seq,
          max((body ->> 'interval')::integer) FILTER (WHERE type = 'station.booted') AS interval FROM facts WHERE frame_id IS NOT NULL GROUP BY 1, 2, 3) d
        ON d.operator_id = f.operator_id AND d.station_id = f.station_id AND d.frame_id = f.id
      WHERE f.direction = 'in' AND f.kind IN ('call', 'send') AND f.malformed IS NULL
      ORDER BY f.received_at, f.id`);
    for (;;) {
      const { rows } = await client.query('FETCH 500 FROM recorded');
      if (rows.length === 0) return;
      for (const row of rows) {
        yield {
          key: { operatorId: row.operator_id, stationId: row.station_id },
          protocol: row.protocol,
          seq: row.seq ?? undefined,
          interval: row.interval ?? undefined,
          frame: {
            id: row.id,
            connectionId: row.connection_id,
            direction: 'in',
            kind: row.kind,
            receivedAt: row.received_at.getTime(),
            call: fromText(row.call),
            ...(row.action !== null && { action: row.action }),
            ...(row.message_id !== null && { messageId: row.message_id }),
            ...(row.violations !== null && { violations: row.violations, weight: 1 }),
          },
        };
      }
    }
  } finally {
    await client.query('ROLLBACK').catch(() => {});
    client.release();
  }
}
