import path from 'node:path';
import type pg from 'pg';
import { createAuthority } from '../certificates/authority.ts';
import { createCertificates } from '../certificates/certificates.ts';
import { createContractPool } from '../certificates/contracts/pool.ts';
import { keysInFiles } from '../certificates/keys.ts';
import { createPlugAndCharge } from '../certificates/plug-and-charge.ts';
import { judgeRoot, readCertificate } from '../certificates/reading.ts';
import { createRenewing, type RenewingOptions } from '../certificates/renewing.ts';
import { createCertificateStatus } from '../certificates/status/status.ts';
import { createCertificateStore } from '../certificates/store.ts';
import type { Config } from '../config.ts';
import type { Log } from '../lib/log.ts';
import { createOutside } from '../lib/outside.ts';
import type { Clock } from '../lib/time.ts';

/** Certificates of stations put together: what admission, the slices and the TLS of the port take of them. */
export function createStationCertificates(pool: pg.Pool, clock: Clock, config: Config, log: Log) {
  const store = createCertificateStore(pool);
  const authority = createAuthority({
    keys: keysInFiles({ folder: path.join(config.dataDir, 'station-ca'), file: config.stationCaKey }),
    roots: store.roots,
    clock,
  });
  const certificates = createCertificates({ store, authority, clock });
  const plugAndCharge = createPlugAndCharge({
    authorities: store.contractAuthorities,
    status: createCertificateStatus(createOutside({ privateAddresses: config.privateResponders }), clock),
    pool:
      config.contractPoolUrl === undefined
        ? undefined
        : createContractPool({
            url: config.contractPoolUrl,
            token: config.contractPoolToken,
            // Whoever runs this server named it: it may be anywhere.
            ask: createOutside({ privateAddresses: true }),
          }),
    clock,
    log,
  });
  return {
    certificates,
    plugAndCharge,
    /** Timed work: asks stations for new certificates before theirs end. */
    renewing: (using: Pick<RenewingOptions, 'bus' | 'newId' | 'log'>) => createRenewing({ store, clock, ...using }),
    /** Of whom clients are told at the handshake: at least of our own authority. */
    trust: async (): Promise<readonly string[]> => {
      await authority.prepare();
      return certificates.anchorsOfAll();
    },
    /** An operator trusts others now, with stations or with contracts. */
    forget: (operatorId: number): void => {
      certificates.forget(operatorId);
      plugAndCharge.forget(operatorId);
    },
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
