import { type Abilities, type Able, is16, isoAt, pointIn } from './ability.ts';
import { signRequest } from './certificates.ts';
import { lastLogStatus } from './logs.ts';

type Triggered = (able: Able, point: number | undefined) => unknown;

const firmwareStatus = ({ memory, say }: Able) =>
  // L01.FR.25, L01.FR.26
  say([
    'FirmwareStatusNotification',
    memory.firmwareStatus.status === 'Installed' ? { status: 'Idle' } : memory.firmwareStatus,
  ]);

/** The meters as they stand, whether or not a session runs (2.0.1 F06, J01). */
async function meters(able: Able, point: number | undefined): Promise<void> {
  for (const bay of able.bays) {
    if (point !== undefined && bay.number !== point) continue;
    const energy = { measurand: 'Energy.Active.Import.Register', context: 'Trigger' };
    const [where, value] = is16(able)
      ? [{ connectorId: bay.number }, { ...energy, value: String(Math.round(bay.meterWh)), unit: 'Wh' }]
      : [{ evseId: bay.number }, { ...energy, value: Math.round(bay.meterWh), unitOfMeasure: { unit: 'Wh' } }];
    await able.say([
      'MeterValues',
      { ...where, meterValue: [{ timestamp: isoAt(able.now()), sampledValue: [value] }] },
    ]);
  }
}

/** What is told on demand and is not told by the station anyway (see obey.ts). */
const triggered: Readonly<Record<string, Triggered>> = {
  DiagnosticsStatusNotification: (able) => able.say(['DiagnosticsStatusNotification', lastLogStatus(able, true)]),
  LogStatusNotification: (able) => able.say(['LogStatusNotification', lastLogStatus(able, false)]),
  FirmwareStatusNotification: firmwareStatus,
  PublishFirmwareStatusNotification: (able) => able.say(['PublishFirmwareStatusNotification', { status: 'Idle' }]),
  SignChargePointCertificate: (able) => signRequest(able, undefined),
  SignChargingStationCertificate: (able) => signRequest(able, 'ChargingStationCertificate'),
  SignV2GCertificate: (able) => signRequest(able, 'V2GCertificate'),
  SignV2G20Certificate: (able) => signRequest(able, 'V2G20Certificate'),
  SignCombinedCertificate: (able) => signRequest(able, undefined),
  MeterValues: meters,
};

/** Told by obey.ts. */
const plain = /^(BootNotification|Heartbeat|StatusNotification|TransactionEvent)$/;
export const isPlain = (message: unknown): boolean => plain.test(String(message));

export const trigger: Abilities = {
  TriggerMessage(call, able) {
    const work = triggered[call.requestedMessage];
    if (work === undefined) return { status: 'NotImplemented' };
    const point = pointIn(call);
    if ((point ?? 1) > able.bays.length) return { status: 'Rejected' };
    able.later(20, () => work(able, point));
    return { status: 'Accepted' };
  },
};
