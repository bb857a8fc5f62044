import type { Instant } from '../lib/time.ts';
import type { Fact } from './facts.ts';
import type { Measurand, Reading, Sample } from './message.ts';

export type Point = readonly [at: Instant, value: number];

/** What a session's facts say over time. Ascending; a series that was never reported is empty. */
export interface Curve {
  /** W */
  readonly power: readonly Point[];
  /** Wh since the start of the session */
  readonly energy: readonly Point[];
  /** % */
  readonly soc: readonly Point[];
  /** How many samples the station sent. */
  readonly samples: number;
}

/** Draws the curve from facts of one session. `meterStart` (Wh) is the register at its beginning; without it the first reading is. */
export function curveOf(facts: readonly Fact[], meterStart?: number): Curve {
  const power = new Map<Instant, number>();
  const register = new Map<Instant, number>();
  const soc = new Map<Instant, number>();
  let samples = 0;
  for (const fact of facts) {
    for (const sample of samplesOf(fact)) {
      samples++;
      // T-13: where the station's time cannot be read, the fact has one.
      const at = sample.time.at ?? fact.at;
      put(power, at, sum(sample.readings, 'power'));
      put(register, at, sum(sample.readings, 'energy'));
      put(soc, at, sample.readings.find((reading) => reading.measurand === 'soc')?.value);
    }
  }
  const registers = ascending(register);
  const zero = meterStart ?? registers[0]?.[1] ?? 0;
  return {
    power: ascending(power),
    // T-11: a register that is below the start says nothing about this session.
    energy: registers.filter(([, value]) => value >= zero).map(([at, value]) => [at, value - zero] as const),
    soc: ascending(soc),
    samples,
  };
}

function samplesOf(fact: Fact): readonly Sample[] {
  switch (fact.body.type) {
    case 'transaction.started':
      return fact.body.samples ?? [];
    case 'transaction.updated':
    case 'transaction.ended':
      return fact.body.samples;
    default:
      return [];
  }
}

/** T-12: the sum as the station says it, or else of its phases; phases against neutral and between lines are no parts. */
function sum(readings: readonly Reading[], measurand: Measurand): number | undefined {
  const own = readings.filter((reading) => reading.measurand === measurand);
  const total = own.find((reading) => reading.phase === undefined);
  if (total) return total.value;
  const lines = own.filter((reading) => /^L[123](-N)?$/.test(reading.phase ?? ''));
  const plain = lines.filter((reading) => !reading.phase!.endsWith('-N'));
  const parts = plain.length > 0 ? plain : lines;
  return parts.length > 0 ? parts.reduce((all, reading) => all + reading.value, 0) : undefined;
}

function put(series: Map<Instant, number>, at: Instant, value: number | undefined): void {
  if (value !== undefined) series.set(at, value);
}

const ascending = (series: Map<Instant, number>): Point[] => [...series].sort((a, b) => a[0] - b[0]);

/**
 * At most `limit` points that keep the look of the curve: of each stretch the lowest and the highest one, and both ends
 * (min-max decimation).
 */
export function thinned(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit || limit < 4) return points;
  const stretches = Math.floor((limit - 2) / 2);
  const inner = points.slice(1, -1);
  const kept: Point[] = [points[0]!];
  for (let index = 0; index < stretches; index++) {
    const stretch = inner.slice(
      Math.floor((index * inner.length) / stretches),
      Math.floor(((index + 1) * inner.length) / stretches),
    );
    if (stretch.length === 0) continue;
    let low = stretch[0]!;
    let high = stretch[0]!;
    for (const point of stretch) {
      if (point[1] < low[1]) low = point;
      if (point[1] > high[1]) high = point;
    }
    if (low === high) kept.push(low);
    else kept.push(...(low[0] < high[0] ? [low, high] : [high, low]));
  }
  kept.push(points.at(-1)!);
  return kept;
}
