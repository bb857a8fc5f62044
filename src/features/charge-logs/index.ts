import { type Slice, slice } from '../../http/contract.ts';
import { chargeLogsContract } from './contract.ts';
import { type ChargeLogsDeps, chargeLogsRoutes } from './routes.ts';

/** Running and finished sessions of a station. */
export const createChargeLogs = (deps: ChargeLogsDeps): Slice =>
  slice('charge-logs', chargeLogsContract, chargeLogsRoutes(deps));
