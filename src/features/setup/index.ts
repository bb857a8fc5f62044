import { type Slice, slice } from '../../http/contract.ts';
import { setupContract } from './contract.ts';
import { type SetupDeps, setupRoutes } from './routes.ts';

export { completeSetup } from './complete.ts';
export { ensureSetupToken } from './token.ts';

/** From an empty database to a signed-in administrator, and the simulated stations. */
export const createSetup = (deps: SetupDeps): Slice => slice('setup', setupContract, setupRoutes(deps));

export type { SetupDeps } from './routes.ts';
