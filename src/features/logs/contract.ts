import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { belowStation, Language, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';

/** One message in words. */
export const LogEntry = Type.Object({
  id: Type.String({ description: 'The frame it tells of' }),
  receivedAt: Time,
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  action: Type.Optional(Type.String()),
  messageId: Type.Optional(Type.String()),
  sentence: Type.String({ description: 'The call in words, in the language asked for' }),
  answer: Type.Optional(Type.String({ description: 'The answer in words' })),
  answered: Type.Boolean(),
  missing: Type.Array(Type.String(), {
    description: 'Values that were needed and did not come, or were not understood',
  }),
  weight: Type.Integer({ description: '0 ordinary, 1 notable, 2 refused or failed' }),
  outcome: Type.Optional(Type.String({ description: 'The decision as a code, e.g. card.unknown' })),
  errorCode: Type.Optional(Type.String()),
  malformed: Type.Optional(Type.String()),
  /** For decisions about a card only. */
  authorisation: Type.Optional(
    Type.Object({
      accepted: Type.Boolean(),
      reason: Type.Optional(Type.String()),
      roaming: Type.Boolean({ description: 'A roaming partner was asked' }),
    }),
  ),
  evse: Type.Optional(Type.Integer()),
  connector: Type.Optional(Type.Integer()),
  transactionNumber: Type.Optional(Type.Integer()),
});
export type LogEntry = Static<typeof LogEntry>;

export const LogQuery = Type.Object({
  action: Type.Optional(
    Type.String({ maxLength: 2000, description: 'One or several message codes, separated by commas' }),
  ),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  direction: Type.Optional(Type.Union([Type.Literal('in'), Type.Literal('out')])),
  connector: Type.Optional(
    Type.String({ pattern: '^\\d{1,6}(\\.\\d{1,6})?$', description: 'EVSE, or EVSE.connector' }),
  ),
  weight: Type.Optional(Type.Integer({ minimum: 0, maximum: 2, description: 'At least this weight' })),
  transaction: Type.Optional(Type.Integer({ minimum: 1 })),
  text: Type.Optional(
    Type.String({ maxLength: 200, description: 'Text in the sentences, the message code or the payload' }),
  ),
  ...pageQuery,
  since: Type.Optional({ ...Time, description: 'Only what arrived at or after this time, oldest first' }),
  language: Type.Optional(Language),
});
export type LogQuery = Static<typeof LogQuery>;

export const LogPage = Type.Object({
  items: Type.Array(LogEntry),
  next: Type.Optional(Type.String()),
  searchedTo: Type.Optional(
    Type.String({ description: 'Set when the search stopped early: ask again with `next` to search further back' }),
  ),
});
export type LogPage = Static<typeof LogPage>;

export const logsContract = {
  listLog: {
    method: 'GET',
    shed: 'logs',
    url: '/stations/:stationId/log',
    right: 'logs.see',
    tag: 'Logs',
    summary: 'What was said between a station and us, every message in words, newest first',
    params: StationParams,
    query: LogQuery,
    reply: LogPage,
  },
  readLogEntry: {
    method: 'GET',
    url: '/stations/:stationId/log/:frameId',
    right: 'logs.see',
    tag: 'Logs',
    summary: 'One message in words',
    params: belowStation({ frameId: Uuid }),
    query: Type.Object({ language: Type.Optional(Language) }),
    reply: LogEntry,
  },
} as const satisfies Contract;
