import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { readSchedule } from '../charging-profile.ts';

type ReadCompositeSchedule = Extract<Command, { kind: 'readCompositeSchedule' }>;

/** Section 5.7. */
export const readCompositeSchedule = outgoing<
  ReadCompositeSchedule,
  OCPP16.GetCompositeScheduleRequest,
  OCPP16.GetCompositeScheduleResponse
>({
  kind: 'readCompositeSchedule',
  write: ({ evse, durationSeconds, unit }) => ({
    action: 'GetCompositeSchedule',
    payload: compact({ connectorId: evse, duration: durationSeconds, chargingRateUnit: unit }),
  }),
  read: (answer, command) => {
    const { chargingSchedule, connectorId, scheduleStart } = answer;
    return compact({
      ...answered(answer),
      composite: chargingSchedule && {
        evse: wholeOrNothing(connectorId) ?? command.evse,
        schedule: readSchedule(chargingSchedule, scheduleStart),
      },
    });
  },
});
