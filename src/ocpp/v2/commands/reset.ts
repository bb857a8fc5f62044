import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type Reset = Extract<Command, { kind: 'reset' }>;

/**
 * B11, B12. There is no hard and soft any more: now (the station ends its sessions), or when the last session has ended.
 * 2.1 can also continue them after the restart.
 */
const typeOf = (mode: Reset['mode']) =>
  mode === 'resume' ? 'ImmediateAndResume' : mode === 'onIdle' ? 'OnIdle' : 'Immediate';

export const reset = outgoing<Reset, OCPP21.ResetRequest, OCPP21.ResetResponse>({
  kind: 'reset',
  write: ({ mode, evse }) => ({
    action: 'Reset',
    payload: compact({ type: typeOf(mode), evseId: evse === 0 ? undefined : evse }),
  }),
  read: answered,
});
