import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { Failure } from '../../lib/errors.ts';
import type { NewId } from '../../lib/ids.ts';
import { day, type Instant, iso } from '../../lib/time.ts';

/** A link is good for a week: longer than a weekend, shorter than a mailbox is forgotten. */
export const invitationLasts = 7 * day;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A new link for somebody; those before it are not valid any more. The token itself is not kept. */
export async function invite(
  client: pg.ClientBase,
  operatorId: number,
  userId: string,
  by: string,
  at: Instant,
  newId: NewId,
): Promise<{ token: string; expiresAt: Instant }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = at + invitationLasts;
  await client.query(
    'UPDATE invitations SET expires_at = $3 WHERE operator_id = $1 AND user_id = $2 AND used_at IS NULL AND expires_at > $3',
    [operatorId, userId, iso(at)],
  );
  await client.query(
    'INSERT INTO invitations (operator_id, id, user_id, token_hash, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [operatorId, newId(at), userId, hashOf(token), by, iso(at), iso(expiresAt)],
  );
  return { token, expiresAt };
}

export interface Invited {
  readonly operator_id: number;
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly operator: string;
  readonly language: 'en' | 'de';
}

/** Nobody is signed in yet, so there is no wall to look behind: by the token only. */
export async function invitedBy(pool: pg.Pool, token: string, now: Instant): Promise<Invited> {
  const { rows } = await pool.query<Invited>(
    `SELECT i.operator_id, i.id, i.user_id, u.name, u.email, o.name AS operator, coalesce(m.language, o.language) AS language
     FROM invitations i JOIN auth_user u ON u.id = i.user_id JOIN operators o ON o.id = i.operator_id
     JOIN members m ON m.operator_id = i.operator_id AND m.user_id = i.user_id
     WHERE i.token_hash = $1 AND i.used_at IS NULL AND i.expires_at > $2 AND m.invited_at IS NOT NULL AND m.deactivated_at IS NULL`,
    [hashOf(token), iso(now)],
  );
  if (rows[0] === undefined)
    throw new Failure('thing.unknown', 'This invitation was used, has expired or was replaced: ask for a new one.');
  return rows[0];
}

/** Once, also when the link is used twice at the same moment. */
export async function useInvitation(client: pg.ClientBase, invited: Invited, at: Instant): Promise<void> {
  const { rowCount } = await client.query(
    'UPDATE invitations SET used_at = $3 WHERE operator_id = $1 AND id = $2 AND used_at IS NULL',
    [invited.operator_id, invited.id, iso(at)],
  );
  if (rowCount !== 1) throw new Failure('thing.unknown', 'This invitation was used already: sign in.');
  await client.query('UPDATE members SET invited_at = NULL WHERE operator_id = $1 AND user_id = $2', [
    invited.operator_id,
    invited.user_id,
  ]);
}

/** How somebody who is invited is written to. */
export async function addressee(client: pg.ClientBase, operatorId: number, userId: string) {
  const { rows } = await client.query<{
    name: string;
    email: string;
    operator: string;
    language: 'en' | 'de';
    timeZone: string;
    entityId: number | null;
  }>(
    `SELECT u.name, u.email, o.name AS operator, coalesce(m.language, o.language) AS language,
       coalesce(m.time_zone, o.time_zone) AS "timeZone", m.entity_id AS "entityId"
     FROM members m JOIN auth_user u ON u.id = m.user_id JOIN operators o ON o.id = m.operator_id
     WHERE m.operator_id = $1 AND m.user_id = $2`,
    [operatorId, userId],
  );
  const { entityId, ...found } = rows[0]!;
  return { ...found, entityId: entityId ?? undefined };
}
