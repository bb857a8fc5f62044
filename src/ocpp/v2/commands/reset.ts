import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type Reset = Extract<Command, { kind: 'reset' }>;

/** B11, B12. There is no hard and soft any more: now (the station ends its sessions), or when the last session has ended. */
export const reset = outgoing<Reset, OCPP20.ResetRequest, OCPP20.ResetResponse>({
  kind: 'reset',
  write: ({ mode, evse }) => ({
    action: 'Reset',
    payload: compact({ type: mode === 'onIdle' ? 'OnIdle' : 'Immediate', evseId: evse === 0 ? undefined : evse }),
  }),
  read: answered,
});
