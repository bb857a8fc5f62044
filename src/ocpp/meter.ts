import type { Measurand, Reading, Sample } from '../domain/message.ts';
import { compact } from './compact.ts';
import { readTime } from './timestamp.ts';

/** One sampled value as a station sent it, in the words that all versions share. */
export interface SentValue {
  readonly value: unknown;
  readonly measurand?: string | null | undefined;
  readonly unit?: string | null | undefined;
  /** 2.x: power of ten */
  readonly multiplier?: number | null | undefined;
  readonly phase?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly context?: string | null | undefined;
  /** The value is signed. `only`: it is nothing but signed data, no number. */
  readonly signed?: 'also' | 'only' | undefined;
}

/** What we draw from the measurands of all versions; the rest stays in the frame. */
const drawn: Readonly<Record<string, Measurand>> = {
  'Energy.Active.Import.Register': 'energy',
  'Power.Active.Import': 'power',
  'Current.Import': 'current',
  'Power.Offered': 'offered',
  'Power.Import.Offered': 'offered',
  SoC: 'soc',
  Voltage: 'voltage',
  Temperature: 'temperature',
  Frequency: 'frequency',
};

/** First words of measurands that exist and are not drawn. */
const families = new Set(['Energy', 'Power', 'Current', 'Voltage', 'Display', 'EnergyRequest', 'RPM', 'SoC']);

type Scale = (value: number) => number;
const same: Scale = (value) => value;
const thousand: Scale = (value) => value * 1000;
const units: Readonly<Record<Measurand, Readonly<Record<string, Scale>>>> = {
  energy: { wh: same, kwh: thousand },
  power: { w: same, kw: thousand },
  offered: { w: same, kw: thousand },
  soc: { percent: same, '%': same },
  current: { a: same },
  voltage: { v: same },
  frequency: { hertz: same, hz: same },
  temperature: {
    celsius: same,
    celcius: same,
    k: (value) => value - 273.15,
    fahrenheit: (value) => ((value - 32) * 5) / 9,
  },
};

const contexts: Readonly<Record<string, Reading['context']>> = {
  'Transaction.Begin': 'begin',
  'Transaction.End': 'end',
  'Sample.Periodic': 'periodic',
  'Sample.Clock': 'clock',
  Trigger: 'trigger',
};

const contextOf = (word: string): Reading['context'] => (Object.hasOwn(contexts, word) ? contexts[word]! : 'other');

/** More than any meter can show in Wh, W, A or V: a broken value, not a large one. */
const absurd = 1e15;

const number = /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*$/;

/** A meter value as a number; stations send text, numbers, decimal commas and "NaN" (T-11). */
export function readNumber(value: unknown): number | undefined {
  const read =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.length < 64 && number.test(value)
        ? Number(value.replace(',', '.'))
        : Number.NaN;
  // Plus zero: -0 would not survive being stored as JSON.
  return Number.isFinite(read) && Math.abs(read) < absurd ? read + 0 : undefined;
}

interface Candidate {
  readonly reading: Reading;
  readonly location: string;
}

function readValue(sent: SentValue): Candidate | string | undefined {
  const known = sent.measurand ?? 'Energy.Active.Import.Register';
  const measurand = Object.hasOwn(drawn, known) ? drawn[known] : undefined;
  if (measurand === undefined) return families.has(known.split('.', 1)[0]!) ? undefined : 'measurand.unknown';
  const scales = units[measurand];
  const unit = sent.unit?.toLowerCase();
  const scale = !unit ? same : Object.hasOwn(scales, unit) ? scales[unit] : undefined;
  if (scale === undefined) return 'unit.unknown';
  const read = readNumber(sent.value);
  const value = read === undefined ? undefined : readNumber(scale(read * 10 ** (sent.multiplier ?? 0)));
  if (value === undefined) return 'value.notANumber';
  return {
    location: sent.location ?? 'Outlet',
    reading: {
      measurand,
      value,
      ...(sent.phase ? { phase: sent.phase.slice(0, 16) } : {}),
      context: contextOf(sent.context ?? 'Sample.Periodic'),
      ...(sent.signed === undefined ? {} : { signed: true }),
    },
  };
}

/**
 * Defaults as OCPP sets them: imported energy in Wh, periodic, at the outlet (1.6 section 7.43, 2.x SampledValueType).
 * Values of another place than the outlet count only where a measurand has none there, so that nothing counts twice
 * (T-12); phases are kept, because only the domain knows whether a sum came too.
 */
export function readSample(timestamp: unknown, values: readonly SentValue[] | null | undefined): Sample {
  const { time, suspect: odd } = readTime(timestamp);
  const suspect: string[] = odd === undefined ? [] : [odd];
  const flag = (word: string) => {
    if (!suspect.includes(word)) suspect.push(word);
  };
  const found: Candidate[] = [];
  const signed: (Measurand | undefined)[] = [];
  for (const sent of values ?? []) {
    if (sent.signed === 'only') {
      signed.push(drawn[sent.measurand ?? 'Energy.Active.Import.Register']);
      continue;
    }
    const read = readValue(sent);
    if (typeof read === 'string') flag(read);
    else if (read !== undefined) found.push(read);
  }
  const readings = oneOfEach(atOnePlace(found), () => flag('value.contradictory'));
  return compact({
    time,
    readings:
      signed.length === 0
        ? readings
        : readings.map((one) => (signed.includes(one.measurand) ? { ...one, signed: true } : one)),
    suspect: suspect.length === 0 ? undefined : suspect,
  });
}

function atOnePlace(found: readonly Candidate[]): readonly Candidate[] {
  if (found.every(({ location }) => location === 'Outlet')) return found;
  const place = new Map<Measurand, string>();
  for (const { reading, location } of found) {
    if (location === 'Outlet' || !place.has(reading.measurand)) place.set(reading.measurand, location);
  }
  return found.filter(({ reading, location }) => place.get(reading.measurand) === location);
}

/** Above this many values of one sample a table is quicker than comparing. */
const few = 12;

function oneOfEach(found: readonly Candidate[], contradiction: () => void): readonly Reading[] {
  const kept: Reading[] = [];
  const table = found.length > few ? new Map<string, Reading>() : undefined;
  for (const { reading } of found) {
    const key = table === undefined ? '' : `${reading.measurand} ${reading.phase ?? ''} ${reading.context}`;
    const before = table === undefined ? kept.find((one) => sameKind(one, reading)) : table.get(key);
    if (before === undefined) {
      kept.push(reading);
      table?.set(key, reading);
    } else if (before.value !== reading.value) contradiction();
  }
  return kept;
}

const sameKind = (a: Reading, b: Reading): boolean =>
  a.measurand === b.measurand && a.phase === b.phase && a.context === b.context;
