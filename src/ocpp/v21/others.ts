import type { OCPP21 } from 'typed-ocpp';
import { compact } from '../compact.ts';
import type { Payload } from '../table.ts';

const noted = () => ({});

/** M07: nothing was checked. The time says that this answer is already old: it must not be cached. */
const chainStatus = ({ certificateStatusRequests }: OCPP21.GetCertificateChainStatusRequest) => ({
  certificateStatus: certificateStatusRequests.map(({ certificateHashData, source }) => ({
    certificateHashData,
    source,
    status: 'Failed',
    nextUpdate: '1970-01-01T00:00:00.000Z',
  })),
});

/** Messages that are new in 2.1 and are kept and answered without a decision, until they have a rule of their own. */
export const newOthers = {
  BatterySwap: noted,
  ClosePeriodicEventStream: noted,
  GetCertificateChainStatus: (call: Payload) => chainStatus(call as OCPP21.GetCertificateChainStatusRequest),
  NotifyDERAlarm: noted,
  NotifyDERStartStop: noted,
  // K15: unlike Rejected this does not deny the kind of energy transfer; the car charges without a schedule of ours.
  NotifyEVChargingNeeds: () => ({ status: 'NoChargingProfile' }),
  // N15.FR.02: a SEND is never answered; this is what would be said.
  NotifyPeriodicEventStream: noted,
  NotifyPriorityCharging: noted,
  NotifySettlement: noted,
  // N11: no stream of a kind that nobody asked for.
  OpenPeriodicEventStream: () => ({ status: 'Rejected' }),
  // K28: there is no dynamic profile of ours to update.
  PullDynamicScheduleUpdate: () => ({ status: 'Rejected' }),
  ReportDERControl: noted,
  // The answer names the EVSE where the question did.
  VatNumberValidation: ({ vatNumber, evseId }: Payload) => compact({ vatNumber, evseId, status: 'Rejected' }),
} as const satisfies Readonly<Record<string, (call: Payload) => Payload>>;
