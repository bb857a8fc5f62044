import { describe, expect, it } from 'vitest';
import type { Reading, Sample } from './message.ts';
import { foldSamples, meterKey, reckonEnergy, registerFault, total } from './meter.ts';
import { noon, sent } from './rig.ts';
import type { TransactionState } from './state.ts';

const reading = (value: number, more: Partial<Reading> = {}): Reading => ({
  measurand: 'energy',
  value,
  context: 'periodic',
  ...more,
});
const fresh = (): TransactionState => ({
  number: 1,
  transactionId: '1',
  startedAt: noon,
  startKnown: true,
  seqNos: [],
  suspect: [],
});
const minutes = (n: number) => noon + n * 60_000;
const sample = (at: number, ...readings: Reading[]): Sample => ({ time: sent(at), readings });

describe('T-12 nothing counts twice', () => {
  it.each<[string, Reading[], number | undefined]>([
    ['the sum', [reading(100)], 100],
    ['the sum beside its phases', [reading(30, { phase: 'L1' }), reading(40, { phase: 'L2' }), reading(100)], 100],
    ['phases only', [reading(30, { phase: 'L1' }), reading(40, { phase: 'L2' }), reading(31, { phase: 'L3' })], 101],
    ['phases against neutral', [reading(30, { phase: 'L1-N' }), reading(40, { phase: 'L2-N' })], 70],
    ['plain phases beside those against neutral', [reading(30, { phase: 'L1' }), reading(30, { phase: 'L1-N' })], 30],
    ['between lines', [reading(400, { phase: 'L1-L2' })], undefined],
    ['nothing', [], undefined],
  ])('%s', (_, readings, expected) => {
    expect(total(readings, 'energy')).toBe(expected);
  });
});

describe('T-11 what a register does', () => {
  const hour = 3_600_000;
  it.each<[string, number, number, number | undefined, string | undefined]>([
    ['grows', 1000, 23_000, hour, undefined],
    ['stands still', 1000, 1000, 0, undefined],
    ['loses a rounding', 1000, 999.8, hour, undefined],
    ['goes back', 5000, 4000, hour, 'meter.wentBack'],
    ['is reset', 5_000_000, 12, hour, 'meter.wentBack'],
    ['rolls over at 2^31', 2 ** 31 - 500, 700, hour, 'meter.rolledOver'],
    ['rolls over at 9 999 999 kWh', 9_999_998_000, 700, hour, 'meter.rolledOver'],
    ['jumps by 1 GWh', 1000, 1_000_001_000, hour, 'meter.jumped'],
    ['jumps in a second', 1000, 60_000, 1000, 'meter.jumped'],
    ['slips from Wh to kWh', 12_345_678, 12_346, hour, 'meter.unitSlip'],
    ['slips from kWh to Wh', 12_345, 12_345_900, hour, 'meter.unitSlip'],
    ['of a large truck charger', 0, 3_000_000, hour, undefined],
    ['with a time that makes no sense', 0, 80_000, -5, undefined],
  ])('%s', (_, from, to, elapsed, expected) => {
    expect(registerFault(from, to, elapsed)).toBe(expected);
  });

  it.each([
    [1000, 900],
    [12_345_678, 12_346],
    [2 ** 31 - 500, 700],
    [0, 1_000_000_000],
  ])('from %d to %d there is no energy, and it says why', (meterStart, meterEnd) => {
    const transaction = { ...fresh(), meterStart, meterEnd, endedAt: minutes(60) };
    reckonEnergy(transaction);
    expect(transaction.energyWh).toBeUndefined();
    expect(transaction.suspect).toHaveLength(1);
  });

  it('missing is not zero', () => {
    const transaction = { ...fresh(), meterEnd: 500 };
    reckonEnergy(transaction);
    expect(transaction).not.toHaveProperty('energyWh');
    expect(transaction.suspect).toEqual([]);
  });

  it('kWh with decimals make no noise', () => {
    const transaction = { ...fresh(), meterStart: 1.1 * 1000, meterEnd: 2.2 * 1000 + 1e-10 };
    reckonEnergy(transaction);
    expect(transaction.energyWh).toBe(1100);
  });
});

describe('samples of a transaction', () => {
  it('one value that makes no sense is flagged and left out, and the rest counts', () => {
    const transaction = { ...fresh(), meterStart: 1000 };
    foldSamples(transaction, [sample(minutes(1), reading(1100)), sample(minutes(2), reading(0))], 'updated', noon);
    expect(transaction).toMatchObject({ meterLast: 1100, suspect: ['meter.wentBack'] });
    foldSamples(transaction, [sample(minutes(3), reading(1300))], 'updated', noon);
    reckonEnergy(transaction);
    expect(transaction.energyWh).toBe(300);
  });

  it.each([
    [[0, 1, 2]],
    [[2, 1, 0]],
    [[1, 2, 0]],
  ])('the newest by the station’s time wins, in whichever order they come: %j', (order) => {
    const samples = [
      sample(minutes(1), reading(1100), reading(5000, { measurand: 'power' }), reading(40, { measurand: 'soc' })),
      sample(minutes(2), reading(1200), reading(9000, { measurand: 'power' }), reading(45, { measurand: 'soc' })),
      sample(minutes(3), reading(1300), reading(2000, { measurand: 'power' }), reading(50, { measurand: 'soc' })),
    ];
    const transaction = { ...fresh(), meterStart: 1000 };
    for (const n of order) foldSamples(transaction, [samples[n]!], 'updated', noon);
    expect(transaction).toMatchObject({
      meterLast: 1300,
      powerW: 2000,
      peakPowerW: 9000,
      soc: 50,
      meterAt: minutes(3),
      suspect: [],
    });
  });

  it('begin and end are taken from their contexts (2.x)', () => {
    const transaction = fresh();
    const all = [
      sample(minutes(0), reading(700, { context: 'begin' })),
      sample(minutes(9), reading(900)),
      sample(minutes(10), reading(950, { context: 'end' })),
    ];
    foldSamples(transaction, all, 'ended', noon);
    expect(transaction).toMatchObject({ meterStart: 700, meterEnd: 950 });
  });

  it('the start’s register is the begin also without a context, the end’s newest is the end', () => {
    const transaction = fresh();
    foldSamples(transaction, [sample(minutes(0), reading(700))], 'started', noon);
    foldSamples(transaction, [sample(minutes(10), reading(950)), sample(minutes(5), reading(800))], 'ended', noon);
    expect(transaction).toMatchObject({ meterStart: 700, meterEnd: 950 });
  });

  it('flags values that cannot be', () => {
    const transaction = fresh();
    const odd = { ...sample(noon, reading(-5), reading(101, { measurand: 'soc' })), suspect: ['unit.unknown'] };
    foldSamples(transaction, [odd], 'updated', noon);
    expect(transaction.suspect).toEqual(['unit.unknown', 'meter.negative', 'soc.impossible']);
    expect(transaction).not.toHaveProperty('soc');
    expect(transaction).not.toHaveProperty('meterLast');
  });

  it('no power is worked out where none is reported', () => {
    const transaction = { ...fresh(), meterStart: 0 };
    foldSamples(transaction, [sample(minutes(60), reading(11_000))], 'updated', noon);
    expect(transaction).not.toHaveProperty('powerW');
  });
});

describe('T-03 the key of a meter message', () => {
  it('is its times and values', () => {
    const one = [sample(noon, reading(1), reading(2, { measurand: 'power' }))];
    expect(meterKey(structuredClone(one))).toBe(meterKey(one));
    const others = [
      [sample(noon + 1, ...one[0]!.readings)],
      [sample(noon, reading(1), reading(3, { measurand: 'power' }))],
      [sample(noon, reading(1))],
      [sample(noon, reading(1), reading(2, { measurand: 'power', phase: 'L1' }))],
    ];
    expect(new Set([one, ...others].map(meterKey)).size).toBe(5);
  });
});
