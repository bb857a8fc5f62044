import type { Place } from '../../domain/message.ts';
import { compact } from '../compact.ts';

/** Undefined for the whole station; without a connector for the whole EVSE. */
export const evseOf = (place: Partial<Place> | undefined) =>
  place?.evse === undefined || place.evse === 0
    ? undefined
    : compact({ id: place.evse, connectorId: place.connector || undefined });
