import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { maybe, oneOf, page, pageQuery, personalThings, Time } from '../../http/schema.ts';

/** One thing that somebody did: to a station, or to anything else here. */
export const RecordEntry = Type.Object({
  id: Type.String({ description: 'stable; unique within the operator' }),
  at: Time,
  /** `noun.verbed`, e.g. `card.changed`, `station.changed`, `command.asked`. */
  type: Type.String(),
  userId: maybe(Type.String({ description: '`key:<id>` for an API key; absent: the program itself' })),
  userName: maybe(Type.String()),
  stationId: maybe(Type.Integer()),
  stationName: maybe(Type.String()),
  /** What it was about, with the old and the new values. */
  body: Type.Record(Type.String(), Type.Unknown(), personalThings),
});
export type RecordEntry = Static<typeof RecordEntry>;

const filter = {
  userId: maybe(Type.String({ maxLength: 100 })),
  type: maybe(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })),
  stationId: maybe(Type.Integer({ minimum: 1, maximum: 2147483647 })),
  from: maybe(Time),
  to: maybe(Time),
  text: maybe(Type.String({ maxLength: 100, description: 'in the values of the entry' })),
};

export const recordContract = {
  list: {
    method: 'GET',
    url: '/audit',
    right: 'audit.see',
    tag: 'Audit',
    summary: 'Every change and every command of people and keys, the newest first',
    query: Type.Object({ ...pageQuery, ...filter }),
    reply: Type.Object({
      ...page(RecordEntry).properties,
      searchedTo: maybe(Type.String({ description: 'a search for a text looked so far: go on with `next`' })),
    }),
  },
  types: {
    method: 'GET',
    url: '/audit/types',
    right: 'audit.see',
    tag: 'Audit',
    summary: 'The kinds of entries that there are, and who made some',
    reply: Type.Object({
      types: Type.Array(Type.String()),
      people: Type.Array(Type.Object({ userId: Type.String(), name: Type.String() })),
    }),
  },
  exportEntries: {
    method: 'GET',
    url: '/audit/export',
    right: 'audit.see',
    tag: 'Audit',
    summary: 'The same as a file, without an end of pages',
    query: Type.Object({ ...filter, format: maybe(oneOf(['csv', 'ndjson'])) }),
    produces: 'application/octet-stream',
  },
} as const satisfies Contract;
