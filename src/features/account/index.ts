import { type Slice, slice } from '../../http/contract.ts';
import { accountContract } from './contract.ts';
import { type AccountDeps, accountRoutes } from './routes.ts';

/** A person's own name, language, password, sessions and second factor. */
export const createAccount = (deps: AccountDeps): Slice => slice('account', accountContract, accountRoutes(deps));

export type { AccountDeps } from './routes.ts';
