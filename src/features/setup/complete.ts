import type pg from 'pg';
import type { Auth } from '../../http/auth.ts';
import { Failure } from '../../lib/errors.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { checkTimeZone } from '../time-zones.ts';
import { slugOf } from './rules.ts';
import { addAdministrator, createOperator } from './store.ts';
import { isSetUp, takeToken } from './token.ts';

export interface FirstSetup {
  /** Absent: done by the program itself, e.g. for an unattended demo. */
  readonly token?: string;
  readonly operator: string;
  readonly language: 'en' | 'de';
  readonly timeZone: string;
  readonly administrator: { readonly name: string; readonly email: string; readonly password: string };
}

export interface CompleteDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly auth: Auth;
}

/**
 * The first operator and its first administrator, once. Throws Failure `session.refused` for a wrong or used token,
 * `state.conflict` when it was done before.
 */
export async function completeSetup(
  deps: CompleteDeps,
  setup: FirstSetup,
  address: string,
): Promise<{ operatorId: number; userId: string }> {
  const { pool, auth, clock } = deps;
  checkTimeZone(setup.timeZone);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('set-up'))");
    if (await isSetUp(client)) throw new Failure('state.conflict', 'Set-up was finished before. Sign in.');
    if (setup.token !== undefined && !(await takeToken(client, setup.token))) {
      throw new Failure(
        'session.refused',
        'The set-up link is not right. The server prints the valid one at its start.',
      );
    }
    const userId = await administrator(auth, setup.administrator);
    const at = clock.now();
    const operatorId = await createOperator(client, {
      slug: slugOf(setup.operator),
      name: setup.operator,
      language: setup.language,
      timeZone: setup.timeZone,
      at,
    });
    await addAdministrator(client, operatorId, userId, at);
    await audit(client, deps, { operatorId, userId, address }, 'operator.created', {
      name: setup.operator,
      language: setup.language,
      timeZone: setup.timeZone,
    });
    await client.query('COMMIT');
    return { operatorId, userId };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** A person left over from a set-up that broke off half-way gets the new password: nobody has signed in with the old one yet. */
async function administrator({ signIn }: Auth, person: FirstSetup['administrator']): Promise<string> {
  const known = await signIn.userByEmail(person.email);
  if (known === undefined) return signIn.createUser(person);
  await signIn.resetPassword(known, person.password);
  await signIn.rename(known, person.name);
  return known;
}
