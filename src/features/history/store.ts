import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { type Instant, iso } from '../../lib/time.ts';

export interface EntryRow {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly text: string;
  readonly mentions: string[];
  readonly pinned: boolean;
  readonly revision: number;
  readonly created_at: Date;
  readonly created_by: string;
  readonly changed_at: Date | null;
  readonly changed_by: string | null;
  readonly removed_at: Date | null;
}

export interface Content {
  readonly kind: string;
  readonly text: string;
  readonly at: Instant;
  readonly mentions: readonly string[];
}

export async function insertEntry(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  entry: Content & { readonly id: string; readonly pinned: boolean; readonly now: Instant; readonly by: string },
): Promise<void> {
  await client.query(
    `INSERT INTO history_entries (operator_id, station_id, id, kind, at, text, mentions, pinned, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      operatorId,
      stationId,
      entry.id,
      entry.kind,
      iso(entry.at),
      entry.text,
      entry.mentions,
      entry.pinned,
      iso(entry.now),
      entry.by,
    ],
  );
}

/** Locked, because what follows depends on it. */
export async function readEntry(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  id: string,
): Promise<EntryRow | undefined> {
  const { rows } = await client.query<EntryRow>(
    `SELECT id, kind, at, text, mentions, pinned, revision, created_at, created_by, changed_at, changed_by, removed_at
     FROM history_entries WHERE operator_id = $1 AND station_id = $2 AND id = $3 FOR UPDATE`,
    [operatorId, stationId, id],
  );
  return rows[0];
}

/** Keeps what it said, then says it anew. */
export async function reviseEntry(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  before: EntryRow,
  after: Content & { readonly now: Instant; readonly by: string },
): Promise<void> {
  await client.query(
    `INSERT INTO history_revisions (operator_id, entry_id, revision, station_id, kind, at, text, mentions, written_at, written_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      operatorId,
      before.id,
      before.revision,
      stationId,
      before.kind,
      before.at.toISOString(),
      before.text,
      before.mentions,
      (before.changed_at ?? before.created_at).toISOString(),
      before.changed_by ?? before.created_by,
    ],
  );
  await client.query(
    `UPDATE history_entries SET kind = $3, at = $4, text = $5, mentions = $6, revision = revision + 1, changed_at = $7, changed_by = $8
     WHERE operator_id = $1 AND id = $2`,
    [operatorId, before.id, after.kind, iso(after.at), after.text, after.mentions, iso(after.now), after.by],
  );
}

export async function pinEntry(client: pg.ClientBase, operatorId: number, id: string, pinned: boolean): Promise<void> {
  await client.query('UPDATE history_entries SET pinned = $3 WHERE operator_id = $1 AND id = $2', [
    operatorId,
    id,
    pinned,
  ]);
}

export async function removeEntry(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  { at, by }: { readonly at: Instant; readonly by: string },
): Promise<void> {
  await client.query('UPDATE history_entries SET removed_at = $3, removed_by = $4 WHERE operator_id = $1 AND id = $2', [
    operatorId,
    id,
    iso(at),
    by,
  ]);
}

export interface RevisionRow {
  readonly revision: number;
  readonly kind: string;
  readonly at: Date;
  readonly text: string;
  readonly written_at: Date;
  readonly by: string;
}

export async function listRevisions(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  id: string,
): Promise<RevisionRow[]> {
  const { rows } = await client.query<RevisionRow>(
    `SELECT revision, kind, at, text, written_at, coalesce((SELECT u.name FROM auth_user u WHERE u.id = written_by), written_by) AS by
     FROM history_revisions WHERE operator_id = $1 AND station_id = $2 AND entry_id = $3 ORDER BY revision DESC LIMIT 200`,
    [operatorId, stationId, id],
  );
  return rows;
}

export async function listPeople(client: pg.ClientBase, operatorId: number): Promise<{ id: string; name: string }[]> {
  const { rows } = await client.query<{ id: string; name: string }>(
    `SELECT u.id, u.name FROM members m JOIN auth_user u ON u.id = m.user_id WHERE m.operator_id = $1 AND m.deactivated_at IS NULL
     ORDER BY lower(u.name), u.id LIMIT 500`,
    [operatorId],
  );
  return rows;
}

export async function areMembers(client: pg.ClientBase, operatorId: number, ids: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(DISTINCT user_id)::integer AS count FROM members WHERE operator_id = $1 AND user_id = ANY ($2)',
    [operatorId, ids],
  );
  return rows[0]!.count === new Set(ids).size;
}

export interface KindRow {
  readonly id: string;
  readonly name: string;
  readonly removed_at: Date | null;
}

export async function listKinds(client: pg.ClientBase, operatorId: number): Promise<KindRow[]> {
  const { rows } = await client.query<KindRow>(
    'SELECT id, name, removed_at FROM history_kinds WHERE operator_id = $1 ORDER BY lower(name), id LIMIT 500',
    [operatorId],
  );
  return rows;
}

export async function readKind(client: pg.ClientBase, operatorId: number, id: string): Promise<KindRow | undefined> {
  const { rows } = await client.query<KindRow>(
    'SELECT id, name, removed_at FROM history_kinds WHERE operator_id = $1 AND id = $2',
    [operatorId, id],
  );
  return rows[0];
}

/** False when there is one of this name. */
export async function insertKind(
  client: pg.ClientBase,
  operatorId: number,
  { id, name, at }: { readonly id: string; readonly name: string; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO history_kinds (operator_id, id, name, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (operator_id, lower(name)) WHERE removed_at IS NULL DO NOTHING`,
    [operatorId, id, name, iso(at)],
  );
  return rowCount === 1;
}

/** False when another one has this name. */
export async function renameKind(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  name: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE history_kinds SET name = $3 WHERE operator_id = $1 AND id = $2
       AND NOT EXISTS (SELECT FROM history_kinds WHERE operator_id = $1 AND id <> $2 AND lower(name) = lower($3) AND removed_at IS NULL)`,
    [operatorId, id, name],
  );
  return rowCount === 1;
}

export async function putKindAway(client: pg.ClientBase, operatorId: number, id: string, at: Instant): Promise<void> {
  await client.query('UPDATE history_kinds SET removed_at = $3 WHERE operator_id = $1 AND id = $2', [
    operatorId,
    id,
    iso(at),
  ]);
}
