import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { belowStation, line, maybe, oneOf, page, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';
import { origins } from './rules.ts';

const tag = 'History';
const EntryParams = belowStation({ entryId: Uuid });
const Kind = Type.String({ minLength: 1, maxLength: 40, description: 'a built-in kind, or the id of an own one' });
const Text = Type.String({ minLength: 1, maxLength: 20_000, pattern: '\\S' });
const Person = Type.Object({ id: Type.String(), name: Type.String() });

export const HistoryItem = Type.Object({
  /** Unique in the list: where it comes from, and its number there. */
  id: Type.String(),
  origin: oneOf(origins),
  kind: Type.String({
    description: 'of an entry its kind, else change, settings, command, device, security or record',
  }),
  at: Time,
  by: maybe(Person),
  // Of what somebody wrote down.
  entryId: maybe(Uuid),
  text: maybe(Type.String()),
  pinned: maybe(Type.Boolean()),
  mentions: maybe(Type.Array(Person)),
  revision: maybe(Type.Integer()),
  writtenAt: maybe(Time),
  changedAt: maybe(Time),
  changedBy: maybe(Type.String()),
  attachments: maybe(Type.Integer()),
  // Of what the program wrote down.
  type: maybe(Type.String({ description: 'what happened, e.g. `station.changed`' })),
  /** More closely, e.g. the kind of the command or of the change. */
  what: maybe(Type.String()),
  /** What it was about, e.g. the name of a document. */
  name: maybe(Type.String()),
  place: maybe(Type.Object({ evse: Type.Integer(), connector: maybe(Type.Integer()) })),
  changes: maybe(
    Type.Array(Type.Object({ field: Type.String(), before: maybe(Type.String()), after: maybe(Type.String()) })),
  ),
});

export const EntryKind = Type.Object({
  id: Type.String(),
  /** Absent for the built-in ones, which the console names in its reader's language. */
  name: maybe(Type.String()),
  removedAt: maybe(Time),
});

const entry = {
  kind: Kind,
  text: Text,
  at: maybe(Type.String({ format: 'date-time', description: 'when it happened; default now' })),
  mentions: maybe(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50, description: 'members, by id' })),
};

export const historyContract = {
  list: {
    method: 'GET',
    url: '/stations/:stationId/history',
    right: 'history.see',
    tag,
    summary: 'What people wrote down and what changed, in one list, the newest first',
    params: StationParams,
    query: Type.Object({
      ...pageQuery,
      kinds: maybe(Type.String({ maxLength: 1000, description: 'one or several, with commas between them' })),
      origin: maybe(oneOf(origins)),
      author: maybe(Type.String({ maxLength: 100 })),
      from: maybe(Time),
      until: maybe(Time),
      text: maybe(Type.String({ maxLength: 100 })),
      pinned: maybe(oneOf(['yes'])),
    }),
    reply: page(HistoryItem),
  },
  add: {
    method: 'POST',
    url: '/stations/:stationId/history',
    right: 'history.change',
    tag,
    summary: 'Write an entry',
    params: StationParams,
    body: Type.Object({ ...entry, pinned: maybe(Type.Boolean()) }),
    reply: HistoryItem,
  },
  change: {
    method: 'PATCH',
    url: '/stations/:stationId/history/:entryId',
    right: 'history.change',
    tag,
    summary: 'Change an entry; what it said before stays as a revision',
    params: EntryParams,
    body: Type.Object({
      kind: maybe(Kind),
      text: maybe(Text),
      at: maybe(Time),
      mentions: entry.mentions,
      pinned: maybe(Type.Boolean()),
      revision: maybe(Type.Integer({ description: 'the one that was read: if it is another by now, nothing changes' })),
    }),
    reply: HistoryItem,
  },
  remove: {
    method: 'DELETE',
    url: '/stations/:stationId/history/:entryId',
    right: 'history.change',
    tag,
    summary: 'Take an entry out of the list; it and who did it stay on record',
    params: EntryParams,
  },
  revisions: {
    method: 'GET',
    url: '/stations/:stationId/history/:entryId/revisions',
    right: 'history.see',
    tag,
    summary: 'What an entry said before, the newest first',
    params: EntryParams,
    reply: Type.Object({
      items: Type.Array(
        Type.Object({
          revision: Type.Integer(),
          kind: Kind,
          at: Time,
          text: Type.String(),
          writtenAt: Time,
          by: Type.String(),
        }),
      ),
    }),
  },
  people: {
    method: 'GET',
    url: '/history-people',
    right: 'history.see',
    tag,
    summary: 'Members, to be mentioned and to filter by',
    reply: Type.Object({ items: Type.Array(Person) }),
  },
  kinds: {
    method: 'GET',
    url: '/history-kinds',
    right: 'history.see',
    tag,
    summary: 'The built-in kinds of entries and the operator’s own',
    reply: Type.Object({ items: Type.Array(EntryKind) }),
  },
  addKind: {
    method: 'POST',
    url: '/history-kinds',
    right: 'history.administer',
    tag,
    summary: 'A kind of the operator’s own',
    body: Type.Object({ name: line(80) }),
    reply: EntryKind,
  },
  changeKind: {
    method: 'PATCH',
    url: '/history-kinds/:kindId',
    right: 'history.administer',
    tag,
    summary: 'Give an own kind another name',
    params: Type.Object({ kindId: Uuid }),
    body: Type.Object({ name: line(80) }),
    reply: EntryKind,
  },
  removeKind: {
    method: 'DELETE',
    url: '/history-kinds/:kindId',
    right: 'history.administer',
    tag,
    summary: 'Put an own kind away: nothing new gets it, what has it keeps it',
    params: Type.Object({ kindId: Uuid }),
  },
} as const satisfies Contract;
