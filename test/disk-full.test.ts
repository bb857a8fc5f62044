import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { createConsole } from './console.ts';
import { setUpByApi } from './flow.ts';
import { boot, wire } from './flow-station.ts';
import { type Product, startProduct } from './product.ts';
import { until } from './until.ts';

/** A disk of our own that can be full: root may mount one. */
const disk = mkdtempSync(path.join(tmpdir(), 'vy-disk-'));
const mounted =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=320m,mode=700', 'tmpfs', disk]).status === 0;
if (!mounted && process.env.CI !== undefined) throw new Error('F-03 needs a disk of its own: run the tests as root');

let product: Product | undefined;
afterAll(async () => {
  await product?.end('SIGKILL');
  await sleep(500);
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});
const free = () => {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
};
const ballast = (name: string) => path.join(disk, `ballast-${name}`);
/** Leaves so many bytes. */
const fill = (name: string, leave: number) => {
  const bytes = free() - leave;
  if (bytes > 0) writeFileSync(ballast(name), Buffer.alloc(bytes));
};

test.skipIf(!mounted)(
  'F-03 disk nearly full: not ready, uploads 507. Full: stations stay connected, nothing is falsely acknowledged, the process lives. Room again: all goes on by itself, nothing answered is lost',
  async () => {
    product = await startProduct(path.join(disk, 'data'), { env: { VOLTYARD_LOG: 'fatal' } });
    const [, token] = await product.said(/Set-up\s+\S+\/setup\?token=(\S+)/);
    const console = createConsole(product.url);
    await setUpByApi(console, token!);
    const made = await console.call('POST', '/stations', { identity: 'FULL', name: 'Full' });
    const known = {
      stationId: made.stationId as number,
      identity: 'FULL',
      password: made.credentials.password as string,
    };
    const station = await wire(product.ocpp, known, 'ocpp1.6');
    await boot(station);
    let closed: { code: number } | undefined;
    void station.closed.then((how) => {
      closed = how;
    });
    const ready = async () => {
      const reply = await fetch(`${product!.url}/readyz`).catch(() => undefined);
      return { status: reply?.status, missing: ((await reply?.json()) as { missing?: string[] } | undefined)?.missing };
    };
    const image = async (n: number) =>
      (await console.call('POST', '/firmware/images', { version: `1.${n}`, fileName: 'a.bin' })).id as string;
    const upload = async (id: string) => console.ask('PUT', `/firmware/images/${id}/content`, Buffer.alloc(1000, 1));
    await until(async () => (await ready()).status === 200, 20);
    const [first, second] = [await image(1), await image(2)];
    expect((await upload(first)).status).toBe(200);

    fill('nearly', 12 * 1024 * 1024);
    await until(async () => (await ready()).missing?.includes('disk') === true, 20);
    expect((await ready()).status).toBe(503);
    expect((await upload(second)).status).toBe(507);
    const answered: string[] = [];
    const say = async (n: number, text = 'x') => {
      const id = `f03-${n}`;
      const answer = await Promise.race([
        station.say(['DataTransfer', { vendorId: 'v', data: text }], id).catch(() => '[0]'),
        sleep(8_000, '[0]'),
      ]);
      if (JSON.parse(answer)[0] === 3) answered.push(id);
    };
    // Nearly full is not full: stations are served as ever.
    await say(0);
    expect(answered).toEqual(['f03-0']);

    fill('wholly', 0);
    // More than the log that is there already can take: sooner or later PostgreSQL has no room for the next piece.
    let refused = false;
    for (let n = 1; n < 3_000 && !refused && closed === undefined; n++) {
      const before = answered.length;
      await say(n, 'y'.repeat(50_000));
      refused = answered.length === before;
    }
    expect(refused).toBe(true);
    expect(closed).toBeUndefined();
    expect(product.child.exitCode).toBeNull();
    expect((await fetch(`${product.url}/livez`)).status).toBe(200);
    await until(async () => (await ready()).status === 503, 20);

    for (const name of ['nearly', 'wholly']) rmSync(ballast(name), { force: true });
    await until(async () => (await ready()).status === 200, 60);
    expect(closed).toBeUndefined();
    await until(async () => {
      const before = answered.length;
      await say(10_000 + before);
      return answered.length > before;
    }, 60);
    expect((await upload(second)).status).toBe(200);
    const kept = new Set<string>();
    let after = '';
    do {
      const page = await console.call('GET', `/stations/${known.stationId}/frames?limit=500${after}`);
      for (const row of page.items) if (row.answered) kept.add(row.messageId);
      after = page.next === undefined ? '' : `&after=${page.next}`;
    } while (after !== '');
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);
  },
  240_000,
);
