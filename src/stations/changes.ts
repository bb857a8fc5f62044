import { decideChange } from '../domain/change.ts';
import type { EndingReason } from '../domain/connection.ts';
import type { Ask, AskReply } from '../domain/ports.ts';
import { isFailure } from '../lib/errors.ts';
import type { StationsContext } from './context.ts';
import type { Station } from './station.ts';

/** Why a connection ends that came before its station had the password it has now. */
export const unproven: EndingReason = 'unproven';

/** A person changes something about a station: a fact like any other, in the station's own order. */
export async function change(
  context: StationsContext,
  station: Station,
  ask: Extract<Ask, { kind: 'change' }>,
): Promise<AskReply> {
  try {
    return await station.step(async (state): Promise<AskReply> => {
      const now = context.clock.now();
      const decision = decideChange(state, ask.change, { now });
      if ('refused' in decision) return { kind: 'refused', reason: decision.refused, detail: decision.detail };
      await station.record(state, decision.facts, {
        receivedAt: now,
        ...(ask.userId !== undefined && { userId: ask.userId }),
      });
      // Who came in unchecked must come again, now with the password; a station that proved itself stays.
      if (ask.change.kind === 'setCredentials' && station.held?.unproven) station.held.link.close(1008, unproven);
      return { kind: 'changed', seq: state.seq };
    });
  } catch (error) {
    if (isFailure(error, 'thing.unknown')) return { kind: 'refused', reason: 'thing.unknown', detail: error.detail };
    // The database is the judge of what is unique across stations: an EVSE-ID (CP-2).
    if (isFailure(error) && (error.cause as { code?: unknown } | undefined)?.code === '23505')
      return { kind: 'refused', reason: 'name.taken', detail: 'Another charge point has this EVSE-ID already' };
    throw error;
  }
}
