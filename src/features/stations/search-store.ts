import type pg from 'pg';
import type { Standing } from '../../domain/standing.ts';
import { escapeLike } from './filter.ts';

export interface HitRow {
  readonly id: number;
  readonly identity: string;
  readonly name: string;
  readonly location: string | null;
  readonly standing: Standing;
  readonly serial: string | null;
  readonly box_serial: string | null;
  readonly iccid: string | null;
  readonly evse_ids: readonly string[] | null;
}

const looked = 400;
const shown = 20;

/** The best hits: the identity or an EVSE-ID itself, then what begins with the text, then what has it inside. */
export async function findStations(client: pg.ClientBase, operatorId: number, text: string): Promise<HitRow[]> {
  const beginning = `${escapeLike(text)}%`;
  // Three letters are the shortest part the index knows; less is looked up at the beginnings of names and identities.
  const found =
    text.length >= 3
      ? 'SELECT station_id AS id FROM station_search WHERE operator_id = $1 AND words LIKE $3 LIMIT $5'
      : `(SELECT id FROM stations WHERE operator_id = $1 AND adopted AND lower(name) LIKE $4 LIMIT $5)
         UNION (SELECT id FROM stations WHERE operator_id = $1 AND adopted AND lower(identity) LIKE $4 AND $3 <> '' LIMIT $5)`;
  const { rows } = await client.query<HitRow>(
    `WITH found AS MATERIALIZED (${found}), best AS (
       SELECT s.* FROM found JOIN stations s ON s.operator_id = $1 AND s.id = found.id WHERE s.adopted
       ORDER BY lower(s.identity) = $2 DESC, lower(s.name) = $2 DESC, lower(s.identity) LIKE $4 OR lower(s.name) LIKE $4 DESC,
         s.decommissioned, lower(s.name), s.id LIMIT ${shown})
     SELECT b.id, b.identity, b.name, b.location, b.standing, b.serial, b.box_serial, b.iccid,
       (SELECT array_agg(c.evse_id ORDER BY c.evse, c.connector) FROM connectors c
        WHERE c.operator_id = $1 AND c.station_id = b.id AND c.evse_id IS NOT NULL) AS evse_ids
     FROM best b
     ORDER BY lower(b.identity) = $2 DESC, lower(b.name) = $2 DESC, lower(b.identity) LIKE $4 OR lower(b.name) LIKE $4 DESC,
       b.decommissioned, lower(b.name), b.id`,
    [operatorId, text, `%${escapeLike(text)}%`, beginning, looked],
  );
  return rows;
}
