import { type Slice, slice } from '../../http/contract.ts';
import { fieldsContract } from './contract.ts';
import { type FieldsDeps, fieldRoutes } from './routes.ts';

/** Additional information: fields of an operator's own, with their values per station. */
export const createFields = (deps: FieldsDeps): Slice => slice('fields', fieldsContract, fieldRoutes(deps));
