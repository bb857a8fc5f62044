import { expect, test } from 'vitest';
import { mergeRows, oldestWaiting } from './merge.ts';

const row = (at: number, extra: { id?: string; done?: boolean } = {}) => ({
  id: extra.id ?? `id${at}`,
  receivedAt: new Date(at).toISOString(),
  done: extra.done ?? true,
});
const times = (rows: readonly { receivedAt: string }[]) => rows.map((each) => Date.parse(each.receivedAt));

test('new rows come on top, newest first, whatever their order of arrival', () => {
  const { rows } = mergeRows([row(30), row(20)], [row(40), row(60), row(50)], 100);
  expect(times(rows)).toEqual([60, 50, 40, 30, 20]);
});

test('a row that was committed late goes where its time says', () => {
  expect(times(mergeRows([row(30), row(10)], [row(20)], 100).rows)).toEqual([30, 20, 10]);
});

test('a known row is renewed in place, and not doubled', () => {
  const { rows } = mergeRows([row(30), row(20, { done: false })], [row(20, { done: true })], 100);
  expect(rows).toEqual([row(30), row(20, { done: true })]);
});

test('rows of one instant keep the order of their ids', () => {
  const { rows } = mergeRows([row(10, { id: 'b' })], [row(10, { id: 'a' }), row(10, { id: 'c' })], 100);
  expect(rows.map((each) => each.id)).toEqual(['c', 'b', 'a']);
});

test('the list is bounded at its old end', () => {
  const { rows, dropped } = mergeRows([row(3), row(2), row(1)], [row(4)], 3);
  expect(times(rows)).toEqual([4, 3, 2]);
  expect(dropped).toBe(true);
});

test('the oldest row that still waits for its answer, within patience', () => {
  const rows = [row(100), row(90, { done: false }), row(80, { done: false }), row(70), row(10, { done: false })];
  const waits = (each: { done: boolean }) => !each.done;
  expect(oldestWaiting(rows, waits, 100, 50)).toBe(new Date(80).toISOString());
  expect(oldestWaiting(rows, waits, 1000, 50)).toBeUndefined();
});
