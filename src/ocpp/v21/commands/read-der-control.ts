import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty } from '../../words.ts';

type ReadDERControl = Extract<Command, { kind: 'readDERControl' }>;

/** R04. */
export const readDERControl = outgoing<ReadDERControl, OCPP21.GetDERControlRequest, OCPP21.GetDERControlResponse>({
  kind: 'readDERControl',
  write: ({ requestId, isDefault, type, controlId }) => ({
    action: 'GetDERControl',
    payload: compact({ requestId, isDefault, controlType: type, controlId }),
  }),
  read: (answer) => answeredOrEmpty(answer, 'NotFound'),
});
