import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Made, makeCertificate } from '../../../test/pki.ts';
import { hashDataOf, type Responder, startResponder } from '../../../test/responder.ts';
import type { CertificateHash } from '../../domain/commands/certificate.ts';
import { judgeByCrl, readCrl } from './crl.ts';

let issuer: Made;
let good: Made;
let revoked: Made;
let responder: Responder;
let der: Buffer;
const hashOf = (made: Made, by = issuer): CertificateHash => {
  const { hashAlgorithm, serialNumber, ...hashes } = hashDataOf(made, by);
  return { algorithm: hashAlgorithm, serial: serialNumber, ...hashes };
};

beforeAll(async () => {
  issuer = await makeCertificate({ name: 'OEM CA', authority: true });
  [good, revoked] = await Promise.all([
    makeCertificate({ name: 'car 1', by: issuer }),
    makeCertificate({ name: 'car 2', by: issuer }),
  ]);
  responder = await startResponder({ issuer, seconds: 3600 });
  responder.tells(revoked, 'revoked');
  der = Buffer.from(await (await fetch(responder.crl)).arrayBuffer());
});
afterAll(() => responder.stop());

describe('a list of revoked certificates (RFC 5280)', () => {
  const judge = (made: Made, known = [new X509Certificate(issuer.cert)], now = Date.now()) =>
    judgeByCrl(readCrl(der)!, hashOf(made), known, now);

  it('2.1:M07.FR.06, M07.FR.07 who is on it is revoked, who is not is good', () => {
    expect(judge(good)).toMatchObject({ status: 'good', proven: true, nextUpdate: expect.any(Number) });
    expect(judge(revoked)).toMatchObject({ status: 'revoked', proven: true });
    expect(judge(good, [])).toMatchObject({ status: 'good', proven: false });
  });
  it('one of somebody else, an old one and a forged one say nothing', async () => {
    const other = await makeCertificate({ name: 'Other CA', authority: true });
    expect(judgeByCrl(readCrl(der)!, hashOf(good, other), [], Date.now())).toEqual({ fault: 'otherCertificate' });
    expect(judge(good, [], Date.now() + 2 * 3_600_000)).toEqual({ fault: 'outdated' });
    const list = readCrl(der)!;
    const forged = { ...list, signed: { ...list.signed, text: Buffer.concat([list.signed.text, Buffer.from('x')]) } };
    expect(judgeByCrl(forged, hashOf(good), [new X509Certificate(issuer.cert)], Date.now())).toEqual({
      fault: 'signature',
    });
  });
  it('A-20 garbage is no list', () => {
    expect(readCrl(Buffer.from('<html>'))).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(der.length), (length) => {
        expect(length === der.length || readCrl(der.subarray(0, length)) === undefined).toBe(true);
      }),
    );
  });
});
