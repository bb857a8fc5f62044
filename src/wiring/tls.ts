import { constants, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Server as HttpsServer, ServerOptions } from 'node:https';
import { createSecureContext, type TLSSocket } from 'node:tls';
import type { Log } from '../lib/log.ts';
import { type Clock, second } from '../lib/time.ts';
import { spreadHandshakes } from './handshakes.ts';

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface Tls {
  /** For `https.createServer`. */
  options(): ServerOptions;
  /** From here on this server gets every new certificate; connections that are open stay. */
  serve(server: HttpsServer): void;
  /** Reads the files again, now. False: they cannot be used, and the ones in use stay. */
  reload(): boolean;
  /** The chains that are served, PEM, one per key. */
  chains(): readonly string[];
  /** Handshakes that failed, by reason. */
  readonly faults: Readonly<Record<string, number>>;
  stop(): void;
}

export interface TlsOptions {
  readonly files: readonly TlsFiles[];
  /** Certificates of those whose clients may sign themselves in, PEM: told to clients, which choose by it. Whether one is let in is decided at the upgrade. */
  readonly trust: () => Promise<readonly string[]>;
  readonly log: Log;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Told of each handshake that failed, with the address it came from. */
  readonly onFault?: (address: string, reason: string) => void;
  readonly lookEveryMs?: number;
}

/**
 * OCPP 2.0.1 A00.FR.318 and A00.FR.421: these four suites at least, two for each kind of certificate. Those with forward
 * secrecy come first; nothing of TLS 1.2 beside them (A00.FR.320).
 */
const suites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
].join(':');

const policy: ServerOptions = {
  // A00.FR.313 to 315.
  minVersion: 'TLSv1.2',
  ciphers: suites,
  honorCipherOrder: true,
  // A00.FR.321: no compression. Renegotiation costs the server ten times what it costs the client.
  secureOptions: constants.SSL_OP_NO_COMPRESSION | constants.SSL_OP_NO_RENEGOTIATION,
  // Consoles have none, and stations of profiles 1 and 2 neither: who must have one is decided at the upgrade.
  requestCert: true,
  rejectUnauthorized: false,
  handshakeTimeout: 10 * second,
};

export interface Material {
  readonly cert: string[];
  readonly key: string[];
}

/** TLS of the port: an RSA and an ECDSA certificate side by side, taken anew from their files when these change. Throws when they cannot be used. */
export async function createTls({
  files,
  trust,
  log,
  clock,
  onFault,
  lookEveryMs = 5 * second,
}: TlsOptions): Promise<Tls> {
  let material = readTlsFiles(files);
  let trusted = await trust();
  let seen = stamp(files);
  let server: HttpsServer | undefined;
  const faults: Record<string, number> = {};
  const options = (): ServerOptions => ({ ...policy, ...material, ca: [...trusted] });

  const reload = (): boolean => {
    seen = stamp(files);
    try {
      material = readTlsFiles(files);
      server?.setSecureContext(options());
      log.info('The TLS certificates were read again');
      return true;
    } catch (error) {
      log.error({ err: error }, 'The new TLS certificates cannot be used, the old ones stay');
      return false;
    }
  };
  const refreshTrust = async (): Promise<void> => {
    const now = await trust();
    if (now.join() === trusted.join()) return;
    trusted = now;
    server?.setSecureContext(options());
  };
  const timer = setInterval(() => {
    if (stamp(files) !== seen) reload();
    refreshTrust().catch((error) => log.warn({ err: error }, 'Trusted authorities could not be read'));
  }, lookEveryMs);
  timer.unref();

  return {
    options,
    serve(made) {
      server = made;
      spreadHandshakes(made, clock);
      made.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
        const reason = reasonOf(error);
        faults[reason] = (faults[reason] ?? 0) + 1;
        onFault?.(socket.remoteAddress ?? '', reason);
      });
    },
    reload,
    chains: () => material.cert,
    faults,
    stop: () => clearInterval(timer),
  };
}

/** Throws, with one sentence, when they cannot be used. */
export function readTlsFiles(files: readonly TlsFiles[]): Material {
  const material: Material = { cert: [], key: [] };
  for (const { certificate, key } of files) {
    try {
      const pair = { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
      createSecureContext(pair);
      // OpenSSL keeps an RSA and an elliptic key side by side and does not mind when none fits.
      if (!new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key)))
        throw new Error('the key is not that of the certificate');
      material.cert.push(pair.cert);
      material.key.push(pair.key);
    } catch (cause) {
      throw new Error(
        `VOLTYARD_TLS_CERT and VOLTYARD_TLS_KEY cannot be used: ${(cause as Error).message} (${certificate}). Name PEM files that belong together, an RSA and an ECDSA one with a comma between them.`,
        { cause },
      );
    }
  }
  return material;
}

/** Changes when any of the files does; one that is being replaced counts as missing for a moment. */
const stamp = (files: readonly TlsFiles[]): string =>
  files
    .flatMap(({ certificate, key }) => [certificate, key])
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found === undefined ? '-' : `${found.mtimeMs}/${found.size}/${found.ino}`;
    })
    .join(' ');

/** Few words, because they are labels of a metric. */
function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (/UNSUPPORTED_PROTOCOL|WRONG_VERSION|VERSION_TOO_LOW/.test(code)) return 'version';
  if (/NO_SHARED_CIPHER|NO_SUITABLE/.test(code)) return 'cipher';
  if (/HTTP_REQUEST/.test(code)) return 'plain';
  if (/TIMEOUT/.test(code)) return 'timeout';
  if (code === 'ECONNRESET' || /socket hang up/.test(message)) return 'gone';
  return /CERT|UNKNOWN_CA/.test(code) ? 'certificate' : 'other';
}

/** The pairs that two settings name, in order. */
export function tlsFiles(certificates: string | undefined, keys: string | undefined): readonly TlsFiles[] | undefined {
  if (certificates === undefined || keys === undefined) return undefined;
  const names = (list: string) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
  const [certificate, key] = [names(certificates), names(keys)];
  if (certificate.length !== key.length || certificate.length === 0)
    throw new Error('VOLTYARD_TLS_CERT and VOLTYARD_TLS_KEY must name equally many files, in the same order.');
  return certificate.map((name, index) => ({ certificate: name, key: key[index]! }));
}
