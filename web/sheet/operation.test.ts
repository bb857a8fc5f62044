import { expect, test } from 'vitest';
import { operationOf } from './operation.ts';

const points = (...standings: string[]) => ({
  standing: 'available' as const,
  chargePoints: standings.map((standing, index) => ({ evse: index + 1, connector: 1, standing: standing as never })),
});

test('one bad charge point of six does not make a station "Faulted"', () => {
  expect(operationOf(points('charging', 'faulted', 'charging', 'available', 'suspended', 'reserved'))).toEqual({
    standing: 'faulted',
    says: 'faulted',
    count: 1,
    all: 6,
  });
});

test('without a fault it says how many charge', () => {
  expect(operationOf(points('charging', 'available'))).toEqual({
    standing: 'charging',
    says: 'charging',
    count: 1,
    all: 2,
  });
});

test('otherwise the worst of its charge points', () => {
  expect(operationOf(points('available', 'suspended')).standing).toBe('suspended');
  expect(operationOf(points('available', 'unavailable')).standing).toBe('outOfService');
});

test('a station that reported none says so', () => {
  expect(operationOf(points())).toMatchObject({ says: 'none', all: 0 });
});

test('without a connection the operation is not known, which is another state than offline', () => {
  expect(operationOf(points('offline', 'offline'))).toMatchObject({ standing: 'offline', says: 'notKnown' });
});
