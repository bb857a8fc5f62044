import type { Instant } from '../../lib/time.ts';

export type CardStanding = 'active' | 'blocked' | 'expired' | 'notYetValid';

/** Status and validity in one word: what the card is worth now. The same order as when it is presented. */
export function cardStanding(
  card: { readonly status: 'active' | 'blocked'; readonly validFrom?: Instant; readonly validUntil?: Instant },
  now: Instant,
): CardStanding {
  if (card.status === 'blocked') return 'blocked';
  if (card.validUntil !== undefined && card.validUntil <= now) return 'expired';
  if (card.validFrom !== undefined && card.validFrom > now) return 'notYetValid';
  return 'active';
}

/** For the record of changes: enough to tell cards apart, not enough to copy one. */
export const maskedNumber = (number: string, type: string): string =>
  number.length <= 6 || type === 'keyCode' ? '***' : `${number.slice(0, 2)}***${number.slice(-2)}`;
