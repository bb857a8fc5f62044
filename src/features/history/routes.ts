import type pg from 'pg';
import type { Static } from 'typebox';
import type { StationKey } from '../../domain/ports.ts';
import type { Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { minute } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { HistoryItem, historyContract } from './contract.ts';
import { everyAutomatic, type HistoryQuery, listHistory, sources } from './list-store.ts';
import { type AutomaticKind, automaticKinds, entryKinds } from './rules.ts';
import { type Shown, shownItem } from './shown.ts';
import * as store from './store.ts';

export interface HistoryDeps extends AuditDeps, Shown {
  readonly pool: pg.Pool;
}

type Entries = Pick<Handlers<typeof historyContract>, 'list' | 'add' | 'change' | 'remove' | 'revisions' | 'people'>;
const isAutomatic = (kind: string): kind is AutomaticKind => (automaticKinds as readonly string[]).includes(kind);
/** A clock of a browser may be ahead of ours by so much. */
const mostAhead = 5 * minute;

/** The history of a station: what people wrote down, and beside it what the program knows happened. */
export function entryRoutes(deps: HistoryDeps): Entries {
  const { pool, clock, newId } = deps;

  const find = async (client: pg.ClientBase, key: StationKey, id: string): Promise<store.EntryRow> => {
    const row = await store.readEntry(client, key, id);
    if (row === undefined) throw new Failure('thing.unknown', 'There is no such entry here.');
    if (row.removed_at !== null) throw new Failure('state.conflict', 'The entry has been removed.');
    return row;
  };

  const shown = async (client: pg.ClientBase, key: StationKey, id: string): Promise<Static<typeof HistoryItem>> => {
    const { at } = await find(client, key, id);
    // By the list's own statement, so that an entry looks the same wherever it is read.
    const from = at.toISOString();
    const until = new Date(at.getTime() + 1).toISOString();
    const rows = await listHistory(client, key, { ...nothing, from, until, entryKinds: undefined, limit: 1000 });
    return shownItem(rows.find((row) => row.id === id)!, deps);
  };

  const check = async (
    client: pg.ClientBase,
    operatorId: number,
    {
      kind,
      at,
      mentions,
    }: { kind?: string | undefined; at?: number | undefined; mentions?: readonly string[] | undefined },
  ): Promise<void> => {
    if (kind !== undefined && !(entryKinds as readonly string[]).includes(kind)) {
      const own = uuid.test(kind) ? await store.readKind(client, operatorId, kind) : undefined;
      if (own === undefined || own.removed_at !== null)
        throw new Failure('value.refused', 'There is no such kind of entries.', {
          fields: { kind: 'is not known here' },
        });
    }
    if (at !== undefined && at > clock.now() + mostAhead)
      throw new Failure('value.refused', 'What happened cannot lie ahead.', { fields: { at: 'lies ahead' } });
    if (mentions !== undefined && mentions.length > 0 && !(await store.areMembers(client, operatorId, mentions)))
      throw new Failure('value.refused', 'Who is mentioned must be a member.', {
        fields: { mentions: 'is not known here' },
      });
  };

  return {
    list: async ({ caller, params: { stationId }, query }) => {
      const { limit = 50 } = query;
      const key = { operatorId: caller.operatorId, stationId };
      const rows = await asOperator(pool, caller, async (client) => {
        await requireStation(client, key.operatorId, stationId);
        return listHistory(client, key, { ...asked(query), limit: limit + 1 });
      });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({
        items: rows.slice(0, limit).map((row) => shownItem(row, deps)),
        next: last && writeCursor(last.at.toISOString(), sources[last.source], last.id),
      });
    },
    add: async ({ caller, params: { stationId }, body }) => {
      const key = { operatorId: caller.operatorId, stationId };
      const now = clock.now();
      const id = newId(now);
      const at = body.at === undefined ? now : Date.parse(body.at);
      const { kind, mentions = [], pinned = false } = body;
      return asOperator(pool, caller, async (client) => {
        await requireStation(client, key.operatorId, stationId);
        await check(client, key.operatorId, { kind, at, mentions });
        const entry = { id, kind, text: body.text, at, mentions, pinned, now, by: caller.userId };
        await store.insertEntry(client, key, entry);
        await audit(
          client,
          deps,
          caller,
          'history.added',
          { entry: id, kind, at, text: body.text, mentions, pinned },
          stationId,
        );
        return shown(client, key, id);
      });
    },
    change: async ({ caller, params: { stationId, entryId }, body }) => {
      const key = { operatorId: caller.operatorId, stationId };
      const { pinned, revision, ...change } = body;
      return asOperator(pool, caller, async (client) => {
        const before = await find(client, key, entryId);
        if (revision !== undefined && revision !== before.revision)
          throw new Failure('state.conflict', 'The entry has been changed meanwhile: look at it again.');
        const at = change.at === undefined ? undefined : Date.parse(change.at);
        const kind = change.kind === before.kind ? undefined : change.kind;
        await check(client, key.operatorId, { kind, at, mentions: change.mentions });
        const after = {
          kind: change.kind ?? before.kind,
          text: change.text ?? before.text,
          at: at ?? before.at.getTime(),
          mentions: change.mentions ?? before.mentions,
        };
        const was = { kind: before.kind, text: before.text, at: before.at.getTime(), mentions: before.mentions };
        if (JSON.stringify(after) !== JSON.stringify(was)) {
          await store.reviseEntry(client, key, before, { ...after, now: clock.now(), by: caller.userId });
          await audit(
            client,
            deps,
            caller,
            'history.changed',
            { entry: entryId, change: after, before: was },
            stationId,
          );
        }
        if (pinned !== undefined && pinned !== before.pinned) {
          await store.pinEntry(client, key.operatorId, entryId, pinned);
          await audit(client, deps, caller, 'history.pinned', { entry: entryId, pinned }, stationId);
        }
        return shown(client, key, entryId);
      });
    },
    remove: async ({ caller, params: { stationId, entryId } }) => {
      const key = { operatorId: caller.operatorId, stationId };
      await asOperator(pool, caller, async (client) => {
        const { kind, text } = await find(client, key, entryId);
        await store.removeEntry(client, key.operatorId, entryId, { at: clock.now(), by: caller.userId });
        await audit(
          client,
          deps,
          caller,
          'history.removed',
          { entry: entryId, kind, text, name: text.slice(0, 100) },
          stationId,
        );
      });
      return undefined;
    },
    revisions: async ({ caller, params: { stationId, entryId } }) => {
      const key = { operatorId: caller.operatorId, stationId };
      const rows = await asOperator(pool, caller, async (client) => {
        await find(client, key, entryId);
        return store.listRevisions(client, key, entryId);
      });
      return {
        items: rows.map(({ revision, kind, at, text, written_at, by }) => ({
          revision,
          kind,
          at: at.toISOString(),
          text,
          writtenAt: written_at.toISOString(),
          by,
        })),
      };
    },
    people: async ({ caller }) => ({
      items: await asOperator(pool, caller, (client) => store.listPeople(client, caller.operatorId)),
    }),
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const nothing: Omit<HistoryQuery, 'limit'> = { entryKinds: [], automatic: [], pinned: false };

interface Asked {
  readonly kinds?: string;
  readonly origin?: 'manual' | 'automatic';
  readonly author?: string;
  readonly from?: string;
  readonly until?: string;
  readonly text?: string;
  readonly pinned?: 'yes';
  readonly after?: string;
}

/** All filters hold at once (HIS-3). */
function asked({ kinds, origin, author, from, until, text, pinned, after }: Asked): Omit<HistoryQuery, 'limit'> {
  const wanted = kinds?.split(',').filter((kind) => kind !== '');
  const ofPeople = wanted?.filter((kind) => !isAutomatic(kind));
  const automatic = wanted === undefined ? everyAutomatic : wanted.filter(isAutomatic);
  return {
    entryKinds: origin === 'automatic' ? [] : ofPeople,
    automatic: origin === 'manual' ? [] : automatic,
    author,
    from,
    until,
    text: text?.trim() === '' ? undefined : text?.trim(),
    pinned: pinned === 'yes',
    after: after === undefined ? undefined : position(after),
  };
}

function position(after: string): NonNullable<HistoryQuery['after']> {
  const [at, source, id] = readCursor(after, 'string', 'integer', 'string');
  const fits = source === sources.fact ? /^\d{1,18}$/.test(id) : uuid.test(id);
  if (Number.isNaN(Date.parse(at)) || !Object.values(sources).includes(source as 1) || !fits)
    throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
  return { at, source, id };
}
