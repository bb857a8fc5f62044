import type pg from 'pg';
import { Failure } from '../lib/errors.ts';

export interface RequiredStation {
  readonly identity: string;
  readonly name: string;
  /** It is connected without TLS. */
  readonly plain: boolean;
}

/** What every page below a station starts with. Throws Failure `thing.unknown` when this operator has no such station. */
export async function requireStation(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
): Promise<RequiredStation> {
  const { rows } = await client.query<RequiredStation>(
    'SELECT identity, name, coalesce(connected AND security_profile < 2, false) AS plain FROM stations WHERE operator_id = $1 AND id = $2',
    [operatorId, stationId],
  );
  if (rows[0] === undefined) throw new Failure('thing.unknown', `There is no station ${stationId}.`);
  return rows[0];
}
