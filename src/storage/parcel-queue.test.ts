import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactBody } from '../domain/facts.ts';
import { ParcelQueue } from './parcel-queue.ts';
import { stationOf, type Waiting } from './waiting.ts';

let count = 0;
function waiting(stationId: number, urgent: boolean, since = ++count): Waiting {
  const key = { operatorId: 1, stationId };
  const body = { type: urgent ? 'transaction.updated' : 'station.booted' } as FactBody;
  const facts = [{ ...key, seq: 1, at: 0, receivedAt: 0, body }];
  return {
    parcel: { key, frames: [], answers: [], facts, rows: [] },
    bytes: 10,
    since,
    resolve: () => {},
    reject: () => {},
  };
}
const none: ReadonlySet<string> = new Set();

describe('what waits to be written', () => {
  it('F-06 a running session goes before the boots of those who came earlier', () => {
    const queue = new ParcelQueue();
    for (let station = 1; station <= 500; station++) queue.push(waiting(station, false));
    const session = waiting(777, true);
    queue.push(session);
    const batch = queue.take(100, 1e9, none);
    expect(batch).toHaveLength(100);
    expect(batch[0]).toBe(session);
    expect(queue.length).toBe(401);
  });

  it('F-06 whatever comes in whatever order: a station keeps its own, nothing is lost or doubled, nobody waits for ever', () => {
    const arrivals = fc.array(fc.record({ station: fc.integer({ min: 1, max: 6 }), urgent: fc.boolean() }), {
      maxLength: 60,
    });
    const takes = fc.array(fc.record({ most: fc.integer({ min: 1, max: 8 }), busy: fc.subarray([1, 2, 3, 4, 5, 6]) }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(arrivals, takes, fc.integer({ min: 1, max: 10 }), (come, go, every) => {
        const queue = new ParcelQueue();
        const pushed: Waiting[] = [];
        const taken: Waiting[] = [];
        let turn = 0;
        for (const [index, { station, urgent }] of come.entries()) {
          const one = waiting(station, urgent, index);
          pushed.push(one);
          queue.push(one);
          if (index % every !== 0) continue;
          const { most, busy } = go[turn++ % go.length]!;
          const names = new Set(busy.map((stationId) => stationOf({ operatorId: 1, stationId })));
          const batch = queue.take(most, 1e9, names);
          expect(batch.length).toBeLessThanOrEqual(most);
          expect(batch.some(({ parcel }) => names.has(stationOf(parcel.key)))).toBe(false);
          taken.push(...batch);
        }
        while (queue.length > 0) {
          const batch = queue.take(4, 1e9, none);
          expect(batch.length).toBeGreaterThan(0);
          taken.push(...batch);
        }
        expect(queue.since).toBeUndefined();
        expect(new Set(taken).size).toBe(pushed.length);
        for (let station = 1; station <= 6; station++) {
          const mine = taken.filter(({ parcel }) => parcel.key.stationId === station).map(({ since }) => since);
          expect(mine).toEqual([...mine].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('everything of one station can be taken out', () => {
    const queue = new ParcelQueue();
    queue.push(waiting(1, false));
    queue.push(waiting(1, true));
    queue.push(waiting(2, true));
    queue.push(waiting(1, true));
    expect(queue.drop({ operatorId: 1, stationId: 1 })).toHaveLength(3);
    expect(queue.length).toBe(1);
    // Nothing is left that would hold an urgent one back.
    queue.push(waiting(3, false));
    queue.push(waiting(1, true));
    expect(queue.take(2, 1e9, none).map(({ parcel }) => parcel.key.stationId)).toEqual([2, 1]);
    expect(queue.clear()).toHaveLength(1);
  });
});
