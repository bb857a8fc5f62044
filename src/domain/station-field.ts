/** Additional information of a station: fields an operator names itself. What a value must look like, and what it says to a rule. */
export const fieldKinds = ['text', 'number', 'date', 'link', 'choice', 'yesNo'] as const;
export type FieldKind = (typeof fieldKinds)[number];

export interface StationField {
  readonly id: number;
  readonly name: string;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
}

/** A value as it is kept: as shown, and as it is compared. */
export interface FieldValue {
  readonly value: string;
  readonly key: string;
  readonly number?: number;
}

export const longestValue = 1000;
/** Longer values are found and sorted by their beginning. */
const longestKey = 200;

export const keyOf = (text: string): string => text.toLowerCase().slice(0, longestKey);

const yes = /^(true|yes|y|1|ja|j)$/i;
const no = /^(false|no|n|0|nein)$/i;

/**
 * A typed value as it is kept, or the sentence that says why not. Numbers may be written with a decimal comma, dates as 2026-03-01 or
 * 1.3.2026, yes and no in English or German: tables come from many hands.
 */
export function readFieldValue(field: Pick<StationField, 'kind' | 'choices'>, typed: string): FieldValue | string {
  const text = typed.trim();
  if (text === '') return 'is empty';
  if (text.length > longestValue) return `is longer than ${longestValue} characters`;
  switch (field.kind) {
    case 'text':
      return { value: text, key: keyOf(text) };
    case 'number': {
      const number = readNumber(text);
      if (number === undefined) return 'is not a number';
      return { value: String(number), key: String(number), number };
    }
    case 'date': {
      const date = readDate(text);
      return date === undefined ? 'is not a date' : { value: date, key: date };
    }
    case 'link': {
      const link = readLink(text);
      return link === undefined
        ? 'is not an address that begins with http:// or https://'
        : { value: link, key: keyOf(link) };
    }
    case 'choice': {
      const choice = field.choices.find((each) => each.toLowerCase() === text.toLowerCase());
      return choice === undefined ? 'is not one of the choices' : { value: choice, key: keyOf(choice) };
    }
    case 'yesNo': {
      if (yes.test(text)) return { value: 'true', key: 'true' };
      return no.test(text) ? { value: 'false', key: 'false' } : 'is neither yes nor no';
    }
  }
}

function readNumber(text: string): number | undefined {
  if (!/^[+-]?\d+([.,]\d+)?$/.test(text)) return undefined;
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) && Math.abs(number) <= 1e15 ? number || 0 : undefined;
}

function readDate(text: string): string | undefined {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [, german, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const date =
    y !== undefined ? `${y}-${m}-${d}` : german && `${year}-${month!.padStart(2, '0')}-${german.padStart(2, '0')}`;
  if (!date) return undefined;
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) ? date : undefined;
}

function readLink(text: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text)) return undefined;
  return URL.canParse(text) ? text : undefined;
}

/** How a field is asked for: in the filter of the station list and in conditions of rules. */
export const fieldTests = ['is', 'isNot', 'has', 'atLeast', 'atMost', 'filled', 'empty'] as const;
export type FieldTest = (typeof fieldTests)[number];

export interface FieldCondition {
  readonly fieldId: number;
  readonly test: FieldTest;
  /** Absent for `filled` and `empty`. */
  readonly value?: string;
}

/** A station's additional information as rules read it: values by the id of their field. */
export type FieldsOfStation = ReadonlyMap<number, FieldValue>;

/** Whether a station fulfils a condition, e.g. contract = Gold. A field without a value fulfils only `empty` and `isNot`. */
export function fulfils(fields: FieldsOfStation, { fieldId, test, value = '' }: FieldCondition): boolean {
  const known = fields.get(fieldId);
  if (test === 'empty' || test === 'filled') return (known === undefined) === (test === 'empty');
  const key = keyOf(value.trim());
  if (test === 'isNot') return known?.key !== key;
  if (known === undefined) return false;
  if (test === 'is') return known.key === key;
  if (test === 'has') return known.key.includes(key);
  // Dates are compared as text, which is their order.
  const order =
    known.number === undefined ? compare(known.key, key) : compare(known.number, Number(value.replace(',', '.')));
  return test === 'atLeast' ? order >= 0 : order <= 0;
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN);

/** `12.is.Gold`, as addresses and saved views write a condition; undefined: it is none. */
export function readFieldCondition(text: string): FieldCondition | undefined {
  const [, id, test, value] = /^([1-9]\d{0,8})\.([a-zA-Z]+)(?:\.(.{0,200}))?$/s.exec(text) ?? [];
  if (id === undefined || !(fieldTests as readonly string[]).includes(test!)) return undefined;
  const bare = test === 'filled' || test === 'empty';
  if (bare !== (value === undefined)) return undefined;
  return { fieldId: Number(id), test: test as FieldTest, ...(value === undefined ? {} : { value }) };
}

export const writeFieldCondition = ({ fieldId, test, value }: FieldCondition): string =>
  `${fieldId}.${test}${value === undefined ? '' : `.${value}`}`;
