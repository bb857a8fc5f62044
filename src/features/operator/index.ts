import { type Slice, slice } from '../../http/contract.ts';
import { operatorContract } from './contract.ts';
import { type OperatorDeps, operatorRoutes } from './routes.ts';

/** The operator's own name, language, time zone and defaults. */
export const createOperator = (deps: OperatorDeps): Slice => slice('operator', operatorContract, operatorRoutes(deps));

export type { OperatorDeps } from './routes.ts';
