import type pg from 'pg';
import { expect } from 'vitest';
import { protocols } from '../../sim/profile.ts';
import { type Steadfast, type SteadfastOptions, steadfast } from '../../sim/steadfast.ts';
import { until } from '../until.ts';
import type { Cluster } from './nodes.ts';

const card = 'CAFE0001';

export interface FleetStation {
  readonly stationId: number;
  readonly identity: string;
  readonly station: Steadfast;
}

export interface Fleet {
  readonly all: readonly FleetStation[];
  /** Answers so far. */
  answers(): number;
  /** Every station was answered once more from now on. */
  goesOn(seconds?: number): Promise<void>;
  /** Ends every session, and proves that the database (default: the first one) has what the stations have. */
  prove(from?: pg.Pool): Promise<{ readonly sessions: number; readonly messages: number }>;
}

export interface FleetOptions {
  readonly count: number;
  readonly urls: readonly string[];
  readonly onCall?: (identity: string) => SteadfastOptions['onCall'];
  readonly pauseMs?: number;
  /** Longest wait for an answer. */
  readonly patienceMs?: number;
}

/** Stations that charge and lose nothing, a third of each version. `pool` leads to the database that is right. */
export async function startFleet(
  cluster: Pick<Cluster, 'pool' | 'station' | 'console'>,
  options: FleetOptions,
): Promise<Fleet> {
  const { count, urls, onCall, pauseMs = 250, patienceMs = 5_000 } = options;
  const { pool } = cluster;
  await cluster
    .console()
    .call('POST', '/cards', { number: card, concurrentAllowed: true })
    .catch(() => undefined);
  const all: FleetStation[] = [];
  while (all.length < count) {
    const known = await Promise.all(Array.from({ length: Math.min(20, count - all.length) }, () => cluster.station()));
    for (const { stationId, identity, password } of known) {
      const of = onCall?.(identity);
      const protocol = protocols[all.length % protocols.length]!;
      const station = steadfast({
        identity,
        password,
        protocol,
        urls,
        card,
        pauseMs,
        patienceMs,
        ...(of && { onCall: of }),
      });
      all.push({ stationId, identity, station });
    }
  }
  for (const { station } of all) station.start();

  const answers = () => all.reduce((sum, { station }) => sum + station.answered.length, 0);
  return {
    all,
    answers,
    async goesOn(seconds = 60) {
      const since = performance.now();
      await until(() => all.every(({ station }) => station.connected && station.answeredAt > since), seconds);
    },
    async prove(from = pool) {
      await Promise.all(all.map(({ station }) => station.finish()));
      await proveFacts(from, all);
      return { sessions: await proveSessions(from, all), messages: await proveMessages(from, all) };
    },
  };
}

/** Each session once, ended, with the energy that the station counted. */
async function proveSessions(pool: pg.Pool, all: readonly FleetStation[]): Promise<number> {
  const { rows } = await pool.query<{ station_id: number; lines: string[] }>(
    `SELECT station_id, array_agg(concat_ws(' ', transaction_id, energy_wh, CASE WHEN ended_at IS NULL THEN 'open' END, nullif(suspect, '{}')::text)) AS lines
     FROM transactions WHERE station_id = ANY($1) GROUP BY station_id`,
    [all.map(({ stationId }) => stationId)],
  );
  const found = new Map(rows.map(({ station_id, lines }) => [station_id, lines.sort()]));
  let sessions = 0;
  for (const { stationId, identity, station } of all) {
    const known = station.sessions.map(({ id, energyWh }) => `${id} ${energyWh}`).sort();
    expect(found.get(stationId) ?? [], identity).toEqual(known);
    sessions += known.length;
  }
  return sessions;
}

/** Facts are numbered without a gap, none twice. */
async function proveFacts(pool: pg.Pool, all: readonly FleetStation[]): Promise<void> {
  const { rows } = await pool.query(
    `SELECT station_id, count(*)::integer AS n, max(seq)::integer AS last FROM facts
     WHERE station_id = ANY($1) GROUP BY station_id HAVING count(*) <> max(seq) OR count(DISTINCT seq) <> count(*)`,
    [all.map(({ stationId }) => stationId)],
  );
  expect(rows, 'facts with gaps').toEqual([]);
}

/** Every message that was answered is in the log, with its answer. */
async function proveMessages(pool: pg.Pool, all: readonly FleetStation[]): Promise<number> {
  const { rows } = await pool.query<{ station_id: number; ids: string[] }>(
    `SELECT station_id, array_agg(message_id) AS ids FROM frames
     WHERE station_id = ANY($1) AND direction = 'in' AND answer IS NOT NULL GROUP BY station_id`,
    [all.map(({ stationId }) => stationId)],
  );
  const kept = new Map(rows.map(({ station_id, ids }) => [station_id, new Set(ids)]));
  let messages = 0;
  for (const { stationId, identity, station } of all) {
    const lost = station.answered.filter((id) => kept.get(stationId)?.has(id) !== true);
    expect(lost, `${identity}: answered and not kept`).toEqual([]);
    messages += station.answered.length;
  }
  return messages;
}
