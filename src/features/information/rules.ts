import { type HourSlot, hourSlots, type LocalTime } from '../../lib/local-time.ts';
import type { Instant } from '../../lib/time.ts';

/** A piece of time, end not included. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** A session as the figures need it. `to` is now while it runs. */
export interface SessionSpan extends Span {
  readonly number: number;
  /** Absent: the station did not say where. */
  readonly evse?: number;
  /** Wh; absent: not reported. */
  readonly energyWh?: number;
}

/** A meter reading within a session: Wh delivered since its start. */
export interface MeterPoint {
  readonly at: Instant;
  readonly wh: number;
}

/** Overlapping and touching pieces become one; ascending. */
export function union(spans: readonly Span[]): Span[] {
  const merged: { from: Instant; to: Instant }[] = [];
  for (const span of spans.filter((one) => one.to > one.from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

export const within = (spans: readonly Span[], window: Span): Span[] =>
  spans
    .map((span) => ({ from: Math.max(span.from, window.from), to: Math.min(span.to, window.to) }))
    .filter((span) => span.to > span.from);

export const length = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + span.to - span.from, 0);

/** What of the window the spans leave free. */
export function complement(spans: readonly Span[], window: Span): Span[] {
  const free: Span[] = [];
  let cursor = window.from;
  for (const span of union(within(spans, window))) {
    if (span.from > cursor) free.push({ from: cursor, to: span.from });
    cursor = span.to;
  }
  if (cursor < window.to) free.push({ from: cursor, to: window.to });
  return free;
}

type Grid = (number | null)[][];
const grid = <T>(value: T): T[][] => Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => value));

/**
 * Where a week is busy, in the station's wall clock (INF-4). In use: sessions' time, counted once per charge point however
 * many sessions overlap there, over all the time of its charge points. Energy: Wh per hour on average; the energy of a
 * session is spread evenly over its time.
 */
export function utilisation(
  sessions: readonly SessionSpan[],
  chargePoints: number,
  window: Span,
  local: LocalTime,
): { inUse: Grid; energyWh: Grid | undefined } {
  const slots = hourSlots(local, window.from, window.to);
  const time = grid(0);
  for (const slot of slots) time[slot.weekday]![slot.hour]! += slot.to - slot.from;

  const busy = grid(0);
  for (const spans of byPlace(sessions)) {
    for (const span of union(within(spans, window)))
      each(slots, span, (slot, ms) => {
        busy[slot.weekday]![slot.hour]! += ms;
      });
  }

  const energy = grid(0);
  let measured = false;
  for (const session of sessions) {
    if (session.energyWh === undefined || session.to <= session.from) continue;
    measured = true;
    const perMs = session.energyWh / (session.to - session.from);
    each(slots, session, (slot, ms) => {
      energy[slot.weekday]![slot.hour]! += ms * perMs;
    });
  }

  const share = (part: number[][], scale: (value: number, ms: number) => number): Grid =>
    part.map((row, weekday) =>
      row.map((value, hour) => (time[weekday]![hour]! > 0 ? scale(value, time[weekday]![hour]!) : null)),
    );
  return {
    inUse: share(busy, (value, ms) => (chargePoints > 0 ? Math.min(1, value / (ms * chargePoints)) : 0)),
    energyWh: measured ? share(energy, (value, ms) => (value / ms) * 3_600_000) : undefined,
  };
}

function byPlace(sessions: readonly SessionSpan[]): SessionSpan[][] {
  const places = new Map<number | undefined, SessionSpan[]>();
  for (const session of sessions) {
    const list = places.get(session.evse);
    if (list) list.push(session);
    else places.set(session.evse, [session]);
  }
  return [...places.values()];
}

/** Calls back for every slot that the span touches, with how much of it. Slots are ascending and without gaps. */
function each(slots: readonly HourSlot[], span: Span, take: (slot: HourSlot, ms: number) => void): void {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slots[middle]!.to <= span.from) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < slots.length && slots[i]!.from < span.to; i++) {
    const slot = slots[i]!;
    take(slot, Math.min(slot.to, span.to) - Math.max(slot.from, span.from));
  }
}

/** Wh that the session delivered until `at`: by its meter readings where there are some, else evenly over its time. */
export function deliveredUntil(session: SessionSpan, at: Instant, readings: readonly MeterPoint[]): number {
  const total = session.energyWh ?? 0;
  if (at <= session.from) return 0;
  if (at >= session.to) return total;
  let before: MeterPoint = { at: session.from, wh: 0 };
  for (const point of readings) {
    if (point.at >= session.to || point.at <= before.at || point.wh < before.wh || point.wh > total) continue;
    if (point.at >= at) return between(before, point, at);
    before = point;
  }
  return between(before, { at: session.to, wh: total }, at);
}

const between = (a: MeterPoint, b: MeterPoint, at: Instant): number =>
  a.wh + ((b.wh - a.wh) * (at - a.at)) / (b.at - a.at);

type Readings = ReadonlyMap<number, readonly MeterPoint[]>;

/** Wh delivered within the span. Absent: there were sessions, and none of them said its energy. */
export function energyWithin(sessions: readonly SessionSpan[], span: Span, readings: Readings): number | undefined {
  const touching = sessions.filter((session) => touches(session, span));
  const known = touching.filter((session) => session.energyWh !== undefined);
  if (touching.length > 0 && known.length === 0) return undefined;
  let sum = 0;
  for (const session of known) {
    const points = readings.get(session.number) ?? [];
    sum += deliveredUntil(session, span.to, points) - deliveredUntil(session, span.from, points);
  }
  return sum;
}

/** Sessions of no length count where they began. */
const touches = (session: Span, span: Span): boolean =>
  session.from < span.to && (session.to > span.from || (session.to === session.from && session.from >= span.from));

/** The sessions whose meter readings decide on which side of one of the cuts their energy falls. */
export const sessionsAcross = (sessions: readonly SessionSpan[], cuts: readonly Instant[]): SessionSpan[] =>
  sessions.filter(
    (session) => session.energyWh !== undefined && cuts.some((cut) => session.from < cut && cut < session.to),
  );

/** Local days up to and with the one of `now`, oldest first. */
export function lastDays(local: LocalTime, now: Instant, count: number): (Span & { day: string })[] {
  return Array.from({ length: count }, (_, index) => {
    const from = local.startOfDay(now, index - count + 1);
    return { from, to: local.startOfDay(now, index - count + 2), day: local.dayOf(from) };
  });
}

export const startedWithin = (sessions: readonly Span[], span: Span): number =>
  sessions.filter((session) => session.from >= span.from && session.from < span.to).length;

/**
 * Share of charge-point time with a connection and without an open critical error. `faults` by EVSE; 0 is the whole
 * station. Offline time counts as offline only, however much was faulty meanwhile.
 */
export function availability(
  evses: readonly number[],
  connected: readonly Span[],
  faults: readonly (Span & { readonly evse: number })[],
  window: Span,
): { share: number; offlineMs: number; faultMs: number } | undefined {
  if (evses.length === 0 || window.to <= window.from) return undefined;
  const offline = complement(connected, window);
  const offlineMs = length(offline);
  let faultMs = 0;
  for (const evse of evses) {
    const own = faults.filter((fault) => fault.evse === evse || fault.evse === 0);
    faultMs += length(union([...offline, ...within(own, window)])) - offlineMs;
  }
  const all = (window.to - window.from) * evses.length;
  return { share: 1 - (offlineMs * evses.length + faultMs) / all, offlineMs, faultMs };
}

/** INF-5: newest first, each with what it replaced. */
export function firmwareChanges(
  history: readonly { version: string; since: Instant }[],
): { from?: string; to: string; at: Instant }[] {
  return history
    .map((entry, index) => {
      const before = history[index - 1];
      return { ...(before ? { from: before.version } : {}), to: entry.version, at: entry.since };
    })
    .reverse();
}

/** A reading of a session's power. */
export interface PowerPoint {
  readonly number: number;
  readonly at: Instant;
  readonly w: number;
}

/**
 * The station's power in equal steps: the sum over sessions of the last reading before the end of each step, held until
 * the next one or the session's end. Null where sessions ran and none had said its power; 0 where none ran.
 */
export function powerSteps(
  sessions: readonly SessionSpan[],
  points: readonly PowerPoint[],
  window: Span,
  steps: number,
): (number | null)[] {
  const step = (window.to - window.from) / steps;
  return Array.from({ length: steps }, (_, index) => {
    const at = window.from + (index + 1) * step;
    const running = sessions.filter((session) => session.from < at && session.to >= at);
    if (running.length === 0) return 0;
    let sum: number | null = null;
    for (const session of running) {
      const last = points.filter((point) => point.number === session.number && point.at <= at).at(-1);
      if (last) sum = (sum ?? 0) + last.w;
    }
    return sum;
  });
}
