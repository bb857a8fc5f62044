import type { PresentedToken, TokenType } from '../../domain/message.ts';
import { Failure } from '../../lib/errors.ts';
import { broken, type Fault, misplaced } from './fields/check.ts';
import type { Description, Field, Fields } from './fields/field.ts';

/** Finds what a form only names. */
export interface Lookups {
  card(id: number): Promise<PresentedToken>;
  /** The id by which the station knows a session. */
  transaction(number: number): Promise<string>;
}

type Body = Readonly<Record<string, unknown>>;
type Sent = Body & {
  readonly evse?: number;
  readonly connector?: number;
  readonly cardId?: number;
  readonly token?: { readonly number: string; readonly type?: TokenType };
  readonly transactionNumber?: number;
};

const says: Partial<Record<Fault['rule'], string>> = {
  missing: 'is missing',
  apart: 'does not belong to the other choices',
  oneOf: 'exactly one of the fields that go together is needed',
  someOf: 'at least one of the fields that go together is needed',
  ascending: 'must be later than the beginning',
};

/** A body that fits its schema, with everything named in it looked up. Throws a Failure that names the field. */
export async function knownBody(description: Description, body: Body, lookups: Lookups): Promise<Body> {
  return level(description.fields, description.together ?? [], body, lookups, '');
}

async function level(
  fields: Fields,
  together: Description['together'] & {},
  body: Body,
  lookups: Lookups,
  path: string,
): Promise<Body> {
  const fault = misplaced(fields, body) ?? broken(together, fields, body);
  if (fault) {
    const field = `${path}${fault.key}`;
    const text = says[fault.fault.rule]!;
    throw new Failure('request.invalid', `body: ${field} ${text}.`, { fields: { [field]: text } });
  }
  const known: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) Object.assign(known, await one(name, field, body, lookups, path));
  return known;
}

async function one(name: string, field: Field, body: Sent, lookups: Lookups, path: string): Promise<Body> {
  const value = body[name];
  switch (field.type) {
    case 'place': {
      const { evse, connector } = body;
      return { ...(evse === undefined ? {} : { evse }), ...(connector === undefined ? {} : { connector }) };
    }
    case 'card': {
      const { cardId, token } = body;
      if (cardId === undefined && token === undefined && field.optional) return {};
      if ((cardId === undefined) === (token === undefined)) {
        throw new Failure('value.refused', 'Name a card, or a number: one of the two.', {
          fields: { [`${path}cardId`]: 'or token, one of the two' },
        });
      }
      return { token: token ? { type: 'central', ...token } : await lookups.card(cardId!) };
    }
    case 'transaction':
      return body.transactionNumber === undefined
        ? {}
        : { transactionId: await lookups.transaction(body.transactionNumber) };
    case 'group':
      return value === undefined
        ? {}
        : { [name]: await level(field.fields, [], value as Body, lookups, `${path}${name}.`) };
    case 'list': {
      if (value === undefined) return {};
      const items: Body[] = [];
      for (const [index, item] of (value as Body[]).entries())
        items.push(await level(field.fields, [], item, lookups, `${path}${name}.${index}.`));
      return { [name]: items };
    }
    case 'instant':
      return value === undefined ? {} : { [name]: Date.parse(value as string) };
    default:
      return value === undefined ? {} : { [name]: value };
  }
}
