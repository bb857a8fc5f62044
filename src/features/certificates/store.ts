import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { type Instant, iso } from '../../lib/time.ts';
import { type CertificateState, endingMs } from './rules.ts';

export interface CertificateRow {
  readonly fingerprint: string;
  readonly station_id: number;
  readonly station_name: string;
  readonly identity: string;
  readonly origin: 'issued' | 'seen';
  readonly use: string;
  readonly name: string;
  readonly issuer: string;
  readonly serial: string;
  readonly key: string;
  readonly not_before: Date;
  readonly not_after: Date;
  readonly created_at: Date;
  readonly first_used_at: Date | null;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
  readonly revoked_by: string | null;
  readonly revoked_for: string | null;
}

const columns = `c.fingerprint, c.station_id, s.name AS station_name, s.identity, c.origin, c.use, c.name, c.issuer, c.serial, c.key,
  c.not_before, c.not_after, c.created_at, c.first_used_at, c.last_used_at, c.revoked_at, coalesce(u.name, c.revoked_by) AS revoked_by, c.revoked_for`;
const from = `station_certificates c JOIN stations s ON s.operator_id = c.operator_id AND s.id = c.station_id
  LEFT JOIN auth_user u ON u.id = c.revoked_by`;

const conditions: Readonly<Record<CertificateState, string>> = {
  valid: 'c.revoked_at IS NULL AND c.not_before <= $3 AND c.not_after >= $4',
  ending: 'c.revoked_at IS NULL AND c.not_after >= $3 AND c.not_after < $4',
  expired: 'c.revoked_at IS NULL AND c.not_after < $3',
  notYetValid: 'c.revoked_at IS NULL AND c.not_before > $3',
  revoked: "c.revoked_at IS NOT NULL AND c.revoked_for IS DISTINCT FROM 'superseded'",
  superseded: "c.revoked_at IS NOT NULL AND c.revoked_for = 'superseded'",
};

/** Those that end first; without a state, what is in use. */
export async function listCertificates(
  client: pg.ClientBase,
  operatorId: number,
  {
    state,
    after,
    limit,
    now,
  }: {
    state?: CertificateState | undefined;
    after?: readonly [number, string] | undefined;
    limit: number;
    now: Instant;
  },
): Promise<CertificateRow[]> {
  const { rows } = await client.query<CertificateRow>(
    `SELECT ${columns} FROM ${from}
     WHERE c.operator_id = $1 AND ($3::timestamptz IS NOT NULL AND $4::timestamptz IS NOT NULL)
       AND ${state === undefined ? 'c.revoked_at IS NULL' : conditions[state]}
       AND ($5::timestamptz IS NULL OR (c.not_after, c.fingerprint) > ($5, $6))
     ORDER BY c.not_after, c.fingerprint LIMIT $2`,
    [operatorId, limit, iso(now), iso(now + endingMs), after ? iso(after[0]) : null, after?.[1] ?? ''],
  );
  return rows;
}

/** The newest ones of one station. */
export async function certificatesOf(client: pg.ClientBase, key: StationKey): Promise<CertificateRow[]> {
  const { rows } = await client.query<CertificateRow>(
    `SELECT ${columns} FROM ${from} WHERE c.operator_id = $1 AND c.station_id = $2 ORDER BY c.created_at DESC, c.fingerprint LIMIT 50`,
    [key.operatorId, key.stationId],
  );
  return rows;
}

/** Undefined when the station has no such certificate that is still good. */
export async function revokeCertificate(
  client: pg.ClientBase,
  key: StationKey,
  fingerprint: string,
  revoked: { readonly at: Instant; readonly by: string; readonly reason: string },
): Promise<{ readonly name: string } | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `UPDATE station_certificates SET revoked_at = $4, revoked_by = $5, revoked_for = $6
     WHERE operator_id = $1 AND station_id = $2 AND fingerprint = $3 AND revoked_at IS NULL RETURNING name`,
    [key.operatorId, key.stationId, fingerprint, iso(revoked.at), revoked.by, revoked.reason],
  );
  return rows[0];
}

export interface AuthorityRow {
  readonly fingerprint: string;
  readonly name: string;
  readonly key: string;
  readonly not_before: Date;
  readonly not_after: Date;
  readonly pem: string;
  readonly added_at: Date;
  readonly added_by: string | null;
}

export type VouchesFor = 'stations' | 'contracts';
const tables: Readonly<Record<VouchesFor, string>> = {
  stations: 'trusted_authorities',
  contracts: 'contract_authorities',
};

export async function listTrusted(
  client: pg.ClientBase,
  operatorId: number,
  what: VouchesFor,
): Promise<AuthorityRow[]> {
  const { rows } = await client.query<AuthorityRow>(
    `SELECT t.fingerprint, t.name, t.key, t.not_before, t.not_after, t.pem, t.added_at, coalesce(u.name, t.added_by) AS added_by
     FROM ${tables[what]} t LEFT JOIN auth_user u ON u.id = t.added_by WHERE t.operator_id = $1 ORDER BY t.not_after LIMIT 100`,
    [operatorId],
  );
  return rows;
}

/** False when it is trusted already. */
export async function addTrusted(
  client: pg.ClientBase,
  operatorId: number,
  what: VouchesFor,
  authority: Omit<AuthorityRow, 'added_at' | 'not_before' | 'not_after'> & {
    notBefore: Instant;
    notAfter: Instant;
    at: Instant;
  },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO ${tables[what]} (operator_id, fingerprint, name, key, not_before, not_after, pem, added_at, added_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [
      operatorId,
      authority.fingerprint,
      authority.name,
      authority.key,
      iso(authority.notBefore),
      iso(authority.notAfter),
      authority.pem,
      iso(authority.at),
      authority.added_by,
    ],
  );
  return rowCount === 1;
}

export async function countTrusted(client: pg.ClientBase, operatorId: number, what: VouchesFor): Promise<number> {
  const { rows } = await client.query(`SELECT count(*)::integer AS n FROM ${tables[what]} WHERE operator_id = $1`, [
    operatorId,
  ]);
  return rows[0].n;
}

/** The name of the one that was taken away; undefined: there was none. */
export async function removeTrusted(
  client: pg.ClientBase,
  operatorId: number,
  fingerprint: string,
  what: VouchesFor,
): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `DELETE FROM ${tables[what]} WHERE operator_id = $1 AND fingerprint = $2 RETURNING name`,
    [operatorId, fingerprint],
  );
  return rows[0]?.name;
}
