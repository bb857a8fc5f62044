import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { escapeLike } from '../../lib/like.ts';
import { type AutomaticKind, automaticKinds, deviceFields } from './rules.ts';

/** The three places an entry can come from, in the order of those of one moment. */
export const sources = { entry: 3, fact: 2, record: 1 } as const;
export type SourceName = keyof typeof sources;

export interface HistoryQuery {
  /** Entries of these kinds; undefined: all, empty: none. */
  readonly entryKinds: readonly string[] | undefined;
  readonly automatic: readonly AutomaticKind[];
  readonly author?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly text?: string | undefined;
  readonly pinned: boolean;
  readonly after?: { readonly at: string; readonly source: number; readonly id: string } | undefined;
  readonly limit: number;
}

export interface Row {
  readonly source: SourceName;
  readonly id: string;
  readonly at: Date;
  readonly by: string | null;
  readonly by_name: string | null;
  readonly type: string | null;
  readonly body: unknown;
}

const nameOf = (column: string) =>
  `coalesce((SELECT u.name FROM auth_user u WHERE u.id = ${column}), (SELECT k.name FROM api_keys k WHERE 'key:' || k.id = ${column}), ${column})`;

interface Columns {
  readonly source: SourceName;
  readonly at: string;
  readonly id: string;
  readonly idType: 'uuid' | 'bigint';
  readonly by: string;
}

/** The conditions that all three have in common: period, author, and where the page before ended. */
function common(
  query: HistoryQuery,
  { source, at, id, idType, by }: Columns,
  value: (given: unknown) => string,
): string {
  const parts: string[] = [];
  if (query.from !== undefined) parts.push(`${at} >= ${value(query.from)}::timestamptz`);
  if (query.until !== undefined) parts.push(`${at} < ${value(query.until)}::timestamptz`);
  if (query.author !== undefined) parts.push(`${by} = ${value(query.author)}`);
  if (query.after !== undefined) {
    const own = sources[source];
    const last = value(query.after.at);
    if (own < query.after.source) parts.push(`${at} <= ${last}::timestamptz`);
    else if (own > query.after.source) parts.push(`${at} < ${last}::timestamptz`);
    else parts.push(`(${at}, ${id}) < (${last}::timestamptz, ${value(query.after.id)}::${idType})`);
  }
  return parts.map((part) => ` AND ${part}`).join('');
}

const like = (text: string): string => `%${escapeLike(text.toLowerCase())}%`;

/** A query's text with numbered values. */
function statement(key: StationKey, query: HistoryQuery) {
  const values: unknown[] = [key.operatorId, key.stationId, query.limit];
  return { values, value: (given: unknown) => `$${values.push(given)}` };
}

export function entriesQuery(key: StationKey, query: HistoryQuery): { text: string; values: unknown[] } {
  const { values, value } = statement(key, query);
  const columns = { source: 'entry', at: 'h.at', id: 'h.id', idType: 'uuid', by: 'h.created_by' } as const;
  let where = common(query, columns, value);
  if (query.entryKinds !== undefined) where += ` AND h.kind = ANY (${value(query.entryKinds)})`;
  if (query.pinned) where += ' AND h.pinned';
  if (query.text !== undefined) where += ` AND lower(h.text) LIKE ${value(like(query.text))}`;
  return {
    text: `SELECT 'entry' AS source, h.id::text, h.at, h.created_by AS by, ${nameOf('h.created_by')} AS by_name, NULL AS type,
        json_build_object('kind', h.kind, 'text', h.text, 'pinned', h.pinned, 'revision', h.revision, 'writtenAt', h.created_at,
          'changedAt', h.changed_at, 'changedBy', ${nameOf('h.changed_by')},
          'mentions', (SELECT json_agg(json_build_object('id', m, 'name', ${nameOf('m')})) FROM unnest(h.mentions) AS m),
          'attachments', (SELECT count(*) FROM documents d WHERE d.operator_id = h.operator_id AND d.kind = 'history' AND d.subject = h.id::text AND d.removed_at IS NULL)) AS body
      FROM history_entries h WHERE h.operator_id = $1 AND h.station_id = $2 AND h.removed_at IS NULL${where}
      ORDER BY h.at DESC, h.id DESC LIMIT $3`,
    values,
  };
}

/** As the index facts_for_history has it: these words and no others, or it is not used. */
const shownTypes =
  "'station.changed', 'command.asked', 'connection.ordered', 'station.profileRaised', 'certificate.issued', 'certificate.revoked', 'station.booted'";
const security = "('setCredentials', 'allowUnauthenticated', 'setMinimumProfile')";
const changeKind = "f.body->'change'->>'kind'";
const commandKind = "f.body->'command'->>'kind'";
const ofKind: Readonly<Record<AutomaticKind, string>> = {
  change: `f.type = 'station.changed' AND ${changeKind} NOT IN ${security}`,
  settings: `f.type = 'command.asked' AND f.user_id IS NOT NULL AND ${commandKind} = 'writeSettings'`,
  command: `(f.type = 'connection.ordered' OR f.type = 'command.asked' AND f.user_id IS NOT NULL AND ${commandKind} <> 'writeSettings')`,
  device: `f.type = 'station.booted' AND (${deviceFields.map((field) => `last.boot->>'${field}' IS DISTINCT FROM f.body->'boot'->>'${field}'`).join(' OR ')}) AND last.boot IS NOT NULL`,
  security: `(f.type IN ('station.profileRaised', 'certificate.issued', 'certificate.revoked') OR f.type = 'station.changed' AND ${changeKind} IN ${security})`,
  record: 'false',
};

export function factsQuery(key: StationKey, query: HistoryQuery): { text: string; values: unknown[] } {
  const { values, value } = statement(key, query);
  const columns = { source: 'fact', at: 'f.received_at', id: 'f.seq', idType: 'bigint', by: 'f.user_id' } as const;
  let where = common(query, columns, value);
  where += ` AND (${query.automatic.map((kind) => `(${ofKind[kind]})`).join(' OR ')})`;
  // Only in what is shown as well: not in secrets, nor in what commands carry (cards).
  if (query.text !== undefined)
    where += ` AND lower(CASE WHEN f.type = 'station.changed' AND ${changeKind} NOT IN ${security} THEN (f.body->'change')::text || (f.body->'before')::text
      WHEN f.type = 'command.asked' THEN ${commandKind} WHEN f.type = 'station.booted' THEN (f.body->'boot')::text ELSE f.type END) LIKE ${value(like(query.text))}`;
  const device = query.automatic.includes('device');
  return {
    text: `SELECT 'fact' AS source, f.seq::text AS id, f.received_at AS at, f.user_id AS by, ${nameOf('f.user_id')} AS by_name, f.type,
        ${device ? "CASE WHEN f.type = 'station.booted' THEN json_build_object('boot', f.body->'boot', 'last', last.boot) ELSE f.body END" : 'f.body'} AS body
      FROM facts f ${
        device
          ? `LEFT JOIN LATERAL (SELECT p.body->'boot' AS boot FROM facts p WHERE p.operator_id = f.operator_id AND p.station_id = f.station_id
          AND p.type = 'station.booted' AND p.received_at < f.received_at ORDER BY p.received_at DESC, p.seq DESC LIMIT 1) last ON f.type = 'station.booted'`
          : ''
      }
      WHERE f.operator_id = $1 AND f.station_id = $2 AND f.type IN (${shownTypes})${where}
      ORDER BY f.received_at DESC, f.seq DESC LIMIT $3`,
    values,
  };
}

/** What the entries themselves tell (also of their files), and who looked at what, is not told again. */
const untold =
  "('history.added', 'history.changed', 'history.pinned', 'document.viewed', 'document.downloaded', 'document.pictured')";

export function recordQuery(key: StationKey, query: HistoryQuery): { text: string; values: unknown[] } {
  const { values, value } = statement(key, query);
  const columns = { source: 'record', at: 'o.at', id: 'o.id', idType: 'uuid', by: 'o.user_id' } as const;
  let where = common(query, columns, value);
  if (query.text !== undefined)
    where += ` AND lower(o.type || ' ' || coalesce(o.body->>'name', '')) LIKE ${value(like(query.text))}`;
  return {
    text: `SELECT 'record' AS source, o.id::text, o.at, o.user_id AS by, ${nameOf('o.user_id')} AS by_name, o.type, o.body
      FROM operator_facts o WHERE o.operator_id = $1 AND o.station_id = $2 AND o.type NOT IN ${untold}
        AND NOT (o.type LIKE 'document.%' AND coalesce(o.body->>'kind', '') = 'history')${where}
      ORDER BY o.at DESC, o.id DESC LIMIT $3`,
    values,
  };
}

/** One list of three, the newest first; each is read by its own index as far as the page goes. */
export async function listHistory(client: pg.ClientBase, key: StationKey, query: HistoryQuery): Promise<Row[]> {
  const questions: { text: string; values: unknown[] }[] = [];
  if (query.entryKinds?.length !== 0) questions.push(entriesQuery(key, query));
  const ofFacts = query.automatic.filter((kind) => kind !== 'record');
  if (!query.pinned && ofFacts.length > 0) questions.push(factsQuery(key, { ...query, automatic: ofFacts }));
  if (!query.pinned && query.automatic.includes('record')) questions.push(recordQuery(key, query));
  const rows: Row[] = [];
  for (const question of questions) rows.push(...(await client.query<Row>(question)).rows);
  return rows.sort(newestFirst).slice(0, query.limit);
}

function newestFirst(a: Row, b: Row): number {
  const later = b.at.getTime() - a.at.getTime() || sources[b.source] - sources[a.source];
  if (later !== 0) return later;
  if (a.source === 'fact') return Number(b.id) - Number(a.id);
  return a.id < b.id ? 1 : -1;
}

export const everyAutomatic: readonly AutomaticKind[] = automaticKinds;
