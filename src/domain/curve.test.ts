import { describe, expect, it } from 'vitest';
import { curveOf, thinned } from './curve.ts';
import type { Fact, FactBody } from './facts.ts';
import type { Reading } from './message.ts';

const fact = (at: number, body: FactBody): Fact => ({ operatorId: 1, stationId: 1, seq: at, at, receivedAt: at, body });
const reading = (measurand: Reading['measurand'], value: number, phase?: string): Reading => ({
  measurand,
  value,
  context: 'periodic',
  ...(phase ? { phase } : {}),
});
const updated = (at: number, readings: readonly Reading[], sampleAt?: number): Fact =>
  fact(at, {
    type: 'transaction.updated',
    number: 1,
    samples: [{ time: sampleAt === undefined ? {} : { at: sampleAt }, readings }],
  });

describe('curve of a session', () => {
  it('is drawn in the order of the samples, not of their arrival', () => {
    const curve = curveOf(
      [
        updated(10, [reading('power', 7), reading('energy', 1500), reading('soc', 40)], 3),
        updated(11, [reading('power', 5)], 1),
      ],
      1000,
    );
    expect(curve).toEqual({
      power: [
        [1, 5],
        [3, 7],
      ],
      energy: [[3, 500]],
      soc: [[3, 40]],
      samples: 2,
    });
  });

  it('T-11 leaves out a register below the start', () => {
    expect(curveOf([updated(1, [reading('energy', 900)]), updated(2, [reading('energy', 1100)])], 1000).energy).toEqual(
      [[2, 100]],
    );
    expect(curveOf([updated(1, [reading('energy', 900)]), updated(2, [reading('energy', 1100)])]).energy).toEqual([
      [1, 0],
      [2, 200],
    ]);
  });

  it('T-12 takes the sum or adds the phases, never both', () => {
    const phases = [
      reading('power', 1, 'L1'),
      reading('power', 2, 'L2'),
      reading('power', 3, 'L3'),
      reading('power', 9, 'L1-N'),
    ];
    expect(curveOf([updated(1, phases)]).power).toEqual([[1, 6]]);
    expect(curveOf([updated(1, [...phases, reading('power', 6.5)])]).power).toEqual([[1, 6.5]]);
    expect(curveOf([updated(1, [reading('power', 2, 'L1-N'), reading('power', 2, 'L2-N')])]).power).toEqual([[1, 4]]);
  });

  it('T-13 uses the time of the fact where the sample has none', () => {
    expect(curveOf([updated(77, [reading('soc', 1)])]).soc).toEqual([[77, 1]]);
  });
});

describe('thinning out', () => {
  it('keeps both ends and every peak, within the limit', () => {
    const points = Array.from({ length: 10_000 }, (_, at) => [at, at === 4321 ? 999 : at % 7] as const);
    const few = thinned(points, 600);
    expect(few.length).toBeLessThanOrEqual(600);
    expect(few[0]).toEqual(points[0]);
    expect(few.at(-1)).toEqual(points.at(-1));
    expect(few).toContainEqual([4321, 999]);
    expect([...few].sort((a, b) => a[0] - b[0])).toEqual(few);
    expect(thinned(points.slice(0, 600), 600)).toHaveLength(600);
  });
});
