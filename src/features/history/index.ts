import { type Slice, slice } from '../../http/contract.ts';
import { historyContract } from './contract.ts';
import { kindRoutes } from './kind-routes.ts';
import { entryRoutes, type HistoryDeps } from './routes.ts';

/** The History tab: entries of people, and what changed by itself, in one list. */
export const createHistory = (deps: HistoryDeps): Slice =>
  slice('history', historyContract, { ...entryRoutes(deps), ...kindRoutes(deps) });
