import type { OCPP20 } from 'typed-ocpp';
import type { Command, TriggerableMessage } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { evseOf } from '../evse.ts';

type Trigger = Extract<Command, { kind: 'trigger' }>;

const words = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  meter: 'MeterValues',
  transaction: 'TransactionEvent',
  logStatus: 'LogStatusNotification',
  firmwareStatus: 'FirmwareStatusNotification',
} as const satisfies Record<TriggerableMessage, OCPP20.TriggerMessageRequest['requestedMessage']>;

export const trigger = outgoing<Trigger, OCPP20.TriggerMessageRequest, OCPP20.TriggerMessageResponse>({
  kind: 'trigger',
  write: ({ message, place }) => ({
    action: 'TriggerMessage',
    payload: compact({ requestedMessage: words[message], evse: evseOf(place) }),
  }),
  read: answered,
});
