import type pg from 'pg';
import { Failure } from '../lib/errors.ts';

/** What every page below a station starts with. Throws Failure `thing.unknown` when this operator has no such station. */
export async function requireStation(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
): Promise<{ readonly identity: string; readonly name: string }> {
  const { rows } = await client.query<{ identity: string; name: string }>(
    'SELECT identity, name FROM stations WHERE operator_id = $1 AND id = $2',
    [operatorId, stationId],
  );
  if (rows[0] === undefined) throw new Failure('thing.unknown', `There is no station ${stationId}.`);
  return rows[0];
}
