import { type Slice, slice } from '../../http/contract.ts';
import { recordContract } from './contract.ts';
import { type RecordDeps, recordRoutes } from './routes.ts';

/** Who changed what and when: the audit of every change and command. */
export const createRecord = (deps: RecordDeps): Slice => slice('record', recordContract, recordRoutes(deps));

export type { RecordDeps } from './routes.ts';
