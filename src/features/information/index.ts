import { type Slice, slice } from '../../http/contract.ts';
import { informationContract } from './contract.ts';
import { type InformationDeps, informationRoutes } from './routes.ts';

/** The data sheet's first tab: what a station is, how it stands and when it is busy. */
export const createInformation = (deps: InformationDeps): Slice =>
  slice('information', informationContract, informationRoutes(deps));
