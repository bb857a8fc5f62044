import type pg from 'pg';
import type { Caller } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import type { Kind } from './rules.ts';

/** What a document hangs on: the station it is about, where it is about one. */
export interface Subject {
  readonly stationId?: number | undefined;
}

/** Looks for a thing behind the caller's wall; undefined: there is no such thing for this caller. */
export type FindSubject = (client: pg.ClientBase, operatorId: number, id: string) => Promise<Subject | undefined>;

const integer = /^[1-9]\d{0,9}$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whose documents they are decides who sees them: those of a station whoever sees the station; those of a model or a location whoever sees
 * a station of that model or at that location; articles are for all of the operator; tickets and history entries say themselves who sees
 * them. The database holds the same for the rows (0220-documents.sql).
 */
export async function requireSubject(
  client: pg.ClientBase,
  caller: Caller,
  place: { readonly kind: Kind; readonly subject: string },
  findTicket: FindSubject,
): Promise<Subject> {
  const found = await findSubject(client, caller, place, findTicket);
  if (found === undefined)
    throw new Failure('thing.unknown', 'There is no such thing that a document could be attached to.');
  return found;
}

/** Undefined: nothing that this caller sees. */
export async function findSubject(
  client: pg.ClientBase,
  { operatorId, entities }: Caller,
  { kind, subject }: { readonly kind: Kind; readonly subject: string },
  findTicket: FindSubject,
): Promise<Subject | undefined> {
  if (!integer.test(subject) && !uuid.test(subject)) return undefined;
  const id = Number(subject);
  const isInteger = integer.test(subject) && id < 2 ** 31;
  switch (kind) {
    case 'station': {
      if (!isInteger) return undefined;
      const { rowCount } = await client.query('SELECT FROM stations WHERE operator_id = $1 AND id = $2', [
        operatorId,
        id,
      ]);
      return rowCount === 1 ? { stationId: id } : undefined;
    }
    case 'model':
    case 'location': {
      if (!isInteger) return undefined;
      if (entities === undefined) return {};
      const { rowCount } = await client.query(
        `SELECT FROM stations WHERE operator_id = $1 AND ${kind}_id = $2 LIMIT 1`,
        [operatorId, id],
      );
      return rowCount === 1 ? {} : undefined;
    }
    case 'article':
      return {};
    case 'ticket':
      return findTicket(client, operatorId, subject);
    case 'history': {
      if (!uuid.test(subject)) return undefined;
      const { rows } = await client.query<{ station_id: number }>(
        'SELECT station_id FROM history_entries WHERE operator_id = $1 AND id = $2',
        [operatorId, subject],
      );
      return rows[0] && { stationId: rows[0].station_id };
    }
  }
}
