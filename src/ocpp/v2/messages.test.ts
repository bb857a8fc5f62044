import { describe, expect, it } from 'vitest';
import type { Answer } from '../../domain/message.ts';
import { v21 } from '../v21/index.ts';
import { v201 } from '../v201/index.ts';

const raw = '2026-03-01T10:00:00Z';
const time = { raw, at: Date.parse(raw) };
const now = Date.parse('2026-03-01T10:00:01Z');

describe.each([
  ['2.0.1', v201],
  ['2.1', v21],
] as const)('%s station messages', (_, version) => {
  const read = (action: string, payload: object) => {
    expect(version.checkRequest(action)!(payload)).toBeUndefined();
    return version.incoming.get(action)!.read(payload);
  };
  const answer = (action: string, decision: Answer) => {
    const payload = version.incoming.get(action)!.answer(decision, {});
    expect(version.checkResponse(action, true)!(payload)).toBeUndefined();
    return payload;
  };
  const event = {
    eventType: 'Updated',
    timestamp: raw,
    triggerReason: 'MeterValuePeriodic',
    seqNo: 3,
    transactionInfo: { transactionId: 'tx' },
  };

  it('BootNotification', () => {
    expect(
      read('BootNotification', {
        reason: 'PowerUp',
        chargingStation: {
          vendorName: 'V',
          model: 'M',
          serialNumber: 'S',
          firmwareVersion: '1',
          modem: { iccid: '2', imsi: '3' },
        },
      }),
    ).toEqual({
      kind: 'boot',
      vendor: 'V',
      model: 'M',
      serial: 'S',
      firmware: '1',
      iccid: '2',
      imsi: '3',
      reason: 'PowerUp',
    });
    expect(answer('BootNotification', { kind: 'boot', status: 'accepted', interval: 300, now })).toEqual({
      status: 'Accepted',
      currentTime: '2026-03-01T10:00:01.000Z',
      interval: 300,
    });
  });

  it.each([
    [{ status: 'accepted' }, 'Accepted'],
    [{ status: 'blocked' }, 'Blocked'],
    [{ status: 'expired' }, 'Expired'],
    [{ status: 'concurrent' }, 'ConcurrentTx'],
    [{ status: 'invalid', reason: 'card.unknown' }, 'Unknown'],
    [{ status: 'invalid', reason: 'card.missing' }, 'Invalid'],
  ] as const)('a card decided %j is answered %s', (authorisation, status) => {
    expect(answer('Authorize', { kind: 'authorize', authorisation })).toEqual({ idTokenInfo: { status } });
    expect(answer('TransactionEvent', { kind: 'transaction', transactionNumber: 1, authorisation })).toEqual({
      idTokenInfo: { status },
    });
  });

  it('Authorize: validity and group are told', () => {
    const authorisation = { status: 'accepted', validUntil: now, group: 'G' } as const;
    expect(answer('Authorize', { kind: 'authorize', authorisation }).idTokenInfo).toEqual({
      status: 'Accepted',
      cacheExpiryDateTime: '2026-03-01T10:00:01.000Z',
      groupIdToken: { idToken: 'G', type: 'Central' },
    });
  });

  it.each([
    ['ISO14443', 'iso14443'],
    ['ISO15693', 'iso15693'],
    ['eMAID', 'eMAID'],
    ['NoAuthorization', 'noAuthorization'],
    ['MacAddress', 'macAddress'],
  ])('a card of type %s is %s', (sent, type) => {
    expect(read('Authorize', { idToken: { idToken: 'A', type: sent } })).toEqual({
      kind: 'authorize',
      token: { number: 'A', type },
    });
  });

  it('StatusNotification', () => {
    expect(
      read('StatusNotification', { timestamp: raw, connectorStatus: 'Occupied', evseId: 2, connectorId: 3 }),
    ).toEqual({ kind: 'status', evse: 2, connector: 3, status: 'occupied', time });
  });

  it('TransactionEvent', () => {
    expect(
      read('TransactionEvent', {
        ...event,
        eventType: 'Started',
        offline: true,
        reservationId: 8,
        transactionInfo: { transactionId: 'tx', chargingState: 'SuspendedEVSE', remoteStartId: 7 },
        evse: { id: 1, connectorId: 2 },
        idToken: { idToken: 'A', type: 'ISO14443' },
        meterValue: [
          {
            timestamp: raw,
            sampledValue: [
              { value: 1.5, context: 'Transaction.Begin', unitOfMeasure: { unit: 'kWh' } },
              { value: 15, measurand: 'Power.Active.Import', unitOfMeasure: { unit: 'W', multiplier: 2 } },
            ],
          },
        ],
      }),
    ).toEqual({
      kind: 'transaction',
      phase: 'started',
      transactionId: 'tx',
      seqNo: 3,
      place: { evse: 1, connector: 2 },
      time,
      token: { number: 'A', type: 'iso14443' },
      samples: [
        {
          time,
          readings: [
            { measurand: 'energy', value: 1500, context: 'begin' },
            { measurand: 'power', value: 1500, context: 'periodic' },
          ],
        },
      ],
      chargingState: 'suspendedEVSE',
      trigger: 'MeterValuePeriodic',
      offline: true,
      remoteStartId: 7,
      reservationId: 8,
    });
    expect(answer('TransactionEvent', { kind: 'transaction', transactionNumber: 1 })).toEqual({});
  });

  it('the end of a transaction: no reason means Local', () => {
    expect(read('TransactionEvent', { ...event, eventType: 'Ended' })).toMatchObject({
      phase: 'ended',
      reason: 'Local',
    });
    const transactionInfo = { transactionId: 'tx', stoppedReason: 'EVDisconnected' };
    expect(read('TransactionEvent', { ...event, eventType: 'Ended', transactionInfo })).toMatchObject({
      reason: 'EVDisconnected',
    });
    expect(read('TransactionEvent', event)).not.toHaveProperty('reason');
  });

  it('W-07 odd content of an event is flagged, null counts as absent', () => {
    const message = read('TransactionEvent', {
      ...event,
      timestamp: '1970-01-01T00:00:00Z',
      evse: null,
      idToken: null,
      transactionInfo: { transactionId: 't'.repeat(1000), chargingState: 'Dancing', stoppedReason: null },
      meterValue: [{ timestamp: raw, sampledValue: [{ value: 'NaN', signedMeterValue: null, unitOfMeasure: null }] }],
    });
    expect(message).toEqual({
      kind: 'transaction',
      phase: 'updated',
      transactionId: 't'.repeat(255),
      seqNo: 3,
      time: { raw: '1970-01-01T00:00:00Z' },
      samples: [{ time, readings: [], suspect: ['value.notANumber'] }],
      trigger: 'MeterValuePeriodic',
      suspect: ['time.outOfRange', 'chargingState.unknown'],
    });
  });

  it('MeterValues: an EVSE is its first connector, EVSE 0 the station', () => {
    const meterValue = [{ timestamp: raw, sampledValue: [{ value: 5 }] }];
    expect(read('MeterValues', { evseId: 2, meterValue })).toMatchObject({ place: { evse: 2, connector: 1 } });
    expect(read('MeterValues', { evseId: 0, meterValue })).toMatchObject({ place: { evse: 0, connector: 0 } });
  });

  it('NotifyReport: one row for each attribute', () => {
    const payload = {
      requestId: 1,
      generatedAt: raw,
      tbc: true,
      seqNo: 0,
      reportData: [
        {
          component: { name: 'C', instance: 'i', evse: { id: 1, connectorId: 2 } },
          variable: { name: 'V' },
          variableAttribute: [{ value: '5' }, { type: 'MaxSet', value: '9', mutability: 'ReadOnly' }],
          variableCharacteristics: { dataType: 'integer', supportsMonitoring: false, unit: 'A' },
        },
      ],
    };
    const name = { component: 'C', componentInstance: 'i', evse: 1, connector: 2, variable: 'V' };
    expect(read('NotifyReport', payload)).toEqual({
      kind: 'report',
      requestId: 1,
      last: false,
      described: [{ ...name, dataType: 'integer', supportsMonitoring: false, unit: 'A' }],
      variables: [
        { ...name, attribute: 'Actual', value: '5', mutability: 'ReadWrite', unit: 'A', dataType: 'integer' },
        { ...name, attribute: 'MaxSet', value: '9', mutability: 'ReadOnly', unit: 'A', dataType: 'integer' },
      ],
    });
    expect(read('NotifyReport', { requestId: 1, generatedAt: raw, seqNo: 1 })).toMatchObject({
      last: true,
      variables: [],
    });
  });

  it('NotifyEvent', () => {
    const eventData = [
      {
        eventId: 4,
        timestamp: raw,
        trigger: 'Alerting',
        actualValue: 'true',
        techCode: 'E7',
        techInfo: 'hot',
        cleared: false,
        eventNotificationType: 'HardWiredNotification',
        component: { name: 'Connector', evse: { id: 1 } },
        variable: { name: 'Problem' },
      },
    ];
    expect(read('NotifyEvent', { generatedAt: raw, seqNo: 0, eventData })).toEqual({
      kind: 'events',
      events: [
        {
          eventId: 4,
          component: 'Connector',
          variable: 'Problem',
          place: { evse: 1 },
          trigger: 'alerting',
          value: 'true',
          cleared: false,
          techCode: 'E7',
          techInfo: 'hot',
          time,
        },
      ],
    });
  });

  it('DataTransfer carries any JSON as text, and survives what cannot be written (W-13)', () => {
    expect(read('DataTransfer', { vendorId: 'V', data: { a: [1] } })).toMatchObject({ data: '{"a":[1]}' });
    expect(read('DataTransfer', { vendorId: 'V', data: 'text' })).toMatchObject({ data: 'text' });
    const deep = JSON.parse(`{"vendorId":"V","data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`) as object;
    expect(read('DataTransfer', deep)).toMatchObject({ kind: 'dataTransfer', vendorId: 'V' });
  });

  it('W-13 keys that name an object’s own parts change nothing', () => {
    const payload = JSON.parse('{"vendorId":"V","__proto__":{"polluted":1},"constructor":{"x":1}}') as object;
    read('DataTransfer', payload);
    version.checkRequest('DataTransfer', true)!(payload);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

it('2.1 tells the severity of an event and knows more kinds of cards', () => {
  const eventData = [
    {
      eventId: 1,
      timestamp: raw,
      trigger: 'Delta',
      actualValue: '1',
      eventNotificationType: 'CustomMonitor',
      severity: 2,
      component: { name: 'C' },
      variable: { name: 'V' },
    },
  ];
  const { read } = v21.incoming.get('NotifyEvent')!;
  expect(read({ generatedAt: raw, seqNo: 0, eventData })).toMatchObject({
    events: [{ severity: 2, trigger: 'delta' }],
  });
  const authorize = v21.incoming.get('Authorize')!;
  expect(authorize.read({ idToken: { idToken: 'A', type: 'EVCCID' } })).toMatchObject({
    token: { type: 'macAddress' },
  });
  expect(authorize.read({ idToken: { idToken: 'A', type: 'constructor' } })).toMatchObject({
    token: { type: 'local' },
  });
});
