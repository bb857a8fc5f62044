import type pg from 'pg';
import { type Instant, iso } from '../lib/time.ts';

/** What a person did to something that is not a station: a card, a key, a member. Append-only. */
export interface OperatorFact {
  readonly operatorId: number;
  readonly id: string;
  readonly at: Instant;
  readonly type: string;
  readonly userId?: string;
  /** The station it was about, where it was about one. */
  readonly stationId?: number | undefined;
  readonly body: unknown;
}

/** Writes the fact in the transaction of `client`, so that it stands or falls with the change it tells of. */
export async function writeOperatorFact(client: pg.ClientBase, fact: OperatorFact): Promise<void> {
  await client.query(
    'INSERT INTO operator_facts (operator_id, id, at, type, user_id, station_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING',
    [
      fact.operatorId,
      fact.id,
      iso(fact.at),
      fact.type,
      fact.userId ?? null,
      fact.stationId ?? null,
      JSON.stringify(fact.body),
    ],
  );
}
