import { Type } from 'typebox';
import { commandKinds, commandStates, triggerableMessages } from '../../domain/commands.ts';
import { tokenTypes } from '../../domain/message.ts';
import type { Contract, RouteContract } from '../../http/contract.ts';
import { belowStation, maybe, oneOf, page, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';

const evse = Type.Integer({ minimum: 0, maximum: 10000 });
const connector = Type.Integer({ minimum: 0, maximum: 10000 });
const word = (maxLength: number) => Type.String({ minLength: 1, maxLength });

/** What to do when the station is not connected; queueing is offered only where doing it late does no harm. */
const whenOffline = maybe(oneOf(['refuse', 'queue'], 'default refuse'));
const timeoutSeconds = maybe(Type.Integer({ minimum: 5, maximum: 600, description: 'default 60' }));
const common = { whenOffline, timeoutSeconds };

export const VariableName = Type.Object({
  /** Empty for a configuration key of 1.6. */
  component: Type.String({ maxLength: 50 }),
  componentInstance: maybe(word(50)),
  evse: maybe(evse),
  connector: maybe(connector),
  variable: word(50),
  variableInstance: maybe(word(50)),
  attribute: maybe(oneOf(['Actual', 'Target', 'MinSet', 'MaxSet'])),
});

/** The body of each kind of command. */
export const commandBodies = {
  start: Type.Object({
    evse: maybe(evse),
    connector: maybe(connector),
    /** A card of ours ... */
    cardId: maybe(Type.Integer({ minimum: 1, maximum: 2147483647 })),
    /** ... or any number. One of the two. */
    token: maybe(Type.Object({ number: word(36), type: maybe(oneOf(tokenTypes)) })),
    ...common,
  }),
  stop: Type.Object({ transactionNumber: Type.Integer({ minimum: 1, maximum: 2147483647 }), ...common }),
  reset: Type.Object({ mode: oneOf(['soft', 'hard', 'onIdle']), evse: maybe(evse), ...common }),
  unlock: Type.Object({ evse, connector, ...common }),
  changeAvailability: Type.Object({
    evse: maybe(evse),
    connector: maybe(connector),
    operative: Type.Boolean(),
    ...common,
  }),
  trigger: Type.Object({
    message: oneOf(triggerableMessages),
    evse: maybe(evse),
    connector: maybe(connector),
    ...common,
  }),
  readSettings: Type.Object({ names: maybe(Type.Array(VariableName, { minItems: 1, maxItems: 200 })), ...common }),
  writeSettings: Type.Object({
    values: Type.Array(Type.Object({ name: VariableName, value: Type.String({ maxLength: 2500 }) }), {
      minItems: 1,
      maxItems: 50,
    }),
    ...common,
  }),
  clearCache: Type.Object({ ...common }),
  dataTransfer: Type.Object({
    vendorId: word(255),
    messageId: maybe(word(50)),
    data: maybe(Type.String({ maxLength: 30000 })),
    ...common,
  }),
} as const;

export const Asked = Type.Object({ commandId: Uuid, state: oneOf(['queued', 'sent']) });

export const CommandLife = Type.Object({
  id: Uuid,
  kind: oneOf(commandKinds),
  /** Its values, neutral; secrets are hidden. */
  command: Type.Record(Type.String(), Type.Unknown()),
  state: oneOf(commandStates),
  askedAt: Time,
  askedBy: maybe(Type.String({ description: 'name of the person or key; absent: the program itself' })),
  sentAt: maybe(Time),
  answeredAt: maybe(Time),
  endedAt: maybe(Time),
  deadline: Time,
  answer: maybe(
    Type.Object({
      outcome: oneOf(['accepted', 'refused', 'scheduled', 'unsupported', 'failed']),
      /** As the station sent it, e.g. `UnlockFailed`. */
      status: Type.String(),
      detail: maybe(Type.String()),
      data: maybe(Type.String()),
      results: maybe(
        Type.Array(Type.Object({ name: VariableName, status: Type.String(), detail: maybe(Type.String()) })),
      ),
      unknown: maybe(Type.Array(Type.String())),
      variables: maybe(
        Type.Array(
          Type.Object({
            component: Type.String(),
            componentInstance: maybe(Type.String()),
            evse: maybe(Type.Integer()),
            connector: maybe(Type.Integer()),
            variable: Type.String(),
            variableInstance: maybe(Type.String()),
            attribute: Type.String(),
            value: maybe(Type.String()),
            mutability: Type.String(),
          }),
        ),
      ),
    }),
  ),
  /** Why it ended as it did, in one word, e.g. `deadline`. */
  reason: maybe(Type.String()),
});

/** One setting as the station last told it. */
export const Setting = Type.Object({
  ...VariableName.properties,
  /** `Actual` where the version knows no other. */
  attribute: Type.String(),
  /** Absent when the station tells none; a secret one is hidden. */
  value: maybe(Type.String()),
  secret: Type.Boolean({ description: 'its value is never shown' }),
  mutability: Type.String({ description: '`ReadOnly`, `ReadWrite` or `WriteOnly`' }),
  unit: maybe(Type.String()),
  dataType: maybe(Type.String()),
  readAt: Time,
});

export const RunningSession = Type.Object({
  number: Type.Integer(),
  evse: maybe(Type.Integer()),
  connector: maybe(Type.Integer()),
  startedAt: Time,
  energyWh: maybe(Type.Number()),
  powerW: maybe(Type.Number()),
  soc: maybe(Type.Number()),
});

const ask = <const K extends keyof typeof commandBodies>(kind: K, summary: string) =>
  ({
    method: 'POST',
    url: `/stations/:stationId/commands/${kind}`,
    right: 'stations.command',
    tag: 'Commands',
    summary,
    params: StationParams,
    body: commandBodies[kind] as (typeof commandBodies)[K],
    reply: Asked,
  }) as const satisfies RouteContract;

export const commandsContract = {
  start: ask('start', 'Start charging with a card or any number'),
  stop: ask('stop', 'Stop a running session'),
  reset: ask('reset', 'Restart the station; ask for the preview first'),
  unlock: ask('unlock', 'Unlock a connector'),
  changeAvailability: ask('changeAvailability', 'Put a charge point or the whole station in or out of service'),
  trigger: ask('trigger', 'Ask the station to send a message now'),
  readSettings: ask('readSettings', 'Read settings from the station: the named ones or all'),
  writeSettings: ask('writeSettings', 'Write settings'),
  clearCache: ask('clearCache', 'Empty the station’s own memory of cards'),
  dataTransfer: ask('dataTransfer', 'Send a vendor’s own message'),
  list: {
    method: 'GET',
    url: '/stations/:stationId/commands',
    right: 'stations.see',
    tag: 'Commands',
    summary: 'All that was asked of the station, the newest first',
    params: StationParams,
    query: Type.Object({ ...pageQuery, kind: maybe(oneOf(commandKinds)), underWay: maybe(Type.Boolean()) }),
    reply: page(CommandLife),
  },
  available: {
    method: 'GET',
    url: '/stations/:stationId/commands/available',
    right: 'stations.see',
    tag: 'Commands',
    summary: 'Which commands this station’s protocol version can do, and why not',
    params: StationParams,
    reply: Type.Object({
      connected: Type.Boolean(),
      items: Type.Array(
        Type.Object({
          kind: oneOf(commandKinds),
          supported: Type.Boolean(),
          /** May be held until the station returns. */
          queueable: Type.Boolean(),
          /** Why not, in a sentence. */
          reason: maybe(Type.String()),
        }),
      ),
    }),
  },
  preview: {
    method: 'GET',
    url: '/stations/:stationId/commands/preview',
    right: 'stations.see',
    tag: 'Commands',
    summary: 'What a reset would do to running sessions',
    params: StationParams,
    query: Type.Object({ kind: oneOf(['reset', 'changeAvailability']), evse: maybe(evse) }),
    reply: Type.Object({
      connected: Type.Boolean(),
      running: Type.Array(RunningSession),
      energyWh: maybe(Type.Number()),
      powerW: maybe(Type.Number()),
    }),
  },
  settings: {
    method: 'GET',
    url: '/stations/:stationId/settings',
    right: 'stations.see',
    tag: 'Commands',
    summary: 'The settings as they were last read from the station; `readSettings` reads them again',
    params: StationParams,
    query: Type.Object({
      ...pageQuery,
      text: maybe(Type.String({ maxLength: 100, description: 'part of a component’s or a variable’s name' })),
    }),
    reply: page(Setting),
  },
  get: {
    method: 'GET',
    url: '/stations/:stationId/commands/:commandId',
    right: 'stations.see',
    tag: 'Commands',
    summary: 'One command’s life: sent, answered, done or timed out',
    params: belowStation({ commandId: Uuid }),
    reply: CommandLife,
  },
  cancel: {
    method: 'DELETE',
    url: '/stations/:stationId/commands/:commandId',
    right: 'stations.command',
    tag: 'Commands',
    summary: 'Takes a command back that still waits for the station',
    params: belowStation({ commandId: Uuid }),
  },
} as const satisfies Contract;
