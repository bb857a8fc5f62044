import { describe, expect, it } from 'vitest';
import { answerVendor, type VendorRoute, vendorKey } from './vendor.ts';

const routes: readonly VendorRoute[] = [
  { vendorId: 'com.acme', messageId: 'Ping', accept: true, data: 'pong' },
  { vendorId: 'com.acme', messageId: 'Leak', accept: false },
  { vendorId: 'org.other', accept: true },
  { vendorId: 'org.other', messageId: 'Special', accept: false },
];

describe('OCPP 1.6 section 4.3, 2.0.1 P02.FR.06, P02.FR.07 which route a manufacturer’s message takes', () => {
  it.each([
    [{ vendorId: 'com.nobody' }, { status: 'unknownVendor' }],
    [
      { vendorId: 'com.acme', messageId: 'Ping' },
      { status: 'accepted', data: 'pong' },
    ],
    [
      { vendorId: 'COM.Acme', messageId: 'pING' },
      { status: 'accepted', data: 'pong' },
    ],
    [{ vendorId: 'com.acme', messageId: 'Leak' }, { status: 'rejected' }],
    [{ vendorId: 'com.acme', messageId: 'Else' }, { status: 'unknownMessage' }],
    [{ vendorId: 'com.acme' }, { status: 'unknownMessage' }],
    [{ vendorId: 'org.other' }, { status: 'accepted' }],
    [{ vendorId: 'org.other', messageId: 'Anything' }, { status: 'accepted' }],
    [{ vendorId: 'org.other', messageId: 'Special' }, { status: 'rejected' }],
  ] as const)('%j: %j', (message, answer) => {
    expect(answerVendor(routes, message)).toEqual(answer);
  });
});

it('what nobody has routed takes a bounded number of rows, whatever names stations make up', () => {
  const keys = new Set(Array.from({ length: 5000 }, (_, n) => vendorKey(`com.made-up-${n}`, `m${n}`, false)));
  expect(keys.size).toBeLessThanOrEqual(32);
  expect(vendorKey('com.ACME', 'Ping', true)).toBe(vendorKey('com.acme', 'ping', true));
});
