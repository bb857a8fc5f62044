import { type Slice, slice } from '../../http/contract.ts';
import { securityContract } from './contract.ts';
import { type SecurityDeps, securityRoutes } from './routes.ts';

/** What one station proves and must prove: profile, password, certificates. */
export const createSecurity = (deps: SecurityDeps): Slice => slice('security', securityContract, securityRoutes(deps));

export type { SecurityDeps } from './routes.ts';
