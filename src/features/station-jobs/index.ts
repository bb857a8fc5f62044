import { type Slice, slice } from '../../http/contract.ts';
import { stationJobsContract } from './contract.ts';
import { type StationJobsDeps, stationJobsRoutes } from './routes.ts';

/** Work on many stations at once: tables of stations brought in and out. */
export const createStationJobs = (deps: StationJobsDeps): Slice =>
  slice('stationJobs', stationJobsContract, stationJobsRoutes(deps));

export { createStationJobsTurn } from './turn.ts';
