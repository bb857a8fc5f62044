import { createHash, sign, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as x509 from '@peculiar/x509';
import { context, element, integer, partsOf, tags, whole } from '../src/certificates/der.ts';
import { hashed, namesIn } from '../src/certificates/identity.ts';
import type { Json } from './console.ts';
import type { Made } from './pki.ts';

export type Status = 'good' | 'revoked' | 'unknown';
/** How it answers: as it should, or as broken and hostile ones do. */
export type Manner = 'right' | 'silent' | 'garbage' | 'huge' | 'redirect' | 'busy' | 'forged' | 'another' | 'old';

/** A responder for the status of certificates on loopback: OCSP by POST (RFC 6960), a list of revoked ones at /crl. */
export interface Responder {
  readonly url: string;
  readonly crl: string;
  /** Serial numbers it was asked for; `crl` for the list. */
  readonly asked: string[];
  tells(made: Made, status: Status): void;
  manner: Manner;
  stop(): Promise<void>;
}

export interface ResponderOptions {
  /** Whose certificates it speaks of. */
  readonly issuer: Made;
  /** Signs instead of the issuer. */
  readonly signer?: Made;
  /** How long an answer holds, seconds; absent: it does not say. */
  readonly seconds?: number;
}

const ecdsaSha256 = element(tags.sequence, element(tags.oid, Buffer.from('2a8648ce3d040302', 'hex')));
const time = (at: number) =>
  element(tags.generalizedTime, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`));

export const serialOf = (made: Made): string => namesIn(new X509Certificate(made.cert)).serial;

/** What names a certificate towards a responder, as a station computes it. */
export function hashDataOf(made: Made, issuer: Made, algorithm: 'SHA256' | 'SHA384' | 'SHA512' = 'SHA256'): Json {
  const { subject, keyBits } = namesIn(new X509Certificate(issuer.cert));
  return {
    hashAlgorithm: algorithm,
    issuerNameHash: hashed(algorithm, subject),
    issuerKeyHash: hashed(algorithm, keyBits),
    serialNumber: serialOf(made),
  };
}

export async function startResponder(options: ResponderOptions): Promise<Responder> {
  const { issuer, signer = issuer, seconds } = options;
  const statuses = new Map<string, Status>();
  const asked: string[] = [];
  const hanging = new Set<ServerResponse>();

  const ocsp = (request: Buffer): Buffer => {
    const list = partsOf(partsOf(whole(request)).take()).take();
    const id = partsOf(partsOf(list).take()).take();
    const parts = partsOf(id);
    parts.take();
    parts.take();
    parts.take();
    const serial = parts.take().content.toString('hex').replace(/^0+/, '');
    asked.push(serial);
    if (self.manner === 'busy') return element(tags.sequence, element(tags.enumerated, Buffer.from([3])));
    const status = statuses.get(serial) ?? 'unknown';
    const now = Date.now() - (self.manner === 'old' ? 30 * 86_400_000 : 0);
    const answer = element(
      tags.sequence,
      self.manner === 'another' ? anotherId(id.raw) : id.raw,
      status === 'good'
        ? element(context(0, false))
        : status === 'revoked'
          ? element(context(1), time(now - 60_000))
          : element(context(2, false)),
      time(now - 1000),
      ...(seconds === undefined ? [] : [element(context(0), time(now + seconds * 1000))]),
    );
    const key = namesIn(new X509Certificate(signer.cert)).keyBits;
    const data = element(
      tags.sequence,
      element(context(2), element(tags.octetString, createHash('sha1').update(key).digest())),
      time(now),
      element(tags.sequence, answer),
    );
    const signature = sign('sha256', data, signer.key);
    if (self.manner === 'forged') signature[signature.length - 1]! ^= 1;
    const certificates = [signer, issuer].map(({ cert }) => new X509Certificate(cert).raw);
    const basic = element(
      tags.sequence,
      data,
      ecdsaSha256,
      element(tags.bitString, Buffer.from([0]), signature),
      element(context(0), element(tags.sequence, ...certificates)),
    );
    return element(
      tags.sequence,
      element(tags.enumerated, Buffer.from([0])),
      element(
        context(0),
        element(
          tags.sequence,
          element(tags.oid, Buffer.from('2b0601050507300101', 'hex')),
          element(tags.octetString, basic),
        ),
      ),
    );
  };

  const revokedList = async (): Promise<Buffer> => {
    asked.push('crl');
    const entries = [...statuses].filter(([, status]) => status === 'revoked');
    const list = await x509.X509CrlGenerator.create({
      issuer: issuer.certificate.subjectName,
      thisUpdate: new Date(Date.now() - 1000),
      ...(seconds !== undefined && { nextUpdate: new Date(Date.now() + seconds * 1000) }),
      entries: entries.map(([serialNumber]) => ({ serialNumber, revocationDate: new Date() })),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      signingKey: issuer.keys.privateKey,
    });
    return Buffer.from(list.rawData);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const content = request.url?.startsWith('/crl') ? await revokedList() : ocsp(Buffer.concat(parts));
    switch (self.manner) {
      case 'silent':
        hanging.add(response);
        return;
      case 'garbage':
        response.end('<html>welcome</html>');
        return;
      case 'huge':
        response.end(Buffer.alloc(3_000_000, 0x30));
        return;
      case 'redirect':
        response.writeHead(302, { location: `${self.url}/elsewhere` }).end();
        return;
      default:
        response.end(content);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self: Responder = {
    url,
    crl: `${url}/crl`,
    asked,
    tells: (made, status) => void statuses.set(serialOf(made), status),
    manner: 'right',
    stop: () =>
      new Promise((resolve) => {
        for (const response of hanging) response.destroy();
        server.close(() => resolve());
      }),
  };
  return self;
}

/** The same question about the next number. */
function anotherId(id: Buffer): Buffer {
  const parts = partsOf(whole(id));
  const [algorithm, name, key] = [parts.take().raw, parts.take().raw, parts.take().raw];
  const next = (BigInt(`0x${parts.take().content.toString('hex')}`) + 1n).toString(16);
  return element(tags.sequence, algorithm, name, key, integer(next));
}
