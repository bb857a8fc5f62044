import type { OCPP21 } from 'typed-ocpp';
import type { Command, TriggerableMessage } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { evseOf } from '../evse.ts';

type Trigger = Extract<Command, { kind: 'trigger' }>;

/** MessageTriggerEnumType; `signV2g20` and `custom` are of 2.1. */
const words = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  meter: 'MeterValues',
  transaction: 'TransactionEvent',
  logStatus: 'LogStatusNotification',
  firmwareStatus: 'FirmwareStatusNotification',
  publishFirmwareStatus: 'PublishFirmwareStatusNotification',
  signStation: 'SignChargingStationCertificate',
  signV2g: 'SignV2GCertificate',
  signV2g20: 'SignV2G20Certificate',
  signCombined: 'SignCombinedCertificate',
  custom: 'CustomTrigger',
} as const satisfies Record<TriggerableMessage, OCPP21.TriggerMessageRequest['requestedMessage']>;

export const trigger = outgoing<Trigger, OCPP21.TriggerMessageRequest, OCPP21.TriggerMessageResponse>({
  kind: 'trigger',
  write: ({ message, place, custom }) => ({
    action: 'TriggerMessage',
    payload: compact({
      requestedMessage: words[message],
      evse: evseOf(place),
      customTrigger: message === 'custom' ? custom : undefined,
    }),
  }),
  read: answered,
});
