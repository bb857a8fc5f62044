import { type Slice, slice } from '../../http/contract.ts';
import { diagnosisContract } from './contract.ts';
import { type DiagnosisDeps, diagnosisRoutes } from './routes.ts';

/** Logs and diagnostics: asked of stations, brought by them, kept. */
export const createDiagnosis = (deps: DiagnosisDeps): Slice =>
  slice('diagnosis', diagnosisContract, diagnosisRoutes(deps));

export { createArrivals } from './arrivals.ts';
export type { DiagnosisDeps, TransferUrls } from './routes.ts';
