import type { OCPP21 } from 'typed-ocpp';
import type {
  ChargingProfile,
  ProfileFilter,
  ProfilePurpose,
  ProfileSchedule,
} from '../../domain/commands/charging-profile.ts';
import { iso } from '../../lib/time.ts';
import { whole, wholeOrNothing } from '../bounds.ts';
import { atLeastOne, compact } from '../compact.ts';
import { readTime } from '../timestamp.ts';

type Written = OCPP21.SetChargingProfileRequest['chargingProfile'];
type WrittenSchedule = Written['chargingSchedule'][number];
type WrittenPeriod = WrittenSchedule['chargingSchedulePeriod'][number];
type Composite = NonNullable<OCPP21.GetCompositeScheduleResponse['schedule']>;

/** ChargingProfilePurposeEnumType; the last two are of 2.1. */
export const purposeWords = {
  stationMax: 'ChargingStationMaxProfile',
  stationExternal: 'ChargingStationExternalConstraints',
  txDefault: 'TxDefaultProfile',
  tx: 'TxProfile',
  priority: 'PriorityCharging',
  localGeneration: 'LocalGeneration',
} as const satisfies Record<ProfilePurpose, Written['chargingProfilePurpose']>;

const kindWords = { absolute: 'Absolute', recurring: 'Recurring', relative: 'Relative', dynamic: 'Dynamic' } as const;
const recurrencyWords = { daily: 'Daily', weekly: 'Weekly' } as const;

/** ChargingSchedulePeriodType: a limit has at most one digit behind the point. */
const tenths = (value: number | undefined) => (value === undefined ? undefined : Math.round(value * 10) / 10);
const timeOrNothing = (at: number | undefined) => (at === undefined ? undefined : iso(at));

const writtenSchedule = (schedule: ProfileSchedule, index: number): WrittenSchedule =>
  compact({
    id: index + 1,
    startSchedule: timeOrNothing(schedule.startsAt),
    duration: schedule.durationSeconds,
    chargingRateUnit: schedule.unit,
    chargingSchedulePeriod: atLeastOne(
      schedule.periods.map((period) =>
        compact({
          startPeriod: period.startSeconds,
          limit: tenths(period.limit),
          numberPhases: period.phases,
          phaseToUse: period.phaseToUse,
          setpoint: period.setpoint,
          dischargeLimit: period.dischargeLimit,
          // The list grows with each edition; the schema says what is known.
          operationMode: period.operationMode as WrittenPeriod['operationMode'],
        }),
      ),
    ),
    minChargingRate: schedule.minRate,
  });

export const writtenProfile = (profile: ChargingProfile): Written =>
  compact({
    id: profile.id,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose: purposeWords[profile.purpose],
    chargingProfileKind: kindWords[profile.profileKind],
    recurrencyKind: profile.recurrency === undefined ? undefined : recurrencyWords[profile.recurrency],
    validFrom: timeOrNothing(profile.validFrom),
    validTo: timeOrNothing(profile.validTo),
    transactionId: profile.transactionId,
    chargingSchedule: atLeastOne(profile.schedules.map(writtenSchedule)) as Written['chargingSchedule'],
    dynUpdateInterval: profile.updateIntervalSeconds,
  });

export const purposeOf = ({ purpose }: ProfileFilter) => (purpose === undefined ? undefined : purposeWords[purpose]);

const readPeriod = (period: WrittenPeriod) =>
  compact({
    startSeconds: whole(period.startPeriod),
    limit: period.limit,
    phases: wholeOrNothing(period.numberPhases),
    phaseToUse: wholeOrNothing(period.phaseToUse),
    setpoint: period.setpoint,
    dischargeLimit: period.dischargeLimit,
    operationMode: period.operationMode,
  });

/** CompositeScheduleType. */
export const readSchedule = (schedule: Composite): ProfileSchedule =>
  compact({
    startsAt: readTime(schedule.scheduleStart).time.at,
    durationSeconds: whole(schedule.duration),
    unit: schedule.chargingRateUnit,
    periods: schedule.chargingSchedulePeriod.map(readPeriod),
  });
