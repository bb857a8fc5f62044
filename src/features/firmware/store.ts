import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';
import type { Trust } from './rules.ts';
import type { SignatureFault } from './signature.ts';

export interface ImageRow {
  readonly id: string;
  readonly version: string;
  readonly vendor: string | null;
  readonly models: string[];
  readonly notes: string | null;
  readonly file_name: string;
  readonly file_key: string | null;
  readonly size: string | null;
  readonly sha256: string | null;
  readonly uploaded_at: Date | null;
  readonly certificate: string | null;
  readonly signature: string | null;
  readonly trust: Trust;
  readonly trust_fault: SignatureFault | null;
  readonly signer: string | null;
  readonly created_at: Date;
  readonly created_by: string | null;
}

const nameOf = (column: string) =>
  `coalesce((SELECT u.name FROM auth_user u WHERE u.id = ${column}), (SELECT k.name FROM api_keys k WHERE 'key:' || k.id = ${column}), ${column})`;
export const imageColumns = `i.id, i.version, i.vendor, i.models, i.notes, i.file_name, i.file_key, i.size, i.sha256, i.uploaded_at, i.certificate,
  i.signature, i.trust, i.trust_fault, i.signer, i.created_at, ${nameOf('i.created_by')} AS created_by`;

export async function listImages(
  client: pg.ClientBase,
  operatorId: number,
  { after, limit }: { readonly after?: readonly [createdAt: string, id: string] | undefined; readonly limit: number },
): Promise<ImageRow[]> {
  const { rows } = await client.query<ImageRow>(
    `SELECT ${imageColumns} FROM firmware_images i WHERE i.operator_id = $1
       AND ($2::timestamptz IS NULL OR (i.created_at, i.id) < ($2, $3::uuid)) ORDER BY i.created_at DESC, i.id DESC LIMIT $4`,
    [operatorId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

export async function readImage(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  lock = false,
): Promise<ImageRow | undefined> {
  const { rows } = await client.query<ImageRow>(
    `SELECT ${imageColumns} FROM firmware_images i WHERE i.operator_id = $1 AND i.id = $2${lock ? ' FOR UPDATE OF i' : ''}`,
    [operatorId, id],
  );
  return rows[0];
}

export interface NewImage {
  readonly id: string;
  readonly version: string;
  readonly vendor?: string | undefined;
  readonly models: readonly string[];
  readonly notes?: string | undefined;
  readonly fileName: string;
  readonly certificate?: string | undefined;
  readonly signature?: string | undefined;
  readonly at: Instant;
  readonly by: string;
}

export async function insertImage(client: pg.ClientBase, operatorId: number, image: NewImage): Promise<void> {
  await client.query(
    `INSERT INTO firmware_images (operator_id, id, version, vendor, models, notes, file_name, certificate, signature, trust, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text, $9, CASE WHEN $8::text IS NULL THEN 'unsigned' ELSE 'unchecked' END, $10, $11)`,
    [
      operatorId,
      image.id,
      image.version,
      image.vendor ?? null,
      image.models,
      image.notes ?? null,
      image.fileName,
      image.certificate ?? null,
      image.signature ?? null,
      iso(image.at),
      image.by,
    ],
  );
}

/** False when content is there already. */
export async function keepContent(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  file: { readonly key: string; readonly size: number; readonly sha256: string; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE firmware_images SET file_key = $3, size = $4, sha256 = $5, uploaded_at = $6
     WHERE operator_id = $1 AND id = $2 AND file_key IS NULL`,
    [operatorId, id, file.key, file.size, file.sha256, iso(file.at)],
  );
  return rowCount === 1;
}

export async function keepTrust(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  trust: { readonly trust: Trust; readonly fault?: SignatureFault; readonly signer?: string },
  at: Instant,
): Promise<void> {
  await client.query(
    'UPDATE firmware_images SET trust = $3, trust_fault = $4, signer = $5, checked_at = $6 WHERE operator_id = $1 AND id = $2',
    [operatorId, id, trust.trust, trust.fault ?? null, trust.signer ?? null, iso(at)],
  );
}

const changeable = ['vendor', 'models', 'notes', 'certificate', 'signature'] as const;
export type ImageChange = {
  readonly [K in (typeof changeable)[number]]?: string | readonly string[] | null | undefined;
};

export async function changeImage(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  change: ImageChange,
): Promise<void> {
  const fields = changeable.filter((field) => change[field] !== undefined);
  if (fields.length === 0) return;
  await client.query(
    `UPDATE firmware_images SET ${fields.map((field, at) => `${field} = $${at + 3}`).join(', ')} WHERE operator_id = $1 AND id = $2`,
    [operatorId, id, ...fields.map((field) => change[field])],
  );
}

export async function isUsed(client: pg.ClientBase, operatorId: number, imageId: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM rollouts WHERE operator_id = $1 AND image_id = $2 LIMIT 1', [
    operatorId,
    imageId,
  ]);
  return rowCount === 1;
}

export async function deleteImage(client: pg.ClientBase, operatorId: number, id: string): Promise<void> {
  await client.query('DELETE FROM firmware_images WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}

/** Signed images with content, whose trust hangs on the manufacturers. */
export async function signedImages(client: pg.ClientBase, operatorId: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM firmware_images WHERE operator_id = $1 AND certificate IS NOT NULL AND file_key IS NOT NULL ORDER BY created_at DESC LIMIT 500',
    [operatorId],
  );
  return rows.map(({ id }) => id);
}

// Manufacturers -------------------------------------------------------------------------------------------------------

export interface MakerRow {
  readonly id: string;
  readonly name: string;
  readonly certificate: string;
  readonly fingerprint: string;
  readonly subject: string;
  readonly valid_until: Date;
  readonly added_at: Date;
}

export async function listMakers(client: pg.ClientBase, operatorId: number): Promise<MakerRow[]> {
  const { rows } = await client.query<MakerRow>(
    'SELECT id, name, certificate, fingerprint, subject, valid_until, added_at FROM firmware_makers WHERE operator_id = $1 ORDER BY lower(name), id LIMIT 500',
    [operatorId],
  );
  return rows;
}

/** False when this certificate is trusted already. */
export async function insertMaker(
  client: pg.ClientBase,
  operatorId: number,
  maker: MakerRow,
  by: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO firmware_makers (operator_id, id, name, certificate, fingerprint, subject, valid_until, added_at, added_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (operator_id, fingerprint) DO NOTHING`,
    [
      operatorId,
      maker.id,
      maker.name,
      maker.certificate,
      maker.fingerprint,
      maker.subject,
      maker.valid_until.toISOString(),
      maker.added_at.toISOString(),
      by,
    ],
  );
  return rowCount === 1;
}

export async function deleteMaker(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
): Promise<Pick<MakerRow, 'name' | 'fingerprint'> | undefined> {
  const { rows } = await client.query<Pick<MakerRow, 'name' | 'fingerprint'>>(
    'DELETE FROM firmware_makers WHERE operator_id = $1 AND id = $2 RETURNING name, fingerprint',
    [operatorId, id],
  );
  return rows[0];
}

// Who runs what -------------------------------------------------------------------------------------------------------

export interface VersionRow {
  readonly vendor: string;
  readonly model: string;
  readonly version: string;
  readonly stations: number;
  readonly connected: number;
}

/** What a station never told is empty here. */
export async function countVersions(
  client: pg.ClientBase,
  operatorId: number,
  query: {
    readonly vendor?: string | undefined;
    readonly after?: readonly [vendor: string, model: string, version: string] | undefined;
    readonly limit: number;
  },
): Promise<VersionRow[]> {
  const { rows } = await client.query<VersionRow>(
    `SELECT * FROM (SELECT coalesce(vendor, '') AS vendor, coalesce(model, '') AS model, coalesce(firmware, '') AS version,
         count(*)::integer AS stations, count(*) FILTER (WHERE connected)::integer AS connected
       FROM stations WHERE operator_id = $1 AND adopted AND NOT decommissioned AND ($2::text IS NULL OR vendor = $2) GROUP BY 1, 2, 3) v
     WHERE $3::text IS NULL OR (vendor, model, version) > ($3, $4, $5) ORDER BY vendor, model, version LIMIT $6`,
    [operatorId, query.vendor ?? null, ...(query.after ?? [null, null, null]), query.limit],
  );
  return rows;
}
