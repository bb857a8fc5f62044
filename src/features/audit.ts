import type pg from 'pg';
import type { Caller } from '../http/contract.ts';
import type { NewId } from '../lib/ids.ts';
import type { Clock } from '../lib/time.ts';
import { writeOperatorFact } from '../storage/operator-facts.ts';

export interface AuditDeps {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Who did what, from where, old and new, and of which station where it is about one: in the same transaction as the deed, which fails if this does. */
export async function audit(
  client: pg.ClientBase,
  { clock, newId }: AuditDeps,
  { operatorId, userId, address }: Pick<Caller, 'operatorId' | 'userId' | 'address'>,
  type: string,
  body: Readonly<Record<string, unknown>>,
  stationId?: number,
): Promise<void> {
  const at = clock.now();
  await writeOperatorFact(client, {
    operatorId,
    id: newId(at),
    at,
    type,
    userId,
    stationId,
    body: { ...body, address },
  });
}
