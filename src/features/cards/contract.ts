import { Type } from 'typebox';
import { tokenTypes } from '../../domain/message.ts';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, nullable, oneOf, page, pageQuery, personalText, Time } from '../../http/schema.ts';

export const cardStandings = ['active', 'blocked', 'expired', 'notYetValid'] as const;

export const Card = Type.Object({
  id: Type.Integer(),
  /** As typed; found by its normal form (upper case, no separators). */
  number: personalText(),
  type: oneOf(tokenTypes),
  status: oneOf(['active', 'blocked']),
  /** Status and validity together, now. */
  standing: oneOf(cardStandings),
  holder: maybe(personalText()),
  group: maybe(Type.String()),
  validFrom: maybe(Time),
  validUntil: maybe(Time),
  concurrentAllowed: Type.Boolean(),
  dischargeAllowed: Type.Boolean({ description: 'Its car may give energy back to the grid (V2G)' }),
  demo: Type.Boolean(),
  createdAt: Time,
});

const params = Type.Object({ cardId: Type.Integer({ minimum: 1, maximum: 2147483647 }) });
const number = Type.String({ minLength: 1, maxLength: 64, pattern: '[A-Za-z0-9]' });

export const cardsContract = {
  list: {
    method: 'GET',
    url: '/cards',
    right: 'cards.see',
    tag: 'Cards',
    summary:
      'Cards, the newest first. To look for one by its number use POST /cards/find: numbers never stand in addresses',
    query: Type.Object({
      ...pageQuery,
      standing: maybe(oneOf(cardStandings)),
      group: maybe(Type.String({ maxLength: 64 })),
    }),
    reply: page(Card),
  },
  find: {
    method: 'POST',
    url: '/cards/find',
    right: 'cards.see',
    tag: 'Cards',
    summary: 'Cards whose number, holder or group contains a text; at most 50',
    body: Type.Object({ text: personalText({ minLength: 1, maxLength: 64, pattern: '\\S' }) }),
    reply: Type.Object({ items: Type.Array(Card) }),
  },
  get: {
    method: 'GET',
    url: '/cards/:cardId',
    right: 'cards.see',
    tag: 'Cards',
    summary: 'One card',
    params,
    reply: Card,
  },
  create: {
    method: 'POST',
    url: '/cards',
    right: 'cards.change',
    tag: 'Cards',
    summary: 'A new card; its number must be new in its normal form',
    body: Type.Object({
      number,
      type: maybe(oneOf(tokenTypes)),
      holder: maybe(line()),
      group: maybe(line(36)),
      validFrom: maybe(Time),
      validUntil: maybe(Time),
      concurrentAllowed: maybe(Type.Boolean()),
      dischargeAllowed: maybe(Type.Boolean()),
    }),
    reply: Card,
  },
  change: {
    method: 'PATCH',
    url: '/cards/:cardId',
    right: 'cards.change',
    tag: 'Cards',
    summary: 'Change, block or unblock; null empties a field',
    params,
    body: Type.Object({
      status: maybe(oneOf(['active', 'blocked'])),
      type: maybe(oneOf(tokenTypes)),
      holder: maybe(nullable(line())),
      group: maybe(nullable(line(36))),
      validFrom: maybe(nullable(Time)),
      validUntil: maybe(nullable(Time)),
      concurrentAllowed: maybe(Type.Boolean()),
      dischargeAllowed: maybe(Type.Boolean()),
    }),
    reply: Card,
  },
  remove: {
    method: 'DELETE',
    url: '/cards/:cardId',
    right: 'cards.change',
    tag: 'Cards',
    summary: 'Delete a card; sessions made with it stay',
    params,
  },
} as const satisfies Contract;
