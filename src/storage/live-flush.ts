import type pg from 'pg';
import type { StationKey } from '../domain/ports.ts';
import type { Log } from '../lib/log.ts';
import { type Instant, iso } from '../lib/time.ts';

/** What moves with every message of a station. */
export interface LiveRow extends StationKey {
  readonly lastMessageAt: Instant | undefined;
  readonly powerW: number | undefined;
  readonly roundTripMs: number | undefined;
  /** Messages since the last row. */
  readonly messages: number;
}

export interface LiveFlush {
  start(): void;
  /** Writes what moved since the last time. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface LiveFlushOptions {
  readonly pool: pg.Pool;
  readonly log: Log;
  /** The stations that moved since it was last asked. */
  readonly collect: () => readonly LiveRow[];
  readonly intervalMs?: number;
}

const atOnce = 5000;

/** Writes station_live every few seconds, one statement for all stations that moved. Losing one flush loses seconds of "last seen". */
export function createLiveFlush({ pool, log, collect, intervalMs = 3000 }: LiveFlushOptions): LiveFlush {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    const rows = collect();
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce);
      await pool.query({
        name: 'live-flush',
        text: `INSERT INTO station_live AS l (operator_id, station_id, last_message_at, power_w, round_trip_ms, messages)
               SELECT q.* FROM unnest($1::integer[], $2::integer[], $3::timestamptz[], $4::float8[], $5::float8[], $6::bigint[])
                   AS q (operator_id, station_id, last_message_at, power_w, round_trip_ms, messages)
                 JOIN stations s ON s.operator_id = q.operator_id AND s.id = q.station_id
               ON CONFLICT (operator_id, station_id) DO UPDATE SET last_message_at = greatest(l.last_message_at, excluded.last_message_at),
                 power_w = excluded.power_w, round_trip_ms = coalesce(excluded.round_trip_ms, l.round_trip_ms), messages = l.messages + excluded.messages`,
        values: [
          some.map((row) => row.operatorId),
          some.map((row) => row.stationId),
          some.map((row) => (row.lastMessageAt === undefined ? null : iso(row.lastMessageAt))),
          some.map((row) => row.powerW ?? null),
          some.map((row) => row.roundTripMs ?? null),
          some.map((row) => row.messages),
        ],
      });
    }
  };

  const flush = (): Promise<void> => {
    running ??= write()
      .catch((error) => log.warn({ err: error }, 'What the stations last did could not be noted'))
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  return {
    start() {
      timer ??= setInterval(() => void flush(), intervalMs).unref();
    },
    flush,
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await running;
      await flush();
    },
  };
}
