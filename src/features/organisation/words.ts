import { type Section, sections } from '../../http/rights.ts';

export { scopes } from '../../http/roles.ts';
export const sectionNames = Object.keys(sections) as Section[];
