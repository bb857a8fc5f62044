import type { OCPP20, OCPP21 } from 'typed-ocpp';
import { iso } from '../../../lib/time.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { bootStatuses } from '../../words.ts';

export const bootNotification = incoming<OCPP21.BootNotificationRequest, OCPP20.BootNotificationResponse>({
  action: 'BootNotification',
  read: ({ chargingStation, reason }) =>
    compact({
      kind: 'boot',
      vendor: chargingStation.vendorName,
      model: chargingStation.model,
      serial: chargingStation.serialNumber,
      firmware: chargingStation.firmwareVersion,
      iccid: chargingStation.modem?.iccid,
      imsi: chargingStation.modem?.imsi,
      reason,
    }),
  answer: (answer) => {
    const { status, interval, now } = expect(answer, 'boot');
    return { status: bootStatuses[status], currentTime: iso(now), interval };
  },
});
