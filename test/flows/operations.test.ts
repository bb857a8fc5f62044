import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, protocols, reading, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow.stop());

const page = async (path: string) => {
  const reply = await fetch(`${flow.url}${path}`);
  return { status: reply.status, text: await reply.text() };
};
/** Name and labels of every series, with its value. */
const series = (text: string): Map<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

test('/livez, /startupz and /readyz say what is so', async () => {
  expect(await page('/livez')).toEqual({ status: 200, text: '{"live":true}' });
  expect(await page('/startupz')).toEqual({ status: 200, text: '{"started":true}' });
  expect(await page('/readyz')).toEqual({ status: 200, text: '{"ready":true,"missing":[]}' });
});

test('/metrics has the figures that operators watch, and none of them names a station; the log has no line for a message', async () => {
  await flow.call('POST', '/cards', { number: 'FIGURES', concurrentAllowed: true });
  const lines = () => flow.log().split('\n').length;
  const identities: string[] = [];
  let messages = 0;
  let quiet = 0;
  for (const protocol of protocols) {
    const known = await flow.station();
    identities.push(known.identity);
    await expect(wire(flow.ocpp, known, protocol, { password: 'wrong' })).rejects.toThrow('401');
    const station = await wire(flow.ocpp, known, protocol, { onCall: () => ({ status: 'Accepted' }) });
    await boot(station);
    const begin = Date.now() - 3_600_000;
    const session = newSession(protocol, 'FIGURES');
    station.dialect.started(session, await station.ask(station.dialect.start(session, reading(0, begin), false)));
    const before = lines();
    for (let n = 1; n <= 50; n++) {
      await station.ask(station.dialect.meter(session, reading(n * 10, begin + n * 1000), false));
      messages++;
    }
    await station.ask(station.dialect.stop(session, reading(600, begin + 60_000), 'Local', false));
    const [action, payload] = station.dialect.start(newSession(protocol, 'FIGURES'), reading(600, begin), false);
    await station.ask([action, { ...payload, timestamp: '222222017-10-27T19:10:11Z' }]);
    station.raw('rubbish');
    await station.ask(station.dialect.heartbeat());
    quiet += lines() - before;
    const { commandId } = await flow.call('POST', `/stations/${known.stationId}/commands/clearCache`, {});
    await until(
      async () => (await flow.call('GET', `/stations/${known.stationId}/commands/${commandId}`)).state === 'done',
    );
    await station.close();
  }
  // Now and then somebody else has a word; a line for each message would be 150 and more.
  expect(quiet).toBeLessThan(messages / 5);

  const { status, text } = await page('/metrics');
  expect(status).toBe(200);
  const figures = series(text);
  const names = new Set([...figures.keys()].map((one) => one.replace(/\{.*/, '').replace(/_(bucket|sum|count)$/, '')));
  const wanted = [
    'ocpp_connections',
    'ocpp_messages_total',
    'ocpp_handle_seconds',
    'ocpp_call_seconds',
    'ocpp_inflight_commands',
    'ocpp_reconnects_total',
    'ocpp_auth_failures_total',
    'ocpp_suspect_total',
    'tx_outbox_lag_seconds',
    'db_pool_wait_seconds',
    'eventloop_lag_seconds',
  ];
  expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  expect(figures.has('ocpp_connections{state="open"}')).toBe(true);
  expect(figures.get('ocpp_messages_total{dir="in",action="MeterValues",version="ocpp1.6",result="result"}')).toBe(50);
  expect(figures.get('ocpp_messages_total{dir="out",action="ClearCache",version="ocpp2.1",result="result"}')).toBe(1);
  expect(figures.get('ocpp_auth_failures_total{reason="password.wrong"}')).toBe(3);
  expect(figures.get('ocpp_reconnects_total{code="1000"}')).toBe(3);
  expect([...figures.keys()].find((one) => /^ocpp_suspect_total\{rule="/.test(one))).toBeDefined();
  expect(figures.get('ocpp_handle_seconds_count{version="ocpp2.0.1"}')).toBeGreaterThan(50);
  for (const identity of identities) expect(text).not.toContain(identity);
});
