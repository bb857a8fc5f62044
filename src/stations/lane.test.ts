import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { isLate } from '../domain/late.ts';
import { createLane } from './lane.ts';

it('F-06 queued messages of many stations are heard in order, a few side by side, and a failing one holds up nobody', async () => {
  const lane = createLane(2);
  const begun: number[] = [];
  const ends: ((failed: boolean) => void)[] = [];
  const all = Array.from({ length: 5 }, (_, n) =>
    lane.take(() => {
      begun.push(n);
      return new Promise<number>((resolve, reject) => {
        ends.push((failed) => (failed ? reject(new Error('refused')) : resolve(n)));
      });
    }),
  );
  const results = Promise.allSettled(all);
  await nextTurn();
  expect(begun).toEqual([0, 1]);
  expect(lane.waiting).toBe(3);
  ends[1]!(true);
  await nextTurn();
  expect(begun).toEqual([0, 1, 2]);
  for (const n of [0, 2]) ends[n]!(false);
  await nextTurn();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const n of [3, 4]) ends[n]!(false);
  expect((await results).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
  // Whoever comes when all is done waits for nobody.
  expect(await lane.take(async () => 'at once')).toBe('at once');
});

it('F-06 what a station could not say when it was is told from what it says now', () => {
  const now = Date.UTC(2026, 0, 8);
  const day = 86_400_000;
  const place = { evse: 1, connector: 1 };
  const started = (at: number | undefined) =>
    ({ kind: 'transaction', phase: 'started', time: at === undefined ? {} : { at }, samples: [] }) as const;
  expect(isLate(started(now - day), now)).toBe(true);
  expect(isLate({ kind: 'meter', place, samples: [{ time: { at: now - day }, readings: [] }] }, now)).toBe(true);
  expect(isLate(started(now - 2_000), now)).toBe(false);
  expect(isLate(started(now + day), now)).toBe(false);
  expect(isLate(started(undefined), now)).toBe(false);
  expect(isLate({ kind: 'heartbeat' }, now)).toBe(false);
});
