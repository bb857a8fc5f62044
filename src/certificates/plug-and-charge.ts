import type { X509Certificate } from 'node:crypto';
import type { StationMessage } from '../domain/message.ts';
import type { ContractMessage } from '../domain/messages/contract.ts';
import { asksOutside, type ContractPool, type OutsideAnswers, type PlugAndCharge } from '../domain/plug-and-charge.ts';
import type { StationKey } from '../domain/ports.ts';
import type { Log } from '../lib/log.ts';
import { type Clock, minute, second } from '../lib/time.ts';
import { judgeContract } from './contracts/judge.ts';
import { createOffers } from './contracts/offers.ts';
import type { CertificateStatus } from './status/status.ts';
import { certificatesIn } from './x509.ts';

export interface PlugAndChargeOptions {
  /** Who vouches for contracts, by operator, PEM. */
  readonly authorities: (operatorId: number) => Promise<readonly string[]>;
  readonly status: CertificateStatus;
  /** Absent: no contracts can be had. */
  readonly pool: ContractPool | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ContractPartners extends PlugAndCharge {
  /** An operator trusts others with contracts. */
  forget(operatorId: number): void;
}

/** What an operator trusts is read again after this; a change on this node shows at once. */
const authoritiesKeptMs = minute;
/** A station waits so long for all that has to be asked: cars of ISO 15118-2 wait less than a minute. */
const patienceMs = 10 * second;

/** Everybody outside who has to do with contracts of cars: responders, lists of revoked certificates, the pool. */
export function createPlugAndCharge(options: PlugAndChargeOptions): ContractPartners {
  const { status, pool, clock, log } = options;
  const offers = pool && createOffers(pool, clock);
  const anchors = new Map<number, { at: number; list: Promise<readonly X509Certificate[]> }>();
  const anchorsOf = (operatorId: number): Promise<readonly X509Certificate[]> => {
    const kept = anchors.get(operatorId);
    if (kept !== undefined && clock.monotonic() - kept.at < authoritiesKeptMs) return kept.list;
    const list = options.authorities(operatorId).then((pems) => pems.flatMap(certificatesIn));
    anchors.set(operatorId, { at: clock.monotonic(), list });
    list.catch(() => anchors.delete(operatorId));
    return list;
  };

  const contractFor = async (
    key: StationKey,
    message: Extract<ContractMessage, { kind: 'contractCertificate' }>,
  ): Promise<OutsideAnswers> => {
    if (offers === undefined) return {};
    try {
      return { offer: await offers.next(key, message) };
    } catch (error) {
      log.warn({ err: error, station: key }, 'No contract certificate could be fetched');
      return { offer: { accepted: false, fault: 'partner.silent' } };
    }
  };

  const heard = async (key: StationKey, message: StationMessage): Promise<OutsideAnswers> => {
    const signal = AbortSignal.timeout(patienceMs);
    switch (message.kind) {
      case 'authorize': {
        const { contract, token } = message;
        if (contract === undefined) return {};
        const known = await anchorsOf(key.operatorId);
        return { contract: await judgeContract({ contract, token, anchors: known, status, now: clock.now(), signal }) };
      }
      case 'contractCertificate':
        return contractFor(key, message);
      case 'certificateStatus': {
        const der = await status.response(message.question, signal);
        if (der === undefined) return { certificateStatus: { accepted: false, fault: 'partner.silent' } };
        const result = der.toString('base64');
        return {
          certificateStatus:
            result.length <= message.room ? { accepted: true, result } : { accepted: false, fault: 'answer.tooBig' },
        };
      }
      case 'chainStatus':
        return { chain: await Promise.all(message.questions.map((question) => status.ofChain(question, signal))) };
      default:
        return {};
    }
  };

  return {
    look: (key, message) => (asksOutside(message) ? heard(key, message) : undefined),
    forget: (operatorId) => void anchors.delete(operatorId),
  };
}
