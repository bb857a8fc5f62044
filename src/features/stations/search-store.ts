import type pg from 'pg';
import type { Standing } from '../../domain/standing.ts';
import { escapeLike } from '../../lib/like.ts';
import type { Wall } from '../../storage/as-operator.ts';

export interface HitRow {
  readonly id: number;
  readonly identity: string;
  readonly name: string;
  readonly location: string | null;
  readonly address: string | null;
  readonly standing: Standing;
  readonly serial: string | null;
  readonly box_serial: string | null;
  readonly iccid: string | null;
  readonly evse_ids: readonly string[] | null;
}

const looked = 400;
const shown = 20;

/** Ids of the best hits: the identity or name itself, then what begins with the text, then what has it inside. */
export async function findStations(
  client: pg.ClientBase,
  { operatorId, entities }: Wall,
  text: string,
): Promise<number[]> {
  // Looked for without row-level security (finding.ts): the entities are a condition of the statement itself.
  const own = entities ? 'AND entity_id = ANY($6)' : '';
  const ownWords = entities
    ? 'AND EXISTS (SELECT FROM stations o WHERE o.operator_id = $1 AND o.id = station_id AND o.entity_id = ANY($6))'
    : '';
  // Three letters are the shortest part the index knows; less is looked up at the beginnings of names and identities.
  const inside = `SELECT station_id AS id FROM station_search WHERE operator_id = $1 AND words LIKE $3 ${ownWords} LIMIT $5`;
  const beginning = `(SELECT id FROM stations WHERE operator_id = $1 AND adopted AND lower(name) LIKE $4 ${own} LIMIT $5)
    UNION (SELECT id FROM stations WHERE operator_id = $1 AND adopted AND lower(identity) LIKE $4 AND $3 <> '' ${own} LIMIT $5)`;
  const exact = `(SELECT id FROM stations WHERE operator_id = $1 AND adopted AND lower(identity) LIKE $4 ${own} ORDER BY lower(identity) LIMIT ${shown})`;
  const { rows } = await client.query<{ id: number }>(
    `WITH found AS MATERIALIZED (${text.length >= 3 ? `(${inside}) UNION ${exact}` : beginning})
     SELECT s.id FROM found JOIN stations s ON s.operator_id = $1 AND s.id = found.id WHERE s.adopted
     ORDER BY lower(s.identity) = $2 DESC, lower(s.name) = $2 DESC, lower(s.identity) LIKE $4 OR lower(s.name) LIKE $4 DESC,
       s.decommissioned, lower(s.name), s.id LIMIT ${shown}`,
    [operatorId, text, `%${escapeLike(text)}%`, `${escapeLike(text)}%`, looked, ...(entities ? [entities] : [])],
  );
  return rows.map(({ id }) => id);
}

/** What is shown of the hits, in their order. */
export async function readHits(client: pg.ClientBase, operatorId: number, ids: readonly number[]): Promise<HitRow[]> {
  const { rows } = await client.query<HitRow>(
    `SELECT s.id, s.identity, s.name, coalesce(p.name, s.location) AS location, p.address, s.standing, s.serial, s.box_serial, s.iccid,
       (SELECT array_agg(c.evse_id ORDER BY c.evse, c.connector) FROM connectors c
        WHERE c.operator_id = s.operator_id AND c.station_id = s.id AND c.evse_id IS NOT NULL) AS evse_ids
     FROM unnest($2::integer[]) WITH ORDINALITY AS wanted (id, place)
     JOIN stations s ON s.operator_id = $1 AND s.id = wanted.id
     LEFT JOIN locations p ON p.operator_id = s.operator_id AND p.id = s.location_id
     ORDER BY wanted.place`,
    [operatorId, ids],
  );
  return rows;
}
