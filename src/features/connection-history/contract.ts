import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { page, pageQuery, StationParams, Time } from '../../http/schema.ts';

/** One connection from its opening to its end, or a refused attempt. */
export const ConnectionRow = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('connection'), Type.Literal('refused')]),
  openedAt: Type.String({ description: 'When it opened; of repeated refusals the first. ISO 8601, UTC' }),
  closedAt: Type.Optional(Type.String({ description: 'Absent while it is open; of repeated refusals the newest' })),
  durationMs: Type.Optional(Type.Number()),
  code: Type.Optional(Type.String({ description: 'The close code: of WebSocket, or 0000 and 0001' })),
  side: Type.Optional(Type.Union([Type.Literal('station'), Type.Literal('broker'), Type.Literal('unknown')])),
  reason: Type.Optional(Type.String()),
  refused: Type.Optional(Type.String({ description: 'Why an attempt was refused' })),
  attempts: Type.Integer({ description: 'How often the same attempt came' }),
  protocol: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  node: Type.Optional(Type.String()),
  securityProfile: Type.Optional(Type.Integer()),
  tls: Type.Optional(Type.String()),
  replacing: Type.Optional(Type.String({ description: 'The connection that ended because of this one' })),
  lastAction: Type.Optional(Type.String({ description: 'The last message before the end' })),
  received: Type.Optional(Type.Integer()),
  sent: Type.Optional(Type.Integer()),
  bytes: Type.Optional(Type.Integer()),
});
export type ConnectionRow = Static<typeof ConnectionRow>;

export const ConnectionsQuery = Type.Object({
  kind: Type.Optional(Type.Union([Type.Literal('connection'), Type.Literal('refused')])),
  from: Type.Optional({ ...Time, description: 'Connections that were still open at or after this time' }),
  to: Type.Optional({ ...Time, description: 'Connections opened before this time' }),
  code: Type.Optional(
    Type.String({ pattern: '^\\d{4}(,\\d{4}){0,30}$', description: 'One or several codes, separated by commas' }),
  ),
  side: Type.Optional(Type.Union([Type.Literal('station'), Type.Literal('broker'), Type.Literal('unknown')])),
  cause: Type.Optional(
    Type.String({ maxLength: 200, description: 'One or several causes of refusal, separated by commas' }),
  ),
  ...pageQuery,
});
export type ConnectionsQuery = Static<typeof ConnectionsQuery>;

/** How much of the time a station was connected. */
export const Availability = Type.Object({
  from: Type.String(),
  to: Type.String(),
  stepMs: Type.Integer({ description: 'Length of one step' }),
  steps: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
    description: 'Connected share of each step, 0 to 1; null before the first connection ever',
  }),
  share: Type.Optional(Type.Number({ description: 'Connected share since `from` or the first connection' })),
  interruptions: Type.Integer(),
  longestMs: Type.Number({ description: 'The longest interruption' }),
  connected: Type.Boolean(),
  since: Type.Optional(Type.String({ description: 'Since when it is connected, or since when it is not' })),
});
export type Availability = Static<typeof Availability>;

const tag = 'Connection history';

export const connectionHistoryContract = {
  listConnections: {
    method: 'GET',
    url: '/stations/:stationId/connections',
    right: 'connectionHistory.see',
    tag,
    summary: 'Connections and refused attempts of a station, newest first',
    params: StationParams,
    query: ConnectionsQuery,
    reply: page(ConnectionRow),
  },
  availability: {
    method: 'GET',
    url: '/stations/:stationId/connections/availability',
    right: 'connectionHistory.see',
    tag,
    summary: 'How much of the last days a station was connected, hour by hour',
    params: StationParams,
    query: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) }),
    reply: Availability,
  },
  disconnect: {
    method: 'POST',
    url: '/stations/:stationId/connections/disconnect',
    right: 'connectionHistory.act',
    tag,
    summary: 'Ends the open connection; the station connects again by itself',
    params: StationParams,
  },
  switchConnection: {
    method: 'POST',
    url: '/stations/:stationId/connections/switch',
    right: 'connectionHistory.act',
    tag,
    summary: 'Lets the second connection of the station, from this address, take the place of the open one',
    params: StationParams,
    body: Type.Object({
      address: Type.String({ minLength: 2, maxLength: 45, description: 'Where the second connection comes from' }),
    }),
  },
  liftBlock: {
    method: 'DELETE',
    url: '/stations/:stationId/block',
    right: 'connectionHistory.act',
    tag,
    summary: 'Lets a station in again that is kept out because it flooded or connected too often',
    params: StationParams,
  },
} as const satisfies Contract;
