import { type TSchema, Type } from 'typebox';
import { tokenTypes } from '../../domain/message.ts';
import { maybe, oneOf, Time } from '../../http/schema.ts';
import { pemPattern } from './fields/check.ts';
import type { Field, Fields, SentOf, TextField } from './fields/field.ts';
import { en } from './texts.ts';

const evse = Type.Integer({ minimum: 0, maximum: 10000, description: '0: the whole station' });
const connector = Type.Integer({ minimum: 0, maximum: 10000 });
const whole = { minimum: 1, maximum: 2147483647 };

/** What OpenAPI says of a field: its label and help on the screen, its unit, the versions that know it. */
function described(name: string, field: Field): { description: string } {
  const id = field.label ?? name;
  const words = en as Readonly<Record<string, string>>;
  return {
    description: [
      words[`commands.field.${id}`],
      'unit' in field && field.unit ? `unit ${field.unit}` : undefined,
      field.help ? words[`commands.help.${id}`] : undefined,
      field.when
        ? `only with ${field.when[0]} ${field.when[1].join(', ')}${field.needed ? ', and then needed' : ''}`
        : undefined,
      field.only ? `only ${field.only.join(', ')}` : undefined,
    ]
      .filter(Boolean)
      .join('; '),
  };
}

/** The schema of one field: the properties it adds to the body. */
function properties(name: string, field: Field): Record<string, TSchema> {
  const says = described(name, field);
  const named = (schema: TSchema) => ({ [name]: field.optional ? maybe(schema) : schema });
  switch (field.type) {
    case 'integer':
      return named(Type.Integer({ minimum: field.min, maximum: field.max, ...says }));
    case 'number':
      return named(Type.Number({ minimum: field.min, maximum: field.max, ...says }));
    case 'boolean':
      return named(Type.Boolean(says));
    case 'choice':
      return named(oneOf(field.of, says.description));
    case 'choices':
      return named(Type.Array(oneOf(field.of), { minItems: 1, maxItems: field.of.length, uniqueItems: true, ...says }));
    case 'instant':
      return named(Type.String({ ...Time, ...says }));
    case 'integers':
      return named(
        Type.Array(Type.Integer({ minimum: field.min, maximum: field.max }), {
          minItems: 1,
          maxItems: field.most,
          ...says,
        }),
      );
    case 'words':
      return named(
        Type.Array(Type.String({ minLength: 1, maxLength: field.max }), { minItems: 1, maxItems: field.most, ...says }),
      );
    case 'place': {
      const needed = field.connector === 'needed';
      return {
        evse: field.optional && !needed ? maybe(evse) : evse,
        ...(field.connector === 'none' ? {} : { connector: needed ? connector : maybe(connector) }),
      };
    }
    case 'card':
      return {
        cardId: maybe(Type.Integer({ ...whole, description: 'a card of ours, or `token`: one of the two' })),
        token: maybe(
          Type.Object({ number: Type.String({ minLength: 1, maxLength: 36 }), type: maybe(oneOf(tokenTypes)) }),
        ),
      };
    case 'transaction':
      return {
        transactionNumber: field.optional
          ? maybe(Type.Integer({ ...whole, ...says }))
          : Type.Integer({ ...whole, ...says }),
      };
    case 'group':
      return named(Type.Object(propertiesOf(field.fields), says));
    case 'list':
      return named(
        Type.Array(Type.Object(propertiesOf(field.fields)), { minItems: field.min, maxItems: field.max, ...says }),
      );
    default:
      return named(
        Type.String({
          minLength: field.empty ? 0 : 1,
          maxLength: field.max,
          ...patternOf(field),
          ...says,
        }),
      );
  }
}

const patternOf = (field: TextField) =>
  field.type === 'pem' ? { pattern: pemPattern } : field.pattern ? { pattern: field.pattern } : {};

const propertiesOf = (fields: Fields): Record<string, TSchema> =>
  Object.assign({}, ...Object.entries(fields).map(([name, field]) => properties(name, field)));

/** The body of the route of a command, derived from its fields. */
export const bodyOf = <F extends Fields, M extends Record<string, TSchema>>(fields: F, more: M) =>
  Type.Unsafe<SentOf<F> & Type.Static<ReturnType<typeof Type.Object<M>>>>(
    Type.Object({ ...propertiesOf(fields), ...more }),
  );
