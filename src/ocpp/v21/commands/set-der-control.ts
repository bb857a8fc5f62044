import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { writtenControl } from '../der.ts';

type SetDERControl = Extract<Command, { kind: 'setDERControl' }>;

/** R04. */
export const setDERControl = outgoing<SetDERControl, OCPP21.SetDERControlRequest, OCPP21.SetDERControlResponse>({
  kind: 'setDERControl',
  write: ({ controlId, isDefault, control }) => ({
    action: 'SetDERControl',
    payload: { isDefault, controlId, controlType: control.type, ...writtenControl(control) },
  }),
  read: (answer) => compact({ ...answered(answer), superseded: someOrNone(answer.supersededIds) }),
});
