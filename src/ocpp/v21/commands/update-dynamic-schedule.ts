import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { scheduleUpdate } from '../schedule-update.ts';

type UpdateDynamicSchedule = Extract<Command, { kind: 'updateDynamicSchedule' }>;

/** K28. */
export const updateDynamicSchedule = outgoing<
  UpdateDynamicSchedule,
  OCPP21.UpdateDynamicScheduleRequest,
  OCPP21.UpdateDynamicScheduleResponse
>({
  kind: 'updateDynamicSchedule',
  write: ({ profileId, update }) => ({
    action: 'UpdateDynamicSchedule',
    payload: { chargingProfileId: profileId, scheduleUpdate: scheduleUpdate(update) },
  }),
  read: answered,
});
