import type { Payload } from '../table.ts';

const noted = () => ({});

/** Messages of 2.0.1 and 2.1 that are kept and answered without a decision, until they have a rule of their own. */
export const others = {
  ClearedChargingLimit: noted,
  // M01, M02: no contract certificate can be had here.
  Get15118EVCertificate: () => ({ status: 'Failed', exiResponse: '' }),
  // M06: no OCSP responder was asked.
  GetCertificateStatus: () => ({ status: 'Failed' }),
  NotifyChargingLimit: noted,
  NotifyCustomerInformation: noted,
  NotifyDisplayMessages: noted,
  // K15: rejected means that no schedule will come.
  NotifyEVChargingNeeds: () => ({ status: 'Rejected' }),
  // K15: accepted means that it was understood, not that it is approved.
  NotifyEVChargingSchedule: () => ({ status: 'Accepted' }),
  NotifyMonitoringReport: noted,
  PublishFirmwareStatusNotification: noted,
  ReportChargingProfiles: noted,
  ReservationStatusUpdate: noted,
  // A02: nobody here can sign; the station keeps the certificate it has.
  SignCertificate: () => ({ status: 'Rejected' }),
} as const satisfies Readonly<Record<string, (call: Payload) => Payload>>;
