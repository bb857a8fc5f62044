import { Type } from 'typebox';
import { type CommandKind, commandKinds, commandStates } from '../../domain/commands.ts';
import type { Contract, RouteContract } from '../../http/contract.ts';
import {
  belowStation,
  Language,
  maybe,
  oneOf,
  page,
  pageQuery,
  personalThings,
  StationParams,
  Time,
  Uuid,
} from '../../http/schema.ts';
import { bodyOf } from './body.ts';
import { descriptions } from './fields/index.ts';
import { en } from './texts.ts';

const evse = Type.Integer({ minimum: 0, maximum: 10000 });

/** What to do when the station is not connected; queueing is offered only where doing it late does no harm. */
const whenOffline = maybe(oneOf(['refuse', 'queue'], 'default refuse'));
const timeoutSeconds = maybe(Type.Integer({ minimum: 5, maximum: 600, description: 'default 60' }));
const common = { whenOffline, timeoutSeconds };

/** The body of each kind of command: its fields, and what all have. */
type Bodies = {
  readonly [K in CommandKind]: ReturnType<typeof bodyOf<(typeof descriptions)[K]['fields'], typeof common>>;
};
const commandBodies = Object.fromEntries(
  commandKinds.map((kind) => [kind, bodyOf(descriptions[kind].fields, common)]),
) as unknown as Bodies;

const VariableName = Type.Object({
  /** Empty for a configuration key of 1.6. */
  component: Type.String(),
  componentInstance: maybe(Type.String()),
  evse: maybe(Type.Integer()),
  connector: maybe(Type.Integer()),
  variable: Type.String(),
  variableInstance: maybe(Type.String()),
  attribute: maybe(Type.String()),
});

export const Asked = Type.Object({ commandId: Uuid, state: oneOf(['queued', 'sent']) });

const Schedule = Type.Object({
  startsAt: maybe(Time),
  durationSeconds: maybe(Type.Integer()),
  unit: oneOf(['W', 'A']),
  minRate: maybe(Type.Number()),
  periods: Type.Array(
    Type.Object({ startSeconds: Type.Integer(), limit: maybe(Type.Number()), phases: maybe(Type.Integer()) }),
  ),
});
const CertificateHash = Type.Object({
  algorithm: Type.String(),
  issuerNameHash: Type.String(),
  issuerKeyHash: Type.String(),
  serial: Type.String(),
});

export const CommandLife = Type.Object({
  id: Uuid,
  kind: oneOf(commandKinds),
  /** Its values, neutral; secrets are hidden. */
  command: Type.Record(Type.String(), Type.Unknown(), personalThings),
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
      says: maybe(Type.String({ description: 'the answer in words, in the language asked for' })),
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
            mutability: maybe(Type.String()),
          }),
        ),
      ),
      localListVersion: maybe(Type.Integer({ description: '0 and below: the station keeps no list' })),
      composite: maybe(Type.Object({ evse: Type.Integer(), schedule: Schedule })),
      certificates: maybe(
        Type.Array(
          Type.Object({ use: Type.String(), hash: CertificateHash, children: maybe(Type.Array(CertificateHash)) }),
        ),
      ),
      fileName: maybe(Type.String()),
      monitors: maybe(
        Type.Array(Type.Object({ id: maybe(Type.Integer()), status: Type.String(), detail: maybe(Type.String()) }), {
          description: 'one by one, in the order asked',
        }),
      ),
      empty: maybe(Type.Boolean({ description: 'there is nothing of what was asked for' })),
      streams: maybe(
        Type.Array(
          Type.Object({
            id: Type.Integer(),
            monitorId: Type.Integer(),
            intervalSeconds: maybe(Type.Number()),
            values: maybe(Type.Number()),
          }),
        ),
      ),
      tariffs: maybe(
        Type.Array(
          Type.Object({
            id: Type.String(),
            assignedTo: Type.String(),
            validFrom: maybe(Time),
            evses: maybe(Type.Array(Type.Integer())),
          }),
        ),
      ),
      clearedTariffs: maybe(
        Type.Array(Type.Object({ id: maybe(Type.String()), status: Type.String(), detail: maybe(Type.String()) })),
      ),
      superseded: maybe(Type.Array(Type.String(), { description: 'controls that this one takes the place of' })),
      transaction: maybe(Type.Object({ ongoing: maybe(Type.Boolean()), messagesWaiting: Type.Boolean() })),
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
  mutability: maybe(Type.String({ description: '`ReadOnly`, `ReadWrite` or `WriteOnly`; absent: not told yet' })),
  unit: maybe(Type.String()),
  dataType: maybe(Type.String({ description: 'as OCPP 2.x names it, e.g. `integer`, `OptionList`' })),
  minLimit: maybe(Type.Number()),
  maxLimit: maybe(Type.Number()),
  values: maybe(Type.Array(Type.String(), { description: 'the values it may have' })),
  supportsMonitoring: maybe(Type.Boolean()),
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

/** The route of a kind of command. */
interface AskRoute<K extends CommandKind> {
  readonly method: 'POST';
  readonly url: `/stations/:stationId/commands/${K}`;
  readonly right: 'commands.act';
  readonly tag: 'Commands';
  readonly summary: string;
  readonly params: typeof StationParams;
  readonly body: Bodies[K];
  readonly reply: typeof Asked;
}
const asking = Object.fromEntries(
  commandKinds.map((kind) => [
    kind,
    {
      method: 'POST',
      url: `/stations/:stationId/commands/${kind}`,
      right: 'commands.act',
      tag: 'Commands',
      summary: `${en[`commands.kind.${kind}`]} (${descriptions[kind].actions.join(', ')})`,
      params: StationParams,
      body: commandBodies[kind],
      reply: Asked,
    } satisfies RouteContract,
  ]),
) as unknown as { readonly [K in CommandKind]: AskRoute<K> };

export const commandsContract = {
  ...asking,
  list: {
    method: 'GET',
    url: '/stations/:stationId/commands',
    right: 'commands.see',
    tag: 'Commands',
    summary: 'All that was asked of the station, the newest first',
    params: StationParams,
    query: Type.Object({
      ...pageQuery,
      kind: maybe(oneOf(commandKinds)),
      underWay: maybe(Type.Boolean()),
      language: maybe(Language),
    }),
    reply: page(CommandLife),
  },
  available: {
    method: 'GET',
    url: '/stations/:stationId/commands/available',
    right: 'commands.see',
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
    right: 'commands.see',
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
    right: 'settings.see',
    tag: 'Commands',
    summary: 'The settings as they were last read from the station; `readSettings` reads them again',
    params: StationParams,
    query: Type.Object({
      ...pageQuery,
      text: maybe(Type.String({ maxLength: 100, description: 'part of a component’s or a variable’s name' })),
      changeable: maybe(Type.Boolean({ description: 'true: only those that are not read-only' })),
    }),
    reply: page(Setting),
  },
  settingsSummary: {
    method: 'GET',
    url: '/stations/:stationId/settings/summary',
    right: 'settings.see',
    tag: 'Commands',
    summary: 'How many settings a station has told, and when they were read last',
    params: StationParams,
    reply: Type.Object({ count: Type.Integer(), changeable: Type.Integer(), readAt: maybe(Time) }),
  },
  get: {
    method: 'GET',
    url: '/stations/:stationId/commands/:commandId',
    right: 'commands.see',
    tag: 'Commands',
    summary: 'One command’s life: sent, answered, done or timed out',
    params: belowStation({ commandId: Uuid }),
    query: Type.Object({ language: maybe(Language) }),
    reply: CommandLife,
  },
  cancel: {
    method: 'DELETE',
    url: '/stations/:stationId/commands/:commandId',
    right: 'commands.act',
    tag: 'Commands',
    summary: 'Takes a command back that still waits for the station',
    params: belowStation({ commandId: Uuid }),
  },
} as const satisfies Contract;
