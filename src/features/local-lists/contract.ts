import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { maybe, oneOf, page, pageQuery, StationParams, Time } from '../../http/schema.ts';

const Setting = oneOf(['on', 'off', 'fleet'], '`fleet`: as the setting for all stations says');

export const LocalList = Type.Object({
  setting: Setting,
  enabled: Type.Boolean({ description: 'the list is kept in step with Cards' }),
  fleet: Type.Boolean({ description: 'what `fleet` means now' }),
  state: oneOf(['inStep', 'failed', 'unsupported', 'unknown']),
  version: Type.Integer({ description: 'of the list as we last sent it; 0: none yet' }),
  thereVersion: maybe(Type.Integer({ description: 'as the station said; 0 and below: it has no list' })),
  cards: Type.Integer(),
  leftOut: Type.Integer({ description: 'cards that the station has no room for' }),
  checkedAt: maybe(Time),
  inStepSince: maybe(Time),
  lastSentAt: maybe(Time),
  lastResult: maybe(Type.String({ description: 'as the station said, e.g. `Accepted`, `VersionMismatch`' })),
});
export type LocalList = Static<typeof LocalList>;

export const listStates = ['inStep', 'failed', 'unsupported', 'unknown'] as const;
const Fleet = Type.Object({
  enabled: Type.Boolean(),
  counts: Type.Object(
    { inStep: Type.Integer(), failed: Type.Integer(), unsupported: Type.Integer(), unknown: Type.Integer() },
    { description: 'of the stations whose list is kept' },
  ),
});

/** A station whose list is kept. */
export const KeptList = Type.Object({
  stationId: Type.Integer(),
  stationName: Type.String(),
  identity: Type.String(),
  connected: Type.Boolean(),
  state: oneOf(listStates),
  version: Type.Integer(),
  cards: Type.Integer(),
  leftOut: Type.Integer(),
  checkedAt: maybe(Time),
  lastSentAt: maybe(Time),
  lastResult: maybe(Type.String()),
});
export type KeptList = Static<typeof KeptList>;

export const localListsContract = {
  get: {
    method: 'GET',
    url: '/stations/:stationId/local-list',
    right: 'localLists.see',
    tag: 'Card lists',
    summary: 'The list of cards on a station: kept in step or not, and since when',
    params: StationParams,
    reply: LocalList,
  },
  set: {
    method: 'PUT',
    url: '/stations/:stationId/local-list',
    right: 'localLists.change',
    tag: 'Card lists',
    summary: 'Whether the list of cards on this station is kept in step with Cards',
    params: StationParams,
    body: Type.Object({ setting: Setting }),
    reply: LocalList,
  },
  send: {
    method: 'POST',
    url: '/stations/:stationId/local-list/send',
    right: 'localLists.act',
    tag: 'Card lists',
    summary: 'Sends the whole list of cards to the station as soon as it is there',
    params: StationParams,
    reply: LocalList,
  },
  getFleet: {
    method: 'GET',
    url: '/local-lists',
    right: 'localLists.see',
    tag: 'Card lists',
    summary: 'Whether stations keep a list of cards that have no setting of their own',
    reply: Fleet,
  },
  setFleet: {
    method: 'PUT',
    url: '/local-lists',
    right: 'localLists.change',
    tag: 'Card lists',
    summary: 'Whether stations keep a list of cards that have no setting of their own',
    body: Type.Object({ enabled: Type.Boolean() }),
    reply: Fleet,
  },
  listFleet: {
    method: 'GET',
    url: '/local-lists/stations',
    right: 'localLists.see',
    tag: 'Card lists',
    summary: 'The stations whose list of cards is kept, and how each stands',
    query: Type.Object({ ...pageQuery, state: maybe(oneOf(listStates)) }),
    reply: page(KeptList),
  },
} as const satisfies Contract;
