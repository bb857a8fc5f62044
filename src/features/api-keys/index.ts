import { type Slice, slice } from '../../http/contract.ts';
import { apiKeysContract } from './contract.ts';
import { type ApiKeysDeps, apiKeysRoutes } from './routes.ts';

/** Keys for machines: shown once, kept as a hash, with a role and an end. */
export const createApiKeys = (deps: ApiKeysDeps): Slice => slice('api-keys', apiKeysContract, apiKeysRoutes(deps));

export type { ApiKeysDeps } from './routes.ts';
