import type pg from 'pg';
import { expect } from 'vitest';
import { protocols } from '../../sim/profile.ts';
import { type Steadfast, type SteadfastOptions, steadfast } from '../../sim/steadfast.ts';
import { until } from '../until.ts';
import type { Cluster } from './nodes.ts';
import { type Proven, proofOf } from './proof.ts';

const card = 'CAFE0001';

export interface FleetStation extends Proven {
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
      const { faults, ...proven } = await proofOf(from, all);
      expect(faults).toEqual([]);
      return proven;
    },
  };
}
