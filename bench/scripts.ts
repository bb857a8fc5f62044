import type { Script } from './driver.ts';

const iso = () => new Date().toISOString();

const fourValues = (wh: number, power: number) => [
  { value: String(wh), measurand: 'Energy.Active.Import.Register', unit: 'Wh', context: 'Sample.Periodic' },
  { value: String(power), measurand: 'Power.Active.Import', unit: 'W', context: 'Sample.Periodic' },
  { value: '32', measurand: 'Current.Import', unit: 'A', context: 'Sample.Periodic' },
  { value: '48', measurand: 'SoC', unit: 'Percent', context: 'Sample.Periodic' },
];

/** 1.6: Authorize, StartTransaction, 4 x MeterValues with 4 values, StopTransaction, StatusNotification; for ever. */
export function* mix16(card: string): Script {
  let wh = 1_000;
  yield ['BootNotification', { chargePointVendor: 'Bench', chargePointModel: 'One', firmwareVersion: '1.0' }];
  for (;;) {
    yield ['Authorize', { idTag: card }];
    const { transactionId } = yield [
      'StartTransaction',
      { connectorId: 1, idTag: card, meterStart: wh, timestamp: iso() },
    ];
    for (let n = 0; n < 4; n++) {
      wh += 120;
      yield [
        'MeterValues',
        { connectorId: 1, transactionId, meterValue: [{ timestamp: iso(), sampledValue: fourValues(wh, 22_000) }] },
      ];
    }
    yield ['StopTransaction', { transactionId, idTag: card, meterStop: wh, timestamp: iso(), reason: 'Local' }];
    yield ['StatusNotification', { connectorId: 1, status: 'Available', errorCode: 'NoError', timestamp: iso() }];
  }
}

/** 2.0.1: the same as TransactionEvents. */
export function* mix201(card: string, identity: string): Script {
  let wh = 1_000;
  let count = 0;
  const idToken = { idToken: card, type: 'ISO14443' };
  yield [
    'BootNotification',
    { reason: 'PowerUp', chargingStation: { vendorName: 'Bench', model: 'Two', firmwareVersion: '1.0' } },
  ];
  const started = Date.now().toString(36);
  const values = (context: string) => [
    {
      timestamp: iso(),
      sampledValue: fourValues(wh, 22_000).map(({ value, unit, ...rest }) => ({
        ...rest,
        context,
        value: Number(value),
        unitOfMeasure: { unit },
      })),
    },
  ];
  for (;;) {
    let seqNo = 0;
    const transactionInfo = { transactionId: `${identity}-${started}-${count++}` };
    const event = (eventType: string, triggerReason: string, more: object): [string, object] => [
      'TransactionEvent',
      {
        eventType,
        triggerReason,
        timestamp: iso(),
        seqNo: seqNo++,
        transactionInfo,
        evse: { id: 1, connectorId: 1 },
        ...more,
      },
    ];
    yield ['Authorize', { idToken }];
    yield event('Started', 'Authorized', { idToken, meterValue: values('Transaction.Begin') });
    for (let n = 0; n < 4; n++) {
      wh += 120;
      yield event('Updated', 'MeterValuePeriodic', { meterValue: values('Sample.Periodic') });
    }
    yield event('Ended', 'EVDeparted', { idToken, meterValue: values('Transaction.End') });
    yield ['StatusNotification', { timestamp: iso(), connectorStatus: 'Available', evseId: 1, connectorId: 1 }];
  }
}

const perSession = 6;

/** Whole sessions only. */
export const queuedCount = (messages: number): { readonly sessions: number; readonly messages: number } => {
  const sessions = Math.max(1, Math.floor(messages / perSession));
  return { sessions, messages: sessions * perSession };
};

/** 1.6: sessions of the last days that a station could not tell of, in their order, with the times at which they were. */
export function* queued16(card: string, messages: number, days: number): Script {
  const { sessions } = queuedCount(messages);
  const day = 86_400_000;
  const began = Date.now() - days * day;
  const apart = (days * day) / sessions;
  let wh = 1_000;
  for (let session = 0; session < sessions; session++) {
    const at = (part: number) => new Date(began + (session + part / perSession) * apart).toISOString();
    const { transactionId } = yield [
      'StartTransaction',
      { connectorId: 1, idTag: card, meterStart: wh, timestamp: at(0) },
    ];
    for (let n = 1; n <= perSession - 2; n++) {
      wh += 120;
      const meterValue = [{ timestamp: at(n), sampledValue: fourValues(wh, 22_000) }];
      yield ['MeterValues', { connectorId: 1, transactionId, meterValue }];
    }
    yield [
      'StopTransaction',
      { transactionId, idTag: card, meterStop: wh, timestamp: at(perSession - 1), reason: 'Local' },
    ];
  }
}

export function* heartbeats(): Script {
  yield ['BootNotification', { chargePointVendor: 'Bench', chargePointModel: 'One', firmwareVersion: '1.0' }];
  for (;;) yield ['Heartbeat', {}];
}
