import { type Slice, slice } from '../../http/contract.ts';
import { sessionContract } from './contract.ts';
import { type SessionDeps, sessionRoutes } from './routes.ts';

/** Signing in and out, and what the console needs to know about who did. */
export const createSession = (deps: SessionDeps): Slice => slice('session', sessionContract, sessionRoutes(deps));

export type { SessionDeps } from './routes.ts';
export { openSession } from './routes.ts';
