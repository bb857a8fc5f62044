import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Made, makeCertificate, writePair } from '../../../test/pki.ts';
import { hashDataOf, type Manner, type Responder, serialOf, startResponder } from '../../../test/responder.ts';
import type { CertificateHash } from '../../domain/commands/certificate.ts';
import { ocspRequest, readOcsp } from './ocsp.ts';

let issuer: Made;
let leaf: Made;
let responder: Responder;
const day = 86_400_000;
const certificate = ({ cert }: Made) => new X509Certificate(cert);
const hashOf = (made: Made, by: Made, algorithm: CertificateHash['algorithm'] = 'SHA256'): CertificateHash => {
  const { issuerNameHash, issuerKeyHash, serialNumber } = hashDataOf(made, by, algorithm);
  return { algorithm, issuerNameHash, issuerKeyHash, serial: serialNumber };
};
const askOf = async (url: string, hash: CertificateHash): Promise<Buffer> => {
  const reply = await fetch(url, { method: 'POST', body: new Uint8Array(ocspRequest(hash)!) });
  return Buffer.from(await reply.arrayBuffer());
};

beforeAll(async () => {
  issuer = await makeCertificate({ name: 'MO Sub CA', authority: true });
  leaf = await makeCertificate({ name: 'DE8AACA2B3C4D5N', by: issuer });
  responder = await startResponder({ issuer, seconds: 3600 });
  responder.tells(leaf, 'good');
});
afterAll(() => responder.stop());

describe('a response of a responder (RFC 6960)', () => {
  it.each([
    'SHA256',
    'SHA384',
    'SHA512',
  ] as const)('is read, and proven by the issuer that the %s names', async (algorithm) => {
    const hash = hashOf(leaf, issuer, algorithm);
    const reading = readOcsp(await askOf(responder.url, hash), hash, [], Date.now());
    expect(reading).toMatchObject({ status: 'good', proven: true, nextUpdate: expect.any(Number) });
  });

  it.each([
    ['forged', 'signature'],
    ['another', 'otherCertificate'],
    ['old', 'outdated'],
    ['busy', 'refused'],
    ['garbage', 'unreadable'],
  ] as const)('one that is %s says nothing', async (manner: Manner, fault) => {
    responder.manner = manner;
    const hash = hashOf(leaf, issuer);
    const der = await askOf(responder.url, hash);
    responder.manner = 'right';
    expect(readOcsp(der, hash, [certificate(issuer)], Date.now())).toEqual({ fault });
  });

  it('somebody may speak for the issuer who has a certificate for it, and nobody else', async () => {
    const purposes = ['1.3.6.1.5.5.7.3.9'];
    const other = await makeCertificate({ name: 'Somebody', authority: true });
    const hash = hashOf(leaf, issuer);
    for (const [signer, fine] of [
      [await makeCertificate({ name: 'OCSP', by: issuer, purposes }), true],
      [await makeCertificate({ name: 'OCSP', by: issuer }), false],
      [await makeCertificate({ name: 'OCSP', by: issuer, purposes, to: -1, from: -9 }), false],
      [await makeCertificate({ name: 'OCSP', by: other, purposes }), false],
      [other, false],
    ] as const) {
      const one = await startResponder({ issuer, signer });
      one.tells(leaf, 'good');
      const reading = readOcsp(await askOf(one.url, hash), hash, [], Date.now());
      await one.stop();
      expect(reading).toEqual(fine ? { status: 'good', proven: true } : { fault: 'signature' });
    }
  });

  it('it proves nothing where nobody knows the issuer', async () => {
    const hash = { ...hashOf(leaf, issuer), issuerKeyHash: 'ab'.repeat(32) };
    const der = await askOf(responder.url, hash);
    expect(readOcsp(der, hash, [certificate(leaf)], Date.now())).toMatchObject({ status: 'good', proven: false });
  });

  it('A-20 whatever of it is broken, it is never taken for good', async () => {
    const hash = hashOf(leaf, issuer);
    const der = await askOf(responder.url, hash);
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(der.length), (at, bits, length) => {
        const broken = Buffer.from(der);
        broken[at]! ^= bits;
        const reading = readOcsp(broken, hash, [], Date.now());
        // What the signature does not cover may differ: certificates that are not needed, and how a number is written.
        if ('status' in reading && reading.proven) expect(reading.status).toBe('good');
        readOcsp(der.subarray(0, length), hash, [], Date.now());
        readOcsp(broken, hash, [], Date.now() + 40 * day);
      }),
      { numRuns: 300 },
    );
    expect(readOcsp(Buffer.alloc(0), hash, [], Date.now())).toEqual({ fault: 'unreadable' });
  });

  it('A-20 hashes that are none are not asked about', () => {
    const hash = hashOf(leaf, issuer);
    for (const broken of [{ serial: '' }, { serial: 'xyz' }, { issuerNameHash: 'abc' }, { issuerKeyHash: 'zz' }])
      expect(ocspRequest({ ...hash, ...broken })).toBeUndefined();
  });
});

const openssl = (() => {
  try {
    return execFileSync('openssl', ['version']).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!openssl)('OpenSSL, who was not written by us,', () => {
  it('understands the question, and its answer is understood', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'voltyard-ocsp-'));
    try {
      writePair(folder, 'ca', issuer);
      const serial = serialOf(leaf).toUpperCase();
      const number = serial.length % 2 === 0 ? serial : `0${serial}`;
      const file = (name: string) => path.join(folder, name);
      const until = '491231235959Z';
      for (const [line, status] of [
        [`V\t${until}\t\t${number}\tunknown\t/CN=x\n`, 'good'],
        [`R\t${until}\t250101000000Z\t${number}\tunknown\t/CN=x\n`, 'revoked'],
        ['', 'unknown'],
      ] as const) {
        writeFileSync(file('index.txt'), line);
        const hash = hashOf(leaf, issuer);
        writeFileSync(file('request.der'), ocspRequest(hash)!);
        execFileSync('openssl', [
          'ocsp',
          ...['-index', file('index.txt'), '-CA', file('ca.cert.pem'), '-rsigner', file('ca.cert.pem')],
          ...['-rkey', file('ca.key.pem'), '-reqin', file('request.der'), '-respout', file('response.der')],
          ...['-ndays', '1', '-rmd', 'sha256'],
        ]);
        const reading = readOcsp(readFileSync(file('response.der')), hash, [], Date.now());
        expect(reading).toMatchObject({ status, proven: true });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
