import type pg from 'pg';
import type { LiveValues, StationKey } from '../../domain/ports.ts';
import type { LocalTime } from '../../lib/local-time.ts';
import { present } from '../../lib/present.ts';
import { day, hour, type Instant, iso } from '../../lib/time.ts';
import type { InformationReply, PatternsReply } from './contract.ts';
import {
  availability,
  energyWithin,
  lastDays,
  type MeterPoint,
  powerSteps,
  type SessionSpan,
  type Span,
  sessionsAcross,
  startedWithin,
} from './rules.ts';
import {
  type BayRow,
  readConnected,
  readCurves,
  readFaults,
  readSessions,
  readStarts,
  type StationSheet,
} from './store.ts';

interface Ground {
  readonly client: pg.ClientBase;
  readonly key: StationKey;
  readonly sheet: StationSheet;
  readonly bays: readonly BayRow[];
  readonly live: LiveValues | undefined;
  readonly firstConnection: Instant | undefined;
  readonly local: LocalTime;
  readonly now: Instant;
}

/** The strip of numbers at the top of the sheet. */
export async function figures(ground: Ground): Promise<InformationReply['figures']> {
  const { client, key, sheet, bays, live, firstConnection, local, now } = ground;
  const today: Span = { from: local.startOfDay(now), to: now };
  const lastWeek: Span = { from: local.startOfDay(now, -7), to: local.shiftDays(now, -7) };
  const month: Span = { from: now - 30 * day, to: now };
  const knownLastWeek = Math.min(firstConnection ?? now, sheet.created_at.getTime()) <= lastWeek.from;

  const sessions = await readSessions(client, key, { from: lastWeek.from, to: now }, now);
  const energy = await energyOf(client, key, sessions, [today, lastWeek]);
  const starts = await readStarts(client, key, month);
  return {
    sessionsToday: {
      value: startedWithin(sessions, today),
      ...(knownLastWeek ? { lastWeek: startedWithin(sessions, lastWeek) } : {}),
    },
    powerLastHour: await powerLastHour(client, key, sessions, now),
    ...present({
      powerW: live?.connected === false ? undefined : (live?.powerW ?? runningPower(bays)),
      gridLimitW: sheet.grid_limit_w,
      energyTodayWh:
        energy[0] === undefined
          ? undefined
          : { value: energy[0], ...present({ lastWeek: knownLastWeek ? energy[1] : undefined }) },
      starts: starts.sessions > 0 ? starts : undefined,
      availability: firstConnection === undefined ? undefined : await availabilityOf(ground, month, firstConnection),
    }),
  };
}

/** 0 where nothing runs; undefined where something runs and none of it says its power. */
function runningPower(bays: readonly BayRow[]): number | undefined {
  const running = bays.filter((bay) => bay.number !== null);
  const known = running.filter((bay) => bay.power_w !== null);
  if (running.length > 0 && known.length === 0) return undefined;
  return known.reduce((sum, bay) => sum + bay.power_w!, 0);
}

async function availabilityOf(
  { client, key, bays }: Ground,
  month: Span,
  firstConnection: Instant,
): Promise<InformationReply['figures']['availability']> {
  const window = { from: Math.max(month.from, firstConnection), to: month.to };
  // Minutes of history would give a share that says nothing.
  if (window.to - window.from < hour) return undefined;
  const result = availability(
    [...new Set(bays.map((bay) => bay.evse))],
    await readConnected(client, key, window),
    await readFaults(client, key, window),
    window,
  );
  return result && { ...result, since: iso(window.from) };
}

async function powerLastHour(client: pg.ClientBase, key: StationKey, sessions: readonly SessionSpan[], now: Instant) {
  const window = { from: now - hour, to: now };
  const recent = sessions.filter((session) => session.to > window.from);
  const curves = await readCurves(client, key, recent);
  const points = recent.flatMap((session) =>
    (curves.get(session.number)?.power ?? []).map(([at, w]) => ({ number: session.number, at, w })),
  );
  return powerSteps(recent, points, window, 30);
}

/** Energy of the spans; the meter is read only of sessions that an edge goes through. */
async function energyOf(
  client: pg.ClientBase,
  key: StationKey,
  sessions: readonly SessionSpan[],
  spans: readonly Span[],
) {
  const cuts = spans.flatMap((span) => [span.from, span.to]);
  const readings = await meterReadings(client, key, sessionsAcross(sessions, cuts));
  return spans.map((span) => energyWithin(sessions, span, readings));
}

async function meterReadings(
  client: pg.ClientBase,
  key: StationKey,
  sessions: readonly SessionSpan[],
): Promise<Map<number, MeterPoint[]>> {
  const curves = await readCurves(client, key, sessions);
  return new Map([...curves].map(([number, curve]) => [number, curve.energy.map(([at, wh]) => ({ at, wh }))]));
}

/** Energy of each of the last 30 local days. */
export async function consumption(
  client: pg.ClientBase,
  key: StationKey,
  sessions: readonly SessionSpan[],
  local: LocalTime,
  now: Instant,
): Promise<PatternsReply['consumption']> {
  const days = lastDays(local, now, 30);
  const energy = await energyOf(client, key, sessions, days);
  const known = energy.filter((value) => value !== undefined);
  return {
    days: days.map((span, index) => ({
      day: span.day,
      sessions: startedWithin(sessions, span),
      ...present({ energyWh: energy[index] }),
    })),
    ...(known.length > 0 ? { totalWh: known.reduce((sum, value) => sum + value, 0) } : {}),
  };
}
