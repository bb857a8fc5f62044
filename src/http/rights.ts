import type { Right } from './contract.ts';

export const roles = ['administrator', 'operator', 'reader'] as const;
export type Role = (typeof roles)[number];

const reader: readonly Right[] = ['stations.see'];
const operator: readonly Right[] = [
  ...reader,
  'stations.change',
  'stations.command',
  'stations.onboard',
  'firmware.change',
  'cards.see',
  'cards.change',
];

/** Which role may do what. One table; everything else (routes, console, tests) reads it. */
export const rightsOf: Readonly<Record<Role, ReadonlySet<Right>>> = {
  reader: new Set(reader),
  operator: new Set(operator),
  administrator: new Set<Right>([...operator, 'installation.administer']),
};

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);
