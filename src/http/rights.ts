/**
 * What can be allowed, by section of the console: a tab of the data sheet or a page beside it. `see` shows it, `change` writes what it
 * holds, `act` does something to the outside (a station, a mail), `administer` decides how it works for everybody.
 */
export const sections = {
  stations: ['see', 'change', 'onboard'],
  information: ['see'],
  additionalInformation: ['see', 'change', 'administer'],
  chargePoints: ['see', 'change'],
  components: ['see', 'change'],
  errors: ['see', 'act'],
  chargeLogs: ['see'],
  charging: ['see'],
  documents: ['see', 'change', 'administer'],
  reservations: ['see'],
  logs: ['see'],
  communicationLogs: ['see', 'administer'],
  connectionHistory: ['see', 'act'],
  history: ['see', 'change', 'administer'],
  tickets: ['see', 'change', 'administer'],
  settings: ['see'],
  diagnosis: ['see', 'act'],
  security: ['see', 'administer'],
  commands: ['see', 'act'],
  localLists: ['see', 'change', 'act'],
  cards: ['see', 'change'],
  firmware: ['see', 'change', 'administer'],
  certificates: ['see', 'administer'],
  vendors: ['see', 'change'],
  assets: ['see', 'change', 'administer'],
  locations: ['see', 'change'],
  models: ['see', 'change'],
  contacts: ['see', 'change'],
  notifications: ['see', 'change'],
  outbox: ['see', 'act'],
  personalData: ['see'],
  organisation: ['see', 'administer'],
  apiKeys: ['administer'],
  audit: ['see'],
  operator: ['administer'],
} as const;
export type Section = keyof typeof sections;
export type Right = { [S in Section]: `${S}.${(typeof sections)[S][number]}` }[Section];

/** All of them, in the order of the sections. */
export const rights = Object.entries(sections).flatMap(([section, levels]) =>
  levels.map((level) => `${section}.${level}` as Right),
);

const known: ReadonlySet<string> = new Set(rights);
export const isRight = (text: string): text is Right => known.has(text);
