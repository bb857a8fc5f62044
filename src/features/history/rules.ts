/** The kinds of entries that every operator has; its own ones come on top (history.administer). */
export const entryKinds = ['error', 'note', 'call', 'activity', 'maintenance', 'sales'] as const;

/** What the program writes by itself, in groups that a filter can name. */
export const automaticKinds = ['change', 'settings', 'command', 'device', 'security', 'record'] as const;
export type AutomaticKind = (typeof automaticKinds)[number];

export const origins = ['manual', 'automatic'] as const;

/** One difference: a field's name, what stood there and what stands there. Values as text; absent: empty. */
export interface Difference {
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
}

const secret = new Set(['passwordHash', 'password', 'secret', 'token', 'address', 'kind']);

/** Field by field what was and what is; secrets and what is equal left out. */
export function differences(
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>> | undefined,
  hide: ReadonlySet<string> = secret,
): Difference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((field) => {
    if (hide.has(field)) return [];
    const [was, is] = [text(before?.[field]), text(after?.[field])];
    if (was === is) return [];
    return [{ field, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

const longest = 500;
/** As it is shown; objects and lists in short. */
export function text(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const said = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return said.length > longest ? `${said.slice(0, longest)}…` : said;
}

/** What a boot tells of the device. */
export const deviceFields = [
  'vendor',
  'model',
  'serial',
  'boxSerial',
  'firmware',
  'iccid',
  'imsi',
  'meterType',
  'meterSerial',
] as const;
