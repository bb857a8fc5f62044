import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type Reset = Extract<Command, { kind: 'reset' }>;

export const reset = outgoing<Reset, OCPP16.ResetRequest, OCPP16.ResetResponse>({
  kind: 'reset',
  write: ({ mode }) => ({ action: 'Reset', payload: { type: mode === 'hard' ? 'Hard' : 'Soft' } }),
  read: answered,
});
