import type { TSchema } from 'typebox';
import { hidden } from '../domain/secret.ts';
import { Failure } from '../lib/errors.ts';
import type { Caller, RouteContract } from './contract.ts';

/**
 * Personal data of drivers and contacts (names, card numbers, addresses) in replies: a contract marks its fields with `personalText` or
 * `personalThings` (http/schema.ts), and who lacks the right `personalData.see` gets them hidden, whatever the handler returned.
 */
export const seesPersonal = ({ rights }: Pick<Caller, 'rights'>): boolean => rights.has('personalData.see');

type Veil = (value: unknown) => unknown;
type Shape = TSchema & Readonly<Record<string, unknown>>;

/** undefined: nothing in this shape is personal. */
export function veilOf(schema: TSchema | undefined): Veil | undefined {
  if (schema === undefined) return undefined;
  const shape = schema as Shape;
  if (shape['x-personal'] === true) return hideText;
  if (shape['x-personal'] === 'things') return (value) => veilThings(value);
  if (shape.properties !== undefined) return veilOfFields(shape.properties as Record<string, TSchema>);
  if (shape.items !== undefined && !Array.isArray(shape.items)) {
    const item = veilOf(shape.items as TSchema);
    return item && ((value) => (Array.isArray(value) ? value.map(item) : value));
  }
  const choices = (shape.anyOf ?? shape.allOf) as TSchema[] | undefined;
  const veils = (choices ?? []).flatMap((choice) => veilOf(choice) ?? []);
  return veils.length === 0 ? undefined : (value) => veils.reduce((seen, veil) => veil(seen), value);
}

function veilOfFields(properties: Readonly<Record<string, TSchema>>): Veil | undefined {
  const veils = Object.entries(properties).flatMap(([name, inner]) => {
    const veil = veilOf(inner);
    return veil ? [[name, veil] as const] : [];
  });
  if (veils.length === 0) return undefined;
  return (value) => {
    if (!isFields(value)) return value;
    const copy: Record<string, unknown> = { ...value };
    for (const [name, veil] of veils) if (copy[name] !== undefined) copy[name] = veil(copy[name]);
    return copy;
  };
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hideText: Veil = (value) => (typeof value === 'string' && value !== '' ? hidden : value);

/** Under these names stands whose card it is, in commands, facts and records of changes. */
const personalNames =
  /^(token|tokens|card|cards|group|parent|parentToken|idTag|idToken|holder|number|customerIdentifier|email|phone|contact)$/i;

/** Whatever stands below a personal name, of any form; the type of a card stays. */
export function veilThings(value: unknown, below = false): unknown {
  if (typeof value === 'string') return below ? hideText(value) : value;
  if (Array.isArray(value)) return value.map((item) => veilThings(item, below));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      veilThings(inner, name !== 'type' && (below || personalNames.test(name))),
    ]),
  );
}

/** Fields of a question by which one could look for a person or a card: who may not see them may not look for them either. */
function personalFields(schema: TSchema | undefined): readonly string[] {
  const properties = (schema as Shape | undefined)?.properties as Record<string, Shape> | undefined;
  return Object.entries(properties ?? {})
    .filter(([, inner]) => inner['x-personal'] === true)
    .map(([name]) => name);
}

export interface RouteVeil {
  /** Throws Failure `right.missing` where the question itself is about personal data. */
  readonly question: (caller: Caller | undefined, query: unknown, body: unknown) => void;
  readonly reply: (caller: Caller | undefined, answer: unknown) => unknown;
}

export function routeVeil(contract: RouteContract): RouteVeil {
  const veil = veilOf(contract.reply);
  const inQuery = personalFields(contract.query);
  // Who may change a thing may say what it is to be; only a question that reads looks for something.
  const inBody = contract.right !== 'public' && contract.url.endsWith('/find') ? personalFields(contract.body) : [];
  const asks = (fields: readonly string[], given: unknown): string | undefined =>
    fields.find((name) => isFields(given) && given[name] !== undefined);
  return {
    question(caller, query, body) {
      if (caller === undefined || seesPersonal(caller)) return;
      const field = asks(inQuery, query) ?? asks(inBody, body);
      if (field !== undefined)
        throw new Failure('right.missing', 'Looking for people or cards needs the right personalData.see.');
    },
    reply: (caller, answer) =>
      veil === undefined || caller === undefined || seesPersonal(caller) ? answer : veil(answer),
  };
}
