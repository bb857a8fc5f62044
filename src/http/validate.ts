import type { FastifySchemaCompiler } from 'fastify';
import { IsArray, IsObject, IsOptional, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import Value from 'typebox/value';
import { InvalidRequest } from './problem.ts';

/**
 * Objects of a request are closed: a field nobody asked for is refused, never passed on (mass assignment, A-13).
 * Contracts need not say so; a record (a map with free names) stays open.
 */
export function closed<S extends TSchema>(schema: S): S {
  if (Array.isArray(schema)) return schema.map(closed) as unknown as S;
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = Object.create(Object.getPrototypeOf(schema), Object.getOwnPropertyDescriptors(schema)) as Record<
    string,
    unknown
  >;
  for (const [name, inner] of Object.entries(schema)) {
    if (name === 'properties') {
      copy[name] = Object.fromEntries(
        Object.entries(inner as Record<string, TSchema>).map(([key, value]) => [key, closed(value)]),
      );
    } else if (name === 'anyOf' || name === 'allOf' || name === 'items') {
      copy[name] = closed(inner as TSchema);
    }
  }
  if (copy.type === 'object' && copy.properties !== undefined && copy.additionalProperties === undefined) {
    copy.additionalProperties = false;
  }
  return copy as unknown as S;
}

/** `?standing=faulted` is a list of one: a query string cannot say so. */
function widened(schema: TSchema, value: unknown): unknown {
  if (!IsObject(schema) || value === null || typeof value !== 'object') return value;
  const result: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(schema.properties as Record<string, TSchema>)) {
    const given = result[name];
    if (given === undefined) continue;
    if (given === '' && IsOptional(property)) delete result[name];
    else if (IsArray(property) && !Array.isArray(given)) result[name] = [given];
  }
  return result;
}

/** Bodies are checked as they are; words of paths and queries are first turned into the numbers and booleans they stand for. */
export const compileCheck: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const shape = closed(schema);
  const check = Compile(shape);
  const where = httpPart === 'body' ? 'body' : httpPart === 'querystring' ? 'query' : 'path';
  return (value) => {
    const given = httpPart === 'body' ? value : Value.Convert(shape, widened(shape, value));
    if (check.Check(given)) return { value: given };
    return { error: new InvalidRequest(where, fieldsOf(check.Errors(given))) };
  };
};

interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** One sentence per field, the most useful one: for a choice of shapes the whole choice, not each of its branches. */
function fieldsOf(errors: readonly Fault[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const error of errors) {
    const at = error.instancePath.split('/').slice(1).join('.');
    const names = (error.params.requiredProperties ?? error.params.additionalProperties) as string[] | undefined;
    if (names) {
      const says = error.keyword === 'required' ? 'is missing' : 'is not known here';
      for (const name of names) fields[at ? `${at}.${name}` : name] ??= says;
    } else if (error.keyword === 'enum') {
      fields[at] ??= `must be one of ${(error.params.allowedValues as string[]).join(', ')}`;
    } else if (error.keyword !== 'boolean') {
      fields[at] ??= error.message;
    }
  }
  return fields;
}
