import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './console.ts';
import { type Made, makeCertificate } from './pki.ts';

/**
 * A pool of contract certificates on loopback, as mobility operators run one: it makes the certificate, its key, and encrypts the key
 * for the one car that asked (ISO 15118-2, ECDH and AES). Where ISO 15118 has EXI it has JSON; nobody in between reads either.
 */
export interface ContractPool {
  readonly url: string;
  readonly token: string;
  /** What it was asked, with the token it was shown. */
  readonly asked: Json[];
  /** Contracts that it has for cars, eMAIDs. */
  emaids: string[];
  manner: 'right' | 'silent' | 'garbage' | 'nothing';
  /** Texts that must be nowhere but in a car: private keys, encrypted and not. */
  readonly secrets: string[];
  stop(): Promise<void>;
}

/** A car: its request as a station hands it on, and how it takes the answer. */
export interface Car {
  readonly request: string;
  /** The contract and whether its key fits: decrypted as a car does it. */
  take(response: string): { readonly emaid: string; readonly chain: string; readonly key: string };
}

const secretOf = (privateKey: KeyObject, publicKey: KeyObject): Buffer =>
  createHash('sha256').update(diffieHellman({ privateKey, publicKey })).digest().subarray(0, 16);

export function newCar(): Car {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provisioning = publicKey.export({ type: 'spki', format: 'pem' });
  return {
    request: Buffer.from(JSON.stringify({ certificateInstallationReq: { provisioning } })).toString('base64'),
    take(response) {
      const { emaid, chain, dhPublicKey, encryptedKey } = JSON.parse(Buffer.from(response, 'base64').toString());
      const bytes = Buffer.from(encryptedKey, 'base64');
      const secret = secretOf(privateKey, createPublicKey(dhPublicKey));
      const decipher = createDecipheriv('aes-128-cbc', secret, bytes.subarray(0, 16));
      const key = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString();
      return { emaid, chain, key };
    },
  };
}

export async function startContractPool(issuer: Made): Promise<ContractPool> {
  const secrets: string[] = [];
  const contract = async (emaid: string, provisioning: string): Promise<string> => {
    const made = await makeCertificate({ name: emaid, by: issuer });
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-128-cbc', secretOf(privateKey, createPublicKey(provisioning)), iv);
    const encryptedKey = Buffer.concat([iv, cipher.update(made.key), cipher.final()]).toString('base64');
    const response = Buffer.from(
      JSON.stringify({
        emaid,
        chain: `${made.cert}\n${issuer.cert}\n`,
        dhPublicKey: publicKey.export({ type: 'spki', format: 'pem' }),
        encryptedKey,
      }),
    ).toString('base64');
    secrets.push(made.key.split('\n')[1]!, encryptedKey, response, response.slice(300, 400));
    return response;
  };

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString());
    self.asked.push({ ...body, path: request.url, authorization: request.headers.authorization });
    if (self.manner === 'silent') return;
    if (self.manner === 'garbage') return void response.end('<html>welcome</html>');
    const exi = body.certificateInstallationReq ?? body.certificateUpdateReq;
    const { provisioning } = JSON.parse(Buffer.from(exi, 'base64').toString()).certificateInstallationReq;
    const name = body.certificateUpdateReq === undefined ? 'certificateInstallationRes' : 'certificateUpdateRes';
    const emaidContent =
      self.manner === 'nothing'
        ? []
        : await Promise.all(
            self.emaids.map(async (emaid) => ({ messageDef: { emaid, [name]: await contract(emaid, provisioning) } })),
          );
    response.end(JSON.stringify({ CCPResponse: { emaidContent }, xsdMsgDefNamespace: body.xsdMsgDefNamespace }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: ContractPool = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: randomBytes(12).toString('hex'),
    asked: [],
    emaids: ['DE8AACA2B3C4D5N'],
    manner: 'right',
    secrets,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return self;
}
