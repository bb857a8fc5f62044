import type { DecidedFact } from '../domain/decision.ts';
import type { BlockCause } from '../domain/facts.ts';
import type { Admission, AskReply, StationKey } from '../domain/ports.ts';
import { hour, second } from '../lib/time.ts';
import { nameOf, type StationsContext } from './context.ts';
import type { Station } from './station.ts';
import { createWindow } from './window.ts';

type Refused = Extract<Admission, { admitted: false }>;

export interface Blocks {
  /** Keeps the station out for a while: a fact, so that every node knows and everybody sees until when. */
  fact(cause: BlockCause): DecidedFact;
  /** Writes it down, in the station's own order. */
  block(station: Station, cause: BlockCause): Promise<AskReply>;
  /** A station that was let in; it is refused after all where it comes too often (a flapping modem, two devices in a fight). */
  judge(station: Station): Promise<Refused | undefined>;
}

/** The answer to a station that is kept out. */
export const blockedUntil = (key: StationKey, until: number, now: number): Refused => ({
  admitted: false,
  cause: 'station.blocked',
  httpStatus: 429,
  key,
  retryAfterSeconds: Math.max(1, Math.ceil((until - now) / second)),
});

/** Stations that do harm by their manner are kept out for a time that everybody can see and a person can end (W-19). */
export function createBlocks(context: StationsContext): Blocks {
  const { clock, settings, log, bus } = context;
  const connects = createWindow({ clock, limit: settings.connectsPerHour, windowMs: hour });

  const fact: Blocks['fact'] = (cause) => {
    const at = clock.now();
    return { at, body: { type: 'station.blocked', cause, until: at + settings.blockMs } };
  };

  return {
    fact,
    async block(station, cause) {
      await station.step((state) => station.record(state, [fact(cause)], { receivedAt: clock.now() }));
      return { kind: 'done' };
    },
    async judge(station) {
      if (connects.take(nameOf(station.key))) return undefined;
      connects.forget(nameOf(station.key));
      await bus.ask(station.key, { kind: 'block', cause: 'reconnects' });
      log.warn({ station: station.key }, 'A station that connects too often is kept out for a while');
      return blockedUntil(station.key, settings.blockMs, 0);
    },
  };
}
