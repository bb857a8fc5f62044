import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, nullable, oneOf, page, pageQuery, Time, TimeZone } from '../../http/schema.ts';
import { coordinateWarnings } from './fields/coordinates.ts';

/** As OCPI 2.2.1 names them (8.4.17 ParkingType). */
export const parkingTypes = [
  'alongMotorway',
  'parkingGarage',
  'parkingLot',
  'onDriveway',
  'onStreet',
  'undergroundGarage',
] as const;

const id = Type.Integer({ minimum: 1, maximum: 2147483647 });
const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1, two letters' });
const latitude = Type.Number({ minimum: -90, maximum: 90, description: 'degrees, WGS 84' });
const longitude = Type.Number({ minimum: -180, maximum: 180, description: 'degrees, WGS 84' });
const long = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' });

const written = {
  street: line(200),
  houseNumber: line(20),
  postalCode: line(20),
  city: line(120),
  country,
  timeZone: TimeZone,
  parkingType: oneOf(parkingTypes),
  directions: long,
  latitude,
  longitude,
  accessNote: long,
  floor: line(40),
  note: long,
  contactId: id,
  entityId: id,
};
type Written = typeof written;
const eachMaybe = Object.fromEntries(Object.entries(written).map(([name, schema]) => [name, maybe(schema)])) as {
  [K in keyof Written]: ReturnType<typeof maybe<Written[K]>>;
};
const eachNullable = Object.fromEntries(
  Object.entries(written).map(([name, schema]) => [name, maybe(nullable(schema))]),
) as unknown as {
  [K in keyof Written]: ReturnType<typeof maybe<ReturnType<typeof nullable<Written[K]>>>>;
};

export const Location = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  ...eachMaybe,
  address: maybe(Type.String({ description: 'the parts in one line' })),
  entity: maybe(Type.String({ description: 'name of the entity it belongs to' })),
  warnings: Type.Array(oneOf(coordinateWarnings)),
  stations: Type.Integer(),
  connected: Type.Integer(),
  openErrors: Type.Integer(),
  createdAt: Time,
});

const LocationFigures = Type.Object({
  chargePoints: Type.Integer(),
  /** W; absent: no station reports power. */
  powerW: maybe(Type.Number()),
  /** Wh of sessions that began in that time; absent: none reported energy. */
  energy24hWh: maybe(Type.Number()),
  energy30dWh: maybe(Type.Number()),
  sessions30d: Type.Integer(),
});

/** What became of each station of a request. */
export const StationOutcomes = Type.Object({
  changed: Type.Integer(),
  items: Type.Array(Type.Object({ stationId: Type.Integer(), changed: Type.Boolean(), detail: maybe(Type.String()) })),
});

const params = Type.Object({ locationId: id });
export const locationSorts = ['name', 'city'] as const;

export const locationsContract = {
  list: {
    method: 'GET',
    url: '/locations',
    right: 'locations.see',
    tag: 'Locations',
    summary: 'Locations, found and sorted on the server',
    query: Type.Object({
      ...pageQuery,
      text: maybe(Type.String({ maxLength: 200, description: 'in name or address' })),
      country: maybe(country),
      sort: maybe(oneOf(locationSorts)),
    }),
    reply: page(Location),
  },
  get: {
    method: 'GET',
    url: '/locations/:locationId',
    right: 'locations.see',
    tag: 'Locations',
    summary: 'One location with its figures',
    params,
    reply: Type.Object({ ...Location.properties, figures: LocationFigures }),
  },
  create: {
    method: 'POST',
    url: '/locations',
    right: 'locations.change',
    tag: 'Locations',
    summary: 'A new location',
    body: Type.Object({ name: line(120), ...eachMaybe }),
    reply: Location,
  },
  change: {
    method: 'PATCH',
    url: '/locations/:locationId',
    right: 'locations.change',
    tag: 'Locations',
    summary: 'Rename or describe; null empties a field',
    params,
    body: Type.Object({ name: maybe(line(120)), ...eachNullable }),
    reply: Location,
  },
  remove: {
    method: 'DELETE',
    url: '/locations/:locationId',
    right: 'locations.change',
    tag: 'Locations',
    summary: 'Delete a location at which no station stands',
    params,
  },
  move: {
    method: 'POST',
    url: '/locations/:locationId/stations',
    right: 'stations.change',
    tag: 'Locations',
    summary: 'Move stations here, at most 500 at once; says of each whether it was moved',
    params,
    body: Type.Object({ stationIds: Type.Array(id, { minItems: 1, maxItems: 500 }) }),
    reply: StationOutcomes,
  },
} as const satisfies Contract;

export type LocationReply = Static<typeof Location>;
