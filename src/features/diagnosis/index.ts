import { type Caller, type Slice, slice } from '../../http/contract.ts';
import { diagnosisContract } from './contract.ts';
import { type DiagnosisDeps, diagnosisRoutes } from './routes.ts';

/** Logs and diagnostics: asked of stations, brought by them, kept. */
export const createDiagnosis = (deps: DiagnosisDeps): Slice =>
  slice('diagnosis', diagnosisContract, diagnosisRoutes(deps));

/** Asks for a log for another slice: as `askFile`, and says which command that is. */
export const bringLog = (deps: DiagnosisDeps) => {
  const { askFile } = diagnosisRoutes(deps);
  type Asking = Parameters<typeof askFile>[0];
  return async (caller: Caller, stationId: number, body: Asking['body']): Promise<{ commandId: string }> =>
    askFile({ caller, params: { stationId }, body } as Asking);
};

export { createArrivals } from './arrivals.ts';
export type { DiagnosisDeps, TransferUrls } from './routes.ts';
