import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber, readSample, type SentValue } from './meter.ts';

const at = '2026-03-01T10:00:00Z';
const readingsOf = (...values: SentValue[]) => readSample(at, values).readings;
const suspectOf = (...values: SentValue[]) => readSample(at, values).suspect;

describe('defaults (1.6 section 7.43, 2.x SampledValueType)', () => {
  it('a bare value is imported energy in Wh, periodic', () => {
    expect(readingsOf({ value: '1500' })).toEqual([{ measurand: 'energy', value: 1500, context: 'periodic' }]);
  });
  it.each([
    [{ value: '1.5', unit: 'kWh' }, 'energy', 1500],
    [{ value: 15, unit: 'Wh', multiplier: 2 }, 'energy', 1500],
    [{ value: '7.4', measurand: 'Power.Active.Import', unit: 'kW' }, 'power', 7400],
    [{ value: '7400', measurand: 'Power.Active.Import' }, 'power', 7400],
    [{ value: '11', measurand: 'Power.Offered', unit: 'kW' }, 'offered', 11000],
    [{ value: '55', measurand: 'SoC', unit: 'Percent' }, 'soc', 55],
    [{ value: '16,5', measurand: 'Current.Import', unit: 'A' }, 'current', 16.5],
    [{ value: '-3', measurand: 'Power.Active.Import' }, 'power', -3],
    [{ value: '20', measurand: 'Temperature', unit: 'Celcius' }, 'temperature', 20],
    [{ value: '68', measurand: 'Temperature', unit: 'Fahrenheit' }, 'temperature', 20],
    [{ value: '230', measurand: 'Voltage', unit: 'V' }, 'voltage', 230],
    [{ value: '50', measurand: 'Frequency' }, 'frequency', 50],
  ] as const)('%j', (sent, measurand, value) => {
    expect(readingsOf(sent)).toMatchObject([{ measurand, value }]);
  });
  it.each([
    ['Transaction.Begin', 'begin'],
    ['Transaction.End', 'end'],
    ['Sample.Clock', 'clock'],
    ['Trigger', 'trigger'],
    ['Interruption.Begin', 'other'],
    ['constructor', 'other'],
  ] as const)('context %s is %s', (context, expected) => {
    expect(readingsOf({ value: 1, context })[0]?.context).toBe(expected);
  });
});

describe('T-11 what cannot be understood is left out and flagged', () => {
  it.each([
    [{ value: 'NaN' }, 'value.notANumber'],
    [{ value: '' }, 'value.notANumber'],
    [{ value: null }, 'value.notANumber'],
    [{ value: '0x10' }, 'value.notANumber'],
    [{ value: Number.POSITIVE_INFINITY }, 'value.notANumber'],
    [{ value: '9e99' }, 'value.notANumber'],
    [{ value: 1, multiplier: 300 }, 'value.notANumber'],
    [{ value: '1', unit: 'furlong' }, 'unit.unknown'],
    [{ value: '1', unit: 'A' }, 'unit.unknown'],
    [{ value: '1', unit: 'constructor' }, 'unit.unknown'],
    [{ value: '1', measurand: 'Joy' }, 'measurand.unknown'],
    [{ value: '1', measurand: '__proto__' }, 'measurand.unknown'],
  ] as const)('%j', (sent, suspect) => {
    expect(readSample(at, [sent])).toMatchObject({ readings: [], suspect: [suspect] });
  });
  it('measurands we do not draw are no fault', () => {
    for (const measurand of ['Energy.Active.Export.Register', 'Power.Factor', 'RPM', 'Display.PresentSOC'])
      expect(readSample(at, [{ value: 1, measurand }])).toEqual({ time: expect.anything(), readings: [] });
  });
  it('an odd time is flagged and the values stay', () => {
    expect(readSample('1970', [{ value: 1 }])).toMatchObject({
      suspect: ['time.unreadable'],
      readings: [{ value: 1 }],
    });
  });
});

describe('T-12 nothing counts twice', () => {
  it('keeps the sum and the phases apart', () => {
    const sent = ['L1', 'L2', 'L3', undefined].map((phase, n) => ({
      value: n,
      measurand: 'Power.Active.Import',
      phase,
    }));
    expect(readingsOf(...sent).map(({ phase }) => phase)).toEqual(['L1', 'L2', 'L3', undefined]);
  });
  it('drops other places where the outlet was measured, keeps one of them where it was not', () => {
    expect(readingsOf({ value: 1, location: 'Inlet' }, { value: 2 }, { value: 3, location: 'Cable' })).toMatchObject([
      { value: 2 },
    ]);
    const soc = [
      { value: 50, measurand: 'SoC', location: 'EV' },
      { value: 51, measurand: 'SoC', location: 'Cable' },
      { value: 9 },
    ];
    expect(readingsOf(...soc)).toMatchObject([
      { measurand: 'soc', value: 50 },
      { measurand: 'energy', value: 9 },
    ]);
  });
  it('takes a repeated value once, and says when the two differ', () => {
    expect(readSample(at, [{ value: '5' }, { value: 5 }])).toMatchObject({ readings: [{ value: 5 }] });
    expect(suspectOf({ value: 5 }, { value: 5 })).toBeUndefined();
    expect(readingsOf({ value: 5 }, { value: 6 })).toHaveLength(1);
    expect(suspectOf({ value: 5 }, { value: 6 })).toEqual(['value.contradictory']);
    expect(readingsOf({ value: 5 }, { value: 6, context: 'Sample.Clock' })).toHaveLength(2);
  });
});

it('T-12 many values are told apart like few ones', () => {
  const phases = Array.from({ length: 40 }, (_, n) => ({ value: n, measurand: 'Voltage', phase: `p${n % 20}` }));
  const sample = readSample(at, phases);
  expect(sample.readings.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(sample.suspect).toEqual(['value.contradictory']);
});

it('signed data are flagged, not read', () => {
  expect(readingsOf({ value: 'OCMF|{}|{}', signed: 'only' })).toEqual([]);
  expect(readingsOf({ value: '5' }, { value: 'OCMF|{}|{}', signed: 'only' })).toMatchObject([
    { value: 5, signed: true },
  ]);
  expect(readingsOf({ value: 5, signed: 'also' }, { value: 1, measurand: 'Voltage' })).toMatchObject([
    { signed: true },
    { measurand: 'voltage' },
  ]);
  expect(suspectOf({ value: 'OCMF|{}|{}', signed: 'only' })).toBeUndefined();
});

it('T-11 any number goes through text and back; any other text is no number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e14, max: 1e14 }), (value) => {
      expect(readNumber(String(value))).toBe(value + 0);
    }),
  );
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const read = readNumber(value);
      if (read !== undefined) expect(Number.isFinite(read)).toBe(true);
    }),
  );
});
