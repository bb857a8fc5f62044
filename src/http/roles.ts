import { type Right, rights } from './rights.ts';

/** Which things a role is about: all of the operator's, those of the person's entity, or those of the entities below it as well. */
export const scopes = ['everything', 'own', 'ownAndBelow'] as const;
export type Scope = (typeof scopes)[number];

/** The ready-made roles. They cannot be changed, but copied into roles of the operator's own. */
export const roles = [
  'administrator',
  'controlRoom',
  'technician',
  'supportAgent',
  'stationOwner',
  'finance',
  'readOnly',
] as const;
export type Role = (typeof roles)[number];
export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

/** Kept to those who run the installation and answer for it. */
const forAdministrators: ReadonlySet<Right> = new Set<Right>([
  'communicationLogs.administer',
  'firmware.administer',
  'certificates.administer',
  'organisation.see',
  'organisation.administer',
  'apiKeys.administer',
  'audit.see',
  'operator.administer',
]);
const seeing = rights.filter((right) => right.endsWith('.see') && !forAdministrators.has(right));
const without = (list: readonly Right[], ...less: readonly Right[]): Right[] =>
  list.filter((right) => !less.includes(right));

const readOnly = without(seeing, 'personalData.see', 'cards.see', 'outbox.see', 'contacts.see', 'notifications.see');
const sheetOfTechnician: readonly Right[] = without(readOnly, 'charging.see', 'localLists.see');

/** What each ready-made role may do. One table; everything else (routes, console, tests) reads it. */
export const rightsOf: Readonly<Record<Role, ReadonlySet<Right>>> = {
  administrator: new Set(rights),
  controlRoom: new Set(rights.filter((right) => !forAdministrators.has(right))),
  technician: new Set<Right>([
    ...sheetOfTechnician,
    'contacts.see',
    'commands.act',
    'connectionHistory.act',
    'diagnosis.act',
    'errors.act',
    'components.change',
    'assets.change',
    'documents.change',
    'history.change',
    'tickets.change',
    'additionalInformation.change',
  ]),
  supportAgent: new Set<Right>([
    ...readOnly,
    'cards.see',
    'contacts.see',
    'personalData.see',
    'commands.act',
    'errors.act',
    'history.change',
    'tickets.change',
  ]),
  stationOwner: new Set<Right>([
    'stations.see',
    'information.see',
    'additionalInformation.see',
    'chargePoints.see',
    'components.see',
    'errors.see',
    'chargeLogs.see',
    'documents.see',
    'reservations.see',
    'history.see',
    'tickets.see',
    'tickets.change',
    'locations.see',
  ]),
  finance: new Set<Right>([
    'stations.see',
    'information.see',
    'additionalInformation.see',
    'chargePoints.see',
    'chargeLogs.see',
    'documents.see',
    'history.see',
    'locations.see',
    'assets.see',
    'contacts.see',
    'cards.see',
    'personalData.see',
  ]),
  readOnly: new Set(readOnly),
};

export const scopeOf: Readonly<Record<Role, Scope>> = {
  administrator: 'everything',
  controlRoom: 'everything',
  technician: 'everything',
  supportAgent: 'everything',
  stationOwner: 'ownAndBelow',
  finance: 'everything',
  readOnly: 'everything',
};
