import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { dumpAll } from '../dump.ts';
import { type Flow, startFlow } from '../flow.ts';
import { bootOf, dial, type SecureStation } from '../secure-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow.stop());

/** A word that is in nothing else, and how OCPP 1.6 writes a password (section 6.2.1 of OCPP-J). */
let words = 0;
const canaries: string[] = [];
const canary = (): string => {
  const word = `Canary${++words}zQ9w5Kt2`;
  canaries.push(word, Buffer.from(word).toString('hex'));
  return word;
};
const hex = (word: string): string => Buffer.from(word).toString('hex');

const obeying = (action: string, payload: Json): Json =>
  action === 'SetVariables'
    ? {
        setVariableResult: payload.setVariableData.map((one: Json) => ({
          ...one,
          attributeStatus: 'Accepted',
          attributeValue: undefined,
        })),
      }
    : action === 'GetVariables'
      ? { getVariableResult: [{ ...priority, attributeStatus: 'Accepted', attributeValue: '1' }] }
      : { status: 'Accepted' };
const priority = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'NetworkConfigurationPriority' } };
const slot = (variable: string) => ({ component: 'NetworkConfiguration', componentInstance: '2', variable });

async function station(protocol: string) {
  const known = await flow.station();
  canaries.push(known.password);
  const one = await dial(flow.ocpp, known.identity, { password: known.password, protocol, onCall: obeying });
  await one.ask('BootNotification', bootOf(protocol));
  const command = async (kind: string, body: Json): Promise<void> => {
    const path = `/stations/${known.stationId}/commands`;
    const { commandId } = await flow.call('POST', `${path}/${kind}`, body);
    await until(async () => (await flow.call('GET', `${path}/${commandId}`)).answeredAt !== undefined);
  };
  return { ...known, one, command };
}
const sent = ({ called }: SecureStation): string => JSON.stringify(called);

test('S-13 A01.FR.09 what is a secret goes to its station and is nowhere else: in no table, no log line, no answer of the API', async () => {
  const old = await station('ocpp1.6');
  const key = canary();
  await old.command('writeSettings', {
    values: [{ name: { component: '', variable: 'AuthorizationKey' }, value: hex(key) }],
  });
  const login = canary();
  await old.command('readLog', { log: 'diagnostics', url: `ftp://someone:${login}@files.example/logs` });
  expect(sent(old.one)).toContain(hex(key));
  expect(sent(old.one)).toContain(login);

  const modern = await station('ocpp2.0.1');
  const password = canary();
  const name = { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' };
  await modern.command('writeSettings', { values: [{ name, value: password }] });
  expect(sent(modern.one)).toContain(password);
  const given = await flow.call('POST', `/stations/${modern.stationId}/credentials/change`);
  await until(
    async () => (await flow.call('GET', `/stations/${modern.stationId}/commands/${given.commandId}`)).state === 'done',
  );
  const made = modern.one.called.filter(({ action }) => action === 'SetVariables').at(-1)!;
  canaries.push(made.payload.setVariableData[0].attributeValue);

  const newest = await station('ocpp2.1');
  const network = { ofSlot: canary(), ofApn: canary(), ofVpn: canary(), shared: canary() };
  await newest.command('setNetworkProfile', {
    slot: 2,
    version: 'OCPP21',
    url: 'wss://x.example/ocpp',
    securityProfile: 2,
    messageTimeoutSeconds: 30,
    interface: 'Wireless0',
    basicAuthPassword: network.ofSlot,
    apn: { apn: 'internet', authentication: 'PAP', user: 'u', password: network.ofApn, simPin: 48_151_623 },
    vpn: { server: 'vpn.example', type: 'IKEv2', user: 'u', password: network.ofVpn, key: network.shared },
  });
  canaries.push('48151623');
  await newest.command('readSettings', {
    names: [{ component: 'OCPPCommCtrlr', variable: 'NetworkConfigurationPriority' }],
  });
  for (const variable of ['ApnPassword', 'VpnPassword', 'VpnKey', 'SimPin'])
    await newest.command('writeSettings', { values: [{ name: slot(variable), value: canary() }] });
  for (const word of Object.values(network)) expect(sent(newest.one)).toContain(word);

  // What people and stations bring to the door.
  const factory = canary();
  const fresh = await flow.station();
  await flow.call('PUT', `/stations/${fresh.stationId}/credentials/factory`, { password: factory });
  canaries.push(fresh.password);
  const wrong = canary();
  await expect(dial(flow.ocpp, fresh.identity, { password: wrong })).rejects.toThrow('HTTP 401');
  const { credentials } = await flow.call('POST', `/stations/${old.stationId}/credentials`);
  canaries.push(credentials.password);
  await flow.ask('POST', '/session', { email: 'ada@example.com', password: canary() });

  const dump = await dumpAll(flow.pool);
  expect(dump).toContain('ApnPassword');
  const log = flow.log();
  const { paths } = (await flow.call('GET', '/api/openapi.json')) as { paths: Record<string, Record<string, Json>> };
  const replies: string[] = [];
  for (const { stationId } of [old, modern, newest, fresh])
    for (const [path, methods] of Object.entries(paths)) {
      const page = path.replace('{stationId}', String(stationId));
      if (!('get' in methods) || page.includes('{') || page.includes('events')) continue;
      replies.push((await flow.ask('GET', page.startsWith('/api/') ? page : `/api/v1${page}`)).text);
    }
  expect(replies.length).toBeGreaterThan(80);
  for (const word of canaries) {
    expect(dump.includes(word), `a table has ${word}`).toBe(false);
    expect(log.includes(word), `the log has ${word}`).toBe(false);
    expect(
      replies.some((text) => text.includes(word)),
      `an answer has ${word}`,
    ).toBe(false);
  }
  // Not even what is kept of a password is told.
  expect(replies.some((text) => text.includes('hmac-sha256'))).toBe(false);
  for (const { one } of [old, modern, newest]) await one.close();
});

test('what anybody may read names no station: identities cannot be harvested', async () => {
  const one = await dial(flow.ocpp, (await flow.station('HARVEST-ME-1')).identity, {}).catch(() => undefined);
  await one?.close();
  const known = await station('ocpp2.0.1');
  await known.one.ask('BootNotification', bootOf('ocpp2.0.1', 'SERIAL-HARVEST-2'));
  const names = ['HARVEST-ME-1', known.identity, 'SERIAL-HARVEST-2'];
  const { paths } = (await flow.call('GET', '/api/openapi.json')) as { paths: Record<string, Record<string, Json>> };
  const pages = ['/', '/livez', '/readyz', '/metrics', '/api/openapi.json'].map((page) => new URL(page, flow.url).href);
  for (const [path, methods] of Object.entries(paths))
    if ('get' in methods)
      pages.push(`${flow.url}${path.replace('{stationId}', String(known.stationId)).replace(/\{\w+\}/g, '1')}`);
  expect(pages.length).toBeGreaterThan(60);
  for (const page of pages) {
    const text = await (await fetch(page)).text();
    for (const name of names) expect(text.includes(name), `${page} names ${name}`).toBe(false);
  }
  await known.one.close();
});
