import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateSubject, Certificates, CertificateVerdict, RequestFault } from '../domain/certificate.ts';
import { namesOf } from '../domain/certificate.ts';
import type { SignedUse } from '../domain/commands/certificate.ts';
import type { StationKey } from '../domain/ports.ts';
import { type Clock, hour, minute, second } from '../lib/time.ts';
import type { Authority } from './authority.ts';
import { readChain } from './chain.ts';
import { readRequest } from './request.ts';
import type { CertificateStore } from './store.ts';
import { certificatesIn } from './x509.ts';

export interface CertificatesOptions {
  readonly store: CertificateStore;
  readonly authority: Authority;
  readonly clock: Clock;
}

export interface StationCertificates extends Certificates {
  /** Authorities whose certificates stations may come with, all operators together, PEM. */
  anchorsOfAll(): Promise<readonly string[]>;
  /** An operator trusts somebody more, or no longer. */
  forget(operatorId: number): void;
}

/** What an operator trusts is read again after this; a change on this node shows at once. */
const anchorsKeptMs = minute;
/** ... and not more often than this, whatever comes to the door. */
const freshMs = 5 * second;
/** A request for the same key within this gets the same certificate: the station did not hear the answer (OCPP 2.0.1 A02.FR.17). */
const repeatMs = 24 * hour;

/** Hash over a public key, to know it again. */
const keyHashOf = (spki: ArrayBuffer | Uint8Array): string =>
  createHash('sha256').update(new Uint8Array(spki)).digest('hex');

/** Certificates of stations: who may come in with one, and which are issued. */
export function createCertificates({ store, authority, clock }: CertificatesOptions): StationCertificates {
  const anchors = new Map<number, { at: number; list: Promise<Anchors> }>();
  const anchorsOf = (operatorId: number): Promise<Anchors> => {
    const now = clock.monotonic();
    const kept = anchors.get(operatorId);
    if (kept !== undefined && now - kept.at < anchorsKeptMs) return kept.list;
    const list = readAnchors(operatorId);
    anchors.set(operatorId, { at: now, list });
    list.catch(() => anchors.delete(operatorId));
    return list;
  };
  const forgetOld = (operatorId: number): boolean => {
    const kept = anchors.get(operatorId);
    return kept !== undefined && clock.monotonic() - kept.at > freshMs && anchors.delete(operatorId);
  };
  const readAnchors = async (operatorId: number): Promise<Anchors> => ({
    own: (await authority.roots('station')).flatMap(certificatesIn),
    foreign: (await store.trusted(operatorId)).flatMap(certificatesIn),
  });

  const judge = async (subject: CertificateSubject, chain: readonly Uint8Array[]): Promise<CertificateVerdict> => {
    let { own, foreign } = await anchorsOf(subject.operatorId);
    let reading = readChain(chain, [...own, ...foreign], clock.now());
    if ('fault' in reading && reading.fault === 'certificate.untrusted' && forgetOld(subject.operatorId)) {
      // Another node may have signed with a new root, or trust somebody since.
      ({ own, foreign } = await anchorsOf(subject.operatorId));
      reading = readChain(chain, [...own, ...foreign], clock.now());
    }
    if ('fault' in reading) return { trusted: false, cause: reading.fault };
    const { leaf, anchor } = reading;
    const known = await store.find(subject.operatorId, leaf.fingerprint);
    if (known?.revoked) return { trusted: false, cause: 'certificate.revoked' };
    // What we sign is written down before it leaves: without a row of this operator it was signed for another one.
    const ours = own.includes(anchor);
    if (ours && known === undefined) return { trusted: false, cause: 'certificate.untrusted' };
    if (known !== undefined && known.stationId !== subject.stationId)
      return { trusted: false, cause: 'certificate.identity' };
    // A00.FR.404, A00.FR.405.
    if (!leaf.organisation.includes(await store.organisation(subject.operatorId)))
      return { trusted: false, cause: 'certificate.organisation' };
    if (!namesOf(subject).includes(leaf.name)) return { trusted: false, cause: 'certificate.identity' };
    if (known === undefined) {
      const spki = new X509Certificate(chain[0]!).publicKey.export({ type: 'spki', format: 'der' });
      const how = { origin: 'seen', use: 'station', keyHash: keyHashOf(spki), at: clock.now() } as const;
      await store.add(subject, leaf, how);
    }
    return { trusted: true, name: leaf.name, fingerprint: leaf.fingerprint, notAfter: leaf.notAfter };
  };

  const read = async (subject: CertificateSubject, pem: string, use: SignedUse) =>
    readRequest(pem, subject, await store.organisation(subject.operatorId), use);

  return {
    judge,
    async examine(subject, pem, use) {
      const reading = await read(subject, pem, use);
      return 'fault' in reading
        ? { signable: false, fault: reading.fault }
        : { signable: true, name: reading.request.name };
    },
    async issue(subject, pem, use) {
      const reading = await read(subject, pem, use);
      if ('fault' in reading) return { fault: reading.fault satisfies RequestFault };
      const now = clock.now();
      const keyHash = keyHashOf(reading.request.key.rawData);
      const purpose = use === 'station' ? 'station' : 'v2g';
      const again = await store.issuedFor(subject, keyHash, use, now - repeatMs);
      if (again !== undefined) {
        const [leaf] = certificatesIn(again);
        const issuer = (await authority.roots(purpose)).find((root) => leaf!.checkIssued(certificatesIn(root)[0]!));
        if (issuer !== undefined) return { chain: `${again.trim()}\n${issuer.trim()}\n` };
      }
      const { facts, chain } = await authority.sign(reading.request, purpose, now);
      await store.add(subject, facts, { origin: 'issued', use, keyHash, at: now });
      anchors.delete(subject.operatorId);
      const { fingerprint, name, serial, notAfter } = facts;
      return { chain, issued: { fingerprint, name, serial, notAfter } };
    },
    used: (key: StationKey, fingerprint, at) => store.used(key, fingerprint, at),
    anchorsOfAll: async () => [...(await authority.roots('station')), ...(await store.trustedByAll())],
    forget: (operatorId) => void anchors.delete(operatorId),
  };
}

interface Anchors {
  readonly own: readonly X509Certificate[];
  readonly foreign: readonly X509Certificate[];
}
