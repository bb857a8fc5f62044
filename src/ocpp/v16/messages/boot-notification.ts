import type { OCPP16 } from 'typed-ocpp';
import { iso } from '../../../lib/time.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { bootStatuses } from '../../words.ts';

export const bootNotification = incoming<OCPP16.BootNotificationRequest, OCPP16.BootNotificationResponse>({
  action: 'BootNotification',
  read: (payload) =>
    compact({
      kind: 'boot',
      vendor: payload.chargePointVendor,
      model: payload.chargePointModel,
      serial: payload.chargePointSerialNumber,
      boxSerial: payload.chargeBoxSerialNumber,
      firmware: payload.firmwareVersion,
      iccid: payload.iccid,
      imsi: payload.imsi,
      meterType: payload.meterType,
      meterSerial: payload.meterSerialNumber,
    }),
  answer: (answer) => {
    const { status, interval, now } = expect(answer, 'boot');
    return { status: bootStatuses[status], currentTime: iso(now), interval };
  },
});
