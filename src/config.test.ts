import { hostname } from 'node:os';
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

test('a second port without TLS needs TLS on the first', () => {
  const alone = readConfig({ VOLTYARD_PLAIN_PORT: '8081' }, []);
  expect('faults' in alone && alone.faults).toEqual([expect.stringContaining('VOLTYARD_PLAIN_PORT')]);
  expect(readConfig({ VOLTYARD_PLAIN_PORT: '8081', VOLTYARD_TLS_CERT: 'c', VOLTYARD_TLS_KEY: 'k' }, [])).toMatchObject({
    plainPort: 8081,
  });
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ VOLTYARD_PORT: '', DATABASE_URL: '' }, ['--demo'])).toMatchObject({
    port: 8080,
    databaseUrl: undefined,
    demo: true,
  });
});

test('how stations come back, and which never boot again, are lists with a form', () => {
  expect(readConfig({}, [])).toMatchObject({
    retryBackOff: { waitMinimum: 30, randomRange: 30, repeatTimes: 3 },
    lenientModels: [],
  });
  const given = { VOLTYARD_RETRY_BACKOFF: 'off', VOLTYARD_LENIENT_MODELS: 'Alpenstrom/HPC 300, Old/*' };
  expect(readConfig(given, [])).toMatchObject({ retryBackOff: 'off', lenientModels: ['Alpenstrom/HPC 300', 'Old/*'] });
  const config = readConfig({ VOLTYARD_RETRY_BACKOFF: '30,30', VOLTYARD_LENIENT_MODELS: 'Alpenstrom' }, []);
  expect('faults' in config && config.faults).toHaveLength(2);
});

test('W-18 ping intervals by network: ranges with seconds, anything else is refused by its name', () => {
  expect(readConfig({}, [])).toMatchObject({ pingSeconds: 30, pingNetworks: [] });
  const given = { VOLTYARD_PING_NETWORKS: '100.64.0.0/10=25, fd00::/8 = 60,10.0.0.7=5' };
  expect(readConfig(given, [])).toMatchObject({
    pingNetworks: [
      { range: '100.64.0.0/10', seconds: 25 },
      { range: 'fd00::/8', seconds: 60 },
      { range: '10.0.0.7', seconds: 5 },
    ],
  });
  for (const bad of ['10.0.0.0/8', '10.0.0.0/8=0', '10.0.0.0/8=1h', 'mobile=20', '10.0.0.0/8=20=30', '10.0.0.0/99=20'])
    expect(readConfig({ VOLTYARD_PING_NETWORKS: bad }, [])).toEqual({ faults: [expect.stringContaining(bad)] });
});

test('S-13 a password in a wrong URL is not told to the terminal', () => {
  const config = readConfig({ DATABASE_URL: 'mysql://voltyard:tOp/s3cret@db.example/voltyard' }, []);
  expect(JSON.stringify(config)).not.toContain('s3cret');
  expect(JSON.stringify(config)).toContain('db.example');
});

test('several nodes: roles in any combination, one database of several hosts, a name of its own', () => {
  const bus = 'nats://a:4222, tls://b:4222';
  const database = 'postgres://me:s3cret@a:5432,b:5433/v';
  expect(readConfig({ NATS_URL: bus, DATABASE_URL: database, ROLES: 'jobs,gateway' }, [])).toMatchObject({
    natsUrl: ['nats://a:4222', 'tls://b:4222'],
    databaseUrl: database,
    roles: ['gateway', 'jobs'],
    node: hostname().slice(0, 40),
  });
  expect(readConfig({ NATS_URL: 'redis://x' }, [])).toEqual({
    faults: [expect.stringContaining('nats:// or tls://')],
  });
  expect(readConfig({ NATS_URL: bus }, [])).toEqual({ faults: [expect.stringContaining('set DATABASE_URL too')] });
  expect(readConfig({ DATABASE_URL: database, ROLES: 'gateway' }, [])).toEqual({
    faults: [expect.stringContaining('one node alone does everything')],
  });
  expect(readConfig({ ROLES: 'api, jobs, gateway' }, [])).toMatchObject({ node: 'node-1' });
});

test.each([
  ['10.0.0.7, 10.1.0.0/16,::1,fd00::/8', true],
  ['proxy.example', false],
  ['10.0.0.0/33', false],
  ['10.0.0.0/8/8', false],
  ['::1/', false],
])('proxies %s', (text, good) => {
  const config = readConfig({ VOLTYARD_PROXIES: text }, []);
  expect('faults' in config).toBe(!good);
});

test('files go to S3 where FILES_URL and its keys are set', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  const url = 's3://bucket/yard?region=eu-central-1&endpoint=https://s3.example';
  expect(readConfig({ FILES_URL: url, ...keys }, [])).toMatchObject({ filesUrl: url, filesKeyId: 'a', filesKey: 'b' });
  expect(readConfig({ FILES_URL: url }, [])).toEqual({ faults: [expect.stringContaining('AWS_ACCESS_KEY_ID')] });
  for (const bad of ['/srv/files', 's3:bucket', 'https://bucket', 's3://bucket?endpoint=nowhere'])
    expect(readConfig({ FILES_URL: bad, ...keys }, []), bad).toHaveProperty('faults');
});

test('F-12 mails leave with TLS unless the URL says otherwise, and its password is never repeated', () => {
  const from = { MAIL_FROM: 'Voltyard <no-reply@example.com>' };
  const read = (url: string) => readConfig({ SMTP_URL: url, ...from }, []);
  expect(read('smtp://me%40x:p%2Fw@mail.example')).toMatchObject({
    smtpUrl: { host: 'mail.example', port: 587, tls: 'required', user: 'me@x', password: 'p/w' },
    mailFrom: { name: 'Voltyard', address: 'no-reply@example.com' },
    privateWebhooks: false,
  });
  expect(read('smtps://mail.example')).toMatchObject({ smtpUrl: { port: 465, tls: 'implicit' } });
  expect(read('smtp://127.0.0.1:25?tls=no')).toMatchObject({ smtpUrl: { port: 25, tls: 'none' } });
  for (const bad of [
    'http://x',
    'smtp://',
    'smtps://x?tls=no',
    'smtp://x?logger=true',
    'smtp://a:%zz@x',
    'mail.example',
  ])
    expect(read(bad), bad).toHaveProperty('faults');
  const config = readConfig({ SMTP_URL: 'smtp://me:geheim@x/inbox', ...from }, []);
  expect(JSON.stringify(config)).not.toContain('geheim');
  expect(readConfig({ SMTP_URL: 'smtp://x' }, [])).toEqual({ faults: [expect.stringContaining('belong together')] });
  for (const bad of ['nobody', 'a@b, c@d', 'A "B" <a@b>', 'A <a@b>\nBcc: c@d'])
    expect(readConfig({ SMTP_URL: 'smtp://x', MAIL_FROM: bad }, []), bad).toHaveProperty('faults');
});
