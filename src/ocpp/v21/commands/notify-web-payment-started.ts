import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';

type NotifyWebPaymentStarted = Extract<Command, { kind: 'notifyWebPaymentStarted' }>;

/** C25. The answer says nothing. */
export const notifyWebPaymentStarted = outgoing<
  NotifyWebPaymentStarted,
  OCPP21.NotifyWebPaymentStartedRequest,
  OCPP21.NotifyWebPaymentStartedResponse
>({
  kind: 'notifyWebPaymentStarted',
  write: ({ evse, timeoutSeconds }) => ({
    action: 'NotifyWebPaymentStarted',
    payload: { evseId: evse, timeout: timeoutSeconds },
  }),
  read: () => ({ outcome: 'accepted', status: 'Accepted' }),
});
