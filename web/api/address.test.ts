import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

test('parameters are filled in and escaped', () => {
  expect(addressOf('/stations/:stationId/errors', { params: { stationId: 7 } })).toBe('/api/v1/stations/7/errors');
  expect(addressOf('/evses/:evseId', { params: { evseId: 'DE*ABC/E1' } })).toBe('/api/v1/evses/DE*ABC%2FE1');
});

test('lists repeat their name, absent and empty values are left out', () => {
  expect(
    addressOf('/stations', {
      query: { standing: ['faulted', 'offline'], text: '', after: undefined, connected: false },
    }),
  ).toBe('/api/v1/stations?standing=faulted&standing=offline&connected=false');
});

test('a missing parameter is a fault of ours and not a request', () => {
  expect(() => addressOf('/stations/:stationId')).toThrow('needs stationId');
});
