import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { idTokenOf } from '../../v2/card.ts';
import { answered } from '../../words.ts';

type RequestBatterySwap = Extract<Command, { kind: 'requestBatterySwap' }>;

/** S03. */
export const requestBatterySwap = outgoing<
  RequestBatterySwap,
  OCPP21.RequestBatterySwapRequest,
  OCPP21.RequestBatterySwapResponse
>({
  kind: 'requestBatterySwap',
  write: ({ requestId, token }) => ({
    action: 'RequestBatterySwap',
    payload: { requestId, idToken: idTokenOf(token) },
  }),
  read: answered,
});
