import { Type } from 'typebox';
import { blockCauses } from '../../domain/facts.ts';
import { standings } from '../../domain/standing.ts';
import type { Contract } from '../../http/contract.ts';
import {
  line,
  maybe,
  nullable,
  oneOf,
  page,
  pageQuery,
  StationParams,
  Time,
  TimeZone,
  Uuid,
} from '../../http/schema.ts';
import { Credentials, Protocol } from '../station-words.ts';
import type { FieldSort } from './rules.ts';

export const Standing = oneOf(standings);

/** The id of something a station points to. */
const Link = Type.Integer({ minimum: 1, maximum: 2147483647 });

/** online: heard of lately; pending: connected but silent for too long (INF-3); offline: no connection; never: not once seen. */
export const connectionStates = ['online', 'pending', 'offline', 'never'] as const;
export const ConnectionState = oneOf(connectionStates);
export const stationSorts = ['name', 'standing', 'lastMessage', 'power', 'model', 'protocol'] as const;

/** An identity as it stands in the station's URL: no spaces, no slashes (OCPP-J 3.1.1: URL-escaped; 2.x: identifierString). */
export const Identity = Type.String({ minLength: 1, maxLength: 48, pattern: '^[A-Za-z0-9*\\-_=:+|@.]+$' });

export const StationRow = Type.Object({
  id: Type.Integer(),
  identity: Type.String(),
  name: Type.String(),
  /** The name of the location, else what was typed as text. */
  location: maybe(Type.String()),
  locationId: maybe(Type.Integer()),
  standing: Standing,
  connection: ConnectionState,
  connectedSince: maybe(Time),
  lastMessageAt: maybe(Time),
  /** The charge points in order, for the row of symbols. */
  chargePoints: Type.Array(Type.Object({ evse: Type.Integer(), connector: Type.Integer(), standing: Standing })),
  protocol: maybe(Protocol),
  vendor: maybe(Type.String()),
  model: maybe(Type.String()),
  firmware: maybe(Type.String()),
  openErrors: Type.Integer(),
  /** W; absent: not reported. */
  powerW: maybe(Type.Number()),
  /** W: the grid limit, else the sum of its charge points; absent: not known. */
  maxPowerW: maybe(Type.Number()),
  /** Wh of sessions in the last 24 h; absent: no session reported energy. */
  energy24hWh: maybe(Type.Number()),
  /** Profile 0: connects without a password. */
  unauthenticated: Type.Boolean(),
  demo: Type.Boolean(),
  /** Additional information that was asked for by `show`, by the id of the field. */
  fields: maybe(Type.Record(Type.String(), Type.String())),
});

const show = maybe(
  Type.Array(Type.Integer({ minimum: 1, maximum: 2147483647 }), {
    maxItems: 20,
    description: 'fields of additional information to show',
  }),
);

/** The filters of the list; they live in the console's URL under the same names. */
export const stationFilter = {
  text: maybe(
    Type.String({ maxLength: 200, description: 'in name, identity, serial, ICCID, address, location or EVSE-ID' }),
  ),
  standing: maybe(Type.Array(Standing, { maxItems: 10 })),
  connected: maybe(Type.Boolean()),
  protocol: maybe(Type.Array(Protocol, { maxItems: 3 })),
  vendor: maybe(Type.String({ maxLength: 100 })),
  model: maybe(Type.String({ maxLength: 100 })),
  firmware: maybe(Type.String({ maxLength: 100 })),
  location: maybe(
    Type.String({ maxLength: 200, description: 'name of a location, or the text of a station without one' }),
  ),
  locationId: maybe(Link),
  entityId: maybe(Link),
  modelId: maybe(Link),
  openErrors: maybe(Type.Boolean()),
  unauthenticated: maybe(Type.Boolean()),
  field: maybe(
    Type.Array(Type.String({ maxLength: 230, pattern: '^[1-9][0-9]{0,8}\\.[a-zA-Z]+(\\.|$)' }), {
      maxItems: 10,
      description:
        'conditions on additional information: `12.is.Gold`, isNot, has, atLeast, atMost, `12.filled`, empty',
    }),
  ),
  decommissioned: maybe(Type.Boolean({ description: 'true: only decommissioned ones; default: none of them' })),
};

export const StationCounts = Type.Object({
  stations: Type.Integer(),
  chargePoints: Type.Integer(),
  /** W over all stations; absent: none reports power. */
  powerW: maybe(Type.Number()),
  byStanding: Type.Array(Type.Object({ standing: Standing, stations: Type.Integer() })),
  connected: Type.Integer(),
  openErrors: Type.Integer(),
  /** Unknown stations waiting in the onboarding inbox. */
  inbox: Type.Integer(),
});

export const StationHeader = Type.Object({
  id: Type.Integer(),
  identity: Type.String(),
  name: Type.String(),
  adopted: Type.Boolean(),
  decommissioned: Type.Boolean(),
  demo: Type.Boolean(),
  location: maybe(Type.String()),
  locationId: maybe(Type.Integer()),
  address: maybe(Type.String()),
  timeZone: TimeZone,
  connection: Type.Object({
    state: ConnectionState,
    since: maybe(Time),
    lastMessageAt: maybe(Time),
    /** The silence that makes it pending. */
    pendingAfterSeconds: Type.Integer(),
    address: maybe(Type.String()),
    securityProfile: maybe(Type.Integer()),
    tls: maybe(Type.String()),
    roundTripMs: maybe(Type.Number()),
    driftSeconds: maybe(Type.Number()),
    /** It is kept out until then. */
    blocked: maybe(Type.Object({ until: Time, cause: maybe(oneOf(blockCauses)) })),
    /** A second connection was refused within the last hour because this one is alive. */
    second: maybe(Type.Object({ address: Type.String(), at: Time })),
  }),
  standing: Standing,
  chargePoints: Type.Array(
    Type.Object({ evse: Type.Integer(), connector: Type.Integer(), name: maybe(Type.String()), standing: Standing }),
  ),
  faulted: Type.Integer(),
  protocol: maybe(Protocol),
  vendor: maybe(Type.String()),
  model: maybe(Type.String()),
  firmware: maybe(Type.String()),
  bootStatus: maybe(oneOf(['accepted', 'pending', 'rejected'])),
  powerW: maybe(Type.Number()),
  hasCredentials: Type.Boolean(),
  /** What must be seen at once: red badges and notes beside the name. */
  badges: Type.Array(oneOf(['unauthenticated', 'notAdopted', 'decommissioned', 'demo', 'clockDrift', 'noCredentials'])),
  counters: Type.Object({ chargePoints: Type.Integer(), runningSessions: Type.Integer(), openErrors: Type.Integer() }),
});

const CreatedStation = Type.Object({ stationId: Type.Integer(), credentials: Credentials });

export const SavedView = Type.Object({
  id: Uuid,
  name: Type.String(),
  page: Type.String(),
  /** The page's search parameters. */
  query: Type.Record(Type.String(), Type.Unknown()),
  createdAt: Time,
});

export const SearchHit = Type.Object({
  stationId: Type.Integer(),
  identity: Type.String(),
  name: Type.String(),
  location: maybe(Type.String()),
  standing: Standing,
  /** Which of its words matched. */
  matched: oneOf(['name', 'identity', 'serial', 'iccid', 'location', 'evseId']),
  /** The word itself. */
  text: Type.String(),
});

const date = Type.String({ format: 'date' });

export const stationsContract = {
  list: {
    method: 'GET',
    url: '/stations',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'Stations, filtered and sorted on the server',
    query: Type.Object({
      ...pageQuery,
      ...stationFilter,
      show,
      sort: maybe(
        Type.Unsafe<(typeof stationSorts)[number] | FieldSort>({
          type: 'string',
          pattern: `^(${stationSorts.join('|')}|field\\.[1-9][0-9]{0,8})$`,
          description: `${stationSorts.join(', ')}, or field.12: by a field of additional information`,
        }),
      ),
      order: maybe(oneOf(['asc', 'desc'])),
    }),
    reply: page(StationRow),
  },
  rows: {
    method: 'GET',
    url: '/stations/rows',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'The same rows for stations on the screen, to bring them up to date',
    query: Type.Object({
      ids: Type.Array(Type.Integer({ minimum: 1, maximum: 2147483647 }), { minItems: 1, maxItems: 200 }),
      show,
    }),
    reply: Type.Object({ items: Type.Array(StationRow) }),
  },
  counts: {
    method: 'GET',
    url: '/stations/counts',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'How many stations stand how, and totals of the fleet',
    reply: StationCounts,
  },
  filtered: {
    method: 'GET',
    url: '/stations/filtered',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'How many stations a filter leaves',
    query: Type.Object(stationFilter),
    reply: Type.Object({ stations: Type.Integer() }),
  },
  choices: {
    method: 'GET',
    url: '/stations/choices',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'Values to choose from in filters',
    reply: Type.Object({
      vendors: Type.Array(Type.String()),
      models: Type.Array(Type.String()),
      firmwares: Type.Array(Type.String()),
      locations: Type.Array(Type.String()),
    }),
  },
  entities: {
    method: 'GET',
    url: '/stations/entities',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'Entities a station can belong to, as far as the caller sees them',
    reply: Type.Object({
      /** The caller sees all of the operator: a station may belong to none of them. */
      everything: Type.Boolean(),
      items: Type.Array(Type.Object({ id: Type.Integer(), path: Type.String() })),
    }),
  },
  search: {
    method: 'GET',
    url: '/search',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'Find a station by any of its names, numbers and EVSE-IDs',
    query: Type.Object({ text: Type.String({ minLength: 1, maxLength: 100 }) }),
    reply: Type.Object({ items: Type.Array(SearchHit) }),
  },
  get: {
    method: 'GET',
    url: '/stations/:stationId',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'The head of the data sheet',
    params: StationParams,
    reply: StationHeader,
  },
  create: {
    method: 'POST',
    url: '/stations',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'Create a station and its credentials before it first connects',
    body: Type.Object({
      identity: Identity,
      name: line(120),
      location: maybe(line()),
      locationId: maybe(Link),
      entityId: maybe(Link),
    }),
    reply: CreatedStation,
  },
  describe: {
    method: 'PATCH',
    url: '/stations/:stationId',
    right: 'stations.change',
    tag: 'Stations',
    summary: 'Rename or describe; null empties a field',
    params: StationParams,
    body: Type.Object({
      name: maybe(line(120)),
      publicName: maybe(nullable(line(120))),
      entityId: maybe(nullable(Link)),
      locationId: maybe(nullable(Link)),
      modelId: maybe(nullable(Link)),
      ownerContactId: maybe(nullable(Link)),
      technicianContactId: maybe(nullable(Link)),
      location: maybe(nullable(line())),
      address: maybe(nullable(line(300))),
      timeZone: maybe(nullable(TimeZone)),
      commissionedOn: maybe(nullable(date)),
      warrantyUntil: maybe(nullable(date)),
      gridLimitW: maybe(nullable(Type.Number({ minimum: 0, maximum: 1e9 }))),
      pendingAfterSeconds: maybe(nullable(Type.Integer({ minimum: 60, maximum: 86400 }))),
      note: maybe(nullable(Type.String({ maxLength: 4000 }))),
    }),
  },
  rotateCredentials: {
    method: 'POST',
    url: '/stations/:stationId/credentials',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'A new password, shown once; the old one stops working at the next connection',
    params: StationParams,
    reply: CreatedStation,
  },
  allowUnauthenticated: {
    method: 'PUT',
    url: '/stations/:stationId/unauthenticated',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'Let this one station connect without a password (security profile 0), or no longer',
    params: StationParams,
    body: Type.Object({ allowed: Type.Boolean(), reason: line(500) }),
  },
  decommission: {
    method: 'POST',
    url: '/stations/:stationId/decommission',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'Take a station out of service for good; its history stays',
    params: StationParams,
    body: Type.Object({
      identity: Type.String({ maxLength: 200, description: 'typed by the person: must equal the station’s' }),
    }),
  },
  recommission: {
    method: 'POST',
    url: '/stations/:stationId/recommission',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'Bring a decommissioned station back, with a new password; its EVSE-IDs have to be given again',
    params: StationParams,
    reply: CreatedStation,
  },
  clone: {
    method: 'POST',
    url: '/stations/:stationId/clone',
    right: 'stations.onboard',
    tag: 'Stations',
    summary:
      'A new station like this one: master data and charge points, without dates and EVSE-IDs, with credentials of its own',
    params: StationParams,
    body: Type.Object({ identity: Identity, name: line(120) }),
    reply: CreatedStation,
  },
  views: {
    method: 'GET',
    url: '/views',
    right: 'member',
    tag: 'Saved views',
    summary: 'This member’s saved views',
    query: Type.Object({ page: maybe(Type.String({ maxLength: 40 })) }),
    reply: Type.Object({ items: Type.Array(SavedView) }),
  },
  saveView: {
    method: 'POST',
    url: '/views',
    right: 'member',
    tag: 'Saved views',
    summary: 'Keep filters, sorting and columns under a name',
    body: Type.Object({
      page: Type.String({ minLength: 1, maxLength: 40 }),
      name: line(80),
      query: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown()),
    }),
    reply: SavedView,
  },
  removeView: {
    method: 'DELETE',
    url: '/views/:viewId',
    right: 'member',
    tag: 'Saved views',
    summary: 'Forget a saved view',
    params: Type.Object({ viewId: Uuid }),
  },
} as const satisfies Contract;
