import type pg from 'pg';
import type { LogKind } from '../../domain/commands/firmware.ts';
import type { CommandAnswer, CommandState } from '../../domain/commands.ts';
import type { StationKey } from '../../domain/ports.ts';
import { type Instant, iso } from '../../lib/time.ts';

export interface FileRow {
  readonly operator_id: number;
  readonly station_id: number;
  readonly id: string;
  readonly log: LogKind;
  readonly from_at: Date | null;
  readonly until_at: Date | null;
  readonly way: 'http' | 'ftp';
  readonly request_id: number;
  readonly command_id: string;
  readonly asked_at: Date;
  readonly asked_by: string | null;
  readonly expires_at: Date;
  readonly fault: string | null;
  readonly file_key: string | null;
  readonly file_name: string | null;
  /** bigint: as text. */
  readonly size: string | null;
  readonly sha256: string | null;
  readonly received_at: Date | null;
  readonly received_from: string | null;
  readonly removed_at: Date | null;
  readonly command_state: CommandState | null;
  readonly command_reason: string | null;
  readonly command_answer: CommandAnswer | null;
  readonly steps: readonly { readonly status: string; readonly at: string }[] | null;
}

const select = `SELECT f.*, c.state AS command_state, c.reason AS command_reason, c.answer AS command_answer,
    coalesce(u.name, (SELECT k.name FROM api_keys k WHERE k.operator_id = f.operator_id AND 'key:' || k.id = f.asked_by), f.asked_by) AS asked_by,
    (SELECT json_agg(json_build_object('status', s.status, 'at', s.at) ORDER BY s.seq) FROM request_statuses s
      WHERE s.operator_id = f.operator_id AND s.station_id = f.station_id AND s.work = 'log' AND s.request_id = f.request_id) AS steps
  FROM station_files f
  LEFT JOIN commands c ON c.operator_id = f.operator_id AND c.station_id = f.station_id AND c.id = f.command_id
  LEFT JOIN auth_user u ON u.id = f.asked_by`;

export async function listFiles(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  { after, limit }: { readonly after?: readonly [askedAt: string, id: string] | undefined; readonly limit: number },
): Promise<FileRow[]> {
  const { rows } = await client.query<FileRow>(
    `${select} WHERE f.operator_id = $1 AND f.station_id = $2
       AND ($3::timestamptz IS NULL OR (f.asked_at, f.id) < ($3, $4::uuid)) ORDER BY f.asked_at DESC, f.id DESC LIMIT $5`,
    [operatorId, stationId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

export async function readFile(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  id: string,
): Promise<FileRow | undefined> {
  const { rows } = await client.query<FileRow>(
    `${select} WHERE f.operator_id = $1 AND f.station_id = $2 AND f.id = $3`,
    [operatorId, stationId, id],
  );
  return rows[0];
}

export interface NewRequest {
  readonly id: string;
  readonly log: LogKind;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly way: 'http' | 'ftp';
  readonly requestId: number;
  readonly commandId: string;
  readonly askedAt: Instant;
  readonly askedBy: string;
  readonly tokenHash: Buffer;
  readonly expiresAt: Instant;
}

export async function insertRequest(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  request: NewRequest,
): Promise<void> {
  await client.query(
    `INSERT INTO station_files (operator_id, station_id, id, log, from_at, until_at, way, request_id, command_id, asked_at, asked_by, token_hash, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      operatorId,
      stationId,
      request.id,
      request.log,
      request.from ?? null,
      request.until ?? null,
      request.way,
      request.requestId,
      request.commandId,
      iso(request.askedAt),
      request.askedBy,
      request.tokenHash,
      iso(request.expiresAt),
    ],
  );
}

/** It never reached the station. */
export async function deleteRequest(client: pg.ClientBase, operatorId: number, id: string): Promise<void> {
  await client.query('DELETE FROM station_files WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}

export async function markRemoved(client: pg.ClientBase, operatorId: number, id: string, at: Instant): Promise<void> {
  await client.query(
    'UPDATE station_files SET removed_at = $3, file_key = NULL WHERE operator_id = $1 AND id = $2 AND removed_at IS NULL',
    [operatorId, id, iso(at)],
  );
}

// What comes by an address -------------------------------------------------------------------------------------------

export type ArrivalRow = Pick<
  FileRow,
  'station_id' | 'id' | 'expires_at' | 'file_key' | 'size' | 'sha256' | 'removed_at' | 'request_id'
>;

export async function findByToken(
  client: pg.ClientBase,
  operatorId: number,
  tokenHash: Buffer,
): Promise<ArrivalRow | undefined> {
  const { rows } = await client.query<ArrivalRow>(
    `SELECT station_id, id, expires_at, file_key, size, sha256, removed_at, request_id FROM station_files
     WHERE operator_id = $1 AND token_hash = $2`,
    [operatorId, tokenHash],
  );
  return rows[0];
}

export async function readArrival(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
): Promise<Pick<FileRow, 'sha256'> | undefined> {
  const { rows } = await client.query<Pick<FileRow, 'sha256'>>(
    'SELECT sha256 FROM station_files WHERE operator_id = $1 AND id = $2',
    [operatorId, id],
  );
  return rows[0];
}

export interface Arrived {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly at: Instant;
  readonly from: string;
}

/** False when another one came first, or somebody took the address back. */
export async function keepArrived(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  { key, name, size, sha256, at, from }: Arrived,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE station_files SET file_key = $3, file_name = $4, size = $5, sha256 = $6, received_at = $7, received_from = $8, fault = NULL
     WHERE operator_id = $1 AND id = $2 AND file_key IS NULL AND removed_at IS NULL`,
    [operatorId, id, key, name, size, sha256, iso(at), from],
  );
  return rowCount === 1;
}

export async function noteFault(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  fault: string,
  at: Instant,
): Promise<void> {
  await client.query(
    'UPDATE station_files SET fault = $3, faulted_at = $4 WHERE operator_id = $1 AND id = $2 AND file_key IS NULL',
    [operatorId, id, fault, iso(at)],
  );
}
