// Random payloads that fit the published schemas, for tests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';

interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const require = createRequire(import.meta.url);
export const schemaFiles = {
  'ocpp1.6': 'ocpp1_6.json',
  'ocpp2.0.1': 'ocpp2_0_1.json',
  'ocpp2.1': 'ocpp2_1.json',
} as const;

const text = (maxLength: number) => fc.string({ maxLength: Math.min(maxLength, 40) });
const time = fc
  .date({ min: new Date('2000-01-02'), max: new Date('2099-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString());

function arbitraryOf(schema: Schema, root: Schema): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return arbitraryOf(root.definitions![schema.$ref.split('/').pop()!]!, root);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.format === 'date-time') return time;
  switch (schema.type) {
    case 'string':
      return text(schema.maxLength ?? 40);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 2 ** 31 - 1 });
    case 'number':
      return schema.multipleOf === undefined
        ? fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e9, noNaN: true }).map((n) => n + 0)
        : fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(arbitraryOf(schema.items!, root), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, arbitraryOf(one, root)])),
        { requiredKeys: [...(schema.required ?? [])], noNullPrototype: true },
      );
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

export interface PublishedMessage {
  readonly action: string;
  readonly answer: boolean;
  readonly payload: fc.Arbitrary<Record<string, unknown>>;
}

/** Every call and answer of one version, with its action. */
export function publishedMessages(protocol: keyof typeof schemaFiles): readonly PublishedMessage[] {
  const file = require.resolve(`ocpp-rpc/lib/schemas/${schemaFiles[protocol]}`);
  const schemas = JSON.parse(readFileSync(file, 'utf8')) as readonly Schema[];
  return schemas.map((schema) => {
    const name = schema.$id!.replace('urn:', '');
    return {
      action: name.replace(/(\.req|\.conf|Request|Response)$/, ''),
      answer: /(\.conf|Response)$/.test(name),
      payload: arbitraryOf(schema, schema) as fc.Arbitrary<Record<string, unknown>>,
    };
  });
}
