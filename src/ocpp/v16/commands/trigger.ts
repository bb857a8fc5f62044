import type { OCPP16 } from 'typed-ocpp';
import type { Command, TriggerableMessage } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { connectorOf } from '../place.ts';

type Trigger = Extract<Command, { kind: 'trigger' }>;
type Plain = OCPP16.TriggerMessageRequest['requestedMessage'];
type Extended = OCPP16.ExtendedTriggerMessageRequest['requestedMessage'];

/** Section 7.32. */
const plainWords: Partial<Record<TriggerableMessage, Plain>> = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  meter: 'MeterValues',
  logStatus: 'DiagnosticsStatusNotification',
  firmwareStatus: 'FirmwareStatusNotification',
};

/** Whitepaper MessageTriggerEnumType. */
const extendedWords: Partial<Record<TriggerableMessage, Extended>> = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  meter: 'MeterValues',
  logStatus: 'LogStatusNotification',
  firmwareStatus: 'FirmwareStatusNotification',
  signStation: 'SignChargePointCertificate',
};

/** Whether 1.6 can ask for a message at all, with its security extension. */
export const canTrigger = (message: TriggerableMessage): boolean =>
  plainWords[message] !== undefined || extendedWords[message] !== undefined;

/** Every station knows TriggerMessage; what it cannot say, and what is asked for with `extended`, is asked by the extension. */
export const trigger = outgoing<
  Trigger,
  OCPP16.TriggerMessageRequest | OCPP16.ExtendedTriggerMessageRequest,
  OCPP16.TriggerMessageResponse
>({
  kind: 'trigger',
  write: ({ message, place, extended }) => {
    // Section 6.51: connectorId is greater than 0 or left out.
    const connectorId = connectorOf(place) || undefined;
    const plain = plainWords[message];
    if (plain !== undefined && !extended)
      return { action: 'TriggerMessage', payload: compact({ requestedMessage: plain, connectorId }) };
    const requestedMessage = extendedWords[message];
    if (requestedMessage === undefined) throw new Error(`OCPP 1.6 cannot ask for ${message}`);
    return { action: 'ExtendedTriggerMessage', payload: compact({ requestedMessage, connectorId }) };
  },
  read: answered,
});
