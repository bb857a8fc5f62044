import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { newRoot, type Signer } from '../../../test/signers.ts';
import { day } from '../../lib/time.ts';
import { checkSignature, readCertificates, signingCertificate } from './signature.ts';

const image = Buffer.from('firmware '.repeat(10_000));
let root: Signer;
let between: Signer;
let signer: Signer;
beforeAll(async () => {
  root = await newRoot('Maker Root');
  between = await root.issue('Maker Signing CA', { ca: true });
  signer = await between.issue('Firmware Signing');
});

async function* content(bytes = image) {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}
const check = (certificate: string, signature: string, trusted: Signer[] = [root], bytes = image, now = Date.now()) =>
  checkSignature(
    content(bytes),
    { certificate, signature },
    trusted.map(({ pem }) => new X509Certificate(pem)),
    now,
  );

describe('S-15 A00.FR.706 A00.FR.707 a signed image', () => {
  it('holds when a trusted manufacturer vouches for its signer and the signature is over this very content', async () => {
    expect(await check(signer.pem + between.pem, signer.sign(image))).toEqual({
      trusted: true,
      signer: 'CN=Firmware Signing',
    });
    expect(await check(signer.pem, signer.sign(image), [between])).toMatchObject({ trusted: true });
    expect(await check(signer.pem, signer.sign(image), [signer])).toMatchObject({ trusted: true });
  });

  it('may be signed with RSA-PSS, and then with RSA roots too', async () => {
    const rsa = await newRoot('RSA Root', { kind: 'rsa' });
    const leaf = await rsa.issue('RSA Signing', { kind: 'rsa' });
    expect(await check(leaf.pem, leaf.sign(image), [root, rsa])).toMatchObject({ trusted: true });
    expect(await check(leaf.pem, leaf.sign(Buffer.from('other')), [rsa])).toMatchObject({ fault: 'signature.wrong' });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['another content', () => check(signer.pem + between.pem, signer.sign(Buffer.from('other'))), 'signature.wrong'],
    [
      'one byte more',
      () => check(signer.pem + between.pem, signer.sign(image), [root], Buffer.concat([image, image.subarray(0, 1)])),
      'signature.wrong',
    ],
    [
      'another key',
      async () => check(signer.pem + between.pem, (await root.issue('x')).sign(image)),
      'signature.wrong',
    ],
    ['no signature', () => check(signer.pem + between.pem, '  '), 'signature.unreadable'],
    [
      'an unknown manufacturer',
      async () => check(signer.pem + between.pem, signer.sign(image), [await newRoot('Maker Root')]),
      'certificate.untrusted',
    ],
    ['nobody to vouch', () => check(signer.pem, signer.sign(image), []), 'certificate.untrusted'],
    ['a missing link', () => check(signer.pem, signer.sign(image)), 'certificate.untrusted'],
    [
      'a signer who issued another signer',
      async () => {
        const leaf = await signer.issue('Not allowed');
        return check(leaf.pem + signer.pem + between.pem, leaf.sign(image));
      },
      'certificate.untrusted',
    ],
    [
      'an expired signer',
      async () => {
        const leaf = await root.issue('Old', { until: new Date(Date.now() - 1000) });
        return check(leaf.pem, leaf.sign(image));
      },
      'certificate.notNow',
    ],
    [
      'an expired link',
      async () => {
        const link = await root.issue('Old CA', { ca: true, until: new Date(Date.now() - 1000) });
        const leaf = await link.issue('Young');
        return check(leaf.pem + link.pem, leaf.sign(image));
      },
      'certificate.notNow',
    ],
    [
      'a signer of tomorrow',
      () => check(signer.pem + between.pem, signer.sign(image), [root], image, Date.now() - 3 * day),
      'certificate.notNow',
    ],
    [
      'a text that is no certificate',
      () => check('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'AAAA'),
      'certificate.unreadable',
    ],
  ])('does not hold with %s', async (_, made, fault) => {
    expect(await made()).toMatchObject({ trusted: false, fault });
  });

  it('sends the station the signing certificate alone', () => {
    expect(readCertificates(signingCertificate(signer.pem + between.pem))).toHaveLength(1);
  });
});
