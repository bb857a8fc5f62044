import type pg from 'pg';
import { createBus } from '../cluster/bus.ts';
import type { Ask, AskReply, Desk, StationKey, Writer } from '../domain/ports.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { type Clock, day } from '../lib/time.ts';
import type { StationsSettings } from '../stations/context.ts';
import type { Credentials } from '../stations/credentials.ts';
import { createStations } from '../stations/stations.ts';
import { createLookups } from '../storage/lookups.ts';
import type { StationStore } from '../storage/station-store.ts';
import { createWriter } from '../storage/writer.ts';

export interface PastOptions {
  readonly pool: pg.Pool;
  readonly store: StationStore;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly settings: Partial<StationsSettings>;
  readonly node: string;
}

/** One station's house in the past. Everything done to it there is done here: nobody else may hold its state meanwhile. */
export interface PastStation {
  readonly desk: Desk;
  answer(key: StationKey, question: Ask): Promise<AskReply>;
}

export interface Past {
  /** A house whose time is `then.at`, for one station. */
  station(then: { at: number }): PastStation;
  close(): Promise<void>;
}

/** The house with its clock set back: the same rules and the same writer, a bus that nobody hears. */
export function openThePast({ pool, store, credentials, clock, newId, log, settings, node }: PastOptions): Past {
  // One writer for all, so that their commits are shared as those of live stations are.
  const writer = createWriter({ pool, clock, newId, log, node: `${node} past`, connections: 1, gatherMs: 0 });
  const all: { stop(): Promise<void> }[] = [];
  return {
    station: (then) => {
      const past: Clock = { now: () => then.at, monotonic: clock.monotonic };
      const stations = createStations({
        writer: ahead(dated(writer, past)),
        store,
        lookups: createLookups({ pool, clock: past, cardMs: 10 * day }),
        credentials,
        clock: past,
        newId,
        log,
        bus: createBus({ log }),
        settings,
        node,
      });
      all.push(stations);
      return stations;
    },
    close: async () => {
      for (const stations of all) await stations.stop();
      await writer.stop();
    },
  };
}

/** A commit knows only today's time, so each answer says itself when it left: when the clock of the past stood where it stands. */
const dated = (writer: Writer, past: Clock): Writer => ({
  get pressure() {
    return writer.pressure;
  },
  write: (parcel) => {
    const left = parcel.frames.flatMap(({ id: frameId, direction, receivedAt, answer }) =>
      direction === 'in' && answer !== undefined ? { frameId, receivedAt, answer, answeredAt: past.now() } : [],
    );
    return writer.write(left.length === 0 ? parcel : { ...parcel, answers: [...left, ...parcel.answers] });
  },
});

/** In the past nobody waits for an answer: up to so many steps may be on their way to the database. A fault shows at the next step. */
function ahead(writer: Writer, most = 64): Writer {
  const under = new Set<Promise<void>>();
  let fault: unknown;
  return {
    get pressure() {
      return writer.pressure;
    },
    async write(parcel) {
      if (fault !== undefined) throw fault;
      const written = writer
        .write(parcel)
        .catch((error: unknown) => {
          fault = error;
        })
        .finally(() => under.delete(written));
      under.add(written);
      if (under.size >= most) await Promise.race(under);
    },
  };
}
