import { slice } from '../../http/contract.ts';
import { contactsContract } from './contract.ts';
import { type ContactsDeps, contactsRoutes } from './routes.ts';

export type { ContactsDeps };
export const createContacts = (deps: ContactsDeps) => slice('contacts', contactsContract, contactsRoutes(deps));
