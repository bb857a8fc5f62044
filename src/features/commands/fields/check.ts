import type { Field, Fields, Together, When } from './field.ts';

/** What is wrong with a value, as the key of a sentence and what stands in it. Words: `commands.fault.<rule>`. */
export interface Fault {
  readonly rule:
    | 'missing'
    | 'integer'
    | 'number'
    | 'least'
    | 'most'
    | 'tooLong'
    | 'url'
    | 'form'
    | 'pem'
    | 'instant'
    | 'few'
    | 'many'
    | 'oneOf'
    | 'someOf'
    | 'ascending'
    | 'apart';
  readonly values?: Readonly<Record<string, string | number>>;
}

/** The names under which a field stands in the body. */
const keysOf = (name: string, field: Field | undefined): readonly string[] =>
  field?.type === 'card'
    ? ['cardId', 'token']
    : field?.type === 'transaction'
      ? ['transactionNumber']
      : field?.type === 'place'
        ? ['evse']
        : [name];

type Body = Readonly<Record<string, unknown>>;

/** The field that a key of the body belongs to: where what the server refuses is shown. */
export const fieldOfKey = (fields: Fields, key: string): string =>
  Object.entries(fields).find(
    ([name, field]) => keysOf(name, field).includes(key) || (field.type === 'place' && key === 'connector'),
  )?.[0] ?? key;

const isGiven = (name: string, fields: Fields, body: Body): boolean =>
  keysOf(name, fields[name]).some((key) => body[key] !== undefined && body[key] !== false);

export const applies = ([field, values]: When, body: Body): boolean => values.includes(body[field] as string | boolean);
/** Whether the field belongs to what else is chosen. */
export const belongs = (field: Field, body: Body): boolean => field.when === undefined || applies(field.when, body);

/** The first field that is given though it does not belong to what else is chosen, or left out though it does. */
export function misplaced(
  fields: Fields,
  body: Body,
): { readonly field: string; readonly key: string; readonly fault: Fault } | undefined {
  for (const [name, field] of Object.entries(fields)) {
    if (field.when === undefined) continue;
    const key = keysOf(name, field)[0]!;
    const given = isGiven(name, fields, body);
    if (given && !belongs(field, body)) return { field: name, key, fault: { rule: 'apart' } };
    if (!given && field.needed && belongs(field, body)) return { field: name, key, fault: { rule: 'missing' } };
  }
  return undefined;
}

/** The first rule over several fields that a body breaks. */
export function broken(
  together: readonly Together[],
  fields: Fields,
  body: Body,
): { readonly field: string; readonly key: string; readonly fault: Fault } | undefined {
  for (const rule of together) {
    const field = rule.fields[0]!;
    const given = rule.fields.filter((name) => isGiven(name, fields, body));
    const at = { field, key: keysOf(field, fields[field])[0]! };
    if (rule.rule === 'oneOf' && given.length !== 1) return { ...at, fault: { rule: 'oneOf' } };
    if (rule.rule === 'someOf' && given.length === 0) return { ...at, fault: { rule: 'someOf' } };
    if (rule.rule === 'ascending' && given.length === 2) {
      const [from, until] = rule.fields.map((name) => Date.parse(body[name] as string));
      if (until! <= from!) return { field: rule.fields[1]!, key: rule.fields[1]!, fault: { rule: 'ascending' } };
    }
  }
  return undefined;
}

/** A whole PEM text (RFC 7468). */
export const pemPattern = '-----BEGIN [A-Z0-9 ]+-----[\\s\\S]+-----END [A-Z0-9 ]+-----';

/** What is wrong with one text that was typed; empty texts are dealt with before. */
export function textFault(field: Field, text: string): Fault | undefined {
  switch (field.type) {
    case 'integer':
    case 'number': {
      const value = numberOf(text);
      if (field.type === 'integer' && !/^-?\d+$/.test(text.trim())) return { rule: 'integer' };
      if (!Number.isFinite(value)) return { rule: 'number' };
      if (value < field.min) return { rule: 'least', values: { least: field.min } };
      return value > field.max ? { rule: 'most', values: { most: field.max } } : undefined;
    }
    case 'line':
    case 'long':
    case 'pem':
    case 'secret':
    case 'url':
      if (text.length > field.max) return { rule: 'tooLong', values: { most: field.max } };
      if (field.type === 'pem' && !new RegExp(pemPattern).test(text)) return { rule: 'pem' };
      if (field.pattern === undefined || new RegExp(field.pattern).test(text)) return undefined;
      return {
        rule: field.type === 'url' ? 'url' : 'form',
        ...(field.type === 'url' ? { values: { schemes: schemesOf(field.pattern) } } : {}),
      };
    default:
      return undefined;
  }
}

/** A German keyboard's comma is a decimal point. */
export const numberOf = (text: string): number =>
  text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));

/** "https, ftp" out of the beginning of the pattern of an address. */
const schemesOf = (pattern: string): string => (pattern.startsWith('^wss') ? 'wss://' : 'https://');
