import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { belowStation, Language, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';

export const Direction = Type.Union([Type.Literal('in'), Type.Literal('out')]);

/** A call and its answer, in short: one row of the log. Texts are masked. */
export const ExchangeRow = Type.Object({
  id: Type.String(),
  receivedAt: Type.String({ description: 'When it arrived here or was sent from here: ISO 8601, UTC, ms' }),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')], {
    description: 'in: the station called, out: we called',
  }),
  kind: Type.Union([Type.Literal('call'), Type.Literal('send'), Type.Literal('stray')]),
  action: Type.Optional(Type.String()),
  messageId: Type.Optional(Type.String()),
  summary: Type.Optional(Type.String({ description: 'The call in words' })),
  answer: Type.Optional(Type.String({ description: 'The answer in words' })),
  answered: Type.Boolean(),
  latencyMs: Type.Optional(
    Type.Number({ description: 'Between the call and its answer; absent while no answer is known to have left' }),
  ),
  bytes: Type.Integer({ description: 'Bytes of the call on the wire' }),
  answerBytes: Type.Optional(Type.Integer()),
  malformed: Type.Optional(
    Type.String({ description: 'What is wrong with the call: json, frame, schema, binary ...' }),
  ),
  violations: Type.Integer({ description: 'How many schema rules the call breaks' }),
  errorCode: Type.Optional(Type.String({ description: 'The CALLERROR code in the answer' })),
  weight: Type.Integer({ description: '0 ordinary, 1 notable, 2 refused or failed' }),
  outcome: Type.Optional(Type.String()),
  evse: Type.Optional(Type.Integer()),
  connector: Type.Optional(Type.Integer()),
  transactionNumber: Type.Optional(Type.Integer()),
});
export type ExchangeRow = Static<typeof ExchangeRow>;

/** One exchange with both texts, byte for byte but for masked secrets. */
export const Exchange = Type.Object({
  ...ExchangeRow.properties,
  call: Type.String(),
  answerText: Type.Optional(Type.String()),
  answeredAt: Type.Optional(Type.String()),
  broken: Type.Array(Type.String(), { description: 'The schema rules the call breaks, in words with the place in it' }),
  missing: Type.Array(Type.String(), { description: 'What was needed and did not come, or was not understood' }),
  connectionId: Type.String(),
  protocol: Type.Optional(Type.String()),
  masked: Type.Boolean({ description: 'Something in the texts is hidden' }),
});
export type Exchange = Static<typeof Exchange>;

/** One line of an export: what replay and import read. Field order is fixed, absent fields are left out. */
export const ExportedExchange = Type.Object({
  id: Uuid,
  receivedAt: Type.String({ maxLength: 40 }),
  connectionId: Uuid,
  protocol: Type.Optional(Type.String({ maxLength: 20 })),
  direction: Direction,
  kind: ExchangeRow.properties.kind,
  action: Type.Optional(Type.String({ maxLength: 200 })),
  messageId: Type.Optional(Type.String({ maxLength: 200 })),
  call: Type.String({ maxLength: 1_500_000 }),
  answer: Type.Optional(Type.String({ maxLength: 1_500_000 })),
  answeredAt: Type.Optional(Type.String({ maxLength: 40 })),
  malformed: Type.Optional(Type.String({ maxLength: 100 })),
  violations: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  errorCode: Type.Optional(Type.String({ maxLength: 100 })),
  evse: Type.Optional(Type.Integer()),
  connector: Type.Optional(Type.Integer()),
  weight: Type.Integer({ minimum: 0, maximum: 2 }),
  outcome: Type.Optional(Type.String({ maxLength: 100 })),
  transactionNumber: Type.Optional(Type.Integer()),
});
export type ExportedExchange = Static<typeof ExportedExchange>;

const filters = {
  text: Type.Optional(
    Type.String({ maxLength: 200, description: 'Text in the payloads, the action or the message id' }),
  ),
  action: Type.Optional(Type.String({ maxLength: 2000, description: 'One or several actions, separated by commas' })),
  direction: Type.Optional(Direction),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  transaction: Type.Optional(Type.Integer({ minimum: 1, description: 'Our number of the charging session' })),
  connector: Type.Optional(
    Type.String({ pattern: '^\\d{1,6}(\\.\\d{1,6})?$', description: 'EVSE, or EVSE.connector' }),
  ),
  errors: Type.Optional(Type.Boolean({ description: 'Only refused, failed or faulty exchanges' })),
  malformed: Type.Optional(Type.Boolean({ description: 'Only messages that break their form or schema' })),
};

export const FramesQuery = Type.Object({
  ...filters,
  ...pageQuery,
  since: Type.Optional({
    ...Time,
    description: 'Only what arrived at or after this time, oldest first: for the live tail',
  }),
  language: Type.Optional(Language),
});
export type FramesQuery = Static<typeof FramesQuery>;

export const ExportQuery = Type.Object({
  ...filters,
  format: Type.Optional(Type.Union([Type.Literal('ndjson'), Type.Literal('json')])),
});
export type ExportQuery = Static<typeof ExportQuery>;

export const FramesPage = Type.Object({
  items: Type.Array(ExchangeRow),
  next: Type.Optional(Type.String()),
  searchedTo: Type.Optional(
    Type.String({ description: 'Set when the search stopped early: ask again with `next` to search further back' }),
  ),
});
export type FramesPage = Static<typeof FramesPage>;

const tag = 'Communication logs';

export const communicationLogsContract = {
  listFrames: {
    method: 'GET',
    shed: 'logs',
    url: '/stations/:stationId/frames',
    right: 'communicationLogs.see',
    tag,
    summary: 'Every exchange with a station, call and answer together, newest first',
    params: StationParams,
    query: FramesQuery,
    reply: FramesPage,
  },
  frameActions: {
    method: 'GET',
    shed: 'logs',
    url: '/stations/:stationId/frames/actions',
    right: 'communicationLogs.see',
    tag,
    summary: 'Which messages occur among the newest of a station',
    params: StationParams,
    reply: Type.Object({ items: Type.Array(Type.Object({ action: Type.String(), count: Type.Integer() })) }),
  },
  exportFrames: {
    method: 'GET',
    shed: 'exports',
    url: '/stations/:stationId/frames/export',
    right: 'communicationLogs.see',
    tag,
    summary: 'A range as a file, oldest first, secrets masked; import and replay read it',
    params: StationParams,
    query: ExportQuery,
    produces: 'application/x-ndjson',
  },
  importFrames: {
    method: 'POST',
    shed: 'exports',
    url: '/stations/:stationId/frames/import',
    right: 'communicationLogs.administer',
    tag,
    summary: 'Adds exported exchanges to a station that has never connected, to read a log from elsewhere',
    params: StationParams,
    body: Type.Object({ frames: Type.Array(ExportedExchange, { minItems: 1, maxItems: 500 }) }),
    reply: Type.Object({ added: Type.Integer(), known: Type.Integer() }),
  },
  readFrame: {
    method: 'GET',
    url: '/stations/:stationId/frames/:frameId',
    right: 'communicationLogs.see',
    tag,
    summary: 'One exchange with the texts of call and answer',
    params: belowStation({ frameId: Uuid }),
    query: Type.Object({ language: FramesQuery.properties.language }),
    reply: Exchange,
  },
} as const satisfies Contract;
