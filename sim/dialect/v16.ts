import { type Call, type Dialect, iso, type MeterReading, round, type Status, type Wish } from './dialect.ts';

const words: Record<Status, string> = {
  available: 'Available',
  preparing: 'Preparing',
  charging: 'Charging',
  suspendedEV: 'SuspendedEV',
  finishing: 'Finishing',
  unavailable: 'Unavailable',
  faulted: 'Faulted',
  reserved: 'Reserved',
};

const sampled = (reading: MeterReading, context: string) => [
  ...(reading.meterWh === undefined
    ? []
    : [{ value: String(round(reading.meterWh)), measurand: 'Energy.Active.Import.Register', unit: 'Wh', context }]),
  ...(reading.powerW === undefined
    ? []
    : [{ value: String(round(reading.powerW)), measurand: 'Power.Active.Import', unit: 'W', context }]),
  ...(reading.soc === undefined
    ? []
    : [{ value: String(round(reading.soc)), measurand: 'SoC', unit: 'Percent', context }]),
];

/** OCPP 1.6: StartTransaction, MeterValues, StopTransaction; the server numbers the transactions. */
export const dialect16: Dialect = {
  boot: (profile, _reason, firmware): Call => [
    'BootNotification',
    {
      chargePointVendor: profile.vendor,
      chargePointModel: profile.model,
      chargePointSerialNumber: profile.serial,
      chargeBoxSerialNumber: `${profile.serial}-B`,
      firmwareVersion: firmware,
      ...(profile.iccid ? { iccid: profile.iccid } : {}),
      ...(profile.imsi ? { imsi: profile.imsi } : {}),
      meterType: profile.meterType,
      meterSerialNumber: profile.meterSerial,
    },
  ],
  heartbeat: (): Call => ['Heartbeat', {}],
  status: (point, status, at, fault): Call => [
    'StatusNotification',
    {
      connectorId: point,
      status: words[status],
      errorCode: fault?.code ?? 'NoError',
      ...(fault ? { info: fault.info, vendorErrorCode: fault.vendorCode, vendorId: 'com.voltyard.sim' } : {}),
      timestamp: iso(at),
    },
  ],
  cleared: () => undefined,
  authorize: (card): Call => ['Authorize', { idTag: card }],
  start: (session, reading): Call => [
    'StartTransaction',
    {
      connectorId: session.point,
      idTag: session.card,
      meterStart: round(reading.meterWh ?? 0),
      ...(session.reservationId === undefined ? {} : { reservationId: session.reservationId }),
      timestamp: iso(reading.at),
    },
  ],
  meter: (session, reading): Call => [
    'MeterValues',
    {
      connectorId: session.point,
      transactionId: Number(session.id),
      meterValue: [{ timestamp: iso(reading.at), sampledValue: sampled(reading, 'Sample.Periodic') }],
    },
  ],
  stop: (session, reading, reason): Call => [
    'StopTransaction',
    {
      transactionId: Number(session.id),
      idTag: session.card,
      meterStop: round(reading.meterWh ?? 0),
      timestamp: iso(reading.at),
      reason,
      transactionData: [{ timestamp: iso(reading.at), sampledValue: sampled(reading, 'Transaction.End') }],
    },
  ],
  started(session, answer) {
    session.id = String(answer.transactionId);
  },
  accepted: (answer) =>
    (answer.idTagInfo as { status?: string } | undefined)?.status === 'Accepted' || answer.status === 'Accepted',
  understand(action, payload): Wish | undefined {
    const point =
      typeof payload.connectorId === 'number' && payload.connectorId > 0 ? { point: payload.connectorId } : {};
    const status = (yes: string, no: string) => (accepted: boolean) => ({ status: accepted ? yes : no });
    const usual = status('Accepted', 'Rejected');
    switch (action) {
      case 'RemoteStartTransaction':
        return { kind: 'start', card: String(payload.idTag), ...point, reply: usual };
      case 'RemoteStopTransaction':
        return { kind: 'stop', id: String(payload.transactionId), reply: usual };
      case 'Reset':
        return { kind: 'reset', stopReason: payload.type === 'Hard' ? 'HardReset' : 'SoftReset', reply: usual };
      case 'UnlockConnector':
        return { kind: 'unlock', point: Number(payload.connectorId), reply: status('Unlocked', 'UnlockFailed') };
      case 'ChangeAvailability':
        return { kind: 'availability', operative: payload.type === 'Operative', ...point, reply: usual };
      case 'TriggerMessage':
        return { kind: 'trigger', message: String(payload.requestedMessage), ...point, reply: usual };
      case 'GetConfiguration': {
        const names = payload.key as string[] | undefined;
        return {
          kind: 'read',
          ...(names && names.length > 0 ? { names } : {}),
          reply: (_accepted, values = []) => ({
            configurationKey: values.map((value) => ({
              key: value.name,
              readonly: value.readonly,
              value: value.value,
            })),
            unknownKey: (names ?? []).filter((name) => !values.some((value) => value.name === name)),
          }),
        };
      }
      case 'ChangeConfiguration':
        return { kind: 'write', values: [{ name: String(payload.key), value: String(payload.value) }], reply: usual };
      case 'ClearCache':
        return { kind: 'simple', reply: usual };
      case 'DataTransfer':
        return { kind: 'simple', reply: () => ({ status: 'UnknownVendorId' }) };
      default:
        return undefined;
    }
  },
};
