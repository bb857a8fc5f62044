import { describe, expect, it } from 'vitest';
import type { OcppVersion } from '../ocpp/table.ts';
import { examine } from './examine.ts';
import { parseFrame } from './framing.ts';
import { allVersions } from './test-rig.ts';

const boot16 = { chargePointVendor: 'V', chargePointModel: 'M' };
const boot2 = { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M' } };
const status2 = { timestamp: '2026-01-01T00:00:00Z', connectorStatus: 'Available', evseId: 1, connectorId: 1 };
const event2 = {
  generatedAt: '2026-01-01T00:00:00Z',
  seqNo: 0,
  eventData: [],
};

type Case = readonly [
  what: string,
  text: string,
  codes: readonly [v16: string | null, v201: string | null, v21: string | null],
];
const call = (action: string, payload: unknown) => JSON.stringify([2, 'a', action, payload]);

const cases: readonly Case[] = [
  ['W-04 not JSON', '{', ['FormationViolation', 'RpcFrameworkError', 'RpcFrameworkError']],
  ['W-04 not an array', '{}', ['FormationViolation', 'RpcFrameworkError', 'RpcFrameworkError']],
  [
    'W-09 an id of 37 characters',
    `[2,"${'x'.repeat(37)}","Heartbeat",{}]`,
    ['FormationViolation', 'RpcFrameworkError', 'RpcFrameworkError'],
  ],
  ['W-09 a number as id', '[2,1,"Heartbeat",{}]', ['FormationViolation', 'RpcFrameworkError', 'RpcFrameworkError']],
  ['W-05 an action nobody knows', '[2,"a","Foo",{}]', ['NotImplemented', 'NotImplemented', 'NotImplemented']],
  ['W-05 an action that only we call', call('Reset', {}), ['NotSupported', 'NotSupported', 'NotSupported']],
  ['W-05 the name of an object', call('__proto__', {}), ['NotImplemented', 'NotImplemented', 'NotImplemented']],
  ['W-08 type 7', '[7,"a","Foo",{}]', [null, 'MessageTypeNotSupported', 'MessageTypeNotSupported']],
  ['W-08 type as text', '["2","a","Foo",{}]', [null, 'MessageTypeNotSupported', 'MessageTypeNotSupported']],
  ['W-08 SEND of something that is none', '[6,"a","Heartbeat",{}]', [null, 'MessageTypeNotSupported', null]],
  [
    'W-08 SEND with a broken payload',
    '[6,"a","NotifyPeriodicEventStream",{}]',
    [null, 'MessageTypeNotSupported', null],
  ],
  ['an answer with a broken envelope', '[3,"a"]', [null, null, null]],
  [
    'W-06 a payload that is no object',
    call('Heartbeat', []),
    ['FormationViolation', 'FormatViolation', 'FormatViolation'],
  ],
  ['W-06 a payload that is text', call('Heartbeat', 'x'), ['FormationViolation', 'FormatViolation', 'FormatViolation']],
];

/** The same rule broken in each version's own words. */
const schemaCases: readonly (readonly [what: string, v16: string, v2: string, code16: string, code2: string])[] = [
  [
    'a field is missing',
    call('BootNotification', { chargePointModel: 'M' }),
    call('BootNotification', { reason: 'PowerUp' }),
    'ProtocolError',
    'OccurrenceConstraintViolation',
  ],
  [
    'a wrong type',
    call('BootNotification', { ...boot16, chargePointModel: 5 }),
    call('BootNotification', { ...boot2, reason: 5 }),
    'TypeConstraintViolation',
    'TypeConstraintViolation',
  ],
  [
    'a value not in the list',
    call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Sleepy' }),
    call('StatusNotification', { ...status2, connectorStatus: 'Sleepy' }),
    'PropertyConstraintViolation',
    'PropertyConstraintViolation',
  ],
  [
    'a text too long',
    call('Authorize', { idTag: 'x'.repeat(300) }),
    call('BootNotification', { ...boot2, chargingStation: { vendorName: 'V'.repeat(300), model: 'M' } }),
    'PropertyConstraintViolation',
    'PropertyConstraintViolation',
  ],
];

const codeOf = (version: OcppVersion, text: string, strict = false): string | null | 'fits' => {
  const found = examine(version, parseFrame(text), strict);
  return 'entry' in found ? 'fits' : (found.code ?? null);
};

describe.each(allVersions.map((version, i) => [version.protocol, version, i] as const))('%s', (_, version, i) => {
  it.each(cases)('%s', (_what, text, codes) => {
    expect(codeOf(version, text)).toBe(codes[i]);
  });
  it.each(schemaCases)('W-06 %s', (_what, v16, v2, code16, code2) => {
    expect(codeOf(version, i === 0 ? v16 : v2)).toBe(i === 0 ? code16 : code2);
  });

  it('W-06 a field too much is noted and let pass, unless schemas are strict', () => {
    const text = call('Heartbeat', { mood: 'good' });
    expect(examine(version, parseFrame(text), false)).toMatchObject({
      entry: { action: 'Heartbeat' },
      violations: [expect.stringContaining('mood')],
    });
    expect(codeOf(version, text, true)).toBe(i === 0 ? 'FormationViolation' : 'FormatViolation');
  });

  it('W-13 a payload nested 10,000 deep is judged, whatever the judgement', () => {
    const deep = `[2,"a","DataTransfer",{"vendorId":"x","data":${'['.repeat(10_000)}${']'.repeat(10_000)}}]`;
    expect(examine(version, parseFrame(deep), false)).toBeTypeOf('object');
  });
});

describe('OCPP 2.x', () => {
  it.each(
    allVersions.slice(1).map((version) => [version.protocol, version] as const),
  )('W-06 too few entries in a list: %s', (_, version) => {
    expect(codeOf(version, call('NotifyEvent', event2))).toBe('OccurrenceConstraintViolation');
  });
});
