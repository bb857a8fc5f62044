import { createHash, X509Certificate } from 'node:crypto';
import { type Abilities, type Able, is16, type Payload } from './ability.ts';

/** One element of DER: where its content begins, and where it ends. */
function element(der: Buffer, at: number): { readonly content: number; readonly end: number } {
  const first = der[at + 1]!;
  if (first < 0x80) return { content: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  const content = at + 2 + count;
  return { content, end: content + der.readUIntBE(at + 2, count) };
}

/** The issuer's name as it stands in the certificate: after version, serial number and algorithm (RFC 5280 4.1). */
function issuerName(der: Buffer): Buffer {
  let at = element(der, element(der, 0).content).content;
  if (der[at] === 0xa0) at = element(der, at).end;
  at = element(der, element(der, at).end).end;
  return der.subarray(at, element(der, at).end);
}

/** The key's bits without the wrapping, as OCSP hashes them (RFC 6960 4.1.1). */
function keyBits(spki: Buffer): Buffer {
  const bits = element(spki, element(spki, element(spki, 0).content).end);
  return spki.subarray(bits.content + 1, bits.end);
}

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** CertificateHashDataType of a root: it is its own issuer. */
function hashOf(certificate: X509Certificate): Payload {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    hashAlgorithm: 'SHA256',
    issuerNameHash: sha256(issuerName(certificate.raw)),
    issuerKeyHash: sha256(keyBits(spki)),
    serialNumber: certificate.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''),
  };
}

const read = (pem: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
};

const same = (a: Payload, b: Payload): boolean =>
  String(a.issuerNameHash).toLowerCase() === String(b.issuerNameHash).toLowerCase() &&
  String(a.issuerKeyHash).toLowerCase() === String(b.issuerKeyHash).toLowerCase() &&
  String(a.serialNumber).toLowerCase() === String(b.serialNumber).toLowerCase();

/** A request for a certificate with a key of its own (A02): what a trigger, or its own clock, has a station send. */
export async function signRequest(able: Able, use: string | undefined): Promise<void> {
  await import('reflect-metadata');
  const { Pkcs10CertificateRequestGenerator } = await import('@peculiar/x509');
  const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  const { identity, vendor } = able.profile;
  const request = await Pkcs10CertificateRequestGenerator.create({
    // A00.FR.508, A00.FR.510: the common name is the identity, the organisation the operator's.
    name: `CN=${identity}, O=${vendor}`,
    keys,
    signingAlgorithm,
  });
  able.memory.keys = keys;
  await able.say([
    'SignCertificate',
    is16(able) || use === undefined
      ? { csr: request.toString('pem') }
      : {
          csr: request.toString('pem'),
          certificateType: use,
          ...(able.profile.protocol === 'ocpp2.1' ? { requestId: able.random.whole(1, 1_000_000) } : {}),
        },
  ]);
}

/** Whether the certificate belongs to the key that was asked for (A02.FR.06). */
async function belongs(keys: unknown, certificate: X509Certificate): Promise<boolean> {
  if (keys === undefined) return true;
  const own = Buffer.from(await crypto.subtle.exportKey('spki', (keys as CryptoKeyPair).publicKey));
  return own.equals(certificate.publicKey.export({ type: 'spki', format: 'der' }));
}

/** Whitepaper A02, M03 to M05; 2.0.1 A02, M03 to M05. */
export const certificates: Abilities = {
  InstallCertificate({ certificateType, certificate }, { memory }) {
    const found = read(certificate);
    if (found === undefined || Date.parse(found.validTo) < Date.now()) return { status: 'Rejected' };
    const hash = hashOf(found);
    // M05.FR.17
    const at = memory.certificates.findIndex((one) => one.use === certificateType && same(one.hash, hash));
    if (at >= 0) memory.certificates.splice(at, 1);
    memory.certificates.push({ use: certificateType, hash });
    return { status: 'Accepted' };
  },
  DeleteCertificate({ certificateHashData }, { memory }) {
    const at = memory.certificates.findIndex(({ hash }) => same(hash, certificateHashData));
    if (at < 0) return { status: 'NotFound' };
    memory.certificates.splice(at, 1);
    return { status: 'Accepted' };
  },
  GetInstalledCertificateIds({ certificateType }, able) {
    const wanted = certificateType === undefined ? undefined : [certificateType].flat();
    const found = able.memory.certificates.filter(({ use }) => wanted === undefined || wanted.includes(use));
    if (found.length === 0) return { status: 'NotFound' };
    return is16(able)
      ? { status: 'Accepted', certificateHashData: found.map(({ hash }) => hash) }
      : {
          status: 'Accepted',
          certificateHashDataChain: found.map(({ use, hash }) => ({ certificateType: use, certificateHashData: hash })),
        };
  },
  async CertificateSigned({ certificateChain }, { memory }) {
    const first = read(certificateChain);
    if (first === undefined || !(await belongs(memory.keys, first))) return { status: 'Rejected' };
    memory.chain = certificateChain;
    return { status: 'Accepted' };
  },
};
