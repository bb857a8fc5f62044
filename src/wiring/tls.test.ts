import { rmSync } from 'node:fs';
import https, { type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type serverFiles as ServerFiles, serverFiles, writePair } from '../../test/pki.ts';
import { until } from '../../test/until.ts';
import { createLog } from '../lib/log.ts';
import { systemClock } from '../lib/time.ts';
import { createTls, type Tls, tlsFiles } from './tls.ts';

let pki: Awaited<ReturnType<typeof ServerFiles>>;
let tls: Tls;
let server: Server;
const faulty: string[] = [];

beforeAll(async () => {
  pki = await serverFiles();
  const { VOLTYARD_TLS_CERT, VOLTYARD_TLS_KEY } = pki.environment;
  const authority = await makeCertificate({ name: 'Somebody trusted', authority: true });
  tls = await createTls({
    files: tlsFiles(VOLTYARD_TLS_CERT, VOLTYARD_TLS_KEY)!,
    trust: async () => [authority.cert],
    log: createLog('silent'),
    clock: systemClock,
    onFault: (_, reason) => faulty.push(reason),
    lookEveryMs: 30,
  });
  server = https.createServer(tls.options(), (_, response) => response.end('hello'));
  tls.serve(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  tls.stop();
  server.closeAllConnections();
  server.close();
  rmSync(pki.folder, { recursive: true });
});

/** A handshake; rejects as it fails. */
const shake = (options: ConnectionOptions): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => resolve(socket));
    socket.on('error', reject);
  });
const served = async (options: ConnectionOptions = {}): Promise<string> => {
  const socket = await shake(options);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256.replaceAll(':', '').toLowerCase();
};

describe('the TLS of the port', () => {
  it.each([
    ['ECDHE-ECDSA-AES128-GCM-SHA256', 'EC'],
    ['ECDHE-ECDSA-AES256-GCM-SHA384', 'EC'],
    ['AES128-GCM-SHA256', 'RSA'],
    ['AES256-GCM-SHA384', 'RSA'],
    ['ECDHE-RSA-AES128-GCM-SHA256', 'RSA'],
    ['ECDHE-RSA-AES256-GCM-SHA384', 'RSA'],
  ])('S-05 TC_A_04_CSMS A00.FR.318 speaks %s with its %s certificate', async (suite, kind) => {
    const socket = await shake({ maxVersion: 'TLSv1.2', ciphers: suite });
    expect(socket.getCipher().name).toBe(suite);
    expect(socket.getProtocol()).toBe('TLSv1.2');
    const { asn1Curve } = socket.getPeerCertificate() as { asn1Curve?: string };
    expect(asn1Curve === undefined ? 'RSA' : 'EC').toBe(kind);
    socket.destroy();
  });

  it('S-05 speaks TLS 1.3', async () => {
    const socket = await shake({ minVersion: 'TLSv1.3' });
    expect(socket.getProtocol()).toBe('TLSv1.3');
    socket.destroy();
  });

  it.each([
    'TLSv1',
    'TLSv1.1',
  ] as const)('S-04 TC_A_06_CSMS A00.FR.315 ends the handshake of a client that speaks at most %s', async (version) => {
    const before = tls.faults.version ?? 0;
    // The client's own library would not even try at its usual level.
    await expect(shake({ minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' })).rejects.toThrow();
    await until(() => (tls.faults.version ?? 0) > before);
    expect(faulty).toContain('version');
  });

  it.each([
    'DES-CBC3-SHA',
    'ECDHE-RSA-AES128-SHA',
    'AES128-SHA256',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ])('S-04 A00.FR.322 ends the handshake of a client that only speaks %s', async (suite) => {
    const before = tls.faults.cipher ?? 0;
    await expect(shake({ maxVersion: 'TLSv1.2', ciphers: `${suite}:@SECLEVEL=0` })).rejects.toThrow();
    if (suite !== 'DES-CBC3-SHA') await until(() => (tls.faults.cipher ?? 0) > before);
  });

  it('S-04 A00.FR.321 neither compresses nor renegotiates', async () => {
    const socket = await shake({ maxVersion: 'TLSv1.2' });
    const refused = await new Promise<Error | null>((resolve) => {
      socket.on('error', resolve);
      if (!socket.renegotiate({ rejectUnauthorized: false }, resolve)) resolve(new Error('not begun'));
    });
    expect(refused).toBeInstanceOf(Error);
    socket.destroy();
  });

  it('counts who speaks no TLS at all', async () => {
    const { port } = server.address() as AddressInfo;
    const before = tls.faults.plain ?? 0;
    await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await until(() => (tls.faults.plain ?? 0) > before);
  });

  it('takes new certificates from their files by itself; who is connected stays', async () => {
    const old = await shake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' });
    const fresh = await makeCertificate({ name: 'localhost', localhost: true });
    writePair(pki.folder, 'ec', fresh);
    const print = fresh.certificate.rawData;
    const wanted = Buffer.from(await crypto.subtle.digest('SHA-256', print)).toString('hex');
    const ec = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' } as const;
    await until(async () => (await served(ec)) === wanted);
    old.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const reply = await new Promise<Buffer>((resolve) => old.once('data', resolve));
    expect(reply.toString()).toContain('200 OK');
    old.destroy();
    // A pair that does not belong together is not taken, and nothing that is served changes.
    writePair(pki.folder, 'ec', { ...fresh, key: pki.rsa.key });
    expect(tls.reload()).toBe(false);
    expect(await served(ec)).toBe(wanted);
  });
});

it('names two files for two', () => {
  expect(tlsFiles('a.pem, b.pem', 'a.key,b.key')).toEqual([
    { certificate: 'a.pem', key: 'a.key' },
    { certificate: 'b.pem', key: 'b.key' },
  ]);
  expect(() => tlsFiles('a.pem,b.pem', 'a.key')).toThrow('equally many');
});
