import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, createConsole, type Json } from './console.ts';
import { administrator, type KnownStation, setUpByApi } from './flow.ts';
import { boot, newSession, protocols, reading, type Wire, wire } from './flow-station.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from './product.ts';
import { until } from './until.ts';

/**
 * Bugs put into the built program before it starts, each met where a real one would be: in the middle of a rule, in a promise that nobody
 * waits for, in a timer.
 */
const bugs = `
  const { hasOwn } = Object;
  Object.hasOwn = (object, key) => {
    if (key === 'Poison') throw new TypeError('the bug of a rule');
    return hasOwn(object, key);
  };
  process.on('SIGWINCH', () => void Promise.reject(new Error('the bug of a promise')));
  process.on('SIGURG', () => setTimeout(() => { throw new Error('the bug of a timer'); }));
`;
const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bugs)}` };

const dataDir = newDataDir();
let product: Product;
let console: Console;
beforeAll(async () => {
  product = await startProduct(dataDir, { env });
  const [, token] = await product.said(/Set-up\s+\S+\/setup\?token=(\S+)/);
  console = createConsole(product.url);
  await setUpByApi(console, token!);
}, 120_000);
afterAll(async () => {
  await product.end('SIGKILL');
  removeDataDir(dataDir);
});

const known = async (identity: string): Promise<KnownStation> => {
  const made = await console.call('POST', '/stations', { identity, name: identity });
  return { stationId: made.stationId, identity, password: made.credentials.password };
};
/** What the program wrote about bugs. */
const faults = (): Json[] =>
  product
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level >= 50);
const poison = { type: 'Poison', timestamp: '2026-01-01T00:00:00Z' };

describe('F-09 a bug in the running program', () => {
  it.each(
    protocols,
  )('%s: in one rule: InternalError with the id of one line in the log, three times, then the message is set aside; everything else goes on', async (protocol) => {
    const [sick, well] = await Promise.all([known(`SICK-${protocol}`), known(`WELL-${protocol}`)]);
    const [at, beside] = await Promise.all([sick, well].map((one) => wire(product.ocpp, one, protocol)));
    for (const one of [at!, beside!]) await boot(one);
    const before = faults().length;
    for (let n = 1; n <= 3; n++) {
      const [form, , code, words] = JSON.parse(await at!.say(['SecurityEventNotification', poison], `p${n}`));
      expect([form, code]).toEqual([4, 'InternalError']);
      const met = await until(() => faults().length === before + n && faults().slice(before));
      expect(words).toContain(met.at(-1).incident);
      expect(met.at(-1)).toMatchObject({ message: `p${n}`, err: { message: 'the bug of a rule' } });
    }
    const path = `/stations/${sick.stationId}/quarantine`;
    const { items } = await until(async () => {
      const page = await console.call('GET', path);
      return page.items.length > 0 && page;
    });
    expect(items).toMatchObject([{ action: 'SecurityEventNotification', fault: 'the bug of a rule' }]);
    // Not decided any more, so no further fault.
    expect(JSON.parse(await at!.say(['SecurityEventNotification', poison], 'p4'))[2]).toBe('InternalError');
    await charges(at!, sick);
    await charges(beside!, well);
    expect(faults()).toHaveLength(before + 3);
    expect((await console.call('GET', path)).items).toHaveLength(1);
    for (const one of [at!, beside!]) await one.close();
  }, 60_000);

  it('in a promise that nobody waits for: one line in the log with an id, and all live on', async () => {
    const one = await known('PROMISE');
    const station = await wire(product.ocpp, one, 'ocpp1.6');
    await boot(station);
    const before = faults().length;
    product.child.kill('SIGWINCH');
    const [fault] = await until(() => faults().length > before && faults().slice(before));
    expect(fault).toMatchObject({ level: 50, incident: expect.stringMatching(/^[0-9a-f]{8}-/) });
    expect(fault.err.message).toBe('the bug of a promise');
    await charges(station, one);
    expect(faults()).toHaveLength(before + 1);
    expect(product.child.exitCode).toBe(null);
    await station.close();
  }, 60_000);

  it('outside of every rule: it stops in good order with one line and an id, and the next start has all that was answered', async () => {
    const one = await known('TIMER');
    const station = await wire(product.ocpp, one, 'ocpp1.6');
    await boot(station);
    await charges(station, one);
    const before = faults().length;
    const ended = new Promise((resolve) => product.child.once('exit', resolve));
    product.child.kill('SIGURG');
    expect((await station.closed).code).toBe(1012);
    expect(await ended).toBe(1);
    expect(faults().slice(before)).toMatchObject([
      { level: 60, incident: expect.stringMatching(/^[0-9a-f]{8}-/), err: { message: 'the bug of a timer' } },
    ]);
    product = await startProduct(dataDir, { env });
    console = createConsole(product.url);
    await console.call('POST', '/session', { email: administrator.email, password: administrator.password });
    expect((await console.call('GET', `/stations/${one.stationId}/charge-logs`)).items).toMatchObject([
      { energyWh: 700 },
    ]);
  }, 90_000);
});

/** A session from start to end, which is in the console then. */
async function charges(station: Wire, { stationId }: KnownStation): Promise<void> {
  const protocol = protocols.find((name) => station.profile.protocol === name)!;
  const session = newSession(protocol, 'ANY');
  const at = Date.now() - 3_600_000;
  station.dialect.started(session, await station.ask(station.dialect.start(session, reading(0, at), false)));
  await station.ask(station.dialect.stop(session, reading(700, at + 60_000), 'Local', false));
  const { items } = await console.call('GET', `/stations/${stationId}/charge-logs`);
  expect(items[0]).toMatchObject({ energyWh: 700, endedBy: 'station' });
}
