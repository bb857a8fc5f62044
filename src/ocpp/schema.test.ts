import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OcppVersion } from './table.ts';
import { publishedMessages } from './testing/payloads.ts';
import { v16 } from './v16/index.ts';
import { v21 } from './v21/index.ts';
import { v201 } from './v201/index.ts';

const versions = [v16, v201, v21] as const;
const rule = (version: OcppVersion, action: string, payload: unknown, strict?: boolean) =>
  version.checkRequest(action, strict)!(payload)?.rule;

const boot16 = { chargePointVendor: 'V', chargePointModel: 'M' };
const start16 = { connectorId: 1, idTag: 'A', meterStart: 10, timestamp: '2026-01-01T10:00:00Z' };
const status16 = { connectorId: 1, errorCode: 'NoError', status: 'Available' };
const boot2 = { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M' } };
const event2 = {
  eventType: 'Started',
  timestamp: '2026-01-01T10:00:00Z',
  triggerReason: 'CablePluggedIn',
  seqNo: 0,
  transactionInfo: { transactionId: 't' },
};

describe.each(versions.map((version) => [version.protocol, version] as const))('%s schemas', (protocol, version) => {
  const published = publishedMessages(protocol);
  const calls = published.filter(({ answer }) => !answer);

  it('knows every message of the version', () => {
    expect(calls.length).toBe({ 'ocpp1.6': 39, 'ocpp2.0.1': 64, 'ocpp2.1': 91 }[protocol]);
    for (const { action } of calls) {
      expect(version.checkRequest(action), action).toBeDefined();
      expect(version.incoming.has(action) || version.knownActions.has(action), action).toBe(true);
      if (!version.sends.has(action)) expect(version.checkResponse(action), action).toBeDefined();
    }
    expect(version.incoming.size + version.knownActions.size).toBe(calls.length);
  });

  it('accepts whatever the published schemas allow', () => {
    for (const { action, answer, payload } of published) {
      fc.assert(
        fc.property(payload, (value) => {
          const [tolerant, strict] = answer
            ? [version.checkResponse(action), version.checkResponse(action, true)]
            : [version.checkRequest(action), version.checkRequest(action, true)];
          expect(tolerant!(value), action).toBeUndefined();
          expect(strict!(value), action).toBeUndefined();
        }),
        { numRuns: 15 },
      );
    }
  });

  it('has no check for actions that do not exist, also not for names every object has', () => {
    for (const action of ['Foo', '', 'constructor', '__proto__', 'toString', 'Boot.call']) {
      expect(version.checkRequest(action), action).toBeUndefined();
      expect(version.checkResponse(action), action).toBeUndefined();
    }
  });
});

describe('W-06 which rule is broken', () => {
  it.each([
    [v16, 'BootNotification', { chargePointVendor: 'V' }, 'missing'],
    [v16, 'BootNotification', { ...boot16, chargePointModel: 7 }, 'type'],
    [v16, 'BootNotification', { ...boot16, chargePointModel: 'M'.repeat(21) }, 'value'],
    [v16, 'StatusNotification', { ...status16, status: 'Sleeping' }, 'value'],
    [v16, 'Heartbeat', [], 'form'],
    [v16, 'Heartbeat', null, 'form'],
    [v16, 'SendLocalList', 'text', 'form'],
    [v201, 'BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'V' } }, 'missing'],
    [v201, 'BootNotification', { ...boot2, reason: 'Boredom' }, 'value'],
    [v201, 'NotifyEvent', { generatedAt: 'x', seqNo: 0, eventData: [] }, 'cardinality'],
    [v201, 'StatusNotification', { timestamp: 'x', connectorStatus: 'Occupied', evseId: 1, connectorId: '1' }, 'type'],
    [v21, 'VatNumberValidation', { vatNumber: 'D'.repeat(21) }, 'value'],
    [v21, 'NotifyEVChargingNeeds', { evseId: -1 }, 'missing'],
  ] as const)('case %#', (version, action, payload, broken) => {
    expect(rule(version, action, payload)).toBe(broken);
  });

  it('W-10 spells the codes as each version does', () => {
    expect(v16.errorCodes).toMatchObject({
      missing: 'ProtocolError',
      form: 'FormationViolation',
      cardinality: 'OccurenceConstraintViolation',
      frame: 'FormationViolation',
    });
    for (const { errorCodes } of [v201, v21]) {
      expect(errorCodes).toMatchObject({
        form: 'FormatViolation',
        cardinality: 'OccurrenceConstraintViolation',
        frame: 'RpcFrameworkError',
        messageType: 'MessageTypeNotSupported',
      });
    }
  });

  it('tolerates extra fields, and refuses them when strict', () => {
    for (const [version, action, payload] of [
      [v16, 'BootNotification', { ...boot16, colour: 'red' }],
      [v201, 'BootNotification', { ...boot2, colour: 'red' }],
      [v21, 'BootNotification', { ...boot2, chargingStation: { ...boot2.chargingStation, colour: 'red' } }],
    ] as const) {
      expect(rule(version, action, payload)).toBeUndefined();
      const strict = version.checkRequest(action, true)!(payload);
      expect(strict?.rule).toBe('extra');
      expect(strict?.text).toContain('colour');
    }
  });

  it('lists everything that is wrong, and names what is missing', () => {
    const violation = v16.checkRequest('StartTransaction')!({ connectorId: 'x', extra: 1 });
    expect(violation?.all.length).toBeGreaterThanOrEqual(4);
    expect(violation?.missing).toEqual(expect.arrayContaining(['idTag', 'timestamp', 'meterStart']));
    const nested = v201.checkRequest('BootNotification')!({ reason: 'PowerUp', chargingStation: {} });
    expect(nested?.missing).toEqual(expect.arrayContaining(['chargingStation.model', 'chargingStation.vendorName']));
  });

  it('says where, never what: a value may be a secret, a name may be hostile', () => {
    const long = `canary\u0000${'x'.repeat(5000)}`;
    const violation = v16.checkRequest('BootNotification', true)!({ chargePointVendor: long, [long]: 1 });
    const text = JSON.stringify(violation);
    expect(violation!.text.length).toBeLessThanOrEqual(200);
    expect(violation!.all.every((line) => line.length < 200)).toBe(true);
    expect(text).not.toContain('\\u0000');
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`field${n}`, n]));
    expect(v16.checkRequest('Heartbeat', true)!(many)?.all.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(v16.checkRequest('Authorize')!({ idTag: 'canary-too-long-for-an-id' }))).not.toContain(
      'canary-too',
    );
  });

  it('takes the longer bound and both spellings where the 1.6 sets differ', () => {
    expect(rule(v16, 'StatusNotification', { ...status16, info: 'i'.repeat(100) }, true)).toBeUndefined();
    expect(rule(v16, 'StatusNotification', { ...status16, info: 'i'.repeat(101) })).toBe('value');
    expect(rule(v16, 'ChangeConfiguration', { key: 'k', value: 'v'.repeat(2048) }, true)).toBeUndefined();
    const read = { configurationKey: [{ key: 'k', readonly: true, value: 'v'.repeat(2048) }] };
    expect(v16.checkResponse('GetConfiguration', true)!(read)).toBeUndefined();
    for (const unit of ['Celcius', 'Celsius']) {
      const sampledValue = [{ value: '20', measurand: 'Temperature', unit }];
      const meterValue = [{ timestamp: '2026-01-01T00:00:00Z', sampledValue }];
      expect(rule(v16, 'MeterValues', { connectorId: 1, meterValue }, true)).toBeUndefined();
    }
  });

  it('counts tenths as people do: 16.1 is a multiple of 0.1', () => {
    const limited = (limit: number) => ({
      status: 'Accepted',
      chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit }] },
    });
    for (const limit of [16.1, 0.3, 1.1, 32.7, 230.3])
      expect(v16.checkResponse('GetCompositeSchedule', true)!(limited(limit)), String(limit)).toBeUndefined();
    expect(v16.checkResponse('GetCompositeSchedule', true)!(limited(16.15))?.rule).toBe('value');
  });
});

describe('W-07 odd content of transaction messages is never refused', () => {
  const sampled = (value: object) => [{ timestamp: 'yesterday', sampledValue: [value] }];
  it.each([
    ['unknown unit', v16, 'MeterValues', { connectorId: 1, meterValue: sampled({ value: '1', unit: 'furlong' }) }],
    [
      'unknown measurand',
      v16,
      'MeterValues',
      { connectorId: 1, meterValue: sampled({ value: '1', measurand: 'Joy' }) },
    ],
    ['value that is no text', v16, 'MeterValues', { connectorId: 1, meterValue: sampled({ value: 12.5 }) }],
    ['NaN', v16, 'MeterValues', { connectorId: 1, meterValue: sampled({ value: 'NaN' }) }],
    ['no values at all', v16, 'MeterValues', { connectorId: 1, meterValue: [{ timestamp: '', sampledValue: [] }] }],
    ['null for absent', v16, 'MeterValues', { connectorId: 1, transactionId: null, meterValue: [] }],
    ['odd time', v16, 'StartTransaction', { ...start16, timestamp: '222222017-10-27T19:10:11Z' }],
    ['long card number', v16, 'StartTransaction', { ...start16, idTag: 'A'.repeat(64) }],
    ['connector -1 and an odd time', v16, 'StartTransaction', { ...start16, connectorId: -1, timestamp: '' }],
    ['meter as text', v16, 'StartTransaction', { ...start16, meterStart: '12.5' }],
    ['meter with a fraction', v16, 'StartTransaction', { ...start16, meterStart: 12.5 }],
    [
      'unknown reason',
      v16,
      'StopTransaction',
      { transactionId: -1, meterStop: 1e300, timestamp: '24:00', reason: 'X' },
    ],
    ['unknown trigger', v201, 'TransactionEvent', { ...event2, triggerReason: 'Whim', timestamp: '1970' }],
    ['NaN as text', v201, 'TransactionEvent', { ...event2, meterValue: sampled({ value: 'NaN' }) }],
    ['unknown card type', v201, 'TransactionEvent', { ...event2, idToken: { idToken: 'A', type: 'Tattoo' } }],
    ['no meter values', v201, 'TransactionEvent', { ...event2, meterValue: [] }],
    ['null for absent', v21, 'TransactionEvent', { ...event2, evse: null, idToken: null, offline: null }],
    ['EVSE -1', v21, 'TransactionEvent', { ...event2, evse: { id: -1 } }],
    [
      'odd unit',
      v21,
      'MeterValues',
      { evseId: 1, meterValue: sampled({ value: 1, unitOfMeasure: { unit: 'x'.repeat(99) } }) },
    ],
  ] as const)('%s', (_, version, action, payload) => {
    expect(version.checkRequest(action)!(payload)).toBeUndefined();
    expect(version.checkRequest(action, true)!(payload)?.all.length).toBeGreaterThan(0);
    expect(() => version.incoming.get(action)!.read(payload)).not.toThrow();
  });

  it.each([
    [v16, 'StartTransaction', { ...start16, idTag: undefined }, 'missing'],
    [v16, 'StopTransaction', { transactionId: 'x', meterStop: 1, timestamp: 'x' }, 'type'],
    [v16, 'MeterValues', { connectorId: 1 }, 'missing'],
    [v201, 'TransactionEvent', { ...event2, transactionInfo: {} }, 'missing'],
    [v201, 'TransactionEvent', { ...event2, eventType: 'Paused' }, 'value'],
    [v21, 'TransactionEvent', { ...event2, seqNo: 'x' }, 'type'],
  ] as const)('but without its skeleton it cannot be read: %#', (version, action, payload, broken) => {
    expect(rule(version, action, JSON.parse(JSON.stringify(payload)))).toBe(broken);
  });
});

it('T-13 odd times pass in every message, and are noted', () => {
  const payload = { ...status16, timestamp: '2026-13-45T99:00' };
  expect(rule(v16, 'StatusNotification', payload)).toBeUndefined();
  expect(rule(v16, 'StatusNotification', payload, true)).toBe('value');
});
