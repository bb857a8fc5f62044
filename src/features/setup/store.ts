import type pg from 'pg';
import { type Instant, iso } from '../../lib/time.ts';

export interface NewOperator {
  readonly slug: string;
  readonly name: string;
  readonly language: string;
  readonly timeZone: string;
  readonly at: Instant;
}

export async function createOperator(
  client: pg.ClientBase,
  { slug, name, language, timeZone, at }: NewOperator,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO operators (slug, name, language, time_zone, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (slug) DO UPDATE SET name = excluded.name, language = excluded.language, time_zone = excluded.time_zone
     RETURNING id`,
    [slug, name, language, timeZone, iso(at)],
  );
  return rows[0]!.id;
}

export async function addAdministrator(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  at: Instant,
): Promise<void> {
  await client.query(
    `INSERT INTO members (operator_id, user_id, role, created_at) VALUES ($1, $2, 'administrator', $3)
     ON CONFLICT (operator_id, user_id) DO UPDATE SET role = 'administrator'`,
    [operatorId, userId, iso(at)],
  );
}
