import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import type { ReadCertificate } from '../certificates/index.ts';
import { rootStatesOf } from './rules.ts';
import { readRoots } from './store.ts';

export interface RootsDeps {
  /** Undefined: this is no certificate. */
  readonly readCertificate: (pem: string) => ReadCertificate | undefined;
  /** Whether the first certificate is one of an authority, and signed by the second one, where there is one; undefined: it is no certificate. */
  readonly judgeRoot: (pem: string, former: string | undefined) => 'good' | 'noAuthority' | 'notSigned' | undefined;
}

/** The roots by which a station knows this server, as far as they were installed from here, and what became of them. */
export async function rootsOf({ readCertificate }: RootsDeps, client: pg.ClientBase, key: StationKey) {
  const { installs, unverified, checked } = await readRoots(client, key);
  const states = rootStatesOf(
    installs.map((row) => ({ commandState: row.command_state, at: row.at.getTime() })),
    unverified.map((at) => at.getTime()),
  );
  const roots = installs.flatMap((row, index) => {
    const read = readCertificate(row.pem);
    if (read === undefined) return [];
    const { name, fingerprint, notAfter } = read;
    const shown = { name, fingerprint, notAfter: new Date(notAfter).toISOString(), at: row.at.toISOString() };
    return [{ pem: row.pem, shown: present({ ...shown, state: states[index]!, status: row.status }) }];
  });
  return { roots, checked };
}

/**
 * S-16, OCPP 2.0.1 M05.FR.09, 1.6 security whitepaper M05.FR.09: with AdditionalRootCertificateCheck a new root is signed by the one
 * it replaces. Throws why it must not be sent.
 */
export async function requireRoot(
  deps: RootsDeps,
  client: pg.ClientBase,
  key: StationKey,
  certificate: string,
): Promise<void> {
  const { roots, checked } = await rootsOf(deps, client, key);
  const now = roots.find(({ shown }) => shown.state === 'installed');
  const verdict = deps.judgeRoot(certificate, checked ? now?.pem : undefined);
  const refuse = (why: string) =>
    new Failure('value.refused', `The certificate ${why}.`, { fields: { certificate: why } });
  if (verdict === undefined) throw refuse('is no certificate in PEM');
  if (verdict === 'noAuthority') throw refuse('is no certificate of an authority');
  if (verdict === 'notSigned')
    throw refuse(
      'must be signed by the root that the station has now, because it checks this (AdditionalRootCertificateCheck)',
    );
}
