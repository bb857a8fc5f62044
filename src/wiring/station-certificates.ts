import path from 'node:path';
import type pg from 'pg';
import { createAuthority } from '../certificates/authority.ts';
import { createCertificates } from '../certificates/certificates.ts';
import { keysInFiles } from '../certificates/keys.ts';
import { judgeRoot, readCertificate } from '../certificates/reading.ts';
import { createRenewing, type RenewingOptions } from '../certificates/renewing.ts';
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
    certificates,
    /** Timed work: asks stations for new certificates before theirs end. */
    renewing: (using: Pick<RenewingOptions, 'bus' | 'newId' | 'log'>) => createRenewing({ store, clock, ...using }),
    /** Of whom clients are told at the handshake: at least of our own authority. */
    trust: async (): Promise<readonly string[]> => {
      await authority.prepare();
      return certificates.anchorsOfAll();
    },
    forget: certificates.forget,
    /** What the slices take; `server`: the chains that this server shows; `forget`: tells every node that an operator trusts others now. */
    forSlices: (server: () => readonly string[], forget: (operatorId: number) => void) => ({
      authorities: {
        organisation: store.organisation,
        own: () => authority.roots('station'),
        v2g: () => authority.roots('v2g'),
        server,
        read: readCertificate,
        forget,
      },
      readCertificate,
      judgeRoot,
    }),
  };
}
