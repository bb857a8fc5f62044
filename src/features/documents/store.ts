import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';
import type { Kind } from './rules.ts';

export interface DocumentRow {
  readonly id: string;
  readonly kind: Kind;
  readonly subject: string;
  readonly station_id: number | null;
  readonly station_name: string | null;
  readonly name: string;
  readonly category: string;
  readonly version: number;
  readonly created_at: Date;
  readonly changed_at: Date;
  /** `YYYY-MM-DD` */
  readonly expires_on: string | null;
  readonly removed_at: Date | null;
  readonly removed_by: string | null;
  readonly emptied_at: Date | null;
  readonly file_name: string;
  readonly size: string;
  readonly sha256: string;
  readonly media_type: string;
  readonly thumbnail: boolean;
  readonly uploaded_at: Date;
  readonly uploaded_by: string;
}

const nameOf = (column: string) =>
  `coalesce((SELECT u.name FROM auth_user u WHERE u.id = ${column}), (SELECT k.name FROM api_keys k WHERE 'key:' || k.id = ${column}), ${column})`;
const versionColumns = `v.file_name, v.size, v.sha256, v.media_type, v.thumbnail IS NOT NULL AS thumbnail, v.uploaded_at, ${nameOf('v.uploaded_by')} AS uploaded_by`;
const columns = `d.id, d.kind, d.subject, d.station_id, s.name AS station_name, d.name, d.category, d.version, d.created_at, d.changed_at,
  d.expires_on::text, d.removed_at, ${nameOf('d.removed_by')} AS removed_by, d.emptied_at, ${versionColumns}`;
const joined = `JOIN document_versions v ON v.operator_id = d.operator_id AND v.document_id = d.id AND v.version = d.version
  LEFT JOIN stations s ON s.operator_id = d.operator_id AND s.id = d.station_id`;

/** Of these ids, in their order; behind the wall of whoever reads. */
export async function readDocuments(
  client: pg.ClientBase,
  operatorId: number,
  ids: readonly string[],
): Promise<DocumentRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<DocumentRow>(
    `SELECT ${columns} FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, place)
     JOIN documents d ON d.operator_id = $1 AND d.id = wanted.id ${joined} ORDER BY wanted.place`,
    [operatorId, ids],
  );
  return rows;
}

export async function readDocument(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  kinds: readonly Kind[],
  lock = false,
): Promise<DocumentRow | undefined> {
  const { rows } = await client.query<DocumentRow>(
    `SELECT ${columns} FROM documents d ${joined} WHERE d.operator_id = $1 AND d.id = $2 AND d.kind = ANY ($3)${lock ? ' FOR UPDATE OF d' : ''}`,
    [operatorId, id, kinds],
  );
  return rows[0];
}

export interface NewVersion {
  readonly fileName: string;
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly at: Instant;
  readonly by: string;
}

export interface NewDocument {
  readonly id: string;
  readonly kind: Kind;
  readonly subject: string;
  readonly stationId?: number | undefined;
  readonly name: string;
  readonly category: string;
  readonly expiresOn?: string | undefined;
  readonly at: Instant;
}

/** False when there is one of this name there. */
export async function insertDocument(
  client: pg.ClientBase,
  operatorId: number,
  document: NewDocument,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO documents (operator_id, id, kind, subject, station_id, name, category, version, created_at, changed_at, expires_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8, $9)
     ON CONFLICT (operator_id, kind, subject, lower(name)) WHERE removed_at IS NULL DO NOTHING`,
    [
      operatorId,
      document.id,
      document.kind,
      document.subject,
      document.stationId ?? null,
      document.name,
      document.category,
      iso(document.at),
      document.expiresOn ?? null,
    ],
  );
  return rowCount === 1;
}

export async function insertVersion(
  client: pg.ClientBase,
  operatorId: number,
  documentId: string,
  version: number,
  file: NewVersion,
): Promise<void> {
  await client.query(
    `INSERT INTO document_versions (operator_id, document_id, version, file_name, size, sha256, media_type, file_key, uploaded_at, uploaded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      operatorId,
      documentId,
      version,
      file.fileName,
      file.size,
      file.sha256,
      file.mediaType,
      file.key,
      iso(file.at),
      file.by,
    ],
  );
}

/** The number of the next version; the caller has locked the row. */
export async function countUp(client: pg.ClientBase, operatorId: number, id: string, at: Instant): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    'UPDATE documents SET version = version + 1, changed_at = $3 WHERE operator_id = $1 AND id = $2 RETURNING version',
    [operatorId, id, iso(at)],
  );
  return rows[0]!.version;
}

/** The one of this name there, locked. */
export async function findByName(
  client: pg.ClientBase,
  operatorId: number,
  { kind, subject, name }: { readonly kind: Kind; readonly subject: string; readonly name: string },
): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM documents WHERE operator_id = $1 AND kind = $2 AND subject = $3 AND lower(name) = lower($4) AND removed_at IS NULL FOR UPDATE`,
    [operatorId, kind, subject, name],
  );
  return rows[0]?.id;
}

export interface DocumentChange {
  readonly name?: string | undefined;
  readonly category?: string | undefined;
  readonly expiresOn?: string | null | undefined;
}

export async function changeDocument(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  { name, category, expiresOn }: DocumentChange,
): Promise<void> {
  await client.query(
    `UPDATE documents SET name = coalesce($3, name), category = coalesce($4, category),
       expires_on = CASE WHEN $5 THEN $6::date ELSE expires_on END WHERE operator_id = $1 AND id = $2`,
    [operatorId, id, name ?? null, category ?? null, expiresOn !== undefined, expiresOn ?? null],
  );
}

export async function markRemoved(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  removed: { readonly at: Instant; readonly by: string } | undefined,
): Promise<void> {
  await client.query('UPDATE documents SET removed_at = $3, removed_by = $4 WHERE operator_id = $1 AND id = $2', [
    operatorId,
    id,
    removed ? iso(removed.at) : null,
    removed?.by ?? null,
  ]);
}

export interface VersionRow {
  readonly version: number;
  readonly file_name: string;
  readonly size: string;
  readonly sha256: string;
  readonly media_type: string;
  readonly thumbnail: boolean;
  readonly uploaded_at: Date;
  readonly uploaded_by: string;
}

export async function listVersions(
  client: pg.ClientBase,
  operatorId: number,
  documentId: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<VersionRow[]> {
  const { rows } = await client.query<VersionRow>(
    `SELECT v.version, ${versionColumns} FROM document_versions v WHERE v.operator_id = $1 AND v.document_id = $2
       AND ($3::integer IS NULL OR v.version < $3) ORDER BY v.version DESC LIMIT $4`,
    [operatorId, documentId, before ?? null, limit],
  );
  return rows;
}

export interface VersionFile {
  readonly file_key: string | null;
  readonly file_name: string;
  readonly size: string;
  readonly sha256: string;
  readonly media_type: string;
  readonly thumbnail: Buffer | null;
}

export async function readVersion(
  client: pg.ClientBase,
  operatorId: number,
  documentId: string,
  version: number,
): Promise<VersionFile | undefined> {
  const { rows } = await client.query<VersionFile>(
    `SELECT file_key, file_name, size, sha256, media_type, thumbnail FROM document_versions
     WHERE operator_id = $1 AND document_id = $2 AND version = $3`,
    [operatorId, documentId, version],
  );
  return rows[0];
}

export async function keepThumbnail(
  client: pg.ClientBase,
  operatorId: number,
  documentId: string,
  version: number,
  picture: Buffer,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE document_versions SET thumbnail = $4 WHERE operator_id = $1 AND document_id = $2 AND version = $3 AND thumbnail IS NULL',
    [operatorId, documentId, version, picture],
  );
  return rowCount === 1;
}
