import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { whole } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { readSchedule } from '../charging-profile.ts';

type ReadCompositeSchedule = Extract<Command, { kind: 'readCompositeSchedule' }>;

/** K08. */
export const readCompositeSchedule = outgoing<
  ReadCompositeSchedule,
  OCPP21.GetCompositeScheduleRequest,
  OCPP21.GetCompositeScheduleResponse
>({
  kind: 'readCompositeSchedule',
  write: ({ evse, durationSeconds, unit }) => ({
    action: 'GetCompositeSchedule',
    payload: compact({ evseId: evse, duration: durationSeconds, chargingRateUnit: unit }),
  }),
  read: (answer) =>
    compact({
      ...answered(answer),
      composite: answer.schedule && {
        evse: whole(answer.schedule.evseId),
        schedule: readSchedule(answer.schedule),
      },
    }),
});
