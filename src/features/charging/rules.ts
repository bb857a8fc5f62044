import { type Circumstances, compositeSchedule, type Installed } from '../../domain/charging/composite.ts';
import type { ProfileSchedule } from '../../domain/commands/charging-profile.ts';
import type { HoldingValues } from '../../domain/holding.ts';
import { present } from '../../lib/present.ts';
import { type Instant, iso } from '../../lib/time.ts';
import type { Allowed, CarWish, OutsideLimit, Profile, Schedule } from './contract.ts';

interface Row<V> {
  readonly evse: number | null;
  readonly at: Date;
  readonly value: V;
}

const moment = (at: Instant | undefined) => (at === undefined ? undefined : iso(at));

export const schedule = ({ startsAt, periods, ...rest }: ProfileSchedule): Schedule =>
  present({ ...rest, startsAt: moment(startsAt), periods: periods.map((period) => ({ ...period })) });

export function profile(row: Row<HoldingValues['chargingProfile']>, numbers: ReadonlyMap<string, number>): Profile {
  const { source, by } = row.value;
  const { transactionId, validFrom, validTo, schedules, ...rest } = row.value.profile;
  return present({
    ...rest,
    evse: row.evse ?? 0,
    sessionNumber: transactionId === undefined ? undefined : numbers.get(transactionId),
    validFrom: moment(validFrom),
    validTo: moment(validTo),
    schedules: schedules.map(schedule),
    source,
    by,
    at: row.at.toISOString(),
  });
}

export const outsideLimit = ({ evse, at, value }: Row<HoldingValues['chargingLimit']>): OutsideLimit =>
  present({ ...value, evse: evse ?? 0, schedules: value.schedules.map(schedule), at: at.toISOString() });

export function carWish(
  { evse, at, value }: Row<HoldingValues['chargingNeeds']>,
  drawn: HoldingValues['carSchedule'] | undefined,
): CarWish {
  const { departureAt, ...needs } = value.needs;
  return present({
    ...needs,
    evse: evse ?? 0,
    at: at.toISOString(),
    sessionNumber: value.number,
    departureAt: moment(departureAt),
    answer: value.status,
    // What it is going to draw belongs to its wish only within one session (OCPP 2.0.1 K15, K17).
    schedule: drawn === undefined || drawn.number !== value.number ? undefined : schedule(drawn.schedule),
  });
}

/** What the station, or one place, can deliver: the smaller of its charge points together and its grid connection. */
export function mostPower(
  places: readonly { readonly evse: number; readonly max_power_w: number | null }[],
  gridLimitW: number | null,
  evse: number,
): number | undefined {
  const known = places.filter((place) => evse === 0 || place.evse === evse).flatMap((place) => place.max_power_w ?? []);
  if (evse > 0) return known[0];
  const sum = known.length > 0 && known.length === places.length ? known.reduce((all, one) => all + one, 0) : undefined;
  if (gridLimitW === null) return sum;
  return sum === undefined ? gridLimitW : Math.min(sum, gridLimitW);
}

export interface AskedPlace {
  readonly where: Circumstances;
  readonly from: Instant;
  readonly hours: number;
  readonly sessionNumber: number | undefined;
  readonly maxPowerW: number | undefined;
}

/** What is allowed there from now on, step by step (OCPP 2.0.1 K08, 1.6 section 5.7). */
export function allowed(
  installed: readonly Installed[],
  { where, from, hours, sessionNumber, maxPowerW }: AskedPlace,
): Allowed {
  const durationSeconds = hours * 3600;
  return present({
    evse: where.evse,
    unit: where.unit,
    from: iso(from),
    durationSeconds,
    sessionNumber,
    maxPowerW,
    periods: compositeSchedule(installed, where, from, durationSeconds).map((period) => ({
      ...period,
      profileIds: [...period.profileIds],
    })),
  });
}
