import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, protocols, reading, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow.stop());

const exported = async (stationId: number): Promise<Json[]> =>
  (await flow.ask('GET', `/stations/${stationId}/frames/export`)).text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe.each(protocols)('%s', (protocol) => {
  test('COM-1 COM-2 every frame of both directions is kept once, byte for byte with its answer: malformed ones, refused ones, those before the boot too', async () => {
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol, { onCall: () => ({ status: 'Accepted' }) });
    const session = newSession(protocol, 'CARD');
    await station.say(station.dialect.heartbeat(), 'before-the-boot');
    await boot(station);
    await station.say(station.dialect.start(session, reading(1, Date.now()), false), 'a-start');
    for (const text of [
      '',
      '{}',
      '[2]',
      '[2,"x"',
      'hello \u0000 nul',
      '[9,"x","Heartbeat",{}]',
      '[2,17,"Heartbeat",{}]',
    ])
      station.raw(text);
    for (const [action, payload] of [
      ['Nonsense', {}],
      ['StatusNotification', { connectorId: 'one' }],
      ['Authorize', { idTag: 7, idToken: 7 }],
      ['Heartbeat', JSON.parse('{"__proto__":{"a":1},"deep":[[[[]]]]}')],
      ['DataTransfer', { vendorId: 'ü \ud83d\ude00 \u2028 "quoted" \\' }],
    ] as const)
      await station.say([action, payload]);
    await flow.call('POST', `/stations/${known.stationId}/commands/clearCache`, {});
    await until(() => station.called.length === 1);
    const frames = await until(async () => {
      const all = await exported(known.stationId);
      return (
        all.length === station.out.length &&
        all.every((one) => one.direction === 'in' || one.answer !== undefined) &&
        all
      );
    });
    await station.close();
    // What left the station: calls, and its one answer to our call, which stands beside that call.
    const sent = station.out.filter((text) => !text.startsWith('[3,'));
    const kept = frames.filter((one) => one.direction === 'in').map((one) => one.call);
    expect(kept.sort()).toEqual(sent.map((text) => text.replace('\u0000', '\\u0000')).sort());
    const got = station.in.filter((text) => !text.startsWith('[2,'));
    expect(
      frames.flatMap((one) => (one.direction === 'in' && one.answer !== undefined ? [one.answer] : [])).sort(),
    ).toEqual([...got].sort());
    const [out] = frames.filter((one) => one.direction === 'out');
    expect(out).toMatchObject({
      action: 'ClearCache',
      call: station.in.find((text) => text.startsWith('[2,')),
      answer: station.out.find((text) => text.startsWith('[3,')),
    });
    for (const frame of frames) {
      expect(frame.receivedAt).toMatch(/\.\d{3}Z$/);
      if (frame.answeredAt !== undefined)
        expect(Date.parse(frame.answeredAt)).toBeGreaterThanOrEqual(Date.parse(frame.receivedAt));
    }
    const list = (await flow.call('GET', `/stations/${known.stationId}/frames`)).items;
    expect(list).toHaveLength(frames.length);
    expect(
      (await flow.call('GET', `/stations/${known.stationId}/frames?malformed=true`)).items.length,
    ).toBeGreaterThanOrEqual(9);
    // COM-3: into a station that has never connected, and out of it again.
    const other = await flow.station();
    await flow.call('POST', `/stations/${other.stationId}/frames/import`, { frames });
    const again = await exported(other.stationId);
    expect(again.map(({ call, answer, receivedAt, direction }) => ({ call, answer, receivedAt, direction }))).toEqual(
      frames.map(({ call, answer, receivedAt, direction }) => ({ call, answer, receivedAt, direction })),
    );
  });

  test('ERR-1 ERR-2 an error a hundred times is one open row that counts, and closes with its duration when it is over', async () => {
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    const begin = Date.now() - 600_000;
    const fault = { code: 'GroundFailure', vendorCode: 'E-204', info: 'Residual current' };
    await station.ask(station.dialect.status(1, 'available', begin - 1000));
    for (let n = 0; n < 100; n++) await station.ask(station.dialect.status(1, 'faulted', begin + n * 1000, fault));
    const errors = async (query = '') =>
      (await flow.call('GET', `/stations/${known.stationId}/errors?connector=1${query}`)).items;
    const [row, ...more] = await errors();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      evse: 1,
      connector: 1,
      vendorErrorCode: 'E-204',
      info: 'Residual current',
      count: 100,
      source: 'reported',
      firstSeen: new Date(begin).toISOString(),
    });
    if (protocol === 'ocpp1.6') expect(row.code).toBe('GroundFailure');
    expect(row.closedAt).toBeUndefined();
    expect((await flow.call('GET', `/stations/${known.stationId}`)).counters.openErrors).toBeGreaterThan(0);
    expect((await flow.call('GET', '/errors?isOpen=true')).items.map((one: Json) => one.id)).toContain(row.id);

    const over = begin + 300_000;
    const cleared = station.dialect.cleared(1, over, fault);
    if (cleared !== undefined) await station.ask(cleared);
    await station.ask(station.dialect.status(1, 'available', over));
    const [closed] = await errors();
    expect(closed).toMatchObject({
      id: row.id,
      closedBy: 'station',
      closedAt: new Date(over).toISOString(),
      durationMs: 300_000,
    });
    expect(await errors('&isOpen=true')).toEqual([]);
    await station.close();
  });
});

test('COM-5 S-13 no secret comes out: not in any reply of the API, not in an export, not in the log of the server', async () => {
  const canary = 'CANARY-5f3a9c-SECRET';
  const known = await flow.station();
  const { key } = await flow.call('POST', '/api-keys', { name: 'machine', role: 'controlRoom' });
  const station = await wire(flow.ocpp, known, 'ocpp1.6', {
    onCall: (action) =>
      action === 'GetConfiguration'
        ? { configurationKey: [{ key: 'AuthorizationKey', readonly: false, value: canary }], unknownKey: [] }
        : { status: 'Accepted' },
  });
  await boot(station);
  const name = { component: '', variable: 'AuthorizationKey' };
  const { stationId } = known;
  await flow.call('POST', `/stations/${stationId}/commands/writeSettings`, { values: [{ name, value: canary }] });
  await until(() => station.called.length === 1);
  expect(station.called[0]!.payload.value).toBe(canary);
  await flow.call('POST', `/stations/${stationId}/commands/readSettings`, {});
  await until(() => station.called.length === 2);
  const two = await flow.station();
  const modern = await wire(flow.ocpp, two, 'ocpp2.0.1', {
    onCall: () => ({
      setVariableResult: [
        { attributeStatus: 'Accepted', component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } },
      ],
    }),
  });
  await boot(modern);
  await flow.call('POST', `/stations/${two.stationId}/commands/writeSettings`, {
    values: [{ name: { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' }, value: canary }],
  });
  await until(() => modern.called.length === 1);
  await expect(wire(flow.ocpp, known, 'ocpp1.6', { password: `${canary}-wrong` })).rejects.toThrow('401');
  await flow.ask('POST', '/session', { email: 'ada@example.com', password: canary });
  await until(
    async () =>
      (await exported(stationId)).filter((one) => one.direction === 'out' && one.answer !== undefined).length === 2,
  );

  const secrets = [canary, known.password, two.password, key, 'correct horse battery'];
  const { paths } = (await flow.call('GET', '/api/openapi.json')) as { paths: Record<string, Record<string, Json>> };
  let looked = 0;
  for (const id of [stationId, two.stationId]) {
    const pages = Object.entries(paths)
      .filter(([path, methods]) => 'get' in methods && !path.includes('events'))
      .map(([path]) => path.replace('{stationId}', String(id)));
    for (const { id: frameId } of (await flow.call('GET', `/stations/${id}/frames`)).items)
      pages.push(`/api/v1/stations/${id}/frames/${frameId}`, `/api/v1/stations/${id}/log/${frameId}`);
    for (const page of pages) {
      if (page.includes('{')) continue;
      const { text } = await flow.ask('GET', page.startsWith('/api/') ? page : `/api/v1${page}`);
      looked++;
      for (const secret of secrets) expect(text.includes(secret), `${page} says ${secret}`).toBe(false);
    }
  }
  expect(looked).toBeGreaterThan(40);
  for (const secret of secrets) expect(flow.log().includes(secret), `the log says ${secret}`).toBe(false);
  const { rows } = await flow.pool.query(
    "SELECT value FROM settings WHERE station_id = $1 AND variable = 'AuthorizationKey'",
    [stationId],
  );
  expect(rows).toHaveLength(1);
  await Promise.all([station.close(), modern.close()]);
});
