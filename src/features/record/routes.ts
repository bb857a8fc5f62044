import { Readable } from 'node:stream';
import type pg from 'pg';
import { hidden } from '../../domain/secret.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { seesPersonal, veilThings } from '../../http/veil.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { RecordEntry, recordContract } from './contract.ts';
import { csvHead, csvLine } from './csv.ts';
import { peopleOf, type RecordFilter, type RecordMark, type RecordRow, readRecord, typesOf } from './store.ts';

export interface RecordDeps extends AuditDeps {
  readonly pool: pg.Pool;
}

/** A search for a text reads so many entries a request, whatever it finds: then it says how far it came. */
const searchedAtOnce = 5000;
const exportedAtOnce = 1000;

/** Types of facts of stations that people cause; the rest is in the record of the operator. */
const stationTypes = ['command.asked', 'command.moved', 'connection.ordered', 'station.changed'];

export function recordRoutes(deps: RecordDeps): Handlers<typeof recordContract> {
  const { pool } = deps;
  const page = (caller: Caller, filter: RecordFilter, after: RecordMark | undefined, limit: number) =>
    asOperator(pool, caller, (client) => readRecord(client, caller.operatorId, filter, after, limit));

  return {
    list: async ({ caller, query: { after, limit = 100, text, ...rest } }) => {
      const filter = filterOf(rest);
      const mark = after === undefined ? undefined : markOf(after);
      if (text === undefined) {
        const rows = await page(caller, filter, mark, limit + 1);
        const shown = rows.slice(0, limit);
        return present({ items: shown.map(entryOf), next: rows.length > limit ? markAfter(shown.at(-1)) : undefined });
      }
      const rows = await page(caller, filter, mark, searchedAtOnce);
      const found = rows.filter((row) => tells(caller, row, text.toLowerCase()));
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : rows.length === searchedAtOnce ? rows.at(-1) : undefined;
      return present({ items: shown.map(entryOf), next: markAfter(last), searchedTo: last?.at.toISOString() });
    },

    types: ({ caller }) =>
      asOperator(pool, caller, async (client) => ({
        types: [...new Set([...(await typesOf(client, caller.operatorId)), ...stationTypes])].sort(),
        people: await peopleOf(client, caller.operatorId),
      })),

    exportEntries: async ({ caller, query: { format = 'csv', text, ...rest } }) => {
      const filter = filterOf(rest);
      await asOperator(pool, caller, (client) =>
        audit(client, deps, caller, 'audit.exported', present({ format, text, ...rest })),
      );
      const lines = async function* () {
        if (format === 'csv') yield csvHead;
        for (let after: RecordMark | undefined; ; ) {
          const rows = await page(caller, filter, after, exportedAtOnce);
          const shown = text === undefined ? rows : rows.filter((row) => tells(caller, row, text.toLowerCase()));
          const entries = shown.map((row) => veiled(caller, entryOf(row)));
          if (entries.length > 0)
            yield entries.map((entry) => (format === 'csv' ? csvLine(entry) : `${JSON.stringify(entry)}\n`)).join('');
          const last = rows.at(-1);
          if (rows.length < exportedAtOnce || last === undefined) return;
          after = { at: last.at.getTime(), source: last.source, id: last.id };
        }
      };
      return {
        raw: Readable.from(lines(), { objectMode: false, highWaterMark: 64 * 1024 }),
        headers: {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
          'content-disposition': `attachment; filename="audit.${format}"`,
        },
      };
    },
  };
}

const filterOf = ({
  type,
  ...rest
}: Omit<RecordFilter, 'types'> & { readonly type?: readonly string[] }): RecordFilter =>
  present({ ...rest, types: type });

function markOf(after: string): RecordMark {
  const [at, source, id] = readCursor(after, 'number', 'string', 'string');
  if (source !== 'o' && source !== 's')
    throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
  return { at, source, id };
}

const markAfter = (row: RecordRow | undefined): string | undefined =>
  row && writeCursor(row.at.getTime(), row.source, row.id);

const veiled = (caller: Caller, entry: RecordEntry): RecordEntry =>
  seesPersonal(caller) ? entry : { ...entry, body: veilThings(entry.body) as RecordEntry['body'] };

/** In what the reader is shown: a hidden card number is not found by guessing it. */
function tells(caller: Caller, row: RecordRow, needle: string): boolean {
  const { body, type, userName, stationName } = veiled(caller, entryOf(row));
  return [JSON.stringify(body), type, userName, stationName].some((text) => text?.toLowerCase().includes(needle));
}

const entryOf = (row: RecordRow): RecordEntry =>
  present({
    id: `${row.source}.${row.id}`,
    at: row.at.toISOString(),
    type: row.type,
    userId: row.user_id ?? undefined,
    userName: row.user_name ?? undefined,
    stationId: row.station_id ?? undefined,
    stationName: row.station_name ?? undefined,
    body: withoutHashes(row.body) as RecordEntry['body'],
  });

/** The hash of a station's password is needed to fold its facts, and nowhere else (S-13). */
function withoutHashes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutHashes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, /hash$/i.test(name) ? hidden : withoutHashes(inner)]),
  );
}
