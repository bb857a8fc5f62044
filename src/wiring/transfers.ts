import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Config } from '../config.ts';
import type { Bus } from '../domain/ports.ts';
import { createArrivals, type TransferUrls } from '../features/diagnosis/index.ts';
import { createHandout, createRolloutTurn } from '../features/firmware/index.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Clock } from '../lib/time.ts';
import type { FileStore } from '../storage/files/file-store.ts';
import { createFtp } from '../transfer/ftp.ts';
import { serveTransfers } from '../transfer/routes.ts';
import { ftpLogin } from '../transfer/token.ts';

const megabyte = 1_000_000;

export interface TransfersOptions {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly config: Pick<Config, 'host' | 'uploadLimitMb' | 'firmwareLimitMb' | 'ftpPort' | 'ftpPassive' | 'ftpAddress'>;
  /** Where stations connect: they bring and fetch files at the same place. */
  readonly ocppUrl: () => string;
  /** Where those without TLS connect, if there is such a place. */
  readonly plainUrl: () => string | undefined;
}

export interface Transfers {
  /** What the slices need to know of it. */
  readonly deps: { readonly transferUrls: TransferUrls; readonly imageLimitBytes: number };
  readonly serve: (app: FastifyInstance) => void;
  /** One turn of all firmware roll-outs. */
  readonly moveRollouts: (signal: AbortSignal) => Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What stations bring and fetch, by HTTP and FTP, put together. */
export function createTransfers(options: TransfersOptions): Transfers {
  const { config, ocppUrl, plainUrl, log } = options;
  const base = (plain = false) =>
    ((plain ? plainUrl() : undefined) ?? ocppUrl()).replace(/^ws/, 'http').replace(/\/ocpp$/, '');
  const uploads = createArrivals({ ...options, uploadLimitBytes: config.uploadLimitMb * megabyte });
  const downloads = createHandout(options);
  const { host, ftpPort: port, ftpPassive: passive, ftpAddress: address } = config;
  const ftp = port === undefined ? undefined : createFtp({ uploads, log, host, port, passive, address });
  return {
    deps: {
      imageLimitBytes: config.firmwareLimitMb * megabyte,
      transferUrls: {
        http: (token, plain) => `${base(plain)}/files/${token}/`,
        ftp: (token) => {
          if (ftp === undefined) return undefined;
          const { user, password } = ftpLogin(token);
          return `ftp://${user}:${password}@${address ?? new URL(base()).hostname}:${port}/`;
        },
      },
    },
    serve: (app) => serveTransfers(app, { uploads, downloads }),
    moveRollouts: createRolloutTurn({
      ...options,
      downloadUrl: (token, name, plain) => `${base(plain)}/files/${token}/${name.replace(/[^\w.-]+/g, '_').slice(-80)}`,
    }),
    async start() {
      await ftp?.start();
    },
    async stop() {
      await ftp?.stop();
    },
  };
}
