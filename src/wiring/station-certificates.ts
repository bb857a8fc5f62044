import path from 'node:path';
import type pg from 'pg';
import { createAuthority } from '../certificates/authority.ts';
import { createCertificates } from '../certificates/certificates.ts';
import { keysInFiles } from '../certificates/keys.ts';
import { judgeRoot, readCertificate } from '../certificates/reading.ts';
import { createCertificateStore } from '../certificates/store.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../lib/time.ts';

/** Certificates of stations put together: what admission, the slices and the TLS of the port take of them. */
export function createStationCertificates(pool: pg.Pool, clock: Clock, config: Config) {
  const store = createCertificateStore(pool);
  const authority = createAuthority({
    keys: keysInFiles({ folder: path.join(config.dataDir, 'station-ca'), file: config.stationCaKey }),
    roots: store.roots,
    clock,
  });
  const certificates = createCertificates({ store, authority, clock });
  return {
    store,
    certificates,
    /** Of whom clients are told at the handshake: at least of our own authority. */
    trust: async (): Promise<readonly string[]> => {
      await authority.prepare();
      return certificates.anchorsOfAll();
    },
    /** What the slices take; `server`: the chains that this server shows. */
    forSlices: (server: () => readonly string[]) => ({
      authorities: {
        organisation: store.organisation,
        own: authority.roots,
        server,
        read: readCertificate,
        forget: certificates.forget,
      },
      judgeRoot,
    }),
  };
}
