import type { CertificateHash } from '../domain/commands/certificate.ts';
import type { CommandAnswer } from '../domain/commands.ts';
import { nameOrNothing } from './bounds.ts';
import { compact } from './compact.ts';

// Words that all OCPP versions spell alike.

export const bootStatuses = { accepted: 'Accepted', pending: 'Pending', rejected: 'Rejected' } as const;

export const transferStatuses = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  unknownVendor: 'UnknownVendorId',
  unknownMessage: 'UnknownMessageId',
} as const;

/** The suspect words of a message, without the conditions that did not hold. */
export function suspects(...words: readonly (string | false | undefined)[]): readonly string[] | undefined {
  const held = words.filter((word): word is string => typeof word === 'string');
  return held.length === 0 ? undefined : [...new Set(held)];
}

const outcomes: Readonly<Record<string, CommandAnswer['outcome']>> = {
  Accepted: 'accepted',
  /** The value is taken over, it counts after the next restart. */
  RebootRequired: 'accepted',
  Unlocked: 'accepted',
  /** One that was under way ends for it (L01.FR.24, N01.FR.12). */
  AcceptedCanceled: 'accepted',
  Unpublished: 'accepted',
  Scheduled: 'scheduled',
  NotSupported: 'unsupported',
  NotImplemented: 'unsupported',
  NotSupportedAttributeType: 'unsupported',
  UnknownVendorId: 'unsupported',
  UnknownMessageId: 'unsupported',
};

/** A status word of a command's answer; every word that promises nothing is a refusal. */
export const outcomeOf = (status: string): CommandAnswer['outcome'] =>
  Object.hasOwn(outcomes, status) ? outcomes[status]! : 'refused';

interface StatusReply {
  readonly status: string;
  readonly statusInfo?: { readonly reasonCode: string; readonly additionalInfo?: string };
}

/** The answer of most commands: a status, in 2.x with a reason. */
export const answered = ({ status, statusInfo }: StatusReply): CommandAnswer =>
  compact({ outcome: outcomeOf(status), status, detail: reasonOf(statusInfo) });

export const reasonOf = (info: StatusReply['statusInfo'] | null): string | undefined =>
  nameOrNothing([info?.reasonCode, info?.additionalInfo].filter(Boolean).join(': '));

/** The same where some words only say that there is nothing of what was asked for: no messages will follow. */
export const answeredOrEmpty = (reply: StatusReply, ...empty: readonly string[]): CommandAnswer =>
  empty.includes(reply.status) ? { ...answered(reply), outcome: 'accepted', empty: true } : answered(reply);

/** An answer with a status for each thing: refused only when none was taken over. */
export function answeredEach(results: readonly { readonly status: string; readonly detail?: string }[]): CommandAnswer {
  const taken = results.find(({ status }) => outcomeOf(status) === 'accepted');
  const refused = results.find(({ status }) => outcomeOf(status) !== 'accepted');
  const status = (taken ?? refused)?.status ?? 'Rejected';
  return compact({ outcome: outcomeOf(status), status, detail: refused?.detail });
}

interface HashData {
  readonly hashAlgorithm: CertificateHash['algorithm'];
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serialNumber: string;
}

/** A certificate is named by its hash alike in the security extension of 1.6 and in 2.x. */
export const writtenHash = ({ algorithm, issuerNameHash, issuerKeyHash, serial }: CertificateHash): HashData => ({
  hashAlgorithm: algorithm,
  issuerNameHash,
  issuerKeyHash,
  serialNumber: serial,
});

export const readHash = (data: HashData): CertificateHash => ({
  algorithm: data.hashAlgorithm,
  issuerNameHash: data.issuerNameHash,
  issuerKeyHash: data.issuerKeyHash,
  serial: data.serialNumber,
});
