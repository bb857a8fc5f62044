import { day, type Instant } from '../lib/time.ts';
import type { DecideContext, DecidedFact } from './decision.ts';
import { idFrom } from './decision.ts';
import { findError } from './error.ts';
import type { SentTime } from './message.ts';
import type { StationState } from './state.ts';

/** Changes of the drift below this are noise of the network, seconds. */
export const driftStep = 2;
/** A clock that is off by more than this gets a warning, which ends below half of it, seconds. */
export const driftLimit = 60;

const firstBelievable = Date.UTC(2015, 0, 1);
/** So far ahead of us no queue and no time zone can be the reason. */
const furthestAhead = day;

export interface HappenedAt {
  readonly at: Instant;
  readonly suspect?: string;
  /** What the station said, where `at` is the arrival instead. */
  readonly clockAt?: Instant;
}

/** When it happened: the station's word where it can be believed, else the arrival (T-13). */
export function happenedAt(time: SentTime | undefined, receivedAt: Instant): HappenedAt {
  if (time?.raw === undefined && time?.at === undefined) return { at: receivedAt };
  if (time.at === undefined) return { at: receivedAt, suspect: 'time.unreadable' };
  if (time.at < firstBelievable) return { at: receivedAt, suspect: 'time.outOfRange', clockAt: time.at };
  if (time.at > receivedAt + furthestAhead) return { at: receivedAt, suspect: 'time.future', clockAt: time.at };
  return { at: time.at };
}

/**
 * The drift that a message shows, seconds, station minus server; undefined when it shows nothing new (INF-6).
 * `current`: it says what is now (a status after the boot). Anything else may have waited in a queue, and waiting makes a
 * time look older, never newer: it counts when it happened on this connection, or when it moves the drift upwards.
 */
export function driftShown(
  state: StationState,
  time: SentTime,
  current: boolean,
  receivedAt: Instant,
): number | undefined {
  if (time.at === undefined) return undefined;
  // Rounded to the second, which is all that most stations send; `|| 0` because -0 is no reading.
  const seconds = Math.round((time.at - receivedAt) / 1000) || 0;
  const known = state.driftSeconds;
  const here = state.connection !== undefined && time.at >= state.connection.since;
  if (!current && !here && seconds <= (known ?? 0) + driftStep) return undefined;
  if (known !== undefined && Math.abs(seconds - known) <= driftStep) return undefined;
  return seconds;
}

/** The fact, and the warning that opens or closes with it. */
export function clockFacts(state: StationState, seconds: number, context: DecideContext): DecidedFact[] {
  const at = context.receivedAt;
  const facts: DecidedFact[] = [{ at, body: { type: 'station.clockDrifted', seconds } }];
  const place = { evse: 0, connector: 0 };
  const open = findError(state, place, 'clockDrift', undefined);
  if (open === undefined && Math.abs(seconds) > driftLimit) {
    facts.push({
      at,
      body: {
        type: 'error.opened',
        // Far from the ids of the errors that the same frame may report.
        errorId: idFrom(context.frameId, 0x10000),
        place,
        code: 'clockDrift',
        source: 'derived',
        severity: 'warning',
        info: `${seconds > 0 ? '+' : ''}${seconds} s`,
      },
    });
  } else if (open !== undefined && Math.abs(seconds) <= driftLimit / 2) {
    facts.push({ at, body: { type: 'error.closed', errorId: open.id, by: 'rule' } });
  }
  return facts;
}
