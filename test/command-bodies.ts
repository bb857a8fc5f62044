import { belongs } from '../src/features/commands/fields/check.ts';
import type { Description, Field, Fields } from '../src/features/commands/fields/field.ts';

type Body = Record<string, unknown>;
/** Of an authority that signed itself, good for a hundred years. */
const pem = `-----BEGIN CERTIFICATE-----
MIIBhDCCASugAwIBAgIUGO/MAKrgCtB14RoqP/2GfvgCKtQwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTI2MTIwMTA5MjMzOVoYDzIxMjYx
MTA3MDkyMzM5WjAXMRUwEwYDVQQDDAxFeGFtcGxlIFJvb3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQm7zW2/LltUvjWZYbBmxlt5vFdfuiCwK8DbjJEaymRq4TQ
VfB/wpIAIJ1aqTCJkz8RwdP7JVlzhRZ8JA8xjE/4o1MwUTAdBgNVHQ4EFgQU9Ty7
nm5TllgLPOfyz3XqqFqBec8wHwYDVR0jBBgwFoAU9Ty7nm5TllgLPOfyz3XqqFqB
ec8wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiB7FQ6J/zEBYmbB
YFVC4CcxayPZEVe6sbvP+m8wgeHDkgIgZujSUbcYPRBtqZea9Y7YZPJzdXlQiT1T
sgl253v4E90=
-----END CERTIFICATE-----`;

/** One of these fits each pattern that a text may have to have. */
export const fittingTexts: readonly string[] = [
  'de',
  '0a',
  '26201',
  '07:30',
  '2026-06-01',
  'EUR',
  '0'.repeat(32),
  'https://files.example/x',
  'wss://central.example/ocpp',
  pem,
];

/** A value that fits a field; texts are told apart by the field's name. */
function fitted(name: string, field: Field, full: boolean): Body {
  switch (field.type) {
    case 'integer':
    case 'number':
      return { [name]: Math.min(field.max, Math.max(field.min, 3)) };
    case 'boolean':
      return { [name]: true };
    case 'choice':
      return { [name]: field.of[0] };
    case 'choices':
      return { [name]: [...field.of] };
    case 'instant':
      return {
        [name]: /^(until|validTo|endsAt|installAt)$/.test(name) ? '2026-06-02T12:00:00Z' : '2026-06-01T12:00:00Z',
      };
    case 'integers':
      return { [name]: [1, 2] };
    case 'words':
      return { [name]: ['one', 'two'] };
    case 'place':
      return field.connector === 'none' ? { evse: 1 } : { evse: 1, connector: 2 };
    case 'card':
      return full ? { cardId: 7 } : { token: { number: 'ANY-1' } };
    case 'transaction':
      return { transactionNumber: 12 };
    case 'group':
      return { [name]: bodyOf(field.fields, full) };
    case 'list':
      return { [name]: Array.from({ length: Math.max(full ? 1 : 0, field.min) }, () => bodyOf(field.fields, full)) };
    case 'pem':
      return { [name]: pem };
    default: {
      const { pattern, max } = field;
      const text =
        pattern === undefined ? name.slice(0, max) : fittingTexts.find((each) => new RegExp(pattern).test(each));
      if (text === undefined) throw new Error(`no text of this file fits ${name}: ${pattern}`);
      return { [name]: text };
    }
  }
}

/** In the order of the fields, so that those that belong to a choice before them come with it. `chosen`: instead of the first choices. */
function bodyOf(fields: Fields, full: boolean, chosen: Body = {}): Body {
  const body: Body = {};
  for (const [name, field] of Object.entries(fields)) {
    if (name in chosen) body[name] = chosen[name];
    else if (belongs(field, body) && (full || !field.optional || (field.needed && field.when)))
      Object.assign(body, fitted(name, field, full));
  }
  return body;
}

const without = (body: Body, names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

/** Only what is needed; of fields that go together the first. */
export function leastBody({ fields, together = [] }: Description): Body {
  const body = bodyOf(fields, false);
  for (const rule of together) {
    const first = rule.fields[0]!;
    if (rule.rule === 'oneOf' || rule.rule === 'someOf') Object.assign(body, fitted(first, fields[first]!, false));
  }
  return body;
}

/** Everything that can be said with each choice on which other fields depend. */
export function fullBodies(description: Description): Body[] {
  const asked = Object.values(description.fields).flatMap(({ when }) => (when ? [when] : []));
  return [
    fullBody(description),
    ...asked.flatMap(([field, values]) => values.map((value) => fullBody(description, { [field]: value }))),
  ];
}

/** Everything that can be said at once. */
export function fullBody({ fields, together = [] }: Description, chosen: Body = {}): Body {
  const body = bodyOf(fields, true, chosen);
  const rest = together.flatMap((rule) => (rule.rule === 'oneOf' ? rule.fields.slice(1) : []));
  return without(body, rest);
}

/** The plain values of a body that must arrive as they are: not those that are looked up or turned into instants. */
export function* examples(
  fields: Fields,
  body: Body,
  path = '',
): Generator<{ path: string; field: Field; value: unknown }> {
  for (const [name, field] of Object.entries(fields)) {
    const value = body[name];
    if (value === undefined) continue;
    const at = `${path}${name}`;
    if (field.type === 'group') yield* examples(field.fields, value as Body, `${at}.`);
    else if (field.type === 'list')
      for (const [index, item] of (value as Body[]).entries()) yield* examples(field.fields, item, `${at}.${index}.`);
    else if (field.type !== 'instant') yield { path: at, field, value };
  }
}

/** Values that a field must not take, each at its place in a body that is right otherwise. */
export function* badBodies(description: Description): Generator<{ path: string; body: Body; says: string }> {
  const right = fullBody(description);
  for (const { path, field, value } of leaves(description.fields, right)) {
    for (const [says, bad] of badOf(field, value)) yield { path, body: set(right, path.split('.'), bad), says };
    if (!field.optional && field.type !== 'place' && field.type !== 'card')
      yield { path, body: set(right, path.split('.'), undefined), says: 'missing' };
  }
}

function* leaves(fields: Fields, body: Body, path = ''): Generator<{ path: string; field: Field; value: unknown }> {
  for (const [name, field] of Object.entries(fields)) {
    const key =
      field.type === 'place'
        ? 'evse'
        : field.type === 'card'
          ? 'cardId'
          : field.type === 'transaction'
            ? 'transactionNumber'
            : name;
    const value = body[key];
    if (value === undefined) continue;
    const at = `${path}${key}`;
    yield { path: at, field, value };
    if (field.type === 'group') yield* leaves(field.fields, value as Body, `${at}.`);
    else if (field.type === 'list') yield* leaves(field.fields, (value as Body[])[0]!, `${at}.0.`);
  }
}

function badOf(field: Field, value: unknown): [says: string, bad: unknown][] {
  switch (field.type) {
    case 'integer':
      return [
        ['no whole number', 1.5],
        ['too small', field.min - 1],
        ['too large', field.max + 1],
        ['a text', '3'],
      ];
    case 'number':
      return [
        ['too small', field.min - 1],
        ['too large', field.max + 1],
        ['a text', '3'],
      ];
    case 'boolean':
      return [['a text', 'true']];
    case 'choice':
      return [
        ['no such choice', 'nonsense'],
        ['empty', ''],
      ];
    case 'choices':
      return [
        ['none', []],
        ['no list', 'x'],
      ];
    case 'instant':
      return [
        ['no time', 'tomorrow'],
        ['a number', 5],
      ];
    case 'integers':
      return [
        ['none', []],
        ['too many', Array.from({ length: field.most + 1 }, () => field.min)],
        ['no list', 5],
      ];
    case 'place':
      return [
        ['below the station', -1],
        ['a text', '1'],
      ];
    case 'card':
    case 'transaction':
      return [
        ['no number of ours', 0],
        ['a text', 'x'],
      ];
    case 'group':
      return [['no group', 'x']];
    case 'list':
      return [
        ['no list', 'x'],
        ['too many', Array.from({ length: field.max + 1 }, () => (value as Body[])[0])],
      ];
    case 'line':
    case 'long':
    case 'pem':
    case 'secret':
    case 'url':
      return [
        ['a number', 5],
        ['too long', 'x'.repeat(field.max + 1)],
        ...(field.empty ? [] : [['empty', ''] as [string, unknown]]),
        ...(field.pattern || field.type === 'pem' ? [['another form', '§'] as [string, unknown]] : []),
      ];
    default:
      return [];
  }
}

/** A copy with one value changed; undefined takes it out. */
function set(body: Body, [first, ...rest]: readonly string[], value: unknown): Body {
  const copy = (Array.isArray(body) ? [...body] : { ...body }) as Body;
  if (rest.length > 0) copy[first!] = set(copy[first!] as Body, rest, value);
  else if (value === undefined) delete copy[first!];
  else copy[first!] = value;
  return copy;
}
