import { type Slice, slice } from '../../http/contract.ts';
import { organisationContract } from './contract.ts';
import { type OrganisationDeps, organisationRoutes } from './routes.ts';

/** The tree of entities, and the roles of an operator's own. */
export const createOrganisation = (deps: OrganisationDeps): Slice =>
  slice('organisation', organisationContract, organisationRoutes(deps));

export type { OrganisationDeps } from './routes.ts';
