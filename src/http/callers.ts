import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Clock, minute, second } from '../lib/time.ts';
import type { Caller } from './contract.ts';
import type { SignedIn, SignIn } from './sign-in.ts';
import { standingIn } from './standing-in.ts';
import { viewedBy } from './viewing.ts';

type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface Resolved {
  readonly caller: Caller;
  /** Absent for an API key. */
  readonly session?: SignedIn;
}

/** Finds out who asks. Answers are kept for a second, so that what is revoked is refused within one on every node. */
export interface Callers {
  resolve(headers: RequestHeaders, address: string): Promise<Resolved | undefined>;
  /** Whether a station is one of those the caller sees. */
  sees(caller: Caller, stationId: number): Promise<boolean>;
  /** Forget at once on this node: after signing out, a change of role, a revoked key. */
  forget(): void;
}

const keptFor = second;
const mostKept = 10_000;

export const apiKeyPrefix = 'vy_';
export const hashOfApiKey = (key: string): Buffer => createHash('sha256').update(key).digest();

export function bearerOf(headers: RequestHeaders): string | undefined {
  const value = headers.authorization;
  return typeof value === 'string' ? /^Bearer +(\S+)$/i.exec(value)?.[1] : undefined;
}

export function createCallers({ pool, signIn, clock }: { pool: pg.Pool; signIn: SignIn; clock: Clock }): Callers {
  const kept = new Map<string, { until: number; resolved: Promise<Resolved | undefined> }>();
  const belongs = new Map<string, { until: number; entity: Promise<number | undefined> }>();

  const bySession = async (headers: RequestHeaders, address: string): Promise<Resolved | undefined> => {
    const session = await signIn.signedIn(headers);
    if (!session) return undefined;
    // The operator chosen for this session, else the one joined first.
    const { rows } = await pool.query<{ operator_id: number; role: string; entity_id: number | null }>(
      `SELECT operator_id, role, entity_id FROM members WHERE user_id = $1 AND deactivated_at IS NULL
       ORDER BY operator_id = $2 DESC NULLS LAST, created_at, operator_id LIMIT 1`,
      [session.user.id, session.operatorId ?? null],
    );
    const member = rows[0];
    if (!member) return undefined;
    const standing = await standingIn(pool, member.operator_id, member.role, member.entity_id);
    if (!standing) return undefined;
    const { id: userId, name } = session.user;
    const caller: Caller = { operatorId: member.operator_id, userId, name, ...standing, address };
    return { caller: await viewedBy(pool, caller, String(headers.cookie)), session };
  };

  const byKey = async (key: string, address: string): Promise<Resolved | undefined> => {
    if (!key.startsWith(apiKeyPrefix) || key.length > 100) return undefined;
    const { rows } = await pool.query<{
      operator_id: number;
      id: string;
      name: string;
      role: string;
      entity_id: number | null;
      last_used_at: Date | null;
    }>(
      `SELECT operator_id, id, name, role, entity_id, last_used_at FROM api_keys
       WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [hashOfApiKey(key), new Date(clock.now())],
    );
    const found = rows[0];
    if (!found) return undefined;
    const standing = await standingIn(pool, found.operator_id, found.role, found.entity_id);
    if (!standing) return undefined;
    if (!found.last_used_at || found.last_used_at.getTime() < clock.now() - minute) {
      await pool.query('UPDATE api_keys SET last_used_at = $3 WHERE operator_id = $1 AND id = $2', [
        found.operator_id,
        found.id,
        new Date(clock.now()),
      ]);
    }
    return {
      caller: {
        operatorId: found.operator_id,
        userId: `key:${found.id}`,
        name: found.name,
        ...standing,
        address,
      },
    };
  };

  return {
    resolve(headers, address) {
      const bearer = bearerOf(headers);
      const cookie = headers.cookie;
      const proof =
        bearer ?? (typeof cookie === 'string' && cookie.includes('voltyard.session_token=') ? cookie : undefined);
      if (proof === undefined) return Promise.resolve(undefined);
      const name = `${address} ${proof}`;
      const now = clock.monotonic();
      const known = kept.get(name);
      if (known && known.until > now) return known.resolved;
      if (kept.size >= mostKept) kept.clear();
      const resolved = bearer === undefined ? bySession(headers, address) : byKey(bearer, address);
      kept.set(name, { until: now + keptFor, resolved });
      // Only answers are kept, never a failure to get one.
      resolved.catch(() => kept.delete(name));
      return resolved;
    },
    async sees({ operatorId, entities }, stationId) {
      if (entities === undefined) return true;
      const now = clock.monotonic();
      const name = `${operatorId}.${stationId}`;
      let known = belongs.get(name);
      if (!known || known.until <= now) {
        if (belongs.size >= mostKept) belongs.clear();
        known = { until: now + keptFor, entity: entityOf(pool, operatorId, stationId) };
        known.entity.catch(() => belongs.delete(name));
        belongs.set(name, known);
      }
      const entity = await known.entity;
      return entity !== undefined && entities.includes(entity);
    },
    forget() {
      kept.clear();
      belongs.clear();
    },
  };
}

/** The entity a station belongs to; undefined: to none of them, or there is no such station. */
async function entityOf(pool: pg.Pool, operatorId: number, stationId: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ entity_id: number | null }>({
    name: 'entity-of-station',
    text: 'SELECT entity_id FROM stations WHERE operator_id = $1 AND id = $2',
    values: [operatorId, stationId],
  });
  return rows[0]?.entity_id ?? undefined;
}
