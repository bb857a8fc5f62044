import { describe, expect, it } from 'vitest';
import type { Fact } from '../../domain/facts.ts';
import { cursorText, gapsOf, idleAtEnd, placeOf, readCursor, timelineDetail } from './rules.ts';

describe('cursor', () => {
  it('comes back as it was', () => {
    for (const cursor of [
      { startedAt: 1_774_951_200_123, number: 4_821_907 },
      { startedAt: -5, number: 1 },
    ])
      expect(readCursor(cursorText(cursor))).toEqual(cursor);
  });
  it('is refused when nobody handed it out', () => {
    for (const text of ['', 'x', '1;2', "1-1' OR 1=1", 'zzzzzzzzzzz-1', '1-zzzzzzz'])
      expect(readCursor(text)).toBeUndefined();
  });
});

it('reads a charge point', () => {
  expect(placeOf('12.2')).toEqual({ evse: 12, connector: 2 });
});

describe('T-08 missing sequence numbers', () => {
  it('lists the holes between what came', () => {
    expect(
      gapsOf(
        [
          [0, 2],
          [5, 5],
          [7, 9],
        ],
        { start: true },
      ),
    ).toEqual([
      [3, 4],
      [6, 6],
    ]);
    expect(gapsOf([[0, 9]], { start: true, endSeqNo: 9 })).toEqual([]);
  });
  it('starts at any number when the start is known, at 0 when it is not', () => {
    expect(gapsOf([[41, 43]], { start: true })).toEqual([]);
    expect(gapsOf([[2, 3]], { start: false })).toEqual([[0, 1]]);
  });
  it('is nothing for stations without sequence numbers', () => {
    expect(gapsOf([], { start: true })).toEqual([]);
  });
});

describe('idle at the end', () => {
  it('counts from the last time that power stopped', () => {
    expect(
      idleAtEnd(
        [
          [0, 7000],
          [10, 20],
          [20, 7000],
          [30, 40],
          [40, 0],
        ],
        100,
      ),
    ).toBe(70);
    expect(
      idleAtEnd(
        [
          [0, 7000],
          [10, 6000],
        ],
        100,
      ),
    ).toBe(0);
    expect(idleAtEnd([], 100)).toBeUndefined();
  });
});

it('tells what is particular to a fact', () => {
  const fact = (body: Fact['body']): Fact => ({ operatorId: 1, stationId: 1, seq: 1, at: 0, receivedAt: 0, body });
  expect(
    timelineDetail(
      fact({
        type: 'transaction.ended',
        number: 1,
        meter: 5000,
        reason: 'EVDisconnected',
        by: 'station',
        suspect: ['meter.backwards'],
        samples: [{ time: {}, readings: [{ measurand: 'soc', value: 80, context: 'end' }] }],
      }),
    ),
  ).toEqual({
    meterWh: 5000,
    reason: 'EVDisconnected',
    by: 'station',
    suspect: 'meter.backwards',
    samples: 1,
    soc: 80,
  });
  expect(
    timelineDetail(fact({ type: 'transaction.updated', number: 1, samples: [], chargingState: 'charging', seqNo: 3 })),
  ).toEqual({
    chargingState: 'charging',
    seqNo: 3,
    samples: 0,
  });
});
