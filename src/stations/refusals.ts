import type { DecidedFact } from '../domain/decision.ts';
import type { RefusalCause } from '../domain/facts.ts';
import type { Ask, AskReply, ConnectionAttempt, StationKey } from '../domain/ports.ts';
import { errorBySecurityEvent, noticedAtDoor } from '../domain/security.ts';
import { type Instant, minute } from '../lib/time.ts';
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

/** Writes an attempt down, in the station's own order; one that is there already gets its new count. */
export async function recordRefusal(
  station: Station,
  { kind: _, at, told, ...attempt }: Extract<Ask, { kind: 'refusal' }>,
  receivedAt: Instant,
): Promise<AskReply> {
  const facts: DecidedFact[] = [{ at, body: { type: 'station.connectionRefused', ...attempt } }];
  await station.step(async (state) => {
    // Told once, the count is in the history.
    const noticed = told ? undefined : noticedAtDoor(state, attempt);
    if (noticed !== undefined)
      facts.push(
        { at, body: noticed },
        ...errorBySecurityEvent(state, noticed.event, noticed.info, at, attempt.connectionId),
      );
    await station.record(state, facts, { receivedAt });
  });
  return { kind: 'done' };
}

/**
 * Refused attempts in the Connection history: one row per station, address and cause, whose count is written again at most every few
 * seconds, so that a station with a wrong password costs next to nothing however often it tries.
 */
export function createRefusals({ clock, log, settings, bus }: StationsContext): Refusals {
  const refusals = new Map<string, Refusal>();

  const write = async (refusal: Refusal): Promise<void> => {
    const { key, attempt, cause, protocol, count } = refusal;
    const { connectionId, address, at } = attempt;
    refusal.written = count;
    refusal.due = clock.monotonic() + settings.refusalMs;
    try {
      const what = { kind: 'refusal', connectionId, at, address, cause, count, told: refusal.told } as const;
      await bus.ask(key, protocol === undefined ? what : { ...what, protocol });
      refusal.told = true;
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
