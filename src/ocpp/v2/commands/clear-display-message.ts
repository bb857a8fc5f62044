import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type ClearDisplayMessage = Extract<Command, { kind: 'clearDisplayMessage' }>;

/** O05. */
export const clearDisplayMessage = outgoing<
  ClearDisplayMessage,
  OCPP21.ClearDisplayMessageRequest,
  OCPP21.ClearDisplayMessageResponse
>({
  kind: 'clearDisplayMessage',
  write: ({ id }) => ({ action: 'ClearDisplayMessage', payload: { id } }),
  read: answered,
});
