import type { Place } from '../../domain/message.ts';
import { whole } from '../bounds.ts';

/** connectorId 0 is the station, n is EVSE n with its only connector. */
export function placeOf(connectorId: number): Place {
  const evse = whole(connectorId);
  return { evse, connector: evse === 0 ? 0 : 1 };
}

/** The other way round: undefined means the whole station. */
export const connectorOf = (place: Partial<Place> | undefined): number => place?.evse ?? 0;
