import { hour, type Instant } from '../lib/time.ts';
import type { Measurand, Reading, Sample } from './message.ts';
import type { TransactionState } from './state.ts';

/** More than any charge point delivers, W: the largest truck chargers stay below. */
const mostPowerW = 4_000_000;
/** What rounding and a second of clock error may add, Wh. */
const slackWh = 10_000;
/** More than one session takes, Wh. */
const mostEnergyWh = 5_000_000;
/** Where registers of common meters start again at zero, Wh. */
const rollOvers = [2 ** 31, 2 ** 32, 1e9, 9_999_999_000, 1e10, 99_999_900, 1e8];

/**
 * The value of a sample: the sum as the station says it, or else the sum of its phases, so that nothing counts twice
 * (T-12). Phases against neutral stand in only where the plain ones are missing; between lines (`L1-L2`) are no parts.
 */
export function total(readings: readonly Reading[], measurand: Measurand): number | undefined {
  let lines: number | undefined;
  let neutral: number | undefined;
  for (const reading of readings) {
    if (reading.measurand !== measurand) continue;
    const phase = reading.phase;
    if (phase === undefined) return reading.value;
    if (phase === 'L1' || phase === 'L2' || phase === 'L3') lines = (lines ?? 0) + reading.value;
    else if (phase === 'L1-N' || phase === 'L2-N' || phase === 'L3-N') neutral = (neutral ?? 0) + reading.value;
  }
  return lines ?? neutral;
}

const inContext = (readings: readonly Reading[], context: Reading['context']): readonly Reading[] =>
  readings.filter((reading) => reading.context === context);

/**
 * What is odd about going from one register value to a later one: it went back, started again at zero, jumped by more
 * than power and time allow, or slipped between Wh and kWh (T-11). Undefined: nothing.
 */
export function registerFault(from: number, to: number, elapsed: Instant | undefined): string | undefined {
  const used = to - from;
  if (used < -0.5) {
    if (slipped(to, from)) return 'meter.unitSlip';
    const wraps = rollOvers.some(
      (limit) => from < limit && limit - from + to < mostEnergyWh / 10 && limit - from < limit / 10,
    );
    return wraps ? 'meter.rolledOver' : 'meter.wentBack';
  }
  const possible =
    elapsed === undefined || elapsed < 0
      ? mostEnergyWh
      : Math.min(mostEnergyWh, (elapsed / hour) * mostPowerW + slackWh);
  if (used <= possible) return undefined;
  return slipped(from, to) ? 'meter.unitSlip' : 'meter.jumped';
}

/** A thousandth, give or take what was charged in between. */
const slipped = (small: number, large: number): boolean => {
  const ratio = large / small;
  return small > 0 && ratio > 900 && ratio < 1100;
};

/** Removes the noise of floating point (kWh times 1000), Wh. */
const tidy = (energy: number): number => Math.round(energy * 1000) / 1000;

/**
 * Wh between the begin and the end, or the newest meter so far; undefined where a register is missing or does not make
 * sense. Never negative. Adds why to the transaction's suspects.
 */
export function reckonEnergy(transaction: TransactionState): void {
  const { meterStart, meterEnd, meterLast, meterAt, startedAt, endedAt } = transaction;
  const to = meterEnd ?? meterLast;
  if (meterStart === undefined || to === undefined) {
    unknownEnergy(transaction);
    return;
  }
  const until = endedAt ?? meterAt;
  let fault = registerFault(
    meterStart,
    to,
    transaction.startKnown && until !== undefined ? until - startedAt : undefined,
  );
  // The register was higher before the end than at the end.
  if (fault === undefined && meterEnd !== undefined && meterLast !== undefined && meterLast - meterEnd > 0.5)
    fault = 'meter.wentBack';
  if (fault === undefined) transaction.energyWh = Math.max(0, tidy(to - meterStart));
  else {
    flag(transaction, fault);
    unknownEnergy(transaction);
  }
}

/** Only where there is something to take away: an object that lost a field is slow from then on. */
function unknownEnergy(transaction: TransactionState): void {
  if (transaction.energyWh !== undefined) delete transaction.energyWh;
}

const mostFlags = 20;

/** Notes why something about a transaction is doubted, once. */
export function flag(transaction: TransactionState, ...suspects: readonly string[]): void {
  for (const suspect of suspects) {
    if (transaction.suspect.length < mostFlags && !transaction.suspect.includes(suspect))
      transaction.suspect.push(suspect);
  }
}

/**
 * Folds samples into a transaction: registers, power, charge of the battery. Order does not matter: the newest by the
 * station's time wins, so that late and repeated ones do no harm. `phase` is that of the message they came in.
 */
export function foldSamples(
  transaction: TransactionState,
  samples: readonly Sample[],
  phase: 'started' | 'updated' | 'ended',
  at: Instant,
): void {
  if (phase === 'ended') {
    const end = endRegister(samples);
    if (end !== undefined && !negative(transaction, end)) transaction.meterEnd = end;
  }
  for (const sample of samples) {
    const time = sample.time.at ?? at;
    if (sample.suspect !== undefined) flag(transaction, ...sample.suspect);
    foldRegister(transaction, sample, phase, time);
    foldPower(transaction, sample, time);
    foldCharge(transaction, sample, time);
    if (transaction.meterAt === undefined || time > transaction.meterAt) transaction.meterAt = time;
  }
}

/** OCPP 2.0.1 E07.FR.08: the end has a context of its own; a station that does not set it means its newest value. */
function endRegister(samples: readonly Sample[]): number | undefined {
  let newest: number | undefined;
  let newestAt = -Infinity;
  for (const { time, readings } of samples) {
    const end = total(inContext(readings, 'end'), 'energy');
    if (end !== undefined) return end;
    const value = total(
      readings.filter(({ context }) => context !== 'begin'),
      'energy',
    );
    if (value !== undefined && (time.at ?? newestAt) >= newestAt) {
      newest = value;
      newestAt = time.at ?? newestAt;
    }
  }
  return newest;
}

const isNewest = (transaction: TransactionState, time: Instant): boolean =>
  transaction.meterAt === undefined || time >= transaction.meterAt;

function foldRegister(
  transaction: TransactionState,
  sample: Sample,
  phase: 'started' | 'updated' | 'ended',
  time: Instant,
): void {
  // OCPP 2.0.1 E01.FR.09 and E03.FR.11: the begin comes with the start, or with the update in which charging starts.
  const begin = total(inContext(sample.readings, 'begin'), 'energy');
  const end = total(inContext(sample.readings, 'end'), 'energy');
  const between = total(
    sample.readings.filter(({ context }) => context !== 'begin' && context !== 'end'),
    'energy',
  );
  const first = begin ?? (phase === 'started' ? (between ?? end) : undefined);
  if (first !== undefined && transaction.meterStart === undefined && !negative(transaction, first))
    transaction.meterStart = first;
  const value = end ?? between ?? begin;
  if (value === undefined || negative(transaction, value)) return;
  // What is read after the end belongs to nobody.
  if (transaction.endedAt !== undefined && time > transaction.endedAt) return;
  if (!isNewest(transaction, time)) return;
  const before = transaction.meterLast ?? transaction.meterStart;
  const since = transaction.meterAt ?? transaction.startedAt;
  const fault = before === undefined ? undefined : registerFault(before, value, time - since);
  if (fault === undefined) transaction.meterLast = value;
  else flag(transaction, fault);
}

function negative(transaction: TransactionState, value: number): boolean {
  if (value >= 0) return false;
  flag(transaction, 'meter.negative');
  return true;
}

/** Power is what the station reports; it is never worked out of the register, because missing is not zero. */
function foldPower(transaction: TransactionState, sample: Sample, time: Instant): void {
  const power = total(sample.readings, 'power');
  if (power === undefined) return;
  if (isNewest(transaction, time) && transaction.endedAt === undefined) transaction.powerW = tidy(power);
  if (power > mostPowerW) flag(transaction, 'power.impossible');
  else if (transaction.peakPowerW === undefined || power > transaction.peakPowerW) transaction.peakPowerW = tidy(power);
}

function foldCharge(transaction: TransactionState, sample: Sample, time: Instant): void {
  const charge = total(sample.readings, 'soc');
  if (charge === undefined) return;
  if (charge < 0 || charge > 100) {
    flag(transaction, 'soc.impossible');
    return;
  }
  const begin = total(inContext(sample.readings, 'begin'), 'soc');
  if (begin !== undefined) transaction.socStart = begin;
  else if (transaction.socStart === undefined) transaction.socStart = charge;
  if (isNewest(transaction, time)) transaction.soc = charge;
}

/** The time of the newest readable sample. */
export function newestTime(samples: readonly Sample[]): Instant | undefined {
  let newest: Instant | undefined;
  for (const { time } of samples)
    if (time.at !== undefined && (newest === undefined || time.at > newest)) newest = time.at;
  return newest;
}

/**
 * The content of a meter message as a short key: time and set of values (T-03). Two messages with the same key are the
 * same one sent twice, whatever their message ids.
 */
export function meterKey(samples: readonly Sample[]): string {
  let text = '';
  for (const { time, readings } of samples) {
    text += `${time.raw ?? ''}|`;
    for (const { measurand, phase, context, value } of readings)
      text += `${measurand}${phase ?? ''}${context}${value};`;
  }
  return hash(text);
}

/** cyrb53: 53 well-mixed bits, enough to compare a handful of messages. */
function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
