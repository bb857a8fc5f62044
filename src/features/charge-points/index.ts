import { type Slice, slice } from '../../http/contract.ts';
import { chargePointsContract } from './contract.ts';
import { type ChargePointsDeps, chargePointsRoutes } from './routes.ts';

/** Charge points of a station: what they are, how they stand, which of them carry the load, their EVSE-IDs and QR codes. */
export const createChargePoints = (deps: ChargePointsDeps): Slice =>
  slice('charge-points', chargePointsContract, chargePointsRoutes(deps));
