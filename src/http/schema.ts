import { type Static, type TProperties, type TSchema, Type } from 'typebox';

/** An instant at the API's edge: ISO 8601, UTC, milliseconds. */
export const Time = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });

/** One of a closed list of words; the list itself is the domain's. */
export const oneOf = <const W extends string>(words: readonly W[], description?: string) =>
  Type.Unsafe<W>({ type: 'string', enum: [...words], ...(description === undefined ? {} : { description }) });

export const maybe = <S extends TSchema>(schema: S) => Type.Optional(schema);
/** Null empties a field; absent leaves it as it is. */
export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** A short text typed by a person. */
export const line = (maxLength = 200) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: "^(?!\\.)(?!.*\\.\\.)[A-Za-z0-9_'+\\-.]*[A-Za-z0-9_+\\-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$",
  description: 'e-mail address',
});
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, description: 'IANA name, e.g. Europe/Berlin' });
export const languages = ['en', 'de'] as const;
export const Language = oneOf(languages);
export const Password = Type.String({ minLength: 10, maxLength: 200 });

/** Query fields of every list: pages go by key, never by number. */
export const pageQuery = {
  after: Type.Optional(Type.String({ maxLength: 600, description: 'the `next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'default 50' })),
};

/** A page of a list; `next` is absent on the last one. */
export const page = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) });

export const StationParams = Type.Object({ stationId: Type.Integer({ minimum: 1, maximum: 2147483647 }) });
/** Parameters of a route below one station. */
export const belowStation = <P extends TProperties>(more: P) =>
  Type.Object({ stationId: Type.Integer({ minimum: 1, maximum: 2147483647 }), ...more });
/** A name, a card number, an address of a person: hidden from those without the right `personalData.see` (http/veil.ts). */
export const personalText = (options: Readonly<Record<string, unknown>> = {}) =>
  Type.String({ ...options, 'x-personal': true });
/** Things of any form, in which what stands under names such as `token` or `holder` is personal. */
export const personalThings = { 'x-personal': 'things' } as const;
export const Uuid = Type.String({ format: 'uuid' });

/** RFC 9457 as this API writes it. */
export const Problem = Type.Object({
  type: Type.String({ description: 'the failure’s id, e.g. `thing.unknown`' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  /** Field name -> sentence. */
  fields: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Of a 500: what to look for in the log. */
  incident: Type.Optional(Type.String()),
});
export type Problem = Static<typeof Problem>;
