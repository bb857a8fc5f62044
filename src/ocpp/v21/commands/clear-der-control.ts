import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type ClearDERControl = Extract<Command, { kind: 'clearDERControl' }>;

/** R04. */
export const clearDERControl = outgoing<ClearDERControl, OCPP21.ClearDERControlRequest, OCPP21.ClearDERControlResponse>(
  {
    kind: 'clearDERControl',
    write: ({ isDefault, type, controlId }) => ({
      action: 'ClearDERControl',
      payload: compact({ isDefault, controlType: type, controlId }),
    }),
    read: answered,
  },
);
