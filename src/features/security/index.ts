import { type Caller, type Slice, slice } from '../../http/contract.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { securityContract } from './contract.ts';
import { requireRoot } from './roots.ts';
import { type SecurityDeps, securityRoutes } from './routes.ts';

/** What one station proves and must prove: profile, password, certificates. */
export const createSecurity = (deps: SecurityDeps): Slice => slice('security', securityContract, securityRoutes(deps));

/** For another slice that sends a root to a station: throws why it must not be sent. */
export const checkRoot =
  (deps: SecurityDeps) =>
  ({ operatorId, entities }: Caller, stationId: number, certificate: string): Promise<void> =>
    asOperator(deps.pool, { operatorId, entities }, async (client) => {
      await requireStation(client, operatorId, stationId);
      await requireRoot(deps, client, { operatorId, stationId }, certificate);
    });

export type { SecurityDeps } from './routes.ts';
