import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WebSocket } from 'ws';
import { type Flow, startFlow } from './flow.ts';
import { type Made, makeCertificate, serverFiles } from './pki.ts';

/** The program with TLS of its own on its port, an RSA and an ECDSA certificate, and an authority that may vouch for stations. */
export interface SecureFlow extends Flow {
  readonly organisation: string;
  /** Whose certificates stations may come in with, besides those of the program itself. */
  readonly authority: Made;
  /** What a station needs to sign itself in with this certificate, for `dial`. */
  readonly with: (made: { readonly cert: string; readonly key: string }) => WebSocket.ClientOptions;
  /** Where the program keeps its keys. */
  readonly folder: string;
  /** Where the server's certificates lie: `rsa` and `ec`. */
  readonly pki: Awaited<ReturnType<typeof serverFiles>>;
}

/** No station of these tests checks who we are: the certificate of the server signed itself. */
const careless = { rejectUnauthorized: false } as const;

export async function startSecureFlow(environment: Readonly<Record<string, string>> = {}): Promise<SecureFlow> {
  const pki = await serverFiles();
  const folder = mkdtempSync(path.join(tmpdir(), 'voltyard-secure-'));
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const flow = await startFlow({ ...pki.environment, VOLTYARD_DATA: folder, ...environment });
  const authority = await makeCertificate({ name: 'Maker CA', authority: true });
  const { organisation } = await flow.call('GET', '/certificates/authorities');
  await flow.call('POST', '/certificates/authorities', { certificate: authority.cert });
  return Object.assign(Object.create(flow) as Flow, {
    organisation: organisation as string,
    authority,
    folder,
    pki,
    with: ({ cert, key }: { cert: string; key: string }) => ({ ...careless, cert, key }),
    async stop() {
      await flow.stop();
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      for (const one of [folder, pki.folder]) rmSync(one, { recursive: true, force: true });
    },
  });
}
