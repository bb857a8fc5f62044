import {
  type Call,
  type Dialect,
  type Fault,
  iso,
  type MeterReading,
  round,
  type Session,
  type Status,
  type Wish,
} from './dialect.ts';

const words: Record<Status, string> = {
  available: 'Available',
  preparing: 'Occupied',
  charging: 'Occupied',
  suspendedEV: 'Occupied',
  finishing: 'Occupied',
  unavailable: 'Unavailable',
  faulted: 'Faulted',
  reserved: 'Reserved',
};

const meterValue = (reading: MeterReading, context: string) => {
  const sampledValue = [
    ...(reading.meterWh === undefined
      ? []
      : [
          {
            value: round(reading.meterWh),
            measurand: 'Energy.Active.Import.Register',
            unitOfMeasure: { unit: 'Wh' },
            context,
          },
        ]),
    ...(reading.powerW === undefined
      ? []
      : [{ value: round(reading.powerW), measurand: 'Power.Active.Import', unitOfMeasure: { unit: 'W' }, context }]),
    ...(reading.soc === undefined
      ? []
      : [{ value: round(reading.soc), measurand: 'SoC', unitOfMeasure: { unit: 'Percent' }, context }]),
  ];
  return sampledValue.length > 0 ? { meterValue: [{ timestamp: iso(reading.at), sampledValue }] } : {};
};

/** OCPP 2.0.1 and 2.1: everything of a session is a TransactionEvent; the station numbers the transactions. */
export function dialect2(version: '2.0.1' | '2.1'): Dialect {
  const token = (card: string) => ({ idToken: card, type: 'ISO14443' });
  const event = (
    type: string,
    trigger: string,
    session: Session,
    reading: MeterReading,
    offline: boolean,
    more: Record<string, unknown>,
  ): Call => [
    'TransactionEvent',
    {
      eventType: type,
      timestamp: iso(reading.at),
      triggerReason: trigger,
      seqNo: session.seqNo++,
      offline,
      evse: { id: session.point, connectorId: 1 },
      ...more,
    },
  ];
  // OCPP 2.0.1 N07: the reason of a fault comes as an event of the device model, and so does its end.
  const problem = (point: number, at: number, fault: Fault, cleared: boolean): Call => [
    'NotifyEvent',
    {
      generatedAt: iso(at),
      seqNo: 0,
      tbc: false,
      eventData: [
        {
          eventId: Math.floor(at / 1_000) % 1_000_000,
          timestamp: iso(at),
          trigger: 'Alerting',
          actualValue: String(!cleared),
          cleared,
          techCode: fault.vendorCode,
          techInfo: fault.info,
          eventNotificationType: 'HardWiredNotification',
          component: { name: 'Connector', evse: { id: point, connectorId: 1 } },
          variable: { name: 'Problem' },
          ...(version === '2.1' ? { severity: 2 } : {}),
        },
      ],
    },
  ];
  return {
    boot: (profile, reason, firmware): Call => [
      'BootNotification',
      {
        reason,
        chargingStation: {
          vendorName: profile.vendor,
          model: profile.model,
          serialNumber: profile.serial,
          firmwareVersion: firmware,
          ...(profile.iccid ? { modem: { iccid: profile.iccid, imsi: profile.imsi } } : {}),
        },
      },
    ],
    heartbeat: (): Call => ['Heartbeat', {}],
    status: (point, status, at, fault): Call =>
      fault
        ? problem(point, at, fault, false)
        : ['StatusNotification', { timestamp: iso(at), connectorStatus: words[status], evseId: point, connectorId: 1 }],
    cleared: (point, at, fault): Call => problem(point, at, fault, true),
    authorize: (card): Call => ['Authorize', { idToken: token(card) }],
    start: (session, reading, offline): Call =>
      event('Started', session.remoteStartId === undefined ? 'Authorized' : 'RemoteStart', session, reading, offline, {
        transactionInfo: {
          transactionId: session.id,
          chargingState: 'Charging',
          ...(session.remoteStartId === undefined ? {} : { remoteStartId: session.remoteStartId }),
        },
        idToken: token(session.card),
        ...(session.reservationId === undefined ? {} : { reservationId: session.reservationId }),
        ...meterValue(reading, 'Transaction.Begin'),
      }),
    meter: (session, reading, offline): Call =>
      event('Updated', 'MeterValuePeriodic', session, reading, offline, {
        transactionInfo: { transactionId: session.id, chargingState: 'Charging' },
        ...meterValue(reading, 'Sample.Periodic'),
      }),
    stop: (session, reading, reason, offline): Call =>
      event('Ended', reason === 'Remote' ? 'RemoteStop' : 'EVDeparted', session, reading, offline, {
        transactionInfo: { transactionId: session.id, chargingState: 'Idle', stoppedReason: reason },
        idToken: token(session.card),
        ...meterValue(reading, 'Transaction.End'),
      }),
    started() {},
    accepted: (answer) => {
      const info = answer.idTokenInfo as { status?: string } | undefined;
      return info ? info.status === 'Accepted' : answer.status === undefined || answer.status === 'Accepted';
    },
    understand(action, payload): Wish | undefined {
      const evse = (payload.evse as { id?: number } | undefined)?.id ?? (payload.evseId as number | undefined);
      const point = evse !== undefined && evse > 0 ? { point: evse } : {};
      const status = (yes: string, no: string) => (accepted: boolean) => ({ status: accepted ? yes : no });
      const usual = status('Accepted', 'Rejected');
      switch (action) {
        case 'RequestStartTransaction':
          return {
            kind: 'start',
            card: String((payload.idToken as { idToken: string }).idToken),
            remoteStartId: Number(payload.remoteStartId),
            ...point,
            reply: usual,
          };
        case 'RequestStopTransaction':
          return { kind: 'stop', id: String(payload.transactionId), reply: usual };
        case 'Reset':
          return { kind: 'reset', stopReason: 'ImmediateReset', reply: usual };
        case 'UnlockConnector':
          return { kind: 'unlock', point: Number(payload.evseId), reply: status('Unlocked', 'UnlockFailed') };
        case 'ChangeAvailability':
          return { kind: 'availability', operative: payload.operationalStatus === 'Operative', ...point, reply: usual };
        case 'TriggerMessage':
          return { kind: 'trigger', message: String(payload.requestedMessage), ...point, reply: usual };
        case 'GetVariables': {
          const asked = payload.getVariableData as { component: { name: string }; variable: { name: string } }[];
          return {
            kind: 'read',
            names: asked.map((one) => `${one.component.name}.${one.variable.name}`),
            reply: (_accepted, values = []) => ({
              getVariableResult: asked.map((one) => {
                const found = values.find((value) => value.name === `${one.component.name}.${one.variable.name}`);
                return {
                  ...one,
                  attributeStatus: found ? 'Accepted' : 'UnknownVariable',
                  ...(found ? { attributeValue: found.value } : {}),
                };
              }),
            }),
          };
        }
        case 'SetVariables': {
          const asked = payload.setVariableData as {
            component: { name: string };
            variable: { name: string };
            attributeValue: string;
          }[];
          return {
            kind: 'write',
            values: asked.map((one) => ({
              name: `${one.component.name}.${one.variable.name}`,
              value: one.attributeValue,
            })),
            reply: (accepted) => ({
              setVariableResult: asked.map(({ component, variable }) => ({
                component,
                variable,
                attributeStatus: accepted ? 'Accepted' : 'Rejected',
              })),
            }),
          };
        }
        case 'ClearCache':
          return { kind: 'simple', reply: usual };
        case 'DataTransfer':
          return { kind: 'simple', reply: () => ({ status: 'UnknownVendorId' }) };
        default:
          return undefined;
      }
    },
  };
}
