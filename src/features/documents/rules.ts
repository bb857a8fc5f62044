/** What a document can be attached to. */
export const kinds = ['station', 'model', 'location', 'article', 'ticket', 'history'] as const;
export type Kind = (typeof kinds)[number];
/** Those kept as documents of their own right; the others are attachments of something that is read on its own page. */
export const documentKinds = ['station', 'model', 'location', 'article'] as const satisfies readonly Kind[];

export const categories = [
  'commissioning',
  'wiringPlan',
  'calibration',
  'contract',
  'photo',
  'manual',
  'other',
] as const;

/** What happens when the name is in use at the same thing. */
export const ifTakenChoices = ['refuse', 'version', 'rename'] as const;

const longest = 200;
// Names that Windows keeps for devices: a file of this name could not be saved there.
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** A name fit to be shown and saved everywhere; `given` has no path and no control characters any more. */
export function fitName(given: string): string | undefined {
  const name = given
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .trim();
  if (name === '') return undefined;
  return shortened(device.test(name) ? `_${name}` : name, longest);
}

/** `plan.pdf` -> `plan (2).pdf`, for the one that is kept beside it. */
export function nameBeside(name: string, number: number): string {
  const [stem, ending] = parted(name);
  const kept = [...stem].slice(0, longest - 10 - [...ending].length).join('');
  return [kept, ' (', number, ')', ending].join('');
}

function shortened(name: string, most: number): string {
  const signs = [...name];
  if (signs.length <= most) return name;
  const [stem, ending] = parted(name);
  return `${[...stem].slice(0, most - [...ending].length).join('')}${ending}`;
}

function parted(name: string): [stem: string, ending: string] {
  const ending = /\.[^. ]{1,12}$/.exec(name)?.[0] ?? '';
  return ending === name ? [name, ''] : [name.slice(0, name.length - ending.length), ending];
}

export type Expiry = 'expired' | 'soon' | 'later';

/** Dates as the calendar writes them; `today` is the operator's. */
export function expiryOf(expiresOn: string | null, today: string, reminderDays: number): Expiry | undefined {
  if (expiresOn === null) return undefined;
  if (expiresOn < today) return 'expired';
  return expiresOn <= dayAfter(today, reminderDays) ? 'soon' : 'later';
}

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Files of a removed document are deleted after so many days; its rows stay. */
export const keptDays = 30;
