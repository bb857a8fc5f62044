import type { X509Certificate } from 'node:crypto';
import type { CertificateHash } from '../../domain/commands/certificate.ts';
import type { ChainQuestion, StatusQuestion } from '../../domain/messages/contract.ts';
import type { ChainStatus } from '../../domain/plug-and-charge.ts';
import type { Outside } from '../../lib/outside.ts';
import { type Clock, day, hour, type Instant, minute, second } from '../../lib/time.ts';
import { judgeByCrl, type RevocationList, readCrl } from './crl.ts';
import { createMemory } from './memory.ts';
import { ocspRequest, readOcsp } from './ocsp.ts';

/** What is known of a certificate. `proven`: its issuer says so, and nobody on the way can have changed it. */
export type Known =
  | { readonly status: 'good' | 'revoked' | 'unknown'; readonly nextUpdate: Instant; readonly proven: boolean }
  | { readonly fault: 'silent' | 'unproven' };

/** Asks about certificates: OCSP responders and lists of revoked ones, remembered as long as they say themselves (OCPP 2.x C07, M06, M07). */
export interface CertificateStatus {
  /** `known`: certificates among which the issuer may be. */
  ocsp(question: StatusQuestion, known: readonly X509Certificate[], signal?: AbortSignal): Promise<Known>;
  crl(hash: CertificateHash, url: string, known: readonly X509Certificate[], signal?: AbortSignal): Promise<Known>;
  /** The response as it came, DER; undefined: there is none that says anything about this certificate. */
  response(question: StatusQuestion, signal?: AbortSignal): Promise<Buffer | undefined>;
  /** One certificate of a car, at the first of its addresses that answers (M07.FR.01 to FR.07). */
  ofChain(question: ChainQuestion, signal?: AbortSignal): Promise<ChainStatus>;
}

const mostOcspBytes = 32 * 1024;
const mostCrlBytes = 1024 * 1024;
const memoryBytes = 16 * 1024 * 1024;
/** A parsed number takes more than its bytes. */
const perSerial = 100;
/** ISO 15118-20, and M07: a status is remembered for a week at most. */
const longest = 7 * day;
/** Where a responder names no end. */
const usual = hour;
/** Who did not answer is not asked again at once. */
const silentMs = 10 * second;

export function createCertificateStatus(ask: Outside, clock: Clock): CertificateStatus {
  const responses = createMemory<Buffer | undefined>(memoryBytes, clock.monotonic);
  const lists = createMemory<RevocationList | undefined>(memoryBytes, clock.monotonic);
  const keptFor = (nextUpdate: Instant | undefined): number => {
    const now = clock.now();
    return Math.min(Math.max((nextUpdate ?? now + usual) - now, minute), longest);
  };
  const until = (nextUpdate: Instant | undefined): Instant => clock.now() + keptFor(nextUpdate);

  const fetched = ({ hash, url }: StatusQuestion, signal: AbortSignal | undefined): Promise<Buffer | undefined> =>
    responses.get(['ocsp', url, ...Object.values(hash)].join(' '), async () => {
      const body = ocspRequest(hash);
      if (body === undefined) return { value: undefined, forMs: 0, bytes: 0 };
      const reply = await ask({
        url,
        post: { type: 'application/ocsp-request', body },
        mostBytes: mostOcspBytes,
        ...(signal && { signal }),
      });
      if ('fault' in reply) return { value: undefined, forMs: silentMs, bytes: 0 };
      // Only what can be read and speaks of this certificate; who has signed it depends on who asks.
      const reading = readOcsp(reply.body, hash, [], clock.now());
      if ('fault' in reading && reading.fault !== 'signature') return { value: undefined, forMs: silentMs, bytes: 0 };
      const forMs = 'fault' in reading ? silentMs : keptFor(reading.nextUpdate);
      return { value: reply.body, forMs, bytes: reply.body.length };
    });

  const list = (url: string, signal: AbortSignal | undefined): Promise<RevocationList | undefined> =>
    lists.get(url, async () => {
      const reply = await ask({ url, mostBytes: mostCrlBytes, ...(signal && { signal }) });
      const read = 'fault' in reply ? undefined : readCrl(reply.body);
      if (read === undefined) return { value: undefined, forMs: silentMs, bytes: 0 };
      return { value: read, forMs: keptFor(read.nextUpdate), bytes: perSerial * read.serials.size + 1000 };
    });

  const ocsp: CertificateStatus['ocsp'] = async (question, known, signal) => {
    const der = await fetched(question, signal);
    if (der === undefined) return { fault: 'silent' };
    const reading = readOcsp(der, question.hash, known, clock.now());
    if ('fault' in reading) return { fault: reading.fault === 'signature' ? 'unproven' : 'silent' };
    return { ...reading, nextUpdate: until(reading.nextUpdate) };
  };

  const crl: CertificateStatus['crl'] = async (hash, url, known, signal) => {
    const revoked = await list(url, signal);
    if (revoked === undefined) return { fault: 'silent' };
    const reading = judgeByCrl(revoked, hash, known, clock.now());
    if ('fault' in reading) return { fault: reading.fault === 'signature' ? 'unproven' : 'silent' };
    return { ...reading, nextUpdate: until(reading.nextUpdate) };
  };

  return {
    ocsp,
    crl,
    async response(question, signal) {
      const der = await fetched(question, signal);
      // One that is forged is of no use to anybody.
      return der === undefined || 'fault' in readOcsp(der, question.hash, [], clock.now()) ? undefined : der;
    },
    async ofChain({ hash, source, urls }, signal) {
      for (const url of urls) {
        const found = source === 'OCSP' ? await ocsp({ hash, url }, [], signal) : await crl(hash, url, [], signal);
        if (!('fault' in found)) return { status: found.status, nextUpdate: found.nextUpdate };
      }
      // M07.FR.02, M07.FR.05: it may be asked again at once.
      return { status: 'failed', nextUpdate: clock.now() };
    },
  };
}
