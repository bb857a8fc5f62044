import type pg from 'pg';
import type { StationKey } from '../domain/ports.ts';
import { type Instant, iso } from '../lib/time.ts';
import { orAway } from '../storage/passing.ts';
import type { RootStore } from './authority.ts';
import type { Purpose } from './keys.ts';
import type { CertificateFacts } from './x509.ts';

export interface KnownCertificate {
  readonly stationId: number;
  readonly issued: boolean;
  readonly revoked: boolean;
}

export interface CertificateStore {
  readonly roots: RootStore;
  /** The name that certificates of this operator bear; fixed from the first time it is asked for. */
  organisation(operatorId: number): Promise<string>;
  /** Authorities that this operator trusts besides the built-in one, PEM. */
  trusted(operatorId: number): Promise<readonly string[]>;
  /** Who vouches for contracts of cars at this operator, PEM. */
  contractAuthorities(operatorId: number): Promise<readonly string[]>;
  /** Those of all operators: what clients are told at the TLS handshake. */
  trustedByAll(): Promise<readonly string[]>;
  find(operatorId: number, fingerprint: string): Promise<KnownCertificate | undefined>;
  add(key: StationKey, facts: CertificateFacts, how: Added): Promise<void>;
  /** The newest certificate issued for this public key that is still good: a request that is sent again gets it again. */
  issuedFor(key: StationKey, keyHash: string, use: string, since: Instant): Promise<string | undefined>;
  /** Noted; what was issued before it for the same use is over (S-12). */
  used(key: StationKey, fingerprint: string, at: Instant): Promise<void>;
  /** Certificates that stations come in with and that end before `until`, in the order of the stations after `after`. */
  ending(until: Instant, after: StationKey | undefined, limit: number): Promise<readonly Ending[]>;
}

/** A certificate that is in use and soon over. */
export interface Ending {
  readonly key: StationKey;
  readonly fingerprint: string;
  readonly notAfter: Instant;
  readonly connected: boolean;
  /** When the station was last asked for a new one, and since when it has one that it has not come in with. */
  readonly askedAt: Instant | undefined;
  readonly unusedSince: Instant | undefined;
}

export interface Added {
  readonly origin: 'issued' | 'seen';
  readonly use: string;
  readonly keyHash: string;
  readonly at: Instant;
}

const rootsOf: Readonly<Record<Purpose, string>> = { station: 'stationAuthorities', v2g: 'v2gAuthorities' };

export function createCertificateStore(pool: pg.Pool): CertificateStore {
  return {
    roots: {
      async keep(purpose, keyId, made) {
        const read = async () =>
          (
            await pool.query<{ pem: string }>(
              'SELECT value ->> $1 AS pem FROM settings_of_installation WHERE name = $2',
              [keyId, rootsOf[purpose]],
            )
          ).rows[0]?.pem;
        const kept = await read();
        if (kept) return kept;
        const pem = await made();
        // Two nodes with the same key at the same moment: the first certificate stays.
        await pool.query(
          `INSERT INTO settings_of_installation (name, value) VALUES ($3, json_build_object($1::text, $2::text))
           ON CONFLICT (name) DO UPDATE SET value = (excluded.value::jsonb || settings_of_installation.value::jsonb)::json`,
          [keyId, pem, rootsOf[purpose]],
        );
        return (await read())!;
      },
      async all(purpose) {
        const { rows } = await pool.query<{ pem: string }>(
          'SELECT j.value AS pem FROM settings_of_installation s, json_each_text(s.value) j WHERE s.name = $1',
          [rootsOf[purpose]],
        );
        return rows.map(({ pem }) => pem);
      },
    },
    async organisation(operatorId) {
      const { rows } = await pool.query<{ organisation: string }>(
        'SELECT organisation FROM operators WHERE id = $1 AND organisation IS NOT NULL',
        [operatorId],
      );
      if (rows[0] !== undefined) return rows[0].organisation;
      const set = await pool.query<{ organisation: string }>(
        'UPDATE operators SET organisation = coalesce(organisation, left(name, 64)) WHERE id = $1 RETURNING organisation',
        [operatorId],
      );
      return set.rows[0]!.organisation;
    },
    async trusted(operatorId) {
      const { rows } = await pool.query<{ pem: string }>('SELECT pem FROM trusted_authorities WHERE operator_id = $1', [
        operatorId,
      ]);
      return rows.map(({ pem }) => pem);
    },
    contractAuthorities: (operatorId) =>
      orAway(async () => {
        const { rows } = await pool.query<{ pem: string }>(
          'SELECT pem FROM contract_authorities WHERE operator_id = $1',
          [operatorId],
        );
        return rows.map(({ pem }) => pem);
      }),
    async trustedByAll() {
      const { rows } = await pool.query<{ pem: string }>('SELECT DISTINCT pem FROM trusted_authorities LIMIT 500');
      return rows.map(({ pem }) => pem);
    },
    async find(operatorId, fingerprint) {
      const { rows } = await pool.query({
        name: 'certificate-find',
        text: 'SELECT station_id, origin, revoked_at FROM station_certificates WHERE operator_id = $1 AND fingerprint = $2',
        values: [operatorId, fingerprint],
      });
      const [row] = rows;
      return row && { stationId: row.station_id, issued: row.origin === 'issued', revoked: row.revoked_at !== null };
    },
    async add({ operatorId, stationId }, facts, { origin, use, keyHash, at }) {
      await pool.query(
        `INSERT INTO station_certificates (operator_id, fingerprint, station_id, origin, use, name, organisation, issuer, serial, key, key_hash,
           not_before, not_after, pem, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING`,
        [
          operatorId,
          facts.fingerprint,
          stationId,
          origin,
          use,
          facts.name,
          facts.organisation,
          facts.issuer,
          facts.serial,
          facts.key,
          keyHash,
          iso(facts.notBefore),
          iso(facts.notAfter),
          facts.pem,
          iso(at),
        ],
      );
    },
    async issuedFor({ operatorId, stationId }, keyHash, use, since) {
      const { rows } = await pool.query<{ pem: string }>(
        `SELECT pem FROM station_certificates WHERE operator_id = $1 AND station_id = $2 AND key_hash = $3 AND origin = 'issued'
           AND use = $5 AND revoked_at IS NULL AND created_at >= $4 ORDER BY created_at DESC LIMIT 1`,
        [operatorId, stationId, keyHash, iso(since), use],
      );
      return rows[0]?.pem;
    },
    async used({ operatorId, stationId }, fingerprint, at) {
      await pool.query(
        `WITH mine AS (
           UPDATE station_certificates SET first_used_at = coalesce(first_used_at, $4), last_used_at = $4
           WHERE operator_id = $1 AND station_id = $2 AND fingerprint = $3 RETURNING use, created_at)
         UPDATE station_certificates c SET revoked_at = $4, revoked_for = 'superseded' FROM mine
         WHERE c.operator_id = $1 AND c.station_id = $2 AND c.origin = 'issued' AND c.revoked_at IS NULL
           AND c.use = mine.use AND c.created_at < mine.created_at`,
        [operatorId, stationId, fingerprint, iso(at)],
      );
    },
    async ending(until, after, limit) {
      const { rows } = await pool.query<{
        operator_id: number;
        station_id: number;
        fingerprint: string;
        not_after: Date;
        connected: boolean;
        asked_at: Date | null;
        unused_since: Date | null;
      }>(
        `SELECT c.operator_id, c.station_id, c.fingerprint, c.not_after, s.connected,
           (SELECT max(k.asked_at) FROM commands k WHERE k.operator_id = c.operator_id AND k.station_id = c.station_id AND k.kind = 'trigger'
             AND k.command ->> 'message' IN ('signStation', 'signCombined')) AS asked_at,
           (SELECT max(n.created_at) FROM station_certificates n WHERE n.operator_id = c.operator_id AND n.station_id = c.station_id
             AND n.use = c.use AND n.origin = 'issued' AND n.revoked_at IS NULL AND n.first_used_at IS NULL AND n.created_at > c.created_at)
             AS unused_since
         FROM station_certificates c JOIN stations s ON s.operator_id = c.operator_id AND s.id = c.station_id
         WHERE c.not_after < $1 AND c.not_after > $1::timestamptz - interval '1 year' AND c.use = 'station' AND c.revoked_at IS NULL
           AND c.last_used_at IS NOT NULL AND s.adopted AND NOT s.decommissioned AND (c.operator_id, c.station_id) > ($2, $3)
           AND NOT EXISTS (SELECT FROM station_certificates n WHERE n.operator_id = c.operator_id AND n.station_id = c.station_id
             AND n.use = c.use AND n.revoked_at IS NULL AND n.last_used_at > c.last_used_at)
         ORDER BY c.operator_id, c.station_id LIMIT $4`,
        [iso(until), after?.operatorId ?? 0, after?.stationId ?? 0, limit],
      );
      return rows.map((row) => ({
        key: { operatorId: row.operator_id, stationId: row.station_id },
        fingerprint: row.fingerprint,
        notAfter: row.not_after.getTime(),
        connected: row.connected,
        askedAt: row.asked_at?.getTime(),
        unusedSince: row.unused_since?.getTime(),
      }));
    },
  };
}
