import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';
import { type Filter, type For, fits, suits } from './reach-store.ts';
import type { RolloutState, TargetState } from './rules.ts';

export interface RolloutRow {
  readonly id: string;
  readonly operator_id: number;
  readonly image_id: string;
  readonly name: string;
  readonly filter: Filter;
  readonly waves: number[];
  readonly pause_seconds: number;
  readonly most_failures: number;
  readonly forgiven: number;
  readonly only_idle: boolean;
  readonly signed: boolean;
  readonly tries: number;
  readonly retry_seconds: number;
  readonly retrieve_at: Date | null;
  readonly install_at: Date | null;
  readonly state: RolloutState;
  readonly wave: number;
  readonly next_wave_at: Date | null;
  readonly ends_at: Date;
  readonly created_at: Date;
  readonly created_by: string | null;
  readonly ended_at: Date | null;
  readonly version: string;
  readonly vendor: string | null;
}

const rolloutSelect = `SELECT r.*, i.version, i.vendor,
    coalesce((SELECT u.name FROM auth_user u WHERE u.id = r.created_by),
      (SELECT k.name FROM api_keys k WHERE k.operator_id = r.operator_id AND 'key:' || k.id = r.created_by), r.created_by) AS created_by
  FROM rollouts r JOIN firmware_images i ON i.operator_id = r.operator_id AND i.id = r.image_id`;

export async function listRollouts(
  client: pg.ClientBase,
  operatorId: number,
  { after, limit }: { readonly after?: readonly [createdAt: string, id: string] | undefined; readonly limit: number },
): Promise<RolloutRow[]> {
  const { rows } = await client.query<RolloutRow>(
    `${rolloutSelect} WHERE r.operator_id = $1 AND ($2::timestamptz IS NULL OR (r.created_at, r.id) < ($2, $3::uuid))
     ORDER BY r.created_at DESC, r.id DESC LIMIT $4`,
    [operatorId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

export async function readRollout(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  lock = false,
): Promise<RolloutRow | undefined> {
  const { rows } = await client.query<RolloutRow>(
    `${rolloutSelect} WHERE r.operator_id = $1 AND r.id = $2${lock ? ' FOR UPDATE OF r' : ''}`,
    [operatorId, id],
  );
  return rows[0];
}

export interface NewRollout {
  readonly id: string;
  readonly imageId: string;
  readonly name: string;
  readonly filter: Filter;
  readonly waves: readonly number[];
  readonly pauseSeconds: number;
  readonly mostFailures: number;
  readonly onlyIdle: boolean;
  readonly signed: boolean;
  readonly tries: number;
  readonly retrySeconds: number;
  readonly retrieveAt?: string | undefined;
  readonly installAt?: string | undefined;
  readonly endsAt: Instant;
  readonly at: Instant;
  readonly by: string;
}

/**
 * The roll-out with its stations, each in its wave. Connected ones come first, so that the first waves prove something, and among them
 * the order is by chance: not all of one site in one wave.
 */
export async function insertRollout(
  client: pg.ClientBase,
  operatorId: number,
  rollout: NewRollout,
  image: For,
  again: boolean,
): Promise<number> {
  await client.query(
    `INSERT INTO rollouts (operator_id, id, image_id, name, filter, waves, pause_seconds, most_failures, only_idle, signed, tries, retry_seconds,
       retrieve_at, install_at, state, ends_at, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'running', $15, $16, $17)`,
    [
      operatorId,
      rollout.id,
      rollout.imageId,
      rollout.name,
      JSON.stringify(rollout.filter),
      rollout.waves,
      rollout.pauseSeconds,
      rollout.mostFailures,
      rollout.onlyIdle,
      rollout.signed,
      rollout.tries,
      rollout.retrySeconds,
      rollout.retrieveAt ?? null,
      rollout.installAt ?? null,
      iso(rollout.endsAt),
      iso(rollout.at),
      rollout.by,
    ],
  );
  const values: unknown[] = [operatorId];
  const where = fits(rollout.filter, values);
  const right = suits(image, values);
  values.push(rollout.id, rollout.waves, image.version, again);
  const at = (back: number) => `$${values.length - back}`;
  const { rowCount } = await client.query(
    `INSERT INTO rollout_stations (operator_id, rollout_id, station_id, wave, state, from_version)
     SELECT $1, ${at(3)}::uuid, id, (SELECT min(w.at) FROM (SELECT n - 1 AS at, sum(size) OVER (ORDER BY n) AS upto
         FROM unnest(${at(2)}::integer[]) WITH ORDINALITY AS sizes (size, n)) w WHERE place <= w.upto), 'waiting', firmware
     FROM (SELECT s.id, s.firmware, row_number() OVER (ORDER BY s.connected DESC, hashtext(${at(3)}::text || s.id)) AS place
       FROM stations s WHERE ${where} AND ${right} AND (${at(0)}::boolean OR s.firmware IS DISTINCT FROM ${at(1)})) q
     WHERE place <= (SELECT sum(size) FROM unnest(${at(2)}::integer[]) AS sizes (size))`,
    values,
  );
  return rowCount ?? 0;
}

export async function setRollout(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  set: {
    readonly state?: RolloutState;
    readonly wave?: number;
    readonly nextWaveAt?: Instant | null;
    readonly forgiven?: number;
    readonly endedAt?: Instant | null;
  },
): Promise<void> {
  const at = (value: Instant | null | undefined) => (value === null || value === undefined ? null : iso(value));
  await client.query(
    `UPDATE rollouts SET state = coalesce($3, state), wave = coalesce($4, wave), forgiven = coalesce($5, forgiven),
       next_wave_at = CASE WHEN $6 THEN $7::timestamptz ELSE next_wave_at END, ended_at = CASE WHEN $8 THEN $9::timestamptz ELSE ended_at END
     WHERE operator_id = $1 AND id = $2`,
    [
      operatorId,
      id,
      set.state ?? null,
      set.wave ?? null,
      set.forgiven ?? null,
      set.nextWaveAt !== undefined,
      at(set.nextWaveAt),
      set.endedAt !== undefined,
      at(set.endedAt),
    ],
  );
}

/** Those that wait are asked no more. */
export async function dropWaiting(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  as: 'cancelled' | 'missed',
  now: Instant,
): Promise<void> {
  await client.query(
    "UPDATE rollout_stations SET state = $3, ended_at = $4 WHERE operator_id = $1 AND rollout_id = $2 AND state = 'waiting'",
    [operatorId, id, as, iso(now)],
  );
}

export async function waitAgain(client: pg.ClientBase, operatorId: number, id: string): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE rollout_stations SET state = 'waiting', tried = 0, next_at = NULL, reason = NULL, ended_at = NULL
     WHERE operator_id = $1 AND rollout_id = $2 AND state IN ('failed', 'missed')`,
    [operatorId, id],
  );
  return rowCount ?? 0;
}

export interface CountRow {
  readonly rollout_id: string;
  readonly wave: number;
  readonly state: TargetState;
  readonly stations: number;
  /** Of those that wait: connected ones, and ones that try again soon. */
  readonly reachable: number;
}

export async function countTargets(
  client: pg.ClientBase,
  operatorId: number,
  rolloutIds: readonly string[],
): Promise<CountRow[]> {
  const { rows } = await client.query<CountRow>(
    `SELECT x.rollout_id, x.wave, x.state, count(*)::integer AS stations,
       count(*) FILTER (WHERE s.connected)::integer AS reachable
     FROM rollout_stations x JOIN stations s ON s.operator_id = x.operator_id AND s.id = x.station_id
     WHERE x.operator_id = $1 AND x.rollout_id = ANY($2) GROUP BY 1, 2, 3`,
    [operatorId, rolloutIds],
  );
  return rows;
}

export interface TargetRow {
  readonly station_id: number;
  readonly name: string;
  readonly identity: string;
  readonly connected: boolean;
  readonly wave: number;
  readonly state: TargetState;
  readonly status: string | null;
  readonly status_at: Date | null;
  readonly reason: string | null;
  readonly tried: number;
  readonly next_at: Date | null;
  readonly request_id: number | null;
  readonly asked_at: Date | null;
  readonly fetched_at: Date | null;
  readonly ended_at: Date | null;
  readonly from_version: string | null;
  readonly version: string | null;
}

export async function listTargets(
  client: pg.ClientBase,
  operatorId: number,
  rolloutId: string,
  query: {
    readonly state?: TargetState | undefined;
    readonly wave?: number | undefined;
    readonly after?: readonly [wave: number, stationId: number] | undefined;
    readonly limit: number;
  },
): Promise<TargetRow[]> {
  const { rows } = await client.query<TargetRow>(
    `SELECT x.*, s.name, s.identity, s.connected, s.firmware AS version, p.status, p.at AS status_at
     FROM rollout_stations x JOIN stations s ON s.operator_id = x.operator_id AND s.id = x.station_id
     LEFT JOIN LATERAL (SELECT q.status, q.at FROM request_statuses q WHERE q.operator_id = x.operator_id AND q.station_id = x.station_id
       AND q.work = 'firmware' AND q.request_id = x.request_id ORDER BY q.seq DESC LIMIT 1) p ON true
     WHERE x.operator_id = $1 AND x.rollout_id = $2 AND ($3::text IS NULL OR x.state = $3) AND ($4::integer IS NULL OR x.wave = $4)
       AND ($5::integer IS NULL OR (x.wave, x.station_id) > ($5, $6::integer)) ORDER BY x.wave, x.station_id LIMIT $7`,
    [
      operatorId,
      rolloutId,
      query.state ?? null,
      query.wave ?? null,
      query.after?.[0] ?? null,
      query.after?.[1] ?? null,
      query.limit,
    ],
  );
  return rows;
}

/** The image behind an address; notes that it was fetched. */
export async function fetchedBy(
  client: pg.ClientBase,
  operatorId: number,
  tokenHash: Buffer,
  now: Instant,
): Promise<{ file_name: string; file_key: string; size: string; sha256: string } | undefined> {
  const { rows } = await client.query<{ file_name: string; file_key: string; size: string; sha256: string }>(
    `UPDATE rollout_stations x SET fetched_at = $3 FROM rollouts r, firmware_images i
     WHERE x.operator_id = $1 AND x.token_hash = $2 AND x.token_until > $3
       AND r.operator_id = x.operator_id AND r.id = x.rollout_id AND i.operator_id = r.operator_id AND i.id = r.image_id AND i.file_key IS NOT NULL
     RETURNING i.file_name, i.file_key, i.size, i.sha256`,
    [operatorId, tokenHash, iso(now)],
  );
  return rows[0];
}
