import { type Static, Type } from 'typebox';
import { monitorTypes } from '../../domain/commands/device-model.ts';
import { messageFormats, messagePriorities, messageStates } from '../../domain/commands/display.ts';
import type { Contract } from '../../http/contract.ts';
import {
  belowStation,
  maybe,
  oneOf,
  page,
  pageQuery,
  personalText,
  StationParams,
  Time,
  Uuid,
} from '../../http/schema.ts';

const name = {
  component: Type.String(),
  componentInstance: maybe(Type.String()),
  evse: maybe(Type.Integer()),
  connector: maybe(Type.Integer()),
  variable: Type.String(),
  variableInstance: maybe(Type.String()),
};

/** One variable of the 2.x device model: what it can be, and what it holds. */
export const Variable = Type.Object({
  ...name,
  dataType: Type.String({ description: 'as OCPP names it, e.g. `integer`, `OptionList`' }),
  unit: maybe(Type.String()),
  minLimit: maybe(Type.Number()),
  maxLimit: maybe(Type.Number()),
  maxElements: maybe(Type.Integer()),
  values: maybe(Type.Array(Type.String(), { description: 'the values it may have' })),
  supportsMonitoring: Type.Boolean(),
  attributes: Type.Array(
    Type.Object({
      attribute: Type.String({ description: '`Actual`, `Target`, `MinSet` or `MaxSet`' }),
      value: maybe(Type.String({ description: 'a secret one is hidden' })),
      mutability: Type.String(),
    }),
  ),
  readAt: Time,
});
export type Variable = Static<typeof Variable>;

/** What a station watches by itself, and what it noticed last. */
export const Monitor = Type.Object({
  id: Type.Integer(),
  ...name,
  type: oneOf(monitorTypes),
  value: Type.Number(),
  unit: maybe(Type.String({ description: 'of the variable, where the station has told it' })),
  severity: Type.Integer({ description: '0 danger .. 9 debug' }),
  onlyDuringTransaction: Type.Boolean(),
  origin: maybe(oneOf(['custom', 'hardWired', 'preconfigured'])),
  at: Time,
  last: maybe(
    Type.Object({
      at: Time,
      value: Type.String(),
      trigger: Type.String(),
      cleared: Type.Boolean(),
      info: maybe(Type.String()),
    }),
  ),
  stream: maybe(
    Type.Object({
      id: Type.Integer(),
      intervalSeconds: maybe(Type.Integer()),
      value: maybe(Type.String()),
      valueAt: maybe(Time),
      pending: maybe(Type.Integer({ description: 'values that still wait at the station' })),
    }),
  ),
});
export type Monitor = Static<typeof Monitor>;

/**
 * An open stream of values (OCPP 2.1 N11), with what an event of its monitor would say of itself (N11.FR.08, N15.FR.03). Of a monitor that
 * was not read yet only the number is known.
 */
export const Stream = Type.Object({
  id: Type.Integer(),
  monitorId: Type.Integer(),
  trigger: Type.Literal('Periodic'),
  notification: maybe(oneOf(['CustomMonitor', 'HardWiredMonitor', 'PreconfiguredMonitor'])),
  severity: maybe(Type.Integer()),
  component: maybe(Type.String()),
  componentInstance: maybe(Type.String()),
  evse: maybe(Type.Integer()),
  connector: maybe(Type.Integer()),
  variable: maybe(Type.String()),
  variableInstance: maybe(Type.String()),
  intervalSeconds: maybe(Type.Integer()),
  values: maybe(Type.Integer({ description: 'sent after so many values' })),
  value: maybe(Type.String({ description: 'the newest one' })),
  valueAt: maybe(Time),
  pending: maybe(Type.Integer({ description: 'values that still wait at the station' })),
  at: Time,
});
export type Stream = Static<typeof Stream>;

const Content = Type.Object({ format: oneOf(messageFormats), language: maybe(Type.String()), text: Type.String() });
export const DisplayText = Type.Object({
  id: Type.Integer(),
  priority: oneOf(messagePriorities),
  state: maybe(oneOf(messageStates)),
  startsAt: maybe(Time),
  endsAt: maybe(Time),
  transactionId: maybe(Type.String()),
  content: Content,
  more: maybe(Type.Array(Content)),
  at: Time,
});
export type DisplayText = Static<typeof DisplayText>;

export const GridControl = Type.Object({
  id: Type.String(),
  type: Type.String({ description: 'as OCPP names it, e.g. `FreqDroop`' }),
  isDefault: Type.Boolean(),
  isSuperseded: Type.Boolean(),
  content: Type.Record(Type.String(), Type.Unknown()),
  at: Time,
});
export type GridControl = Static<typeof GridControl>;

const price = maybe(Type.Number());
/** A tariff that a 2.1 station holds. What is in it is known where it was set from here. */
export const StationTariff = Type.Object({
  id: Type.String(),
  assignedTo: oneOf(['everybody', 'driver']),
  evses: maybe(Type.Array(Type.Integer(), { description: 'absent: the whole station' })),
  validFrom: maybe(Time),
  currency: maybe(Type.String({ description: 'ISO 4217' })),
  prices: maybe(
    Type.Object(
      { energy: price, time: price, idle: price, once: price },
      { description: 'the lowest of each part without tax: per kWh, per minute, per idle minute, once' },
    ),
  ),
  graded: maybe(Type.Boolean({ description: 'some part has several prices' })),
  at: Time,
});
export type StationTariff = Static<typeof StationTariff>;

export const NetworkSlot = Type.Object({
  slot: Type.Integer(),
  version: Type.String(),
  url: Type.String(),
  securityProfile: Type.Integer(),
  interface: Type.String(),
  at: Time,
});
export type NetworkSlot = Static<typeof NetworkSlot>;

const list = { method: 'GET', right: 'settings.see', tag: 'Device', params: StationParams } as const;

export const deviceContract = {
  variables: {
    ...list,
    url: '/stations/:stationId/device/variables',
    summary: 'The variables of a 2.x station as it described them; the command `readReport` reads them again',
    query: Type.Object({
      ...pageQuery,
      text: maybe(Type.String({ maxLength: 100, description: 'part of a component’s or a variable’s name' })),
    }),
    reply: page(Variable),
  },
  monitors: {
    ...list,
    url: '/stations/:stationId/device/monitors',
    summary: 'The monitors of a 2.x station and what each noticed last; `readMonitors` reads them again',
    query: Type.Object(pageQuery),
    reply: page(Monitor),
  },
  streams: {
    ...list,
    url: '/stations/:stationId/device/streams',
    summary: 'The streams of values that a 2.1 station sends, each with its newest value',
    reply: Type.Object({ items: Type.Array(Stream) }),
  },
  displayMessages: {
    ...list,
    url: '/stations/:stationId/device/display-messages',
    summary: 'The texts on a station’s display; `readDisplayMessages` reads them again',
    query: Type.Object(pageQuery),
    reply: page(DisplayText),
  },
  gridControls: {
    ...list,
    url: '/stations/:stationId/device/grid-controls',
    summary: 'The grid controls a 2.1 station has reported',
    query: Type.Object(pageQuery),
    reply: page(GridControl),
  },
  tariffs: {
    ...list,
    url: '/stations/:stationId/device/tariffs',
    summary: 'The tariffs by which a 2.1 station works out costs; `readTariffs` reads them again',
    query: Type.Object(pageQuery),
    reply: page(StationTariff),
  },
  networkProfiles: {
    ...list,
    url: '/stations/:stationId/device/network-profiles',
    summary: 'The network profiles that were set in a station’s slots, without their secrets',
    query: Type.Object(pageQuery),
    reply: page(NetworkSlot),
  },
  customerInformation: {
    method: 'GET',
    url: '/stations/:stationId/device/customer-information/:commandId',
    right: 'commands.act',
    tag: 'Device',
    summary: 'What a station told of a person; only for whoever asked for it, and only for a while',
    params: belowStation({ commandId: Uuid }),
    reply: Type.Object({
      complete: Type.Boolean({ description: 'the last part has come' }),
      text: personalText(),
    }),
  },
} as const satisfies Contract;
