import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { slowHandshakeOptions } from './settings.ts';
import { TestRig, TestStation, until } from './test-rig.ts';

const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version']).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasOpenssl)('a station over TLS', () => {
  const dir = mkdtempSync(join(tmpdir(), 'voltyard-tls-'));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const rig = new TestRig();
  let server: ReturnType<typeof createServer>;

  beforeAll(async () => {
    const subject = ['-subj', '/CN=localhost', '-days', '2', '-nodes', '-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', ...subject], {
      stdio: 'ignore',
    });
    server = createServer({ ...slowHandshakeOptions, key: readFileSync(key), cert: readFileSync(cert) });
    server.on('upgrade', rig.gateway.upgrade);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await rig.gateway.stop({ graceMs: 300 });
    server.closeAllConnections();
    server.close();
    rmSync(dir, { recursive: true });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('S-05 speaks %s, and it is on record', async (version) => {
    const { port } = server.address() as AddressInfo;
    const before = rig.desk.seats.length;
    const ws = new WebSocket(`wss://127.0.0.1:${port}/ocpp/${version}`, ['ocpp1.6'], {
      headers: { authorization: `Basic ${Buffer.from(`${version}:secret`).toString('base64')}` },
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
    });
    const station = new TestStation(ws);
    await new Promise((resolve) => ws.once('open', resolve));
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.attempts.at(-1)?.secure).toBe(true);
    expect(rig.desk.seats[before]?.opening.tls).toMatch(new RegExp(`^${version} \\S+$`));
    ws.close();
    await until(() => rig.desk.seat.ending !== undefined);
  });
});
