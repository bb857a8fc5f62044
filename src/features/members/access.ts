import type pg from 'pg';
import { standingIn } from '../../http/standing-in.ts';
import { present } from '../../lib/present.ts';
import type { MemberRow } from './store.ts';

export type Because =
  | 'everything'
  | 'ownEntity'
  | 'belowOwnEntity'
  | 'otherEntity'
  | 'noEntity'
  | 'personHasNone'
  | 'noRight'
  | 'deactivated';

/** Why somebody sees a station, or does not. */
export function becauseOf(
  member: {
    readonly deactivated: boolean;
    readonly right: boolean;
    readonly entity: number | undefined;
    readonly entities: readonly number[] | undefined;
  },
  station: number | undefined,
): { sees: boolean; because: Because } {
  if (member.deactivated) return { sees: false, because: 'deactivated' };
  if (!member.right) return { sees: false, because: 'noRight' };
  if (member.entities === undefined) return { sees: true, because: 'everything' };
  if (member.entity === undefined) return { sees: false, because: 'personHasNone' };
  if (station === undefined) return { sees: false, because: 'noEntity' };
  if (station === member.entity) return { sees: true, because: 'ownEntity' };
  return member.entities.includes(station)
    ? { sees: true, because: 'belowOwnEntity' }
    : { sees: false, because: 'otherEntity' };
}

/** What a member may do; undefined station: there is no such one (that the caller sees). */
export async function accessOf(
  pool: pg.Pool,
  client: pg.ClientBase,
  operatorId: number,
  member: MemberRow,
  stationId: number | undefined,
) {
  const standing = await standingIn(pool, operatorId, member.role, member.entity_id);
  const { rows: names } = await client.query<{ id: number; name: string }>(
    'SELECT id, name FROM entities WHERE operator_id = $1 AND id = ANY($2) ORDER BY lower(name), id',
    [operatorId, standing?.entities ?? []],
  );
  const { rows: stations } = await client.query<{ entity_id: number | null; name: string | null }>(
    `SELECT s.entity_id, e.name FROM stations s LEFT JOIN entities e ON e.operator_id = s.operator_id AND e.id = s.entity_id
     WHERE s.operator_id = $1 AND s.id = $2`,
    [operatorId, stationId ?? null],
  );
  const station = stations[0];
  const found = becauseOf(
    {
      deactivated: member.deactivated_at !== null,
      right: standing?.rights.has('stations.see') === true,
      entity: member.entity_id ?? undefined,
      entities: standing === undefined ? [] : standing.entities,
    },
    station?.entity_id ?? undefined,
  );
  return present({
    rights: [...(standing?.rights ?? [])],
    entities: standing?.entities && names,
    station: station && present({ ...found, stationEntity: station.name, memberEntity: member.entity_name }),
  });
}
