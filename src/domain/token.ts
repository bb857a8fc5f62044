import type { Instant } from '../lib/time.ts';
import type { Authorisation, AuthorisationReason, PresentedToken } from './message.ts';
import type { CardRecord } from './ports.ts';

/** Cards are found by this form: upper case, without the separators people type. */
export function normalCard(number: string): string {
  const bare = number.toUpperCase().replace(/[\s:.\-_*]/g, '');
  return bare === '' ? number.trim().toUpperCase() : bare;
}

export const sameCard = (a: PresentedToken | undefined, b: PresentedToken | undefined): boolean =>
  a !== undefined && b !== undefined && normalCard(a.number) === normalCard(b.number);

/** Whether a token is a card to look up at all: the start button has none (OCPP 2.0.1 C02.FR.01). */
export const isCard = (token: PresentedToken | undefined): token is PresentedToken =>
  token !== undefined && token.type !== 'noAuthorization' && token.number.trim() !== '';

export interface Question {
  readonly token: PresentedToken;
  /** null or undefined: there is no such card. */
  readonly card: CardRecord | null | undefined;
  readonly now: Instant;
  /** Other running transactions of this card; only a start asks. */
  readonly openElsewhere?: number;
  /** We told the station to start with this token ourselves. */
  readonly ordered?: boolean;
}

/**
 * May this card charge? Judged by what holds now, also for a start that happened long ago (T-10; OCPP 1.6 section 4.8,
 * 2.0.1 E05.FR.01). The group is told whatever the answer (2.0.1 C01.FR.06).
 */
export function authorise({ token, card, now, openElsewhere = 0, ordered = false }: Question): Authorisation {
  // OCPP 2.0.1 C02.FR.02
  if (token.type === 'noAuthorization') return { status: 'accepted' };
  if (token.number.trim() === '') return { status: 'invalid', reason: 'card.missing' };
  if (card === null || card === undefined)
    return ordered ? { status: 'accepted' } : { status: 'invalid', reason: 'card.unknown' };
  const known = {
    ...(card.validUntil === undefined ? {} : { validUntil: card.validUntil }),
    ...(card.group === undefined ? {} : { group: card.group }),
  };
  const refuse = (status: Authorisation['status'], reason: AuthorisationReason): Authorisation => ({
    status,
    reason,
    ...known,
  });
  if (card.status === 'blocked') return refuse('blocked', 'card.blocked');
  if (card.validUntil !== undefined && card.validUntil <= now) return refuse('expired', 'card.expired');
  if (card.validFrom !== undefined && card.validFrom > now) return refuse('invalid', 'card.notYetValid');
  if (openElsewhere > 0 && !card.concurrentAllowed) return refuse('concurrent', 'card.concurrent');
  return { status: 'accepted', ...known };
}

export const cardOutcome = (authorisation: Authorisation): string => authorisation.reason ?? authorisation.status;
