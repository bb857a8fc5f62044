import type { OCPP16 } from 'typed-ocpp';
import type { Command, TriggerableMessage } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { connectorOf } from '../place.ts';

type Trigger = Extract<Command, { kind: 'trigger' }>;

/** Undefined: OCPP 1.6 has no such message (section 7.32). */
export const triggerWords: Record<TriggerableMessage, OCPP16.TriggerMessageRequest['requestedMessage'] | undefined> = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  meter: 'MeterValues',
  transaction: undefined,
  logStatus: 'DiagnosticsStatusNotification',
  firmwareStatus: 'FirmwareStatusNotification',
};

export const trigger = outgoing<Trigger, OCPP16.TriggerMessageRequest, OCPP16.TriggerMessageResponse>({
  kind: 'trigger',
  write: ({ message, place }) => {
    const requestedMessage = triggerWords[message];
    if (requestedMessage === undefined) throw new Error(`OCPP 1.6 cannot ask for ${message}`);
    // Section 6.51: connectorId is greater than 0 or left out.
    return {
      action: 'TriggerMessage',
      payload: compact({ requestedMessage, connectorId: connectorOf(place) || undefined }),
    };
  },
  read: answered,
});
