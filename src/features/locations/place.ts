import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { checkTimeZone } from '../time-zones.ts';
import type { LocationReply } from './contract.ts';
import { coordinateFault, coordinateWarning } from './fields/coordinates.ts';
import type { LocationRow } from './store.ts';

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Old codes have the name of the country that took their place. */
const isCountry = (code: string): boolean =>
  regions.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code;

/** Throws Failure `value.refused` for a place that cannot be: half a point, 0/0, an unknown country or time zone. */
export function checkPlace(place: {
  readonly timeZone?: string | null;
  readonly country?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
}): void {
  checkTimeZone(place.timeZone);
  const refuse = (field: string, detail: string, says: string) =>
    new Failure('value.refused', detail, { fields: { [field]: says } });
  if (place.country != null && !isCountry(place.country))
    throw refuse('country', `There is no country ${place.country}.`, 'is not a known country');
  const [latitude, longitude] = [place.latitude ?? undefined, place.longitude ?? undefined];
  if (latitude === undefined && longitude === undefined) return;
  if (latitude === undefined || longitude === undefined)
    throw refuse(
      latitude === undefined ? 'latitude' : 'longitude',
      'Latitude and longitude belong together.',
      'is missing',
    );
  const fault = coordinateFault(latitude, longitude);
  if (fault !== undefined) throw refuse('latitude', fault, 'is not a place');
}

/** A row as the API shows it. */
export function location(row: LocationRow): LocationReply {
  const warning = coordinateWarning(row.country ?? undefined, row.latitude ?? undefined, row.longitude ?? undefined);
  return {
    ...present({
      id: row.id,
      name: row.name,
      street: row.street,
      houseNumber: row.house_number,
      postalCode: row.postal_code,
      city: row.city,
      country: row.country,
      address: row.address,
      timeZone: row.time_zone,
      parkingType: row.parking_type as LocationReply['parkingType'] | null,
      directions: row.directions,
      latitude: row.latitude,
      longitude: row.longitude,
      accessNote: row.access_note,
      floor: row.floor,
      note: row.note,
      contactId: row.contact_id,
      entityId: row.entity_id,
      entity: row.entity,
    }),
    warnings: warning === undefined ? [] : [warning],
    stations: row.stations,
    connected: row.connected,
    openErrors: row.open_errors,
    createdAt: row.created_at.toISOString(),
  };
}
