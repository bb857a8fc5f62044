import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('defaults run everything in one process on this machine only', () => {
  const config = readConfig({}, []);
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    roles: ['gateway', 'api', 'jobs'],
    demo: false,
    databaseUrl: undefined,
  });
});

test('every fault is named with its reason, all at once', () => {
  const config = readConfig(
    { VOLTYARD_PORT: '99999', DATABASE_URL: 'mysql://x', ROLES: 'gateway,cook', VOLTYARD_TLS_CERT: 'a.pem' },
    ['--turbo'],
  );
  if (!('faults' in config)) throw new Error('faults were expected');
  expect(config.faults).toHaveLength(5);
  expect(config.faults[0]).toContain('VOLTYARD_PORT=99999: must be a whole number from 0 to 65535');
  expect(config.faults.join('\n')).toContain('not cook');
  expect(config.faults.join('\n')).toContain('postgres://');
  expect(config.faults.join('\n')).toContain('belong together');
  expect(config.faults.join('\n')).toContain('--turbo');
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ VOLTYARD_PORT: '', DATABASE_URL: '' }, ['--demo'])).toMatchObject({
    port: 8080,
    databaseUrl: undefined,
    demo: true,
  });
});
