import type pg from 'pg';
import type { CertificateCommand, InstalledCertificate } from '../../domain/commands/certificate.ts';
import type { StationKey } from '../../domain/ports.ts';
import type { Deleted, ListRead } from './rules.ts';

export interface SecurityRow {
  readonly connected: boolean;
  readonly security_profile: number | null;
  readonly tls: string | null;
  readonly minimum_profile: number;
  readonly unauthenticated_allowed: boolean;
  readonly has_password: boolean;
  readonly factory_password: boolean;
  readonly changing: boolean;
  readonly under_way: boolean;
  readonly pending: boolean;
  readonly last_profile: number | null;
  readonly last_tls: string | null;
}

export async function readSecurity(client: pg.ClientBase, key: StationKey): Promise<SecurityRow> {
  const { rows } = await client.query<SecurityRow>(
    `SELECT s.connected, s.security_profile, s.tls, s.minimum_profile, s.unauthenticated_allowed, s.password_hash IS NOT NULL AS has_password,
       s.factory_password, s.password_command IS NOT NULL AS changing, s.password_next IS NOT NULL AND s.password_command IS NULL AS pending,
       EXISTS (SELECT FROM commands c WHERE c.operator_id = s.operator_id AND c.station_id = s.id AND c.id = s.password_command
               AND c.ended_at IS NULL) AS under_way,
       l.security_profile AS last_profile, l.tls AS last_tls
     FROM stations s LEFT JOIN LATERAL (SELECT n.security_profile, n.tls FROM connections n
       WHERE n.operator_id = s.operator_id AND n.station_id = s.id AND n.refused IS NULL ORDER BY n.opened_at DESC LIMIT 1) l ON true
     WHERE s.operator_id = $1 AND s.id = $2`,
    [key.operatorId, key.stationId],
  );
  return rows[0]!;
}

export interface SecurityFact {
  readonly at: Date;
  readonly received_at: Date;
  readonly event: string;
  readonly info: string | null;
  readonly by: string | null;
}

const longestAgo = "now() - interval '90 days'";

export async function readEvents(client: pg.ClientBase, key: StationKey, limit: number): Promise<SecurityFact[]> {
  const { rows } = await client.query<SecurityFact>(
    `SELECT at, received_at, body ->> 'event' AS event, body ->> 'info' AS info, body ->> 'by' AS by FROM facts
     WHERE operator_id = $1 AND station_id = $2 AND type = 'security.reported' AND received_at > ${longestAgo}
     ORDER BY seq DESC LIMIT $3`,
    [key.operatorId, key.stationId, limit],
  );
  return rows;
}

/** What set the least profile last: the station by proving it, or a person. */
export async function readRaised(
  client: pg.ClientBase,
  key: StationKey,
): Promise<{ readonly at: Date; readonly by: 'station' | 'person' } | undefined> {
  const { rows } = await client.query<{ at: Date; by: 'station' | 'person' }>(
    `SELECT at, CASE type WHEN 'station.profileRaised' THEN 'station' ELSE 'person' END AS by FROM facts
     WHERE operator_id = $1 AND station_id = $2
       AND (type = 'station.profileRaised' OR (type = 'station.changed' AND body -> 'change' ->> 'kind' = 'setMinimumProfile'))
     ORDER BY seq DESC LIMIT 1`,
    [key.operatorId, key.stationId],
  );
  return rows[0];
}

export interface RootRow {
  readonly pem: string;
  readonly command_state: string;
  readonly status: string | null;
  readonly at: Date;
}

const shownRoots = 5;

/** The newest roots that this station was given, and when it said that it could not verify us; whether it wants a new one signed by the one before. */
export async function readRoots(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<{ readonly installs: readonly RootRow[]; readonly unverified: readonly Date[]; readonly checked: boolean }> {
  const { rows: installs } = await client.query<RootRow>(
    `SELECT command ->> 'certificate' AS pem, state AS command_state, answer ->> 'status' AS status, coalesce(ended_at, asked_at) AS at
     FROM commands WHERE operator_id = $1 AND station_id = $2 AND kind = 'installCertificate' AND command ->> 'use' = 'centralRoot'
     ORDER BY asked_at DESC LIMIT ${shownRoots}`,
    [operatorId, stationId],
  );
  const { rows: events } = await client.query<{ received_at: Date }>(
    `SELECT received_at FROM facts WHERE operator_id = $1 AND station_id = $2 AND type = 'security.reported' AND received_at > ${longestAgo}
       AND body ->> 'event' IN ('InvalidCsmsCertificate', 'InvalidCentralSystemCertificate') ORDER BY seq DESC LIMIT 20`,
    [operatorId, stationId],
  );
  const { rows } = await client.query<{ checked: boolean }>(
    `SELECT EXISTS (SELECT FROM settings WHERE operator_id = $1 AND station_id = $2 AND variable ILIKE 'AdditionalRootCertificateCheck'
       AND value ILIKE 'true') AS checked`,
    [operatorId, stationId],
  );
  return { installs, unverified: events.map((row) => row.received_at), checked: rows[0]!.checked };
}

type Read = Extract<CertificateCommand, { kind: 'readCertificates' }>;
type Delete = Extract<CertificateCommand, { kind: 'deleteCertificate' }>;

/** What the station told of its certificates, and what was deleted, the newest first. */
export async function readInstalled(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<{ readonly reads: readonly ListRead[]; readonly deleted: readonly Deleted[] }> {
  const { rows } = await client.query<{
    command: Read | Delete;
    certificates: InstalledCertificate[] | null;
    at: Date;
  }>(
    `SELECT command, answer -> 'certificates' AS certificates, ended_at AS at FROM commands
     WHERE operator_id = $1 AND station_id = $2 AND kind IN ('readCertificates', 'deleteCertificate') AND state = 'done'
     ORDER BY ended_at DESC LIMIT 50`,
    [operatorId, stationId],
  );
  return {
    reads: rows.flatMap(({ command, certificates, at }) =>
      command.kind === 'readCertificates'
        ? [{ uses: command.uses, certificates: certificates ?? [], at: at.getTime() }]
        : [],
    ),
    deleted: rows.flatMap(({ command, at }) =>
      command.kind === 'deleteCertificate' ? [{ hash: command.hash, at: at.getTime() }] : [],
    ),
  };
}
