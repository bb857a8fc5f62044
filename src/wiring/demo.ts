import type pg from 'pg';
import { type Profile, profileOf, protocolOf } from '../../sim/profile.ts';
import { createRandom, seedOf } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import type { Change } from '../domain/changes.ts';
import type { AskReply, Bus, StationKey } from '../domain/ports.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { day, iso } from '../lib/time.ts';
import type { OcppVersion } from '../ocpp/table.ts';
import { readInstallation, writeInstallation } from '../storage/installation.ts';
import type { StationStore } from '../storage/station-store.ts';
import { writeHistory } from './demo-history.ts';
import { demoCards, forgetDemo, rememberCards } from './demo-store.ts';
import type { Past, PastStation } from './past.ts';

const stationCount = 12;
const historyDays = 90;
const seed = 20_260;
const setting = 'demo';

/** What must be known to let the simulated stations live on after a restart. */
interface Kept {
  readonly operatorId: number;
  readonly since: number;
  readonly ready: boolean;
  readonly stations: readonly {
    readonly stationId: number;
    readonly password: string;
    readonly registers: readonly number[];
  }[];
}

export interface DemoState {
  state: 'off' | 'starting' | 'running' | 'removing' | 'failed';
  stations: number;
  progress?: number;
  since?: string;
  detail?: string;
}

export interface Demo {
  state(operatorId: number): Promise<DemoState>;
  /** Begins and returns at once; `state` tells how far it is. */
  start(operatorId: number): Promise<DemoState>;
  remove(operatorId: number): Promise<DemoState>;
  /** After a restart: the stations come back. */
  resume(): Promise<void>;
  /** Resolves when a start under way is over. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface DemoOptions {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly store: StationStore;
  readonly versions: readonly OcppVersion[];
  readonly newId: NewId;
  readonly now: () => number;
  readonly log: Log;
  readonly ocppUrl: () => string;
  readonly hashPassword: (password: string) => string;
  readonly newPassword: () => string;
  readonly openThePast: () => Past | Promise<Past>;
}

/** A network of simulated stations with a past, on the operator's own data sheet; gone with one button. */
export function createDemo(options: DemoOptions): Demo {
  const { pool, bus, store, newId, now, log } = options;
  const simulations: Simulation[] = [];
  let under: { state: 'starting' | 'removing'; progress: number[] } | undefined;
  let work: Promise<void> = Promise.resolve();
  let failed: string | undefined;
  let cancelled = false;

  const profiles: readonly Profile[] = Array.from({ length: stationCount }, (_, index) =>
    profileOf(index, protocolOf(index, 'mix'), createRandom(seedOf('demo', seed + index)), 'DEMO'),
  );

  async function prepare(
    past: PastStation,
    operatorId: number,
    profile: Profile,
    from: number,
  ): Promise<{ key: StationKey; password: string }> {
    const change = async (key: StationKey, what: Change) => {
      const reply: AskReply = await past.answer(key, { kind: 'change', change: what });
      if (reply.kind === 'refused') throw new Error(`${what.kind}: ${reply.detail}`);
    };
    const key = await store.create(operatorId, profile.identity, from, { demo: true });
    if (!key) throw new Error(`${profile.identity} exists already.`);
    const password = options.newPassword();
    await change(key, { kind: 'adoptStation', name: profile.name, location: profile.location });
    await change(key, { kind: 'setCredentials', passwordHash: options.hashPassword(password) });
    await change(key, {
      kind: 'describeStation',
      address: profile.address,
      timeZone: profile.timeZone,
      commissionedOn: iso(from - 400 * day).slice(0, 10),
      warrantyUntil: iso(from + 700 * day).slice(0, 10),
      gridLimitW: profile.gridLimitW,
    });
    for (const [index, point] of profile.points.entries()) {
      const place = { evse: index + 1, connector: 1 };
      await change(key, { kind: 'addChargePoint', ...place });
      await change(key, {
        kind: 'describeChargePoint',
        ...place,
        name: point.name,
        evseId: `AT*VYD*E${profile.identity.slice(-5)}*${index + 1}`,
        connectorType: point.type,
        maxPowerW: point.maxW,
        current: point.current,
        phases: point.current === 'AC' ? 3 : null,
        cable: point.current === 'DC',
      });
    }
    return { key, password };
  }

  async function make(operatorId: number): Promise<void> {
    const until = now();
    const from = until - historyDays * day;
    await rememberCards(pool, operatorId, from);
    const kept: { stationId: number; password: string; registers: readonly number[] }[] = [];
    await writeInstallation(pool, setting, { operatorId, since: until, ready: false, stations: [] } satisfies Kept);
    const past = await options.openThePast();
    try {
      await Promise.all(
        profiles.map(async (profile, index) => {
          const clock = { at: from };
          const station = past.station(clock);
          const { key, password } = await prepare(station, operatorId, profile, from);
          const registers = await writeHistory({
            desk: station.desk,
            clock,
            key,
            profile,
            cards: demoCards.map((card) => card.number),
            version: options.versions.find((version) => version.protocol === profile.protocol)!,
            newId,
            seed,
            from,
            until,
            onProgress: (share) => {
              if (under) under.progress[index] = share;
            },
            cancelled: () => cancelled,
          });
          kept[index] = { stationId: key.stationId, password, registers };
        }),
      );
    } finally {
      await past.close();
    }
    const done: Kept = { operatorId, since: until, ready: true, stations: kept };
    await writeInstallation(pool, setting, done);
    live(done);
  }

  function live(kept: Kept): void {
    for (const [index, { password, registers }] of kept.stations.entries()) {
      const simulation = simulate({
        profile: profiles[index]!,
        url: options.ocppUrl(),
        password,
        cards: demoCards.map((card) => card.number),
        seed: now() % 100_000,
        meterSeconds: 10,
        pace: 6,
        pauseSeconds: 45,
        faultChance: 0.04,
        dropChance: 0.03,
        registers,
        note: (text) => log.debug(text),
      });
      simulations.push(simulation);
      void simulation.start();
    }
  }

  const silence = async () => {
    await Promise.all(simulations.splice(0).map((simulation) => simulation.stop()));
  };

  const clear = async (operatorId: number) => {
    await silence();
    await forgetDemo(pool, bus, operatorId);
    await writeInstallation(pool, setting, null);
  };

  const stateOf = async (operatorId: number): Promise<DemoState> => {
    if (under) {
      const progress = under.progress.reduce((sum, share) => sum + share, 0) / stationCount;
      return { state: under.state, stations: stationCount, ...(under.state === 'starting' ? { progress } : {}) };
    }
    if (failed !== undefined) return { state: 'failed', stations: 0, detail: failed };
    const kept = await readInstallation<Kept | null>(pool, setting);
    if (!kept || kept.operatorId !== operatorId) return { state: 'off', stations: 0 };
    if (!kept.ready) return { state: 'failed', stations: 0, detail: 'It was interrupted. Start it again.' };
    return { state: 'running', stations: kept.stations.length, since: iso(kept.since) };
  };

  const begin = (state: 'starting' | 'removing', what: () => Promise<void>) => {
    under = { state, progress: [] };
    failed = undefined;
    work = what()
      .catch((error: unknown) => {
        failed = (error as Error).message;
        log.error({ err: error }, `The demo network: ${state} failed`);
      })
      .finally(() => {
        under = undefined;
      });
  };

  return {
    state: stateOf,
    async start(operatorId) {
      const state = await stateOf(operatorId);
      // Asked twice at once: the first one has begun while this one looked.
      if ((state.state === 'off' || state.state === 'failed') && under === undefined) {
        cancelled = false;
        begin('starting', async () => {
          if (state.state === 'failed') await clear(operatorId);
          await make(operatorId);
        });
      }
      return stateOf(operatorId);
    },
    async remove(operatorId) {
      const kept = await readInstallation<Kept | null>(pool, setting);
      // Another operator's simulated stations are none of this one's business.
      if (kept && kept.operatorId !== operatorId) return stateOf(operatorId);
      cancelled = true;
      await work;
      if (under !== undefined) return stateOf(operatorId);
      begin('removing', () => clear(operatorId));
      return stateOf(operatorId);
    },
    async resume() {
      const kept = await readInstallation<Kept | null>(pool, setting);
      if (kept?.ready) live(kept);
    },
    settled: () => work,
    async stop() {
      cancelled = true;
      await work;
      await silence();
    },
  };
}
