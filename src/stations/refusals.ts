import type { DecidedFact } from '../domain/decision.ts';
import type { FactBody, RefusalCause } from '../domain/facts.ts';
import type { ConnectionAttempt, StationKey } from '../domain/ports.ts';
import type { StationState } from '../domain/state.ts';
import { minute } from '../lib/time.ts';
import { nameOf, type StationsContext } from './context.ts';
import type { Station } from './station.ts';

interface Refusal {
  readonly key: StationKey;
  readonly attempt: ConnectionAttempt;
  readonly cause: RefusalCause;
  readonly protocol: string | undefined;
  readonly since: number;
  count: number;
  written: number;
  told: boolean;
  due: number;
}

const most = 10_000;
/** Attempts that go on longer than this begin a new row. */
const rowMs = 10 * minute;

export interface Refusals {
  note(key: StationKey, attempt: ConnectionAttempt, cause: RefusalCause, protocol?: string): void;
  /** Writes the counts that have grown. */
  tick(): Promise<void>;
}

/**
 * Refused attempts in the Connection history: one row per station, address and cause, whose count is written again at most every few
 * seconds, so that a station with a wrong password costs next to nothing however often it tries.
 */
export function createRefusals(context: StationsContext, stationOf: (key: StationKey) => Station): Refusals {
  const { clock, log, settings } = context;
  const refusals = new Map<string, Refusal>();

  const write = async (refusal: Refusal): Promise<void> => {
    const { key, attempt, cause, protocol, count } = refusal;
    refusal.written = count;
    refusal.due = clock.monotonic() + settings.refusalMs;
    try {
      await stationOf(key).step(async (state) => {
        const connectionId = attempt.connectionId;
        const body = {
          type: 'station.connectionRefused',
          connectionId,
          cause,
          address: attempt.address,
          count,
        } as const;
        const facts: DecidedFact[] = [{ at: attempt.at, body: protocol === undefined ? body : { ...body, protocol } }];
        // C-03: two devices under one name, one of them perhaps a stranger's. Told once, the count is in the history.
        if (cause === 'second.connection' && !refusal.told)
          facts.push({ at: attempt.at, body: secondConnection(state, attempt) });
        await stationOf(key).record(state, facts, { receivedAt: clock.now() });
        refusal.told = true;
      });
    } catch (error) {
      refusal.written = 0;
      log.warn({ err: error, station: key, cause }, 'A refused connection could not be noted');
    }
  };

  return {
    note(key, attempt, cause, protocol) {
      const name = `${nameOf(key)} ${attempt.address} ${cause}`;
      const known = refusals.get(name);
      if (known !== undefined && clock.monotonic() - known.since < rowMs) {
        known.count++;
        return;
      }
      if (refusals.size >= most) return;
      const now = clock.monotonic();
      const refusal: Refusal = {
        key,
        attempt,
        cause,
        protocol,
        since: now,
        count: 1,
        written: 0,
        told: false,
        due: now,
      };
      refusals.set(name, refusal);
      void write(refusal);
    },
    async tick() {
      const now = clock.monotonic();
      for (const [name, refusal] of refusals) {
        if (refusal.count > refusal.written && refusal.due <= now) await write(refusal);
        else if (now - refusal.since > rowMs && refusal.count === refusal.written) refusals.delete(name);
      }
    },
  };
}

const secondConnection = ({ connection }: StationState, { address }: ConnectionAttempt): FactBody => ({
  type: 'security.reported',
  event: 'SecondConnection',
  info: `${connection?.address ?? 'unknown'} is connected, ${address} was refused`,
});
