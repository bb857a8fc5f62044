import type { Protocol } from '../profile.ts';
import type { Abilities } from './ability.ts';
import { certificates } from './certificates.ts';
import { chargingProfiles } from './charging-profiles.ts';
import { customer } from './customer.ts';
import { deviceModel } from './device-model.ts';
import { display } from './display.ts';
import { firmware } from './firmware.ts';
import { localList } from './local-list.ts';
import { logs } from './logs.ts';
import { monitoring } from './monitoring.ts';
import { newer } from './newer.ts';
import { reservations } from './reservation.ts';
import { trigger } from './trigger.ts';

const { UpdateDynamicSchedule, UsePriorityCharging, GetChargingProfiles, ...charging16 } = chargingProfiles;
const { GetDiagnostics, GetLog } = logs as { GetDiagnostics: Abilities[string]; GetLog: Abilities[string] };
const { UpdateFirmware, SignedUpdateFirmware, PublishFirmware, UnpublishFirmware } = firmware as Record<
  'UpdateFirmware' | 'SignedUpdateFirmware' | 'PublishFirmware' | 'UnpublishFirmware',
  Abilities[string]
>;

const v16: Abilities = {
  ...localList,
  ...reservations,
  ...charging16,
  ...certificates,
  UpdateFirmware,
  SignedUpdateFirmware,
  GetDiagnostics,
  GetLog,
  ...trigger,
  ExtendedTriggerMessage: trigger.TriggerMessage!,
};
const v201: Abilities = {
  ...localList,
  ...reservations,
  ...charging16,
  GetChargingProfiles: GetChargingProfiles!,
  ...certificates,
  UpdateFirmware,
  PublishFirmware,
  UnpublishFirmware,
  GetLog,
  ...deviceModel,
  ...monitoring,
  ...display,
  ...customer,
  ...trigger,
};

/** What the stations of each version obey beside sessions, restarts and settings (obey.ts). */
export const abilities: Readonly<Record<Protocol, Abilities>> = {
  'ocpp1.6': v16,
  'ocpp2.0.1': v201,
  'ocpp2.1': {
    ...v201,
    ...newer,
    UpdateDynamicSchedule: UpdateDynamicSchedule!,
    UsePriorityCharging: UsePriorityCharging!,
  },
};
