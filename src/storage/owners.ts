import type pg from 'pg';
import type { StationKey } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import { createGatherer } from './gather.ts';
import { away } from './passing.ts';

/** A living node that owns a station. */
export interface Owner {
  readonly run: number;
  readonly name: string;
  readonly ours: boolean;
}

/** Which node holds which station's state: the database decides, and gives every new owner a higher token (C-07). */
export interface OwnerStore {
  /**
   * Makes this node the owner and resolves with its fencing token; undefined: there is no such station. Rejects with Failure
   * `station.elsewhere` when another node lives that has it, unless that one's run is `former`: then it is pushed out.
   */
  claim(key: StationKey, former?: number): Promise<number | undefined>;
  /** The living node that owns it; undefined: nobody does, or we do because there is nobody else. */
  ownerOf(key: StationKey): Promise<Owner | undefined>;
  /** Gives one station up, for whoever comes next. */
  release(key: StationKey): Promise<void>;
  /** Gives up everything this run has: it ends in good order. */
  releaseAll(): Promise<void>;
  /** Stations whose owner has ended without giving them up. */
  leftBehind(limit: number): Promise<readonly StationKey[]>;
}

const living = 'EXISTS (SELECT FROM nodes n WHERE n.run = o.run AND n.ended_at IS NULL)';

export interface OwnerStoreOptions {
  readonly pool: pg.Pool;
  /** The number of this start of the program. */
  readonly run: () => number;
  /** No other node lives, nor will while this one does: nobody else owns anything. */
  readonly alone?: boolean;
}

/** Questions asked together share their queries. Rejects with Failure `database.away`. */
export function createOwnerStore({ pool, run, alone = false }: OwnerStoreOptions): OwnerStore {
  const claim = createGatherer<{ key: StationKey; former: number | undefined }, { run: number; token: number } | null>(
    async (questions) => {
      const { rows } = await pool.query({
        name: 'owners-claim',
        text: 'SELECT operator_id, station_id, run, token::float8 AS token FROM claim_stations($1, $2, $3, $4)',
        values: [
          run(),
          questions.map((q) => q.key.operatorId),
          questions.map((q) => q.key.stationId),
          questions.map((q) => q.former ?? null),
        ],
      });
      const found = new Map(rows.map((row) => [`${row.operator_id}.${row.station_id}`, row]));
      return questions.map(({ key }) => found.get(`${key.operatorId}.${key.stationId}`) ?? null);
    },
    { parallel: 1, pauseMs: 25 },
  );
  const find = createGatherer<StationKey, Owner | undefined>(
    async (keys) => {
      const { rows } = await pool.query({
        name: 'owners-find',
        text: `SELECT o.operator_id, o.station_id, n.run, n.name FROM unnest($1::integer[], $2::integer[]) AS q (operator_id, station_id)
             JOIN station_owners o USING (operator_id, station_id) JOIN nodes n ON n.run = o.run AND n.ended_at IS NULL`,
        values: [keys.map((key) => key.operatorId), keys.map((key) => key.stationId)],
      });
      const found = new Map(
        rows.map((row) => [
          `${row.operator_id}.${row.station_id}`,
          { run: row.run, name: row.name, ours: row.run === run() },
        ]),
      );
      return keys.map((key) => found.get(`${key.operatorId}.${key.stationId}`));
    },
    { parallel: 2, pauseMs: 25 },
  );

  return away<OwnerStore>({
    async claim(key, former) {
      const owner = await claim({ key, former });
      if (owner === null) return undefined;
      if (owner.run !== run()) throw new Failure('station.elsewhere', 'Another node holds this station.');
      return owner.token;
    },
    ownerOf: alone ? async () => undefined : find,
    async release({ operatorId, stationId }) {
      await pool.query('UPDATE station_owners SET run = NULL WHERE operator_id = $1 AND station_id = $2 AND run = $3', [
        operatorId,
        stationId,
        run(),
      ]);
    },
    async releaseAll() {
      await pool.query('UPDATE station_owners SET run = NULL WHERE run = $1', [run()]);
    },
    async leftBehind(limit) {
      const { rows } = await pool.query(
        `SELECT operator_id, station_id FROM station_owners o WHERE o.run IS NOT NULL AND NOT ${living} LIMIT $1`,
        [limit],
      );
      return rows.map((row) => ({ operatorId: row.operator_id, stationId: row.station_id }));
    },
  });
}
