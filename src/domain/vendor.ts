import type { Answer } from './message.ts';

/** What is answered to the messages of a manufacturer that OCPP leaves open (DataTransfer). */
export interface VendorRoute {
  readonly vendorId: string;
  /** Absent: every message of this vendor that has no route of its own. */
  readonly messageId?: string;
  readonly accept: boolean;
  /** Sent with the answer. */
  readonly data?: string;
}

/** Names of vendors and messages are compared without case (OCPP 1.6 section 7.8, CiString). */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export type VendorAnswer = Omit<Extract<Answer, { kind: 'dataTransfer' }>, 'kind'>;

/**
 * Which route a message takes: its own, else that of its vendor. A vendor without any is not known, and one whose other
 * messages are does not know this one (OCPP 1.6 section 4.3, 2.0.1 P02.FR.06, P02.FR.07).
 */
export function answerVendor(
  routes: readonly VendorRoute[],
  { vendorId, messageId }: { readonly vendorId: string; readonly messageId?: string },
): VendorAnswer {
  const mine = routes.filter((route) => sameName(route.vendorId, vendorId));
  if (mine.length === 0) return { status: 'unknownVendor' };
  const named =
    messageId === undefined ? undefined : mine.find((one) => one.messageId && sameName(one.messageId, messageId));
  const route = named ?? mine.find((one) => one.messageId === undefined);
  if (route === undefined) return { status: 'unknownMessage' };
  return { status: route.accept ? 'accepted' : 'rejected', ...(route.data === undefined ? {} : { data: route.data }) };
}

/** So many rows at most tell of vendors that nobody has routed: their names come from stations and have no end. */
const strangers = 32;

/** Under which key the newest message of a kind is kept. */
export function vendorKey(vendorId: string, messageId: string | undefined, known: boolean): string {
  const name = `${vendorId.toLowerCase()} ${(messageId ?? '').toLowerCase()}`;
  if (known) return name.slice(0, 200);
  let sum = 0;
  for (let at = 0; at < name.length; at++) sum = (sum * 31 + name.charCodeAt(at)) >>> 0;
  return `? ${sum % strangers}`;
}
