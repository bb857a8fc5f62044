import { type Slice, slice } from '../../http/contract.ts';
import { membersContract } from './contract.ts';
import { type MembersDeps, membersRoutes } from './routes.ts';

/** The people who work for an operator, and their roles. */
export const createMembers = (deps: MembersDeps): Slice => slice('members', membersContract, membersRoutes(deps));

export type { MembersDeps } from './routes.ts';
