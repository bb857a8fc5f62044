import { expect, test } from 'vitest';
import {
  type FieldKind,
  type FieldValue,
  fieldTests,
  fulfils,
  readFieldCondition,
  readFieldValue,
  writeFieldCondition,
} from './station-field.ts';

const read = (kind: FieldKind, text: string, choices: string[] = []) => readFieldValue({ kind, choices }, text);

test.each<[FieldKind, string, string]>([
  ['text', '  Gold ', 'Gold'],
  ['number', '7,40', '7.4'],
  ['number', '-0', '0'],
  ['number', '+12', '12'],
  ['date', '2026-02-28', '2026-02-28'],
  ['date', '1.3.2026', '2026-03-01'],
  ['link', 'https://example.com/a b'.replace(' ', '%20'), 'https://example.com/a%20b'],
  ['yesNo', 'Ja', 'true'],
  ['yesNo', '0', 'false'],
])('ADD-1 a %s written %o is kept as %o', (kind, typed, kept) => {
  expect(read(kind, typed)).toMatchObject({ value: kept });
});

test.each<[FieldKind, string, string]>([
  ['text', '   ', 'is empty'],
  ['text', 'x'.repeat(1001), 'is longer than 1000 characters'],
  ['number', '1.000,5', 'is not a number'],
  ['number', '1e999', 'is not a number'],
  ['date', '2026-02-29', 'is not a date'],
  ['date', '31.4.2026', 'is not a date'],
  ['link', 'javascript:alert(1)', 'is not an address that begins with http:// or https://'],
  ['link', 'https://', 'is not an address that begins with http:// or https://'],
  ['choice', 'Tin', 'is not one of the choices'],
  ['yesNo', 'perhaps', 'is neither yes nor no'],
])('ADD-1 a %s written %o is refused in words', (kind, typed, why) => {
  expect(read(kind, typed, ['Gold'])).toBe(why);
});

test('ADD-1 a choice is kept as the field writes it', () => {
  expect(read('choice', 'gold', ['Gold', 'Silver'])).toEqual({ value: 'Gold', key: 'gold' });
});

test('rules ask for the fields of a station: contract = Gold, at least 5 kW, no warranty', () => {
  const kept = new Map([
    [1, read('text', 'Gold') as FieldValue],
    [2, read('number', '5,5') as FieldValue],
    [3, read('date', '2026-05-01') as FieldValue],
  ]);
  const is = (text: string) => fulfils(kept, readFieldCondition(text)!);
  expect(
    [
      '1.is.gold',
      '1.has.OL',
      '1.isNot.Silver',
      '2.atLeast.5',
      '2.atMost.5,5',
      '3.atLeast.2026-01-01',
      '1.filled',
      '9.empty',
      '9.isNot.x',
    ].map(is),
  ).toEqual(Array(9).fill(true));
  expect(
    [
      '1.is.Silver',
      '1.isNot.gold',
      '2.atLeast.6',
      '2.atLeast.x',
      '3.atMost.2026-04-30',
      '9.is.x',
      '9.filled',
      '1.empty',
    ].map(is),
  ).toEqual(Array(8).fill(false));
});

test('a condition is written and read again, and nothing else is one', () => {
  for (const each of fieldTests) {
    const condition =
      each === 'filled' || each === 'empty' ? { fieldId: 3, test: each } : { fieldId: 3, test: each, value: 'a.b = c' };
    expect(readFieldCondition(writeFieldCondition(condition))).toEqual(condition);
  }
  for (const text of ['', '0.is.x', '3.like.x', '3.is', '3.empty.x', '99999999999.is.x', "3'.is.x"])
    expect(readFieldCondition(text)).toBeUndefined();
});
