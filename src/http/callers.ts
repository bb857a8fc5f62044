import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Clock, minute, second } from '../lib/time.ts';
import type { Caller } from './contract.ts';
import { isRole, rightsOf } from './rights.ts';
import type { SignedIn, SignIn } from './sign-in.ts';

type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface Resolved {
  readonly caller: Caller;
  /** Absent for an API key. */
  readonly session?: SignedIn;
}

/** Finds out who asks. Answers are kept for a second, so that what is revoked is refused within one on every node. */
export interface Callers {
  resolve(headers: RequestHeaders, address: string): Promise<Resolved | undefined>;
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

  const bySession = async (headers: RequestHeaders, address: string): Promise<Resolved | undefined> => {
    const session = await signIn.signedIn(headers);
    if (!session) return undefined;
    // The operator chosen for this session, else the one joined first.
    const { rows } = await pool.query<{ operator_id: number; role: string }>(
      `SELECT operator_id, role FROM members WHERE user_id = $1
       ORDER BY operator_id = $2 DESC NULLS LAST, created_at, operator_id LIMIT 1`,
      [session.user.id, session.operatorId ?? null],
    );
    const member = rows[0];
    if (!member || !isRole(member.role)) return undefined;
    const { id: userId, name } = session.user;
    return {
      caller: {
        operatorId: member.operator_id,
        userId,
        name,
        role: member.role,
        rights: rightsOf[member.role],
        address,
      },
      session,
    };
  };

  const byKey = async (key: string, address: string): Promise<Resolved | undefined> => {
    if (!key.startsWith(apiKeyPrefix) || key.length > 100) return undefined;
    const { rows } = await pool.query<{
      operator_id: number;
      id: string;
      name: string;
      role: string;
      last_used_at: Date | null;
    }>(
      `SELECT operator_id, id, name, role, last_used_at FROM api_keys
       WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [hashOfApiKey(key), new Date(clock.now())],
    );
    const found = rows[0];
    if (!found || !isRole(found.role)) return undefined;
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
        role: found.role,
        rights: rightsOf[found.role],
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
    forget: () => kept.clear(),
  };
}
