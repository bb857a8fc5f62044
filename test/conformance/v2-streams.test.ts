import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { until } from '../until.ts';
import { type Bench, type Conforming, gives, iso, startBench } from './rig.ts';
import { tokenOf, transaction2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const accepted = { status: 'Accepted' };

describe('2.1 streams of values', () => {
  const monitor = { component: 'EVSE', evse: 1, variable: 'Power', type: 'periodic', value: 10, severity: 8 };
  const open = (
    one: Conforming,
    id: number,
    variableMonitoringId: number,
    params: Json = { interval: 60, values: 10 },
  ): Promise<Json> => one.say('OpenPeriodicEventStream', { constantStreamData: { id, variableMonitoringId, params } });
  const sends = async (one: Conforming, id: number, values: readonly string[], pending = 0): Promise<void> => {
    const data = values.map((v, index) => ({ t: index * 10, v }));
    one.wire.raw(
      JSON.stringify([
        6,
        `send-${id}-${values.join()}`,
        'NotifyPeriodicEventStream',
        { id, pending, basetime: iso(60_000), data },
      ]),
    );
    await one.say('Heartbeat', {});
  };
  const streams = async (one: Conforming): Promise<Json[]> =>
    (await bench.flow.call('GET', `/stations/${one.stationId}/device/streams`)).items;
  const watched = async (one: Conforming, id = 77): Promise<Json> => {
    const reply = (call: Json) => ({
      setMonitoringResult: call.setMonitoringData.map(({ type, severity, component, variable }: Json) => ({
        id,
        status: 'Accepted',
        type,
        severity,
        component,
        variable,
      })),
    });
    const body = { monitors: [{ ...monitor, stream: { intervalSeconds: 60, values: 10 } }] };
    return (await gives(one, 'setMonitors', body, ['SetVariableMonitoring', reply], 'done')).call;
  };
  const fixed = {
    monitorId: 77,
    trigger: 'Periodic',
    notification: 'CustomMonitor',
    severity: 8,
    component: 'EVSE',
    evse: 1,
    variable: 'Power',
  };

  test('2.1:N11.FR.04, N11.FR.06, N11.FR.08, N15.FR.03 its values belong to what its monitor watches', async () => {
    const one = await bench.station('ocpp2.1');
    const { setMonitoringData } = await watched(one);
    expect(setMonitoringData[0].periodicEventStream).toEqual({ interval: 60, values: 10 });
    expect(await open(one, 3, 77)).toEqual(accepted);
    expect(await streams(one)).toMatchObject([{ id: 3, ...fixed, intervalSeconds: 60, values: 10 }]);
    await sends(one, 3, ['7100', '7200', '7350'], 4);
    const [shown] = await streams(one);
    expect(shown).toMatchObject({ id: 3, ...fixed, value: '7350', pending: 4 });
    const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/device/monitors`);
    expect(items).toMatchObject([{ id: 77, stream: { id: 3, value: '7350' } }]);
  });

  test('2.1:N11.FR.04, N11.FR.08 of a monitor that the station brought with it, once that was read', async () => {
    const one = await bench.station('ocpp2.1');
    expect(await open(one, 4, 900)).toEqual(accepted);
    await sends(one, 4, ['1']);
    expect(await streams(one)).toMatchObject([{ id: 4, monitorId: 900, trigger: 'Periodic', value: '1' }]);
    const { call } = await gives(one, 'readMonitors', {}, ['GetMonitoringReport', accepted], 'answered');
    await one.say('NotifyMonitoringReport', {
      requestId: call.requestId,
      seqNo: 0,
      generatedAt: iso(),
      monitor: [
        {
          component: { name: 'Cabinet' },
          variable: { name: 'Temperature' },
          variableMonitoring: [
            {
              id: 900,
              transaction: false,
              value: 60,
              type: 'Periodic',
              severity: 9,
              eventNotificationType: 'HardWiredMonitor',
            },
          ],
        },
      ],
    });
    expect(await streams(one)).toMatchObject([
      {
        id: 4,
        notification: 'HardWiredMonitor',
        severity: 9,
        component: 'Cabinet',
        variable: 'Temperature',
        value: '1',
      },
    ]);
  });

  test('2.1:N11.FR.05 more than can be borne are refused', async () => {
    const one = await bench.station('ocpp2.1');
    for (let id = 1; id <= 32; id++) expect(await open(one, id, id)).toEqual(accepted);
    expect(await open(one, 33, 33)).toEqual({ status: 'Rejected' });
    await sends(one, 33, ['1']);
    expect((await streams(one)).map(({ id }) => id)).not.toContain(33);
  });

  test('2.1:N13.FR.02 one that is closed is not used any more', async () => {
    const one = await bench.station('ocpp2.1');
    await watched(one);
    await open(one, 3, 77);
    await sends(one, 3, ['5']);
    expect(await one.say('ClosePeriodicEventStream', { id: 3 })).toEqual({});
    expect(await streams(one)).toEqual([]);
    await sends(one, 3, ['6']);
    expect(await open(one, 3, 77)).toEqual(accepted);
    expect((await streams(one))[0]).not.toHaveProperty('value');
  });

  test('2.1:N14.FR.01 its pace is changed', async () => {
    const one = await bench.station('ocpp2.1');
    await open(one, 3, 77);
    for (const [body, params] of [
      [{ intervalSeconds: 5 }, { interval: 5 }],
      [
        { intervalSeconds: 9, values: 20 },
        { interval: 9, values: 20 },
      ],
    ]) {
      const { call } = await gives(
        one,
        'adjustPeriodicEventStream',
        { id: 3, ...body },
        ['AdjustPeriodicEventStream', accepted],
        'done',
      );
      expect(call).toEqual({ id: 3, params });
    }
    expect(await streams(one)).toMatchObject([{ id: 3, intervalSeconds: 9, values: 20 }]);
    const path = `/stations/${one.stationId}/commands/adjustPeriodicEventStream`;
    expect((await bench.flow.ask('POST', path, { id: 3 })).status).toBe(400);
  });

  test('2.1:N11.FR.09 a stream without a pace is not asked for', async () => {
    const one = await bench.station('ocpp2.1');
    const path = `/stations/${one.stationId}/commands/setMonitors`;
    const reply = await bench.flow.ask('POST', path, { monitors: [{ ...monitor, stream: {} }] });
    expect(reply.status).toBe(422);
    expect(one.wire.called).toEqual([]);
  });
});

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);

  test('TC_N_46_CSMS, N10.FR.02 a person who is forgotten leaves the list of cards', async () => {
    const number = `F0F0${protocol.replaceAll('.', '').toUpperCase()}`;
    const { id: cardId } = await bench.flow.call('POST', '/cards', { number });
    const one = await station();
    let version = 0;
    one.answers('GetLocalListVersion', () => ({ versionNumber: version }));
    one.answers('SendLocalList', ({ versionNumber }: Json) => {
      version = versionNumber;
      return accepted;
    });
    const path = `/stations/${one.stationId}/local-list`;
    await bench.flow.call('PUT', path, { setting: 'on' });
    const inStep = () =>
      until(async () => {
        const now = await bench.flow.call('GET', path);
        return now.state === 'inStep' && now.version === version && version > 0;
      });
    await inStep();
    const listed = () => one.asked('SendLocalList').at(-1);
    expect(JSON.stringify(listed())).toContain(number);
    const before = version;

    const { call } = await gives(
      one,
      'readCustomer',
      { cardId, report: true, clear: true },
      ['CustomerInformation', accepted],
      'answered',
    );
    expect(call).toMatchObject({ report: true, clear: true, idToken: tokenOf(number) });
    const part = { requestId: call.requestId, data: 'x', seqNo: 0, generatedAt: iso(), tbc: false };
    await one.say('NotifyCustomerInformation', part);
    await until(() => version > before);
    expect(listed()).toEqual({
      updateType: 'Differential',
      versionNumber: version,
      localAuthorizationList: [{ idToken: tokenOf(number) }],
    });
    await inStep();

    // Not by the next change either; made anew it is another one.
    await bench.flow.call('PATCH', `/cards/${cardId}`, { holder: 'Somebody' });
    await bench.flow.call('POST', '/cards', { number: `${number}B` });
    await until(() => JSON.stringify(listed()).includes(`${number}B`));
    expect(listed().localAuthorizationList).toHaveLength(1);
    await bench.flow.call('DELETE', `/cards/${cardId}`);
    await bench.flow.call('POST', '/cards', { number });
    await until(() => JSON.stringify(listed()).includes(`"${number}"`));
    await bench.flow.call('PUT', path, { setting: 'off' });
  });

  test.each([
    'SHA256',
    'SHA384',
    'SHA512',
  ])('N09.FR.08, N10.FR.09 a person is named by the hash (%s) under which the certificate is installed', async (hashAlgorithm) => {
    const one = await station();
    const hash = { hashAlgorithm, issuerNameHash: 'aabb', issuerKeyHash: 'ccdd', serialNumber: '01' };
    const chain = [{ certificateType: 'MORootCertificate', certificateHashData: hash }];
    const { life } = await gives(
      one,
      'readCertificates',
      {},
      ['GetInstalledCertificateIds', { ...accepted, certificateHashDataChain: chain }],
      'done',
    );
    const [{ hash: certificate }] = life.answer.certificates;
    for (const clear of [false, true]) {
      const { call } = await gives(
        one,
        'readCustomer',
        { report: true, clear, certificate },
        ['CustomerInformation', accepted],
        'answered',
      );
      expect(call.customerCertificate).toEqual(hash);
      await one.say('NotifyCustomerInformation', { requestId: call.requestId, data: '', seqNo: 0, generatedAt: iso() });
    }
  });

  test('C04.FR.04 a key code is in no log', async () => {
    const one = await station();
    const code = `73${protocol === 'ocpp2.1' ? 21 : 20}58`;
    await bench.flow.call('POST', '/cards', { number: code, type: 'keyCode', concurrentAllowed: true });
    const idToken = { idToken: code, type: 'KeyCode' };
    expect(await one.say('Authorize', { idToken })).toMatchObject({ idTokenInfo: accepted });
    const session = transaction2(one);
    await session.tell('Started', 'Authorized', { idToken });
    await session.tell('Ended', 'StopAuthorized', { idToken, transactionInfo: { stoppedReason: 'Local' } });
    const token = { number: code, type: 'keyCode' };
    await gives(one, 'start', { evse: 1, token }, ['RequestStartTransaction', accepted], 'answered');
    await gives(one, 'reserve', { token, evse: 2, expiresAt: iso(-600_000) }, ['ReserveNow', accepted], 'done');
    const path = `/stations/${one.stationId}`;
    const read = async (of: string): Promise<string> => (await bench.flow.ask('GET', `${path}${of}`)).text;
    const [{ number }] = await one.sessions();
    const frames = (await bench.flow.call('GET', `${path}/frames`)).items as Json[];
    const shown = await Promise.all([
      ...frames.map(({ id }) => read(`/frames/${id}`)),
      ...[
        '/frames',
        '/frames/export',
        '/log',
        '/charge-logs',
        `/charge-logs/${number}`,
        '/commands',
        '/reservations',
      ].map(read),
      read(`/frames?text=${code}`),
      read(`/charge-logs?card=${code}`),
    ]);
    expect(shown.join()).toContain('••••');
    for (const text of shown) expect(text).not.toContain(code);
    expect(bench.flow.log()).not.toContain(code);
    const { rows } = await bench.flow.pool.query('SELECT * FROM operator_facts');
    expect(JSON.stringify(rows)).not.toContain(code);
  });
});

describe('2.1 addresses that logs are brought to', () => {
  const ask = (one: Conforming, url: string) =>
    bench.flow.ask('POST', `/stations/${one.stationId}/commands/readLog`, { log: 'diagnostics', url });

  test.each([
    ['2.1:N01.FR.27', 'https://logs.example/here#there'],
    ['2.1:N01.FR.28', 'https://logs.example/here?folder=a/'],
  ])('%s %s is not sent', async (_case, url) => {
    const one = await bench.station('ocpp2.1');
    expect((await ask(one, url)).status).toBe(422);
    expect(one.wire.called).toEqual([]);
    expect((await ask(one, 'https://logs.example/here/?folder=a')).status).toBe(200);
  });

  test('2.1:N01.FR.26, N01.FR.27, N01.FR.28 ours has none of it, and never leads elsewhere', async () => {
    const one = await bench.station('ocpp2.1');
    const { call } = await gives(one, 'readLog', { log: 'diagnostics' }, ['GetLog', accepted], 'answered');
    const url: string = call.log.remoteLocation;
    expect(url).not.toMatch(/#|\?.*\/$/);
    for (const address of [url, url.replace(/\w{6}$/, '000000')])
      for (const method of ['PUT', 'POST', 'GET', 'OPTIONS']) {
        const reply = await fetch(address, {
          method,
          redirect: 'manual',
          ...(method.startsWith('P') && { body: 'x' }),
        });
        expect([method, Math.floor(reply.status / 100)]).not.toEqual([method, 3]);
        await reply.arrayBuffer();
      }
  });
});
