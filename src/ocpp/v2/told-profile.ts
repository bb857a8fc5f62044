import type { OCPP21 } from 'typed-ocpp';
import type {
  ChargingProfile,
  ProfilePeriod,
  ProfilePurpose,
  ProfileSchedule,
} from '../../domain/commands/charging-profile.ts';
import { nameOrNothing, whole } from '../bounds.ts';
import { compact } from '../compact.ts';
import { readTime } from '../timestamp.ts';

type Sent = OCPP21.ReportChargingProfilesRequest['chargingProfile'][number];
type SentSchedule = Sent['chargingSchedule'][number];

const purposes: Readonly<Record<Sent['chargingProfilePurpose'], ProfilePurpose>> = {
  ChargingStationExternalConstraints: 'stationExternal',
  ChargingStationMaxProfile: 'stationMax',
  TxDefaultProfile: 'txDefault',
  TxProfile: 'tx',
  PriorityCharging: 'priority',
  LocalGeneration: 'localGeneration',
};

const kinds = { Absolute: 'absolute', Recurring: 'recurring', Relative: 'relative', Dynamic: 'dynamic' } as const;

const periodOf = (period: SentSchedule['chargingSchedulePeriod'][number]): ProfilePeriod =>
  compact({
    startSeconds: whole(period.startPeriod),
    limit: period.limit,
    phases: period.numberPhases,
    phaseToUse: period.phaseToUse,
    setpoint: period.setpoint,
    dischargeLimit: period.dischargeLimit,
    operationMode: nameOrNothing(period.operationMode),
  });

/** A schedule as the station has it. */
export const toldSchedule = (schedule: SentSchedule): ProfileSchedule =>
  compact({
    startsAt: readTime(schedule.startSchedule).time.at,
    durationSeconds: schedule.duration === undefined ? undefined : whole(schedule.duration),
    unit: schedule.chargingRateUnit,
    minRate: schedule.minChargingRate,
    periods: schedule.chargingSchedulePeriod.map(periodOf),
  });

export const toldProfile = (profile: Sent): ChargingProfile =>
  compact({
    id: whole(profile.id),
    stackLevel: whole(profile.stackLevel),
    purpose: purposes[profile.chargingProfilePurpose],
    profileKind: kinds[profile.chargingProfileKind],
    recurrency:
      profile.recurrencyKind === undefined ? undefined : profile.recurrencyKind === 'Daily' ? 'daily' : 'weekly',
    validFrom: readTime(profile.validFrom).time.at,
    validTo: readTime(profile.validTo).time.at,
    transactionId: nameOrNothing(profile.transactionId),
    schedules: profile.chargingSchedule.map(toldSchedule),
    updateIntervalSeconds: profile.dynUpdateInterval,
  });
