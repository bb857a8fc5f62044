/** The nine states a charge point or station is shown in, worst first, and `unknown` for "never said". */
export const standings = [
  'faulted',
  'offline',
  'outOfService',
  'suspended',
  'charging',
  'preparing',
  'finishing',
  'reserved',
  'available',
] as const;

export type Standing = (typeof standings)[number] | 'unknown';

/** Which of the token families (`--ok`, `--bad-soft`, `--warn-ink` ...) a state wears. */
export const toneOf: Readonly<Record<Standing, 'ok' | 'brand' | 'warn' | 'res' | 'mute' | 'bad'>> = {
  available: 'ok',
  charging: 'brand',
  preparing: 'brand',
  finishing: 'brand',
  suspended: 'warn',
  reserved: 'res',
  outOfService: 'mute',
  offline: 'mute',
  faulted: 'bad',
  unknown: 'mute',
};

const known = new Set<string>(standings);

/** Any word the API says, as one of the states of the table. */
export function standingOf(word: string | null | undefined): Standing {
  if (!word) return 'unknown';
  if (known.has(word)) return word as Standing;
  if (word === 'suspendedEV' || word === 'suspendedEVSE') return 'suspended';
  if (word === 'occupied') return 'preparing';
  if (word === 'unavailable') return 'outOfService';
  return 'unknown';
}

/** Place in the order worst first; `unknown` last. */
export const weightOf = (standing: Standing): number => {
  const index = standings.indexOf(standing as (typeof standings)[number]);
  return index === -1 ? standings.length : index;
};
