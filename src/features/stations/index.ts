import { type Slice, slice } from '../../http/contract.ts';
import { stationsContract } from './contract.ts';
import { type StationsDeps, stationsRoutes } from './routes.ts';

/** The station list, the head of the data sheet, search, and what is done to a station as a whole. */
export const createStations = (deps: StationsDeps): Slice => slice('stations', stationsContract, stationsRoutes(deps));

export { addressOf, issueCredentials } from './credentials.ts';
export type { StationsDeps } from './routes.ts';
export { claimIdentity } from './store.ts';
