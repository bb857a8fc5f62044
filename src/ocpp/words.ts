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
