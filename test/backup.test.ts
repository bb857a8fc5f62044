import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createConsole } from './console.ts';
import { noSecondPostgres, secondPostgres } from './debian-postgres.ts';
import { setUpByApi } from './flow.ts';
import { boot, wire } from './flow-station.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from './product.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const folder = () => {
  const made = newDataDir();
  undo.push(() => removeDataDir(made));
  return made;
};
const start = async (dataDir: string, env: Record<string, string> = {}): Promise<Product> => {
  const product = await startProduct(dataDir, { env });
  undo.push(() => product.end('SIGKILL'));
  return product;
};
const tool = (name: 'backup' | 'restore', file: string, env: Record<string, string>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/server/${name}.js`, file], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
};

test.skipIf(noSecondPostgres !== undefined)(
  'F-11 a running embedded installation is backed up, restored into a PostgreSQL 15, backed up there and restored embedded: people sign in and stations connect',
  async () => {
    const other = await secondPostgres();
    undo.push(() => other.stop());
    const home = folder();
    const archives = folder();
    const first = await start(home);
    const [, token] = await first.said(/Set-up\s+\S+\/setup\?token=(\S+)/);
    const console = createConsole(first.url);
    await setUpByApi(console, token!);
    const made = await console.call('POST', '/stations', { identity: 'MOVED', name: 'Moved' });
    const known = { stationId: made.stationId, identity: 'MOVED', password: made.credentials.password as string };
    await boot(await wire(first.ocpp, known, 'ocpp1.6'));

    const one = path.join(archives, 'one.tar.gz');
    expect(tool('backup', one, { VOLTYARD_DATA: home })).toMatchObject({ status: 0 });
    expect(statSync(one).mode & 0o777).toBe(0o600);
    const refused = tool('restore', one, { VOLTYARD_DATA: home });
    expect(refused).toMatchObject({ status: 1, output: expect.stringContaining('Another Voltyard is running') });
    expect(await first.end('SIGTERM')).toBe(0);
    const full = tool('restore', one, { VOLTYARD_DATA: home });
    expect(full).toMatchObject({ status: 1, output: expect.stringContaining('not empty') });

    const proved = async (product: Product) => {
      const again = createConsole(product.url);
      await again.call('POST', '/session', { email: 'ada@example.com', password: 'correct horse battery' });
      expect((await again.call('GET', '/stations')).items).toMatchObject([{ identity: 'MOVED' }]);
      const { items } = await again.call('GET', `/stations/${known.stationId}/frames`);
      expect(items.length).toBeGreaterThan(0);
      await boot(await wire(product.ocpp, known, 'ocpp1.6'));
      const next = await again.call('POST', '/stations', { identity: `NEXT-${product.url.slice(-4)}`, name: 'Next' });
      expect(next.stationId).toBeGreaterThan(known.stationId);
      await again.call('DELETE', `/stations/${next.stationId}`).catch(() => {});
    };
    const DATABASE_URL = await other.newDatabase();
    const away = { VOLTYARD_DATA: folder(), DATABASE_URL };
    expect(tool('restore', one, away)).toMatchObject({ status: 0 });
    const second = await start(away.VOLTYARD_DATA, away);
    const two = path.join(archives, 'two.tar.gz');
    expect(tool('backup', two, away)).toMatchObject({ status: 0 });
    await proved(second);
    expect(await second.end('SIGTERM')).toBe(0);

    const back = { VOLTYARD_DATA: folder() };
    expect(tool('restore', two, back)).toMatchObject({ status: 0 });
    await proved(await start(back.VOLTYARD_DATA));
    expect(readdirSync(archives).sort()).toEqual(['one.tar.gz', 'two.tar.gz']);
  },
  180_000,
);
