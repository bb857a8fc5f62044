import type { LiveValues } from '../domain/ports.ts';
import { openTransactions } from '../domain/transaction.ts';
import { type Clock, type Instant, second } from '../lib/time.ts';
import type { LiveRow } from '../storage/live-flush.ts';
import type { Station } from './station.ts';

/** Sum over running transactions, W; undefined: no running one reports power. */
export function powerOf(station: Station): number | undefined {
  if (station.state === undefined) return undefined;
  let sum: number | undefined;
  const { transactions } = station.state;
  for (const number in transactions) {
    const { powerW, endedAt } = transactions[number]!;
    if (endedAt === undefined && powerW !== undefined) sum = (sum ?? 0) + powerW;
  }
  return sum;
}

/** A wall clock that was set differs by more than this from the one that never jumps. */
const step = 5 * second;

/** When a connected station was last heard, in the time of the wall clock as it is now: a step of that clock is not silence (T-15). */
export function heardAt(station: Station, clock: Clock): Instant | undefined {
  const { lastMessageAt } = station;
  if (lastMessageAt === undefined || station.held === undefined) return lastMessageAt;
  const at = clock.now() - (clock.monotonic() - station.heardSince);
  return Math.abs(at - lastMessageAt) > step ? at : lastMessageAt;
}

/** What a console sees move, from memory. */
export function liveValues(station: Station, clock: Clock): LiveValues {
  const { state } = station;
  const connectors: Record<string, { powerW?: number; soc?: number; energyWh?: number }> = {};
  for (const { evse, connector, powerW, soc, energyWh } of state === undefined ? [] : openTransactions(state)) {
    if (evse === undefined) continue;
    connectors[`${evse}.${connector ?? 1}`] = {
      ...(powerW !== undefined && { powerW }),
      ...(soc !== undefined && { soc }),
      ...(energyWh !== undefined && { energyWh }),
    };
  }
  const powerW = powerOf(station);
  const lastMessageAt = heardAt(station, clock);
  return {
    connected: station.held !== undefined,
    connectors,
    ...(lastMessageAt !== undefined && { lastMessageAt }),
    ...(station.roundTripMs !== undefined && { roundTripMs: station.roundTripMs }),
    ...(state?.driftSeconds !== undefined && { driftSeconds: state.driftSeconds }),
    ...(powerW !== undefined && { powerW }),
  };
}

/** What moved of these stations, for storage/live-flush.ts; the count of messages begins anew. */
export function liveRows(moved: Iterable<Station>): LiveRow[] {
  const rows: LiveRow[] = [];
  for (const station of moved) {
    const { key, messages, lastMessageAt, roundTripMs } = station;
    // Written out: thousands of these are made every few seconds, and spread they take ten times the memory.
    rows.push({
      operatorId: key.operatorId,
      stationId: key.stationId,
      messages,
      lastMessageAt,
      roundTripMs,
      powerW: powerOf(station),
    });
    station.messages = 0;
  }
  return rows;
}
