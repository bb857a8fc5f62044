import { type Slice, slice } from '../../http/contract.ts';
import { locationsContract } from './contract.ts';
import { type LocationsDeps, locationsRoutes } from './routes.ts';

/** Where stations stand. */
export const createLocations = (deps: LocationsDeps): Slice =>
  slice('locations', locationsContract, locationsRoutes(deps));
