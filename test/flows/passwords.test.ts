import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Console, createConsole, type Json } from '../console.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type Flow, setUpByApi, startFlow } from '../flow.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from '../product.ts';
import { bootOf, dial, type SecureStation } from '../secure-station.ts';
import { until } from '../until.ts';

const accepted = { status: 'Accepted' };
/** What a station of this version answers to its new password. */
const saying = (protocol: string, status: string, payload: Json): Json =>
  protocol === 'ocpp1.6'
    ? { status }
    : { setVariableResult: payload.setVariableData.map((one: Json) => ({ ...one, attributeStatus: status })) };
const isPassword = (action: string): boolean => action === 'ChangeConfiguration' || action === 'SetVariables';
/** The password in such a call, as the station would say it in its next handshake. */
const passwordIn = ({ payload }: { payload: Json }): string =>
  payload.setVariableData?.[0].attributeValue ?? Buffer.from(payload.value, 'hex').toString();
const given = (station: SecureStation): string => passwordIn(station.called.find(({ action }) => isPassword(action))!);

type Known = { readonly identity: string; readonly password: string; readonly stationId: number };
const connected = async (
  ocpp: string,
  known: Known,
  protocol: string,
  onCall?: (payload: Json) => Json | undefined,
) => {
  const station = await dial(ocpp, known.identity, {
    password: known.password,
    protocol,
    onCall: (action, payload) => (isPassword(action) ? onCall?.(payload) : accepted),
  });
  expect(await station.ask('BootNotification', bootOf(protocol))).toMatchObject(accepted);
  return station;
};
const comesIn = async (ocpp: string, known: Known, protocol: string, password = known.password): Promise<void> => {
  const station = await connected(ocpp, { ...known, password }, protocol);
  await station.close();
};

describe.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'])('%s a new password', (protocol) => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await startFlow();
  });
  afterAll(() => flow.stop());

  const change = async ({ stationId }: Known): Promise<string> =>
    (await flow.call('POST', `/stations/${stationId}/credentials/change`)).commandId;
  const reaches = (known: Known, commandId: string, state: string) =>
    until(async () => (await flow.call('GET', `/stations/${known.stationId}/commands/${commandId}`)).state === state);
  const passwordOf = async ({ stationId }: Known): Promise<string> =>
    (await flow.call('GET', `/stations/${stationId}/security`)).password;
  const openErrors = async ({ stationId }: Known): Promise<string[]> =>
    (await flow.call('GET', `/stations/${stationId}/errors?isOpen=true`)).items.map(({ code }: Json) => code);

  test('S-09 TC_A_09_CSMS A01.FR.03 accepted: the old one is dead at once, the new one is let in', async () => {
    const known = await flow.station();
    const station = await connected(flow.ocpp, known, protocol, (payload) => saying(protocol, 'Accepted', payload));
    await reaches(known, await change(known), 'done');
    await expect(comesIn(flow.ocpp, known, protocol)).rejects.toThrow('HTTP 401');
    await station.close();
    await comesIn(flow.ocpp, known, protocol, given(station));
  });

  test('S-10 TC_A_10_CSMS A01.FR.04 rejected: the old one goes on working, the new one does not', async () => {
    const known = await flow.station();
    const station = await connected(flow.ocpp, known, protocol, (payload) => saying(protocol, 'Rejected', payload));
    await reaches(known, await change(known), 'refused');
    await expect(comesIn(flow.ocpp, known, protocol, given(station))).rejects.toThrow('HTTP 401');
    await station.close();
    await comesIn(flow.ocpp, known, protocol);
    expect(await passwordOf(known)).toBe('set');
    expect(await openErrors(known)).toEqual([]);
  });

  test.each([
    ['old', 'new'],
    ['new', 'old'],
  ] as const)('S-10 S-09 the connection goes before the answer: both work until the station comes with the %s one, then the %s one is dead', async (comes, _dead) => {
    const known = await flow.station();
    const station = await connected(flow.ocpp, known, protocol);
    await change(known);
    const fresh = await until(() => station.called.some(({ action }) => isPassword(action)) && given(station));
    station.socket.terminate();
    await until(async () => (await openErrors(known)).includes('PasswordUncertain'));
    expect(await passwordOf(known)).toBe('uncertain');
    // Nothing but a boot says that it is the station: being refused, or letting itself be turned away, changes nothing.
    await expect(comesIn(flow.ocpp, known, protocol, 'neither of both!')).rejects.toThrow('HTTP 401');
    const [used, dead] = comes === 'old' ? [known.password, fresh] : [fresh, known.password];
    await comesIn(flow.ocpp, known, protocol, used);
    await expect(comesIn(flow.ocpp, known, protocol, dead)).rejects.toThrow('HTTP 401');
    await comesIn(flow.ocpp, known, protocol, used);
    expect(await passwordOf(known)).toBe('set');
    expect(await openErrors(known)).toEqual([]);
  });

  test('S-10 no answer within its time: both work until the station comes with one of them', async () => {
    const known = await flow.station();
    const station = await connected(flow.ocpp, known, protocol);
    const value = protocol === 'ocpp1.6' ? Buffer.from('a-new-password-1').toString('hex') : 'a-new-password-1';
    const name =
      protocol === 'ocpp1.6'
        ? { component: '', variable: 'AuthorizationKey' }
        : { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' };
    const { commandId } = await flow.call('POST', `/stations/${known.stationId}/commands/writeSettings`, {
      values: [{ name, value }],
      timeoutSeconds: 5,
    });
    await reaches(known, commandId, 'timedOut');
    expect(await openErrors(known)).toEqual(['PasswordUncertain']);
    station.socket.terminate();
    await comesIn(flow.ocpp, known, protocol, 'a-new-password-1');
    await expect(comesIn(flow.ocpp, known, protocol)).rejects.toThrow('HTTP 401');
    expect(await openErrors(known)).toEqual([]);
  });

  if (protocol !== 'ocpp2.1') return;

  test('B09.FR.14 the password of a network slot works beside the old one until the station comes by that slot', async () => {
    const known = await flow.station();
    const station = await connected(flow.ocpp, known, protocol);
    const profile = {
      slot: 2,
      version: 'OCPP21',
      url: 'wss://x.example/ocpp',
      securityProfile: 2,
      messageTimeoutSeconds: 30,
      interface: 'Wired0',
      basicAuthPassword: 'of-the-second-slot',
    };
    const path = `/stations/${known.stationId}/commands`;
    const { commandId } = await flow.call('POST', `${path}/setNetworkProfile`, profile);
    await reaches(known, commandId, 'done');
    expect(station.called[0]!.payload.connectionData.basicAuthPassword).toBe('of-the-second-slot');
    // It is shown to nobody, and neither is what is kept of it.
    const shown = JSON.stringify(await flow.call('GET', path));
    expect(shown).not.toContain('of-the-second-slot');
    expect(shown).not.toContain('hmac');
    await station.close();
    await comesIn(flow.ocpp, known, protocol);
    await comesIn(flow.ocpp, known, protocol);
    await comesIn(flow.ocpp, known, protocol, 'of-the-second-slot');
    await expect(comesIn(flow.ocpp, known, protocol)).rejects.toThrow('HTTP 401');
  });
});

describe('S-09 the program is killed between the station’s “Accepted” and its own commit', () => {
  let database: TestDatabase;
  let product: Product;
  let console: Console;
  let port: number;
  const dataDir = newDataDir();
  const start = async (): Promise<void> => {
    const { host, user, database: name, port: at } = database.connection;
    const url = `postgres://${user}@localhost/${name}?host=${encodeURIComponent(String(host))}&port=${at}`;
    product = await startProduct(dataDir, {
      env: { DATABASE_URL: url, VOLTYARD_DB_CONNECTIONS: '4' },
      ...(port === undefined ? {} : { port }),
    });
    port = Number(new URL(product.url).port);
  };
  beforeAll(async () => {
    database = await testDatabase();
    await start();
    const [, token] = await product.said(/\/setup\?token=(\S+)/);
    console = createConsole(product.url);
    await setUpByApi(console, token!);
  });
  afterAll(async () => {
    await product.end('SIGKILL');
    await database.drop();
    removeDataDir(dataDir);
  });

  const station = async (identity: string): Promise<Known> => {
    const made = await console.call('POST', '/stations', { identity, name: identity });
    return { stationId: made.stationId, identity, password: made.credentials.password };
  };

  test('either password lets the station in once more; the one it comes with stays, and people are told', async () => {
    const protocol = 'ocpp2.0.1';
    const known = [await station('K-1'), await station('K-2')];
    const holder = new pg.Client(database.connection);
    await holder.connect();
    const answering = (payload: Json) => saying(protocol, 'Accepted', payload);
    const held: SecureStation[] = [];
    // Silent until nothing can be written any more.
    for (const one of known) held.push(await connected(product.ocpp, one, protocol));
    for (const { stationId } of known) await console.call('POST', `/stations/${stationId}/credentials/change`);
    await until(() => held.every((one) => one.called.some(({ action }) => isPassword(action))));
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE facts, frames IN ACCESS EXCLUSIVE MODE');
    for (const one of held) one.answer(isPassword, answering);
    await until(async () => {
      const { rows } = await holder.query(
        'SELECT count(*)::integer AS waiting FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
      );
      return rows[0].waiting > 0;
    });
    await product.end('SIGKILL');
    await holder.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await holder.query('ROLLBACK');
    await holder.end();
    await start();
    const errors = async ({ stationId }: Known): Promise<string[]> =>
      (await console.call('GET', `/stations/${stationId}/errors?isOpen=true`)).items.map(({ code }: Json) => code);
    for (const one of known) await until(async () => (await errors(one)).includes('PasswordUncertain'));
    const fresh = held.map(given);
    // One had taken it over, the other had lost it in its own restart.
    await comesIn(product.ocpp, known[0]!, protocol, fresh[0]);
    await expect(comesIn(product.ocpp, known[0]!, protocol)).rejects.toThrow('HTTP 401');
    await comesIn(product.ocpp, known[1]!, protocol);
    await expect(comesIn(product.ocpp, known[1]!, protocol, fresh[1])).rejects.toThrow('HTTP 401');
    for (const one of known) expect(await errors(one)).toEqual([]);
  }, 120_000);
});
