import { expect, test } from 'vitest';
import { concerns, concernsFleet } from './live-topics.ts';

test('a status change renews the head, the figures and the charge points, not the logs', () => {
  for (const url of ['/stations/:stationId', '/stations/:stationId/information', '/stations/:stationId/charge-points'])
    expect(concerns(url, ['connector'])).toBe(true);
  for (const url of [
    '/stations/:stationId/frames',
    '/stations/:stationId/log',
    '/stations/:stationId/charge-logs',
    '/stations',
  ])
    expect(concerns(url, ['connector'])).toBe(false);
});

test('messages alone renew nothing: the live tail brings them', () => {
  expect(concerns('/stations/:stationId/frames', ['message'])).toBe(false);
  expect(concerns('/stations/:stationId', ['message'])).toBe(false);
});

test('sessions renew their lists and details', () => {
  expect(concerns('/stations/:stationId/charge-logs', ['transaction'])).toBe(true);
  expect(concerns('/stations/:stationId/charge-logs/:number', ['transaction'])).toBe(true);
  expect(concerns('/stations/:stationId/errors', ['transaction'])).toBe(false);
});

test('a new description renews everything but the frames', () => {
  expect(concerns('/stations/:stationId/patterns', ['station'])).toBe(true);
  expect(concerns('/stations/:stationId/frames/:frameId', ['station'])).toBe(false);
});

test('the counts of the fleet follow states and connections', () => {
  expect(concernsFleet('/stations/counts', ['connection'])).toBe(true);
  expect(concernsFleet('/stations/counts', ['message', 'transaction'])).toBe(false);
  expect(concernsFleet('/onboarding', ['station'])).toBe(true);
});

test('security events, and what became of a password or a root, renew the security of the station', () => {
  for (const topic of ['security', 'command', 'station'] as const)
    expect(concerns('/stations/:stationId/security', [topic])).toBe(true);
  expect(concerns('/stations/:stationId/security', ['connector', 'message'])).toBe(false);
});

test('what a station keeps is renewed when it has answered, and a session takes its profiles with it', () => {
  for (const url of ['charging/profiles', 'charging/allowed', 'device/monitors', 'reservations', 'local-list'])
    expect(concerns(`/stations/:stationId/${url}`, ['command']), url).toBe(true);
  expect(concerns('/stations/:stationId/charging/profiles', ['transaction'])).toBe(true);
  expect(concerns('/stations/:stationId/device/variables', ['settings'])).toBe(true);
  expect(concerns('/stations/:stationId/device/monitors', ['settings'])).toBe(false);
});
