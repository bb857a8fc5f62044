import { afterAll, beforeAll, expect, test } from 'vitest';
import { mostAtOnce } from '../../src/features/diagnosis/arrivals.ts';
import type { Json } from '../console.ts';
import { type FakeS3, fakeS3, s3Keys } from '../fake-s3.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, protocols, reading, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
let s3: FakeS3;
beforeAll(async () => {
  s3 = await fakeS3();
  flow = await startFlow({
    FILES_URL: `s3://bucket/?region=${s3Keys.region}&endpoint=${s3.endpoint}`,
    AWS_ACCESS_KEY_ID: s3Keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3Keys.secretAccessKey,
    VOLTYARD_DB_CONNECTIONS: '4',
  });
  await flow.call('POST', '/cards', { number: 'HANGING' });
});
afterAll(async () => {
  await s3.close();
  await flow.stop();
});

test('F-12 a file store that hangs: files wait and are refused, sessions, pages and readiness do not notice; what it let wait is seen, and goes through later', async () => {
  const images = await Promise.all(
    Array.from({ length: 12 }, async (_, n) => {
      const { id } = await flow.call('POST', '/firmware/images', { version: `${n}.0`, fileName: 'a.bin' });
      return id as string;
    }),
  );
  const onCall = () => ({ status: 'Accepted', fileName: 'log.txt' });
  const senders = await Promise.all(
    [1, 2].map(async () => {
      const known = await flow.station();
      const station = await wire(flow.ocpp, known, 'ocpp1.6', { onCall });
      await boot(station);
      return { ...known, station };
    }),
  );
  const addresses: string[] = [];
  for (let n = 0; n < mostAtOnce + 2; n++) {
    const { stationId, station } = senders[n % 2]!;
    const asked = station.called.length;
    await flow.call('POST', `/stations/${stationId}/files`, { log: 'diagnostics' });
    addresses.push((await until(() => station.called[asked])).payload.location);
  }

  s3.hang('silent');
  const uploads = images.map((id) => flow.ask('PUT', `/firmware/images/${id}/content`, Buffer.alloc(100, 1)));
  const before = s3.requests.length;
  const arrivals = addresses.slice(0, mostAtOnce).map((url) => fetch(url, { method: 'PUT', body: 'a log' }));
  await until(async () => (await s3.connections()) >= images.length + mostAtOnce);
  // More would each hold a part of a file in memory.
  for (const url of addresses.slice(mostAtOnce)) {
    const refused = await fetch(url, { method: 'PUT', body: 'a log' });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
  }

  for (const protocol of protocols) {
    const one = await flow.station();
    const other = await wire(flow.ocpp, one, protocol);
    await boot(other);
    const session = newSession(protocol, 'HANGING');
    const begin = Date.now() - 3_600_000;
    other.dialect.started(session, await other.ask(other.dialect.start(session, reading(0, begin), false)));
    await other.ask(other.dialect.stop(session, reading(900, begin + 60_000), 'Local', false));
    const { items } = await flow.call('GET', `/stations/${one.stationId}/charge-logs`);
    expect(items).toMatchObject([{ energyWh: 900 }]);
    for (const path of ['frames', 'log', 'information', 'errors'])
      await flow.call('GET', `/stations/${one.stationId}/${path}`);
    await other.close();
  }
  expect((await fetch(`${flow.url}/readyz`)).status).toBe(200);
  for (const { station } of senders) await station.ask(station.dialect.heartbeat());

  // It dies in the middle: what waited for it is told so, and may come again.
  s3.drop();
  for (const reply of await Promise.all(uploads)) expect(reply.status).toBe(503);
  for (const reply of await Promise.all(arrivals)) expect(reply.status).toBe(503);
  expect(s3.requests.length).toBeGreaterThanOrEqual(before);
  s3.hang();
  expect((await flow.ask('PUT', `/firmware/images/${images[0]}/content`, Buffer.alloc(100, 1))).status).toBe(200);
  expect((await fetch(addresses[0]!, { method: 'PUT', body: 'a log' })).status).toBe(200);
  const { items } = await flow.call('GET', `/stations/${senders[0]!.stationId}/files?limit=100`);
  expect(items.filter((one: Json) => one.file?.size === 5)).toHaveLength(1);
  for (const { station } of senders) await station.close();
}, 120_000);
