import type pg from 'pg';
import type { Caller } from '../http/contract.ts';
import { Failure } from '../lib/errors.ts';

/** What a station's master data points to: things of other slices. null empties. */
export interface StationLinks {
  readonly entityId?: number | null;
  readonly locationId?: number | null;
  readonly modelId?: number | null;
}

const refuse = (field: string, detail: string, says: string): Failure =>
  new Failure('value.refused', detail, { fields: { [field]: says } });

/** Throws Failure `value.refused` unless everything pointed to is there and seen by who asks: ids are not to be guessed at. Within their wall. */
export async function checkLinks(
  client: pg.ClientBase,
  { operatorId, entities }: Pick<Caller, 'operatorId' | 'entities'>,
  { entityId, locationId, modelId }: StationLinks,
): Promise<void> {
  // A station without an entity is the operator's own: who sees some entities only would give it away.
  if (entityId === null && entities !== undefined)
    throw refuse(
      'entityId',
      'Choose one of your entities: without one the station would no longer be yours.',
      'is missing',
    );
  const known = async (table: 'entities' | 'locations' | 'models', id: number): Promise<boolean> => {
    const { rowCount } = await client.query(`SELECT FROM ${table} WHERE operator_id = $1 AND id = $2`, [
      operatorId,
      id,
    ]);
    return rowCount === 1;
  };
  if (entityId != null && !(await known('entities', entityId)))
    throw refuse('entityId', 'There is no such entity here.', 'is not known here');
  if (locationId != null && !(await known('locations', locationId)))
    throw refuse('locationId', 'There is no such location here.', 'is not known here');
  if (modelId != null && !(await known('models', modelId)))
    throw refuse('modelId', 'There is no such model here.', 'is not known here');
}

/**
 * The entity of something new: the one asked for, or the only one of who sees one entity only. Throws Failure `value.refused` when somebody
 * who sees several entities has to say which.
 */
export function entityOfNew({ entities }: Pick<Caller, 'entities'>, asked: number | undefined): number | undefined {
  if (asked !== undefined || entities === undefined) return asked;
  if (entities.length === 1) return entities[0];
  throw refuse('entityId', 'Say which of your entities it belongs to.', 'is missing');
}
