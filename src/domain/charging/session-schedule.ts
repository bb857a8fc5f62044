import { day, second } from '../../lib/time.ts';
import { periodsPerSchedule } from '../abilities.ts';
import type { ProfilePeriod, ProfileSchedule } from '../commands/charging-profile.ts';
import type { ChargingNeeds } from '../messages/charging.ts';
import type { StationState, TransactionState } from '../state.ts';
import { type Circumstances, compositeSchedule, type Installed, usualVoltage } from './composite.ts';
import { heldProfiles } from './held.ts';

const usualHours = 24;
const usualPeriods = 16;

export const installed = (state: StationState): Installed[] =>
  heldProfiles(state).map(({ evse, value }) => ({ evse: evse ?? 0, profile: value.profile }));

/** What has to be known of a place for reckoning with profiles. */
export function circumstancesOf(
  state: StationState,
  evse: number,
  unit: 'W' | 'A',
  transaction: Pick<TransactionState, 'transactionId' | 'startedAt'> | undefined,
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

/** What a car needs, and where. */
export interface Wanted {
  readonly evse: number;
  readonly needs: ChargingNeeds;
  /** So many periods fit into what the car understands. */
  readonly maxPeriods?: number;
}

/**
 * What is allowed there, and no more than the car can take. It only charges: a schedule that discharges a car is made by people
 * (OCPP 2.1 Q02.FR.01, Q02.FR.02). Undefined: nothing is known that a schedule could be made of.
 */
export function scheduleFor(
  state: StationState,
  transaction: Pick<TransactionState, 'transactionId' | 'startedAt'> | undefined,
  { evse, needs, maxPeriods = usualPeriods }: Wanted,
  now: number,
): ProfileSchedule | undefined {
  const unit = unitOf(needs);
  const seconds = needs.departureAt === undefined ? usualHours * 3600 : (needs.departureAt - now) / second;
  const durationSeconds = Math.round(Math.min(Math.max(seconds, 3600), (7 * day) / second));
  const where = circumstancesOf(state, evse, unit, transaction);
  const others = installed(state).filter(({ profile }) => profile.purpose !== 'tx');
  const most = Math.min(carLimit(needs, unit) ?? Number.POSITIVE_INFINITY, placeLimit(state, evse, unit));
  const periods = compositeSchedule(others, where, now, durationSeconds).map(({ startSeconds, limit }) => ({
    startSeconds,
    limit: Math.min(limit ?? Number.POSITIVE_INFINITY, most),
  }));
  if (periods.some(({ limit }) => !Number.isFinite(limit))) return undefined;
  // K15.FR.07, K17.FR.07, K18.FR.07: neither more than the car nor more than the station can take.
  const room = Math.min(maxPeriods, periodsPerSchedule(state, evse) ?? Number.POSITIVE_INFINITY);
  return { startsAt: now, durationSeconds, unit, periods: shortened(periods, Math.max(1, room)) };
}

/** AC in amperes; a car of ISO 15118-20 tells only its power. */
const unitOf = ({ transfer, maxCurrentA, maxPowerW }: ChargingNeeds): 'W' | 'A' =>
  transfer.startsWith('AC') && (maxCurrentA !== undefined || maxPowerW === undefined) ? 'A' : 'W';

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

/** The last period holds the smallest limit of those left out. */
function shortened(periods: readonly Limited[], most: number): Limited[] {
  if (periods.length <= most) return [...periods];
  const rest = Math.min(...periods.slice(most - 1).map(({ limit }) => limit));
  return [...periods.slice(0, most - 1), { ...periods[most - 1]!, limit: rest }];
}
