import { isIPv4 } from 'node:net';
import { expect, it } from 'vitest';
import { addressesOfMachine, urlHost } from './addresses.ts';

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['charge.example', 'charge.example'],
  ['::1', '[::1]'],
  ['0.0.0.0', '192.168.1.5'],
  ['::', '192.168.1.5'],
])('%s stands in a URL as %s', (host, expected) => {
  expect(urlHost(host, '192.168.1.5')).toBe(expected);
});

it('a station is never told an address of its own machine', () => {
  expect(addressesOfMachine().every((address) => isIPv4(address) && !address.startsWith('127.'))).toBe(true);
});
