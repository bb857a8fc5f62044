import { day, minute, second } from '../../lib/time.ts';
import type { ChargingProfile, ProfilePeriod, ProfileSchedule } from '../commands/charging-profile.ts';
import { type DecideContext, type DecidedFact, idFrom, type Ruling } from '../decision.ts';
import type { ChargingMessage, ChargingNeeds } from '../messages/charging.ts';
import type { StationState, TransactionState } from '../state.ts';
import { openAt } from '../transaction.ts';
import { type Circumstances, compositeSchedule, type Installed, limitAt, usualVoltage } from './composite.ts';
import { heldProfiles, profilesOf } from './held.ts';

/** Our own profiles of sessions have numbers from here on, so that they are not those of people. */
const firstSessionProfile = 2 ** 30;
const usualHours = 24;
const usualPeriods = 16;
/** ISO 15118 waits 60 s for a schedule (K15.FR.08). */
const sendWithin = minute;

const installed = (state: StationState): Installed[] =>
  heldProfiles(state).map(({ evse, value }) => ({ evse: evse ?? 0, profile: value.profile }));

/** What has to be known of a place for reckoning with profiles. */
export function circumstancesOf(
  state: StationState,
  evse: number,
  unit: 'W' | 'A',
  transaction: TransactionState | undefined,
): Circumstances {
  const phases = Object.values(state.connectors).find((one) => one.evse === evse)?.phases;
  return {
    evse,
    unit,
    ...(phases === undefined ? {} : { phases }),
    ...(transaction === undefined
      ? {}
      : { session: { transactionId: transaction.transactionId, startedAt: transaction.startedAt } }),
  };
}

/**
 * A car told what it needs (OCPP 2.x K15, K17). It gets a profile for its session: what is allowed there, and no more than
 * the car can take; or the one that was set for this session, once more (K16.FR.12).
 */
export function decideNeeds(
  state: StationState,
  message: Extract<ChargingMessage, { kind: 'chargingNeeds' }>,
  context: DecideContext,
): Ruling {
  const { kind: _, ...told } = message;
  const transaction = openAt(state, message.evse);
  const send = transaction === undefined ? [] : profilesFor(state, transaction, message, context);
  const status = send.length > 0 ? 'accepted' : 'noProfile';
  const number = transaction === undefined ? {} : { number: transaction.number };
  return {
    facts: [{ at: context.receivedAt, body: { ...told, type: 'chargingNeeds.told', status, ...number } }, ...send],
    answer: { kind: 'chargingNeeds', status },
    outcome: 'accepted',
    weight: 0,
    ...(transaction === undefined ? {} : { transactionNumber: transaction.number }),
  };
}

function profilesFor(
  state: StationState,
  transaction: TransactionState,
  { evse, needs, maxPeriods }: Extract<ChargingMessage, { kind: 'chargingNeeds' }>,
  context: DecideContext,
): DecidedFact[] {
  const set = profilesOf(state, transaction).filter(
    ({ value }) => value.by === 'command' && value.profile.id < firstSessionProfile,
  );
  if (set.length > 0) return resend(state, transaction, context);
  const schedule = scheduleFor(state, transaction, evse, needs, maxPeriods ?? usualPeriods, context);
  if (schedule === undefined) return [];
  const profile: ChargingProfile = {
    id: firstSessionProfile + (transaction.number % (firstSessionProfile - 1)),
    stackLevel: 0,
    purpose: 'tx',
    profileKind: 'absolute',
    transactionId: transaction.transactionId,
    // K15.FR.18: one, so that there is no doubt which the car follows.
    schedules: [schedule],
  };
  return ask(state, [{ evse, profile }], context);
}

/** Undefined: nothing is known that a schedule could be made of. */
function scheduleFor(
  state: StationState,
  transaction: TransactionState,
  evse: number,
  needs: ChargingNeeds,
  maxPeriods: number,
  context: DecideContext,
): ProfileSchedule | undefined {
  const now = context.receivedAt;
  const unit = needs.transfer.startsWith('AC') ? 'A' : 'W';
  const hours = needs.departureAt === undefined ? usualHours * 3600 : (needs.departureAt - now) / second;
  const durationSeconds = Math.round(Math.min(Math.max(hours, 3600), (7 * day) / second));
  const where = circumstancesOf(state, evse, unit, transaction);
  const others = installed(state).filter(({ profile }) => profile.purpose !== 'tx');
  const most = Math.min(carLimit(needs, unit) ?? Number.POSITIVE_INFINITY, placeLimit(state, evse, unit));
  const periods = compositeSchedule(others, where, now, durationSeconds).map(({ startSeconds, limit }) => ({
    startSeconds,
    limit: Math.min(limit ?? Number.POSITIVE_INFINITY, most),
  }));
  if (periods.some(({ limit }) => !Number.isFinite(limit))) return undefined;
  return { startsAt: now, durationSeconds, unit, periods: shortened(periods, Math.max(1, maxPeriods)) };
}

function carLimit(needs: ChargingNeeds, unit: 'W' | 'A'): number | undefined {
  if (unit === 'A') return needs.maxCurrentA;
  if (needs.maxPowerW !== undefined) return needs.maxPowerW;
  return needs.maxCurrentA === undefined || needs.maxVoltageV === undefined
    ? undefined
    : needs.maxCurrentA * needs.maxVoltageV;
}

function placeLimit(state: StationState, evse: number, unit: 'W' | 'A'): number {
  const bay = Object.values(state.connectors).find((one) => one.evse === evse && one.maxPowerW !== undefined);
  if (bay?.maxPowerW === undefined) return Number.POSITIVE_INFINITY;
  return unit === 'W' ? bay.maxPowerW : bay.maxPowerW / (usualVoltage * (bay.phases ?? 3));
}

type Limited = ProfilePeriod & { readonly limit: number };

/** K15.FR.07: no more periods than the car can take; the last one holds the smallest limit of those left out. */
function shortened(periods: readonly Limited[], most: number): Limited[] {
  if (periods.length <= most) return [...periods];
  const rest = Math.min(...periods.slice(most - 1).map(({ limit }) => limit));
  return [...periods.slice(0, most - 1), { ...periods[most - 1]!, limit: rest }];
}

/** The profiles of a session once more: it was resumed after a restart (OCPP 2.1 E17.FR.14, E17.FR.15). */
export function resend(state: StationState, transaction: TransactionState, context: DecideContext): DecidedFact[] {
  const mine = profilesOf(state, transaction).filter(({ value }) => value.source === 'CSO');
  return ask(
    state,
    mine.map(({ evse, value }) => ({ evse: evse ?? transaction.evse ?? 0, profile: value.profile })),
    context,
  );
}

/** Commands of our own: told as facts like those of people, and sent once the answer has left. */
function ask(state: StationState, profiles: readonly Installed[], context: DecideContext): DecidedFact[] {
  // Without a connection nobody could send it.
  if (state.connection === undefined) return [];
  return profiles.map(({ evse, profile }, index) => ({
    at: context.receivedAt,
    body: {
      type: 'command.asked',
      commandId: idFrom(context.frameId, 100 + index),
      command: { kind: 'setChargingProfile', evse, profile },
      state: 'sent',
      deadline: context.receivedAt + sendWithin,
    },
  }));
}

/** K15.FR.11, FR.12: does what the car is going to draw stay within what is allowed there? */
export function isWithin(
  state: StationState,
  { evse, schedule, time }: Extract<ChargingMessage, { kind: 'carSchedule' }>,
  now: number,
): boolean {
  const where = circumstancesOf(state, evse, schedule.unit, openAt(state, evse));
  const profiles = installed(state);
  const from = schedule.startsAt ?? time.at ?? now;
  return schedule.periods.every(({ startSeconds, limit }) => {
    const allowed = limitAt(profiles, where, from + startSeconds * second).limit;
    // Cars round to whole amperes and watts.
    return allowed === undefined || limit === undefined || limit <= allowed * 1.001 + 0.5;
  });
}
