import type pg from 'pg';
import type { CommandAnswer, CommandState } from '../../domain/commands.ts';
import type { StationKey } from '../../domain/ports.ts';
import { type Instant, iso } from '../../lib/time.ts';

// What the turn of the roll-outs reads and writes: see turn.ts.

export interface Due {
  readonly operator_id: number;
  readonly id: string;
}

/** Roll-outs that run, and those that stand still but of which stations are still at it. Over all operators. */
export async function underWay(client: pg.ClientBase | pg.Pool, after: Due | undefined, limit: number): Promise<Due[]> {
  const { rows } = await client.query<Due>(
    `SELECT r.operator_id, r.id FROM rollouts r WHERE ($1::integer IS NULL OR (r.operator_id, r.id) > ($1, $2::uuid))
       AND (r.ended_at IS NULL OR r.ended_at > now() - interval '7 days') AND (r.state = 'running' OR EXISTS (SELECT FROM rollout_stations x
         WHERE x.operator_id = r.operator_id AND x.rollout_id = r.id AND x.state = 'asked'))
     ORDER BY r.operator_id, r.id LIMIT $3`,
    [after?.operator_id ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export interface AskedRow {
  readonly station_id: number;
  readonly tried: number;
  readonly request_id: number;
  readonly command_id: string;
  readonly asked_at: Date;
  readonly command: CommandState | null;
  readonly reason: string | null;
  readonly answer: CommandAnswer | null;
  readonly firmware: string | null;
  readonly booted_at: Date | null;
}

export async function askedTargets(client: pg.ClientBase, operatorId: number, id: string): Promise<AskedRow[]> {
  const { rows } = await client.query<AskedRow>(
    `SELECT x.station_id, x.tried, x.request_id, x.command_id, x.asked_at, c.state AS command, c.reason, c.answer, s.firmware, s.booted_at
     FROM rollout_stations x JOIN stations s ON s.operator_id = x.operator_id AND s.id = x.station_id
     LEFT JOIN commands c ON c.operator_id = x.operator_id AND c.station_id = x.station_id AND c.id = x.command_id
     WHERE x.operator_id = $1 AND x.rollout_id = $2 AND x.state = 'asked' ORDER BY x.station_id LIMIT 500`,
    [operatorId, id],
  );
  return rows;
}

export async function endTarget(
  client: pg.ClientBase,
  key: StationKey,
  id: string,
  how: { readonly state: 'done' | 'failed'; readonly reason?: string },
  now: Instant,
): Promise<void> {
  await client.query(
    `UPDATE rollout_stations SET state = $4, reason = $5, ended_at = $6, token_hash = NULL
     WHERE operator_id = $1 AND rollout_id = $2 AND station_id = $3`,
    [key.operatorId, id, key.stationId, how.state, how.reason ?? null, iso(now)],
  );
}

/** It waits for its next try; `counts` false: the try was none of the station's. */
export async function putBack(
  client: pg.ClientBase,
  key: StationKey,
  id: string,
  { reason, nextAt, counts }: { readonly reason: string | null; readonly nextAt: Instant; readonly counts: boolean },
): Promise<void> {
  await client.query(
    `UPDATE rollout_stations SET state = 'waiting', reason = $4, next_at = $5, token_hash = NULL, tried = tried - $6
     WHERE operator_id = $1 AND rollout_id = $2 AND station_id = $3`,
    [key.operatorId, id, key.stationId, reason, iso(nextAt), counts ? 0 : 1],
  );
}

/** Whose turn it is: there, idle if it has to be, and not busy with another roll-out. */
export async function nextTargets(
  client: pg.ClientBase,
  operatorId: number,
  id: string,
  { wave, onlyIdle, now, limit }: { wave: number; onlyIdle: boolean; now: Instant; limit: number },
): Promise<number[]> {
  const { rows } = await client.query<{ station_id: number }>(
    `SELECT x.station_id FROM rollout_stations x JOIN stations s ON s.operator_id = x.operator_id AND s.id = x.station_id
     WHERE x.operator_id = $1 AND x.rollout_id = $2 AND x.state = 'waiting' AND x.wave <= $3 AND (x.next_at IS NULL OR x.next_at <= $4)
       AND s.connected AND s.adopted AND NOT s.decommissioned AND s.boot_status = 'accepted'
       AND ($5 OR NOT EXISTS (SELECT FROM transactions t WHERE t.operator_id = s.operator_id AND t.station_id = s.id AND t.ended_at IS NULL))
       AND NOT EXISTS (SELECT FROM rollout_stations o WHERE o.operator_id = x.operator_id AND o.station_id = x.station_id AND o.state = 'asked')
     ORDER BY x.wave, x.station_id LIMIT $6`,
    [operatorId, id, wave, iso(now), !onlyIdle, limit],
  );
  return rows.map((row) => row.station_id);
}

export interface Asking {
  readonly requestId: number;
  readonly commandId: string;
  readonly tokenHash: Buffer;
  readonly tokenUntil: Instant;
  readonly at: Instant;
}

/** Written down before it is asked, so that a program that ends in between asks for the same once more. False: no longer waiting. */
export async function beginAsking(
  client: pg.ClientBase,
  key: StationKey,
  id: string,
  asking: Asking,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE rollout_stations SET state = 'asked', tried = tried + 1, request_id = $4, command_id = $5, token_hash = $6, token_until = $7,
       asked_at = $8, fetched_at = NULL, reason = NULL, next_at = NULL
     WHERE operator_id = $1 AND rollout_id = $2 AND station_id = $3 AND state = 'waiting'`,
    [
      key.operatorId,
      id,
      key.stationId,
      asking.requestId,
      asking.commandId,
      asking.tokenHash,
      iso(asking.tokenUntil),
      iso(asking.at),
    ],
  );
  return rowCount === 1;
}

/** The same request under a new address: the old one is known to nobody. */
export async function renewAddress(
  client: pg.ClientBase,
  key: StationKey,
  id: string,
  asking: Pick<Asking, 'tokenHash' | 'tokenUntil' | 'at'>,
): Promise<void> {
  await client.query(
    `UPDATE rollout_stations SET token_hash = $4, token_until = $5, asked_at = $6
     WHERE operator_id = $1 AND rollout_id = $2 AND station_id = $3 AND state = 'asked'`,
    [key.operatorId, id, key.stationId, asking.tokenHash, iso(asking.tokenUntil), iso(asking.at)],
  );
}
