import type pg from 'pg';
import type { Clock } from '../lib/time.ts';
import { type Callers, createCallers } from './callers.ts';
import { createLimits, type Limits } from './limits.ts';
import { installationSecret } from './secrets.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

/** Who may come in, and who it is. */
export interface Auth {
  readonly signIn: SignIn;
  readonly callers: Callers;
  readonly limits: Limits;
}

/** `secure`: people reach us by https, so cookies are Secure and bound to the host. */
export async function createAuth({
  pool,
  clock,
  secure,
}: {
  pool: pg.Pool;
  clock: Clock;
  secure: boolean;
}): Promise<Auth> {
  const signIn = await createSignIn({ pool, secret: await installationSecret(pool, 'sign-in secret'), secure });
  return { signIn, callers: createCallers({ pool, signIn, clock }), limits: createLimits(pool) };
}
