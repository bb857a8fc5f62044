import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { belowStation, page, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';

const Severity = Type.Union([Type.Literal('critical'), Type.Literal('warning'), Type.Literal('info')]);

/** One error of one charge point: open until the station takes it back, a person closes it or a rule does. */
export const ErrorRow = Type.Object({
  id: Type.String(),
  stationId: Type.Integer(),
  /** 0 is the station itself. */
  evse: Type.Integer(),
  connector: Type.Integer(),
  connectorName: Type.Optional(Type.String()),
  code: Type.String({ description: 'The code as the station sent it, or a name of ours where source is derived' }),
  source: Type.Union([Type.Literal('reported'), Type.Literal('derived')]),
  severity: Severity,
  info: Type.Optional(Type.String()),
  vendorId: Type.Optional(Type.String()),
  vendorErrorCode: Type.Optional(Type.String()),
  firstSeen: Time,
  lastSeen: Type.String(),
  count: Type.Integer({ description: 'How often the station has said it' }),
  closedAt: Type.Optional(Type.String()),
  closedBy: Type.Optional(Type.Union([Type.Literal('station'), Type.Literal('user'), Type.Literal('rule')])),
  durationMs: Type.Number({ description: 'From first seen to closed, or until now while open' }),
  maintenanceWindow: Type.Boolean({ description: 'It happened inside a maintenance window' }),
  frameId: Type.Optional(Type.String({ description: 'The message it was drawn from' })),
});
export type ErrorRow = Static<typeof ErrorRow>;

export const FleetErrorRow = Type.Object({
  ...ErrorRow.properties,
  stationName: Type.String(),
  identity: Type.String(),
  location: Type.Optional(Type.String()),
  connected: Type.Boolean(),
});
export type FleetErrorRow = Static<typeof FleetErrorRow>;

const filters = {
  isOpen: Type.Optional(Type.Boolean({ description: 'true: only open ones, false: only closed ones' })),
  from: Type.Optional({ ...Time, description: 'Errors that were still open at or after this time' }),
  to: Type.Optional({ ...Time, description: 'Errors first seen before this time' }),
  code: Type.Optional(Type.String({ maxLength: 400, description: 'One or several codes, separated by commas' })),
  severity: Type.Optional(Type.String({ pattern: '^(critical|warning|info)(,(critical|warning|info)){0,2}$' })),
  source: Type.Optional(Type.Union([Type.Literal('reported'), Type.Literal('derived')])),
  ...pageQuery,
};

export const StationErrorsQuery = Type.Object({
  ...filters,
  connector: Type.Optional(
    Type.String({
      pattern: '^\\d{1,6}(\\.\\d{1,6})?$',
      description: 'EVSE, or EVSE.connector; 0 is the station itself',
    }),
  ),
});
export type StationErrorsQuery = Static<typeof StationErrorsQuery>;

export const FleetErrorsQuery = Type.Object({
  ...filters,
  station: Type.Optional(Type.String({ maxLength: 100, description: 'Text in the name or identity of the station' })),
  locationId: Type.Optional(Type.Integer({ minimum: 1, maximum: 2147483647 })),
});
export type FleetErrorsQuery = Static<typeof FleetErrorsQuery>;

const Counts = Type.Object({ critical: Type.Integer(), warning: Type.Integer(), info: Type.Integer() });

export const ErrorSummary = Type.Object({
  open: Counts,
  codes: Type.Array(Type.Object({ code: Type.String(), total: Type.Integer(), open: Type.Integer() })),
  /** The connection state, which is not an error but belongs beside them. */
  connected: Type.Boolean(),
  since: Type.Optional(Type.String({ description: 'Since when it is connected, or when it was last' })),
});
export type ErrorSummary = Static<typeof ErrorSummary>;

export const FleetErrorSummary = Type.Object({
  open: Counts,
  codes: ErrorSummary.properties.codes,
  stations: Type.Integer({ description: 'Stations with an open error' }),
});
export type FleetErrorSummary = Static<typeof FleetErrorSummary>;

export const errorsContract = {
  listErrors: {
    method: 'GET',
    url: '/stations/:stationId/errors',
    right: 'errors.see',
    tag: 'Errors',
    summary: 'The errors of a station, newest first',
    params: StationParams,
    query: StationErrorsQuery,
    reply: page(ErrorRow),
  },
  errorSummary: {
    method: 'GET',
    url: '/stations/:stationId/errors/summary',
    right: 'errors.see',
    tag: 'Errors',
    summary: 'How many errors are open at a station, by severity and by code',
    params: StationParams,
    reply: ErrorSummary,
  },
  listFleetErrors: {
    method: 'GET',
    url: '/errors',
    right: 'errors.see',
    tag: 'Errors',
    summary: 'The errors of all stations, newest first',
    query: FleetErrorsQuery,
    reply: page(FleetErrorRow),
  },
  fleetErrorSummary: {
    method: 'GET',
    url: '/errors/summary',
    right: 'errors.see',
    tag: 'Errors',
    summary: 'How many errors are open at all stations, by severity and by code',
    reply: FleetErrorSummary,
  },
  closeError: {
    method: 'POST',
    url: '/stations/:stationId/errors/:errorId/close',
    right: 'errors.act',
    tag: 'Errors',
    summary: 'Closes an open error by hand, where the station will not take it back itself',
    params: belowStation({ errorId: Uuid }),
  },
} as const satisfies Contract;
