import type { Protocol } from '../../../domain/ports.ts';
import { belongs, broken, type Fault, numberOf, textFault } from './check.ts';
import type { ChoiceField, Description, Field, Fields } from './field.ts';

/** What stands in a form: texts as typed, also where they mean numbers; an empty one is not there. */
export type Raw = string | boolean | readonly string[] | RawCard | RawFields | readonly RawFields[] | undefined;
export interface RawFields {
  readonly [name: string]: Raw;
}
/** A card of ours, or any number with its type. */
export interface RawCard {
  readonly id?: number | undefined;
  readonly number: string;
  readonly type?: string;
}

export interface Reading {
  readonly body: Record<string, unknown>;
  /** By the path of the field, e.g. `schedules.0.unit`, in the order of the form. */
  readonly faults: Readonly<Record<string, Fault>>;
}

export interface ReadingOf {
  /** Absent: not known; every field counts. */
  readonly protocol?: Protocol | undefined;
  /** `2026-03-01T12:00` at the station's wall clock as ISO 8601; undefined: no such time. */
  readonly instantOf: (local: string) => string | undefined;
}

export const isKnown = (only: readonly Protocol[] | undefined, protocol: Protocol | undefined): boolean =>
  only === undefined || protocol === undefined || only.includes(protocol);

/** The choices that a version knows. */
export const choicesOf = (field: ChoiceField, protocol: Protocol | undefined): readonly string[] =>
  field.of.filter((word) => isKnown(field.onlyOf?.[word], protocol));

/** How many items a list may have. */
export const mostOf = (field: Field & { type: 'list' }, protocol: Protocol | undefined): number =>
  protocol !== undefined && field.one?.includes(protocol) ? 1 : field.max;

/** Turns a form into the body of its route, with everything that is wrong by field. The route checks the same. */
export function readForm(description: Description, raw: RawFields, of: ReadingOf): Reading {
  const faults: Record<string, Fault> = {};
  const body = readLevel(description.fields, raw, { of, faults, path: '' });
  const fault = Object.keys(faults).length === 0 && broken(description.together ?? [], description.fields, body);
  if (fault) faults[fault.field] = fault.fault;
  return { body, faults };
}

type Body = Record<string, unknown>;
interface Reader {
  readonly of: ReadingOf;
  readonly faults: Record<string, Fault>;
  readonly path: string;
}

function readLevel(fields: Fields, raw: RawFields, reader: Reader): Body {
  const body: Body = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!belongs(field, raw)) continue;
    if (isKnown(field.only, reader.of.protocol)) {
      const at = { ...reader, path: `${reader.path}${name}` };
      const read = partOf(name, field, raw[name], at);
      if (read) Object.assign(body, read);
      else if (!field.optional || field.needed) reader.faults[at.path] ??= { rule: 'missing' };
    } else if (field.type === 'line' && field.empty) body[name] = '';
  }
  return body;
}

/** What a field adds to the body; undefined: nothing was filled in. */
function partOf(name: string, field: Field, raw: Raw, reader: Reader): Body | undefined {
  const { of, faults, path } = reader;
  const below = (inner: string): Reader => ({ ...reader, path: `${path}.${inner}` });
  switch (field.type) {
    case 'boolean':
      return raw === true || !field.optional ? { [name]: raw === true } : undefined;
    case 'choices': {
      const chosen = (raw as readonly string[] | undefined) ?? [];
      return chosen.length > 0 ? { [name]: [...chosen] } : undefined;
    }
    case 'place': {
      const [evse, connector] = ((raw as string | undefined) ?? '').split('.');
      return evse ? { evse: Number(evse), ...(connector ? { connector: Number(connector) } : {}) } : undefined;
    }
    case 'card':
      return cardOf((raw as RawCard | undefined) ?? { number: '' }, reader);
    case 'group': {
      const inner = (raw as RawFields | undefined) ?? {};
      if (field.optional && !field.needed && isEmpty(field.fields, inner)) return undefined;
      return { [name]: readLevel(field.fields, inner, below('')) };
    }
    case 'list': {
      const items = (raw as readonly RawFields[] | undefined) ?? [];
      if (items.length === 0 && field.optional) return undefined;
      const most = mostOf(field, of.protocol);
      if (items.length < field.min) faults[path] = { rule: 'few', values: { least: field.min } };
      if (items.length > most) faults[path] = { rule: 'many', values: { most } };
      return { [name]: items.map((item, index) => readLevel(field.fields, item, below(`${index}.`))) };
    }
    default:
      return textOf(name, field, (raw as string | undefined) ?? '', reader);
  }
}

const longestCard = 36;

function cardOf({ id, number, type }: RawCard, { faults, path }: Reader): Body | undefined {
  if (id !== undefined) return { cardId: id };
  const typed = number.trim();
  if (typed.length > longestCard) faults[path] = { rule: 'tooLong', values: { most: longestCard } };
  return typed === '' ? undefined : { token: { number: typed, ...(type ? { type } : {}) } };
}

type Typed = Exclude<Field, { type: 'boolean' | 'choices' | 'place' | 'card' | 'group' | 'list' }>;
const keepsSpaces: readonly string[] = ['line', 'long', 'secret'];

function textOf(name: string, field: Typed, text: string, { of, faults, path }: Reader): Body | undefined {
  const kept = keepsSpaces.includes(field.type) ? text : text.trim();
  if (kept.trim() === '') return 'empty' in field && field.empty && !field.optional ? { [name]: kept } : undefined;
  const wrong = (fault: Fault): Body => {
    faults[path] = fault;
    return {};
  };
  const fault = textFault(field, kept);
  if (fault) return wrong(fault);
  switch (field.type) {
    case 'integer':
    case 'number':
      return { [name]: numberOf(kept) };
    case 'transaction':
      return { transactionNumber: Number(kept) };
    case 'instant': {
      const instant = of.instantOf(kept);
      return instant === undefined ? wrong({ rule: 'instant' }) : { [name]: instant };
    }
    case 'integers': {
      const parts = kept.split(/[\s,;]+/).filter(Boolean);
      const bad = parts.map((part) => textFault({ ...field, type: 'integer' }, part)).find(Boolean);
      if (bad) return wrong(bad);
      return parts.length > field.most
        ? wrong({ rule: 'many', values: { most: field.most } })
        : { [name]: parts.map(Number) };
    }
    case 'words': {
      const parts = kept.split(/[\s,;]+/).filter(Boolean);
      if (parts.some((part) => part.length > field.max)) return wrong({ rule: 'tooLong', values: { most: field.max } });
      return parts.length > field.most ? wrong({ rule: 'many', values: { most: field.most } }) : { [name]: parts };
    }
    default:
      return { [name]: kept };
  }
}

/** Nothing but what the form begins with. */
const isEmpty = (fields: Fields, raw: RawFields): boolean =>
  Object.entries(fields).every(([name, field]) => {
    const value = raw[name];
    if (value === undefined || value === '' || value === false) return true;
    if ('start' in field && String(field.start) === value) return true;
    if (field.type === 'group') return isEmpty(field.fields, value as RawFields);
    return Array.isArray(value) && value.length === 0;
  });

/** What a form begins with. `localOf`: a moment as the station's wall clock shows it; `now`: milliseconds since 1970. */
export function startOf(
  fields: Fields,
  protocol: Protocol | undefined,
  now: number,
  localOf: (at: number) => string,
): RawFields {
  const raw: Record<string, Raw> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.type === 'group') raw[name] = startOf(field.fields, protocol, now, localOf);
    else if (field.type === 'list')
      raw[name] = Array.from({ length: field.optional && !field.needed ? 0 : field.min }, () =>
        startOf(field.fields, protocol, now, localOf),
      );
    else if (field.type === 'instant') raw[name] = field.start === undefined ? '' : localOf(now + field.start * 1000);
    else if (field.type === 'boolean') raw[name] = field.start ?? false;
    else if (field.type === 'choice') raw[name] = field.start ?? (field.optional ? '' : choicesOf(field, protocol)[0]);
    else if ('start' in field && field.start !== undefined) raw[name] = String(field.start);
  }
  return raw;
}
