import type pg from 'pg';

export interface PersonRow {
  readonly name: string;
  readonly email: string;
  readonly two_factor_enabled: boolean;
  readonly language: 'en' | 'de' | null;
  readonly time_zone: string | null;
}

export async function personOf(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
): Promise<PersonRow | undefined> {
  const { rows } = await client.query<PersonRow>(
    `SELECT u.name, u.email, u.two_factor_enabled, m.language, m.time_zone
     FROM members m JOIN auth_user u ON u.id = m.user_id WHERE m.operator_id = $1 AND m.user_id = $2`,
    [operatorId, userId],
  );
  return rows[0];
}

export async function setOwnDefaults(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  change: { language?: string | null; timeZone?: string | null },
): Promise<void> {
  await client.query(
    `UPDATE members SET language = CASE WHEN $3 THEN $4 ELSE language END, time_zone = CASE WHEN $5 THEN $6 ELSE time_zone END
     WHERE operator_id = $1 AND user_id = $2`,
    [
      operatorId,
      userId,
      change.language !== undefined,
      change.language ?? null,
      change.timeZone !== undefined,
      change.timeZone ?? null,
    ],
  );
}
