import type { Instant } from '../lib/time.ts';
import type { DecideContext, Ruling } from './decision.ts';
import type { FactBody } from './facts.ts';
import type { Answer, Authorisation, StationMessage } from './message.ts';
import type { ChainQuestion, ContractMessage, ContractRequest } from './messages/contract.ts';
import type { Lookups, StationKey } from './ports.ts';
import { hidden } from './secret.ts';

/** Why a contract certificate counts for nothing, one word each. */
export const contractFaults = [
  'certificate.unreadable',
  'certificate.expired',
  'certificate.revoked',
  'certificate.untrusted',
  'certificate.weak',
  'certificate.otherContract',
  'status.unknown',
  'status.noAddress',
  'status.silent',
  'status.unproven',
] as const;
export type ContractFault = (typeof contractFaults)[number];
export type ContractVerdict = { readonly valid: true } | { readonly valid: false; readonly fault: ContractFault };

/** Why there is no contract certificate or no status for a station. */
export const partnerFaults = ['partner.absent', 'partner.silent', 'partner.refused', 'answer.tooBig'] as const;
export type PartnerFault = (typeof partnerFaults)[number];

/** `response` is EXI in base64, with a key in it that only the car can read: it goes to the station and is kept nowhere. */
export type ContractOffer =
  | { readonly accepted: true; readonly response: string; readonly remaining?: number }
  | { readonly accepted: false; readonly fault: PartnerFault };

export type StatusReply =
  /** An OCSPResponse (RFC 6960), DER in base64. */
  { readonly accepted: true; readonly result: string } | { readonly accepted: false; readonly fault: PartnerFault };

export interface ChainStatus {
  readonly status: 'good' | 'revoked' | 'unknown' | 'failed';
  readonly nextUpdate: Instant;
}

/** What was heard from outside about one message. */
export type OutsideAnswers = Pick<Lookups, 'contract' | 'offer' | 'certificateStatus' | 'chain'>;

/** Who is asked outside before such a message can be decided. Implemented by certificates/, used by stations/. */
export interface PlugAndCharge {
  /** Undefined: nothing has to be asked. Whoever does not answer is a fault in the answer; only our own database is a reason to reject. */
  look(key: StationKey, message: StationMessage, frameId: string): Promise<OutsideAnswers> | undefined;
}

/** Whether others are asked before such a message is decided. */
export const asksOutside = (message: StationMessage): boolean =>
  message.kind === 'contractCertificate' ||
  message.kind === 'certificateStatus' ||
  message.kind === 'chainStatus' ||
  (message.kind === 'authorize' && message.contract !== undefined);

/** A certificate of one contract, as the pool of contract certificates gives it. */
export interface PooledContract {
  readonly emaid: string;
  readonly response: string;
}

/** Who makes contract certificates or knows who does (VDE-AR-E 2802-100-1): a pool beside the mobility operators. */
export interface ContractPool {
  /** All contracts that there are for this car. Rejects when the pool says nothing or no. */
  contracts(request: Pick<ContractRequest, 'action' | 'schema' | 'request'>): Promise<readonly PooledContract[]>;
}

/** CertificateStatus of an Authorize: what the station is told of the contract certificate. */
export type ContractStanding = 'accepted' | 'cancelled' | 'expired' | 'revoked' | 'unproven';

const standings: Partial<Record<ContractFault, ContractStanding>> = {
  'certificate.expired': 'expired',
  'certificate.revoked': 'revoked',
};

/** OCPP 2.x C07.FR.13 to FR.17: the certificate first, then whether its eMAID may charge. */
export function authoriseContract(
  verdict: ContractVerdict,
  authorisation: Authorisation,
): { readonly standing: ContractStanding; readonly authorisation: Authorisation } {
  if (verdict.valid) {
    const may = authorisation.status === 'accepted' || authorisation.status === 'concurrent';
    return { standing: may ? 'accepted' : 'cancelled', authorisation };
  }
  const standing = standings[verdict.fault] ?? 'unproven';
  return {
    standing,
    authorisation: {
      ...authorisation,
      status: standing === 'expired' ? 'expired' : 'invalid',
      reason: `contract.${standing}` as 'contract.expired' | 'contract.revoked' | 'contract.unproven',
    },
  };
}

/** The fact says how it went; what was sent and got stays in the frame, and the contract not even there. */
export function decideContract(message: ContractMessage, { lookups, receivedAt }: DecideContext): Ruling {
  const ruling = (body: FactBody, answer: Answer, fault: PartnerFault | undefined): Ruling => ({
    facts: [{ at: receivedAt, body }],
    answer,
    outcome: fault ?? 'accepted',
    weight: fault === undefined ? 0 : 1,
  });
  switch (message.kind) {
    case 'contractCertificate': {
      const offer = lookups.offer ?? absent;
      const { action, schema } = message;
      const told = offer.accepted
        ? { accepted: true, ...(offer.remaining === undefined ? {} : { remaining: offer.remaining }) }
        : offer;
      return ruling(
        { type: 'contractCertificate.asked', action, schema, ...told },
        { kind: 'contractCertificate', offer },
        offer.accepted ? undefined : offer.fault,
      );
    }
    case 'certificateStatus': {
      const reply = lookups.certificateStatus ?? absent;
      const { serial } = message.question.hash;
      const fault = reply.accepted ? undefined : reply.fault;
      return ruling(
        {
          type: 'certificateStatus.asked',
          serial,
          accepted: reply.accepted,
          ...(fault === undefined ? {} : { fault }),
        },
        { kind: 'certificateStatus', reply },
        fault,
      );
    }
    case 'chainStatus': {
      const nobody: ChainStatus = { status: 'failed', nextUpdate: receivedAt };
      const results = message.questions.map(({ hash: { serial }, source }, index) => ({
        serial,
        source,
        ...(lookups.chain?.[index] ?? nobody),
      }));
      const failed = results.some(({ status }) => status === 'failed');
      return ruling(
        { type: 'chainStatus.asked', results },
        { kind: 'chainStatus', results },
        failed ? 'partner.silent' : undefined,
      );
    }
  }
}

const absent = { accepted: false, fault: 'partner.absent' } as const;

/** A status that was asked for, with what it is about. */
export type ChainResult = Pick<ChainQuestion, 'source'> & { readonly serial: string } & ChainStatus;

/** An answer as it may be kept: the contract and its key are gone from it. */
export const keptAnswer = (answer: Answer): Answer =>
  answer.kind === 'contractCertificate' && answer.offer.accepted
    ? { ...answer, offer: { ...answer.offer, response: hidden } }
    : answer;

/** What was heard outside when this fact was made: recorded frames are decided by it once more. */
export function heardThen(body: FactBody): OutsideAnswers {
  switch (body.type) {
    case 'card.presented':
      return body.contract === undefined ? {} : { contract: body.contract };
    case 'contractCertificate.asked':
      return {
        offer: body.accepted
          ? { accepted: true, response: hidden, ...(body.remaining === undefined ? {} : { remaining: body.remaining }) }
          : { accepted: false, fault: body.fault ?? 'partner.absent' },
      };
    case 'certificateStatus.asked':
      return {
        certificateStatus: body.accepted
          ? { accepted: true, result: hidden }
          : { accepted: false, fault: body.fault ?? 'partner.absent' },
      };
    case 'chainStatus.asked':
      return { chain: body.results };
    default:
      return {};
  }
}
