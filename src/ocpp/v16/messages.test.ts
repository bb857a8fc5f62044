import { describe, expect, it } from 'vitest';
import type { Answer } from '../../domain/message.ts';
import { v16 } from './index.ts';

const read = (action: string, payload: object) => {
  expect(v16.checkRequest(action)!(payload)).toBeUndefined();
  return v16.incoming.get(action)!.read(payload);
};
const answer = (action: string, decision: Answer) => {
  const payload = v16.incoming.get(action)!.answer(decision, {});
  expect(v16.checkResponse(action, true)!(payload)).toBeUndefined();
  return payload;
};
const raw = '2026-03-01T10:00:00Z';
const time = { raw, at: Date.parse(raw) };
const now = Date.parse('2026-03-01T10:00:01Z');

describe('1.6 station messages', () => {
  it('BootNotification', () => {
    expect(
      read('BootNotification', {
        chargePointVendor: 'V',
        chargePointModel: 'M',
        chargePointSerialNumber: 'S',
        chargeBoxSerialNumber: 'B',
        firmwareVersion: '1',
        iccid: '2',
        imsi: '3',
        meterType: '4',
        meterSerialNumber: '5',
      }),
    ).toEqual({
      kind: 'boot',
      vendor: 'V',
      model: 'M',
      serial: 'S',
      boxSerial: 'B',
      firmware: '1',
      iccid: '2',
      imsi: '3',
      meterType: '4',
      meterSerial: '5',
    });
    expect(read('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' })).toEqual({
      kind: 'boot',
      vendor: 'V',
      model: 'M',
    });
    expect(answer('BootNotification', { kind: 'boot', status: 'pending', interval: 60, now })).toEqual({
      status: 'Pending',
      currentTime: '2026-03-01T10:00:01.000Z',
      interval: 60,
    });
  });

  it('Heartbeat', () => {
    expect(read('Heartbeat', {})).toEqual({ kind: 'heartbeat' });
    expect(answer('Heartbeat', { kind: 'heartbeat', now })).toEqual({ currentTime: '2026-03-01T10:00:01.000Z' });
  });

  it('Authorize: an empty number stays, for the domain to refuse by name', () => {
    expect(read('Authorize', { idTag: '' })).toEqual({ kind: 'authorize', token: { number: '', type: 'iso14443' } });
    const validUntil = now;
    expect(
      answer('Authorize', { kind: 'authorize', authorisation: { status: 'accepted', validUntil, group: 'G' } }),
    ).toEqual({ idTagInfo: { status: 'Accepted', expiryDate: '2026-03-01T10:00:01.000Z', parentIdTag: 'G' } });
  });

  it.each([
    ['accepted', 'Accepted'],
    ['blocked', 'Blocked'],
    ['expired', 'Expired'],
    ['invalid', 'Invalid'],
    ['concurrent', 'ConcurrentTx'],
  ] as const)('a card that is %s is answered %s', (status, word) => {
    const authorisation = { status };
    expect(answer('Authorize', { kind: 'authorize', authorisation }).idTagInfo.status).toBe(word);
    expect(answer('StartTransaction', { kind: 'transaction', transactionNumber: 7, authorisation })).toEqual({
      transactionId: 7,
      idTagInfo: { status: word },
    });
  });

  it('StatusNotification: connector 0 is the station, n is EVSE n', () => {
    expect(
      read('StatusNotification', { connectorId: 0, status: 'Available', errorCode: 'NoError', timestamp: raw }),
    ).toEqual({ kind: 'status', evse: 0, connector: 0, status: 'available', time });
    expect(
      read('StatusNotification', {
        connectorId: 2,
        status: 'SuspendedEVSE',
        errorCode: 'GroundFailure',
        info: 'i',
        vendorId: 'v',
        vendorErrorCode: 'e',
      }),
    ).toEqual({
      kind: 'status',
      evse: 2,
      connector: 1,
      status: 'suspendedEVSE',
      time: {},
      errorCode: 'GroundFailure',
      info: 'i',
      vendorId: 'v',
      vendorErrorCode: 'e',
    });
  });

  it('T-14 a connector beyond every number keeps a number that can be stored', () => {
    const status = { status: 'Available', errorCode: 'NoError' };
    for (const [sent, evse] of [
      [42, 42],
      [-1, -1],
      [2 ** 31, 2 ** 31 - 1],
      [2 ** 63, 2 ** 31 - 1],
    ] as const)
      expect(read('StatusNotification', { connectorId: sent, ...status })).toMatchObject({ evse });
  });

  it('StartTransaction', () => {
    expect(
      read('StartTransaction', { connectorId: 1, idTag: 'A', meterStart: 5, timestamp: raw, reservationId: 9 }),
    ).toEqual({
      kind: 'transaction',
      phase: 'started',
      place: { evse: 1, connector: 1 },
      time,
      token: { number: 'A', type: 'iso14443' },
      meter: 5,
      samples: [],
      reservationId: 9,
    });
  });

  it('W-07 T-11 T-13 odd content of a start is flagged', () => {
    const message = read('StartTransaction', {
      connectorId: 1,
      idTag: 'A'.repeat(5000),
      meterStart: 'NaN',
      timestamp: '222222017-10-27T19:10:11Z',
    });
    expect(message).toMatchObject({
      time: { raw: '222222017-10-27T19:10:11Z' },
      token: { number: 'A'.repeat(255) },
      suspect: ['time.outOfRange', 'meter.notANumber'],
    });
    expect(message).not.toHaveProperty('meter');
  });

  it('StopTransaction: T-05 any transaction number, no reason means Local', () => {
    expect(read('StopTransaction', { transactionId: -1, meterStop: 10, timestamp: raw, idTag: '' })).toEqual({
      kind: 'transaction',
      phase: 'ended',
      transactionId: '-1',
      time,
      meter: 10,
      samples: [],
      reason: 'Local',
    });
    expect(
      read('StopTransaction', {
        transactionId: 3,
        meterStop: 10,
        timestamp: raw,
        idTag: 'A',
        reason: 'EVDisconnected',
        transactionData: [{ timestamp: raw, sampledValue: [{ value: '1', unit: 'kWh', context: 'Transaction.End' }] }],
      }),
    ).toMatchObject({
      token: { number: 'A' },
      reason: 'EVDisconnected',
      samples: [{ time, readings: [{ measurand: 'energy', value: 1000, context: 'end' }] }],
    });
    expect(answer('StopTransaction', { kind: 'transaction', transactionNumber: 3 })).toEqual({});
    expect(
      answer('StopTransaction', { kind: 'transaction', transactionNumber: 3, authorisation: { status: 'accepted' } }),
    ).toEqual({ idTagInfo: { status: 'Accepted' } });
  });

  it('MeterValues with signed data', () => {
    expect(
      read('MeterValues', {
        connectorId: 1,
        transactionId: 3,
        meterValue: [
          {
            timestamp: raw,
            sampledValue: [{ value: '7' }, { value: 'OCMF|x', format: 'SignedData' }, { value: '8', unit: 'Joule' }],
          },
        ],
      }),
    ).toEqual({
      kind: 'meter',
      place: { evse: 1, connector: 1 },
      transactionId: '3',
      samples: [
        {
          time,
          readings: [{ measurand: 'energy', value: 7, context: 'periodic', signed: true }],
          suspect: ['unit.unknown'],
        },
      ],
    });
  });

  it.each([
    ['FirmwareStatusNotification', { status: 'Installed' }, { kind: 'firmwareStatus', status: 'Installed' }],
    [
      'SignedFirmwareStatusNotification',
      { status: 'InvalidSignature', requestId: 4 },
      { kind: 'firmwareStatus', status: 'InvalidSignature', requestId: 4 },
    ],
    ['DiagnosticsStatusNotification', { status: 'Uploading' }, { kind: 'logStatus', status: 'Uploading' }],
    [
      'LogStatusNotification',
      { status: 'Uploaded', requestId: 5 },
      { kind: 'logStatus', status: 'Uploaded', requestId: 5 },
    ],
    ['SignCertificate', { csr: 'x' }, { kind: 'signCertificate', request: 'x', use: 'station' }],
    [
      'SecurityEventNotification',
      { type: 'TamperDetectionActivated', timestamp: raw },
      { kind: 'securityEvent', type: 'TamperDetectionActivated', time },
    ],
    ['DataTransfer', { vendorId: 'V', data: '{}' }, { kind: 'dataTransfer', vendorId: 'V', data: '{}' }],
  ])('%s', (action, payload, message) => {
    expect(read(action, payload)).toEqual(message);
  });

  it('W-13 the character NUL becomes visible instead of upsetting the database', () => {
    expect(read('DataTransfer', { vendorId: 'V\u0000', data: 'a\u0000b' })).toEqual({
      kind: 'dataTransfer',
      vendorId: 'V\uFFFD',
      data: 'a\uFFFDb',
    });
  });
});
