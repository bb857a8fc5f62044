import type pg from 'pg';
import type { Static } from 'typebox';
import { normalCard } from '../../domain/token.ts';
import type { Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { escapeLike } from '../../lib/like.ts';
import { present } from '../../lib/present.ts';
import type { Instant } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { Card, cardsContract } from './contract.ts';
import { cardStanding, maskedNumber } from './rules.ts';
import * as store from './store.ts';

export interface CardsDeps extends AuditDeps {
  readonly pool: pg.Pool;
  /** Tells every node that what it remembers of this card is old. */
  readonly forgetCard: (operatorId: number, normalNumber: string) => void;
}

const mostFound = 50;

export function cardsRoutes(deps: CardsDeps): Handlers<typeof cardsContract> {
  const { pool, clock, forgetCard } = deps;
  return {
    list: async ({ caller: { operatorId, entities }, query: { after, limit = 50, ...filter } }) => {
      const now = clock.now();
      const before = after === undefined ? undefined : readCursor(after, 'integer')[0];
      const rows = await asOperator(pool, { operatorId, entities }, (client) =>
        store.listCards(client, operatorId, present({ ...filter, before, limit: limit + 1, now })),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({ items: rows.slice(0, limit).map((row) => card(row, now)), next: last && writeCursor(last.id) });
    },

    find: async ({ caller: { operatorId, entities }, body }) => {
      const text = body.text.trim();
      const like = `%${escapeLike(text.toLowerCase())}%`;
      const normal = escapeLike(normalCard(text));
      const rows = await asOperator(pool, { operatorId, entities }, (client) =>
        store.findCards(client, operatorId, normal, like, mostFound),
      );
      return { items: rows.map((row) => card(row, clock.now())) };
    },

    get: ({ caller: { operatorId, entities }, params: { cardId } }) =>
      asOperator(pool, { operatorId, entities }, async (client) =>
        card(found(await store.readCard(client, operatorId, cardId)), clock.now()),
      ),

    create: async ({ caller, body }) => {
      const number = body.number.trim();
      const normal = normalCard(number);
      checkValidity(body.validFrom, body.validUntil);
      const row = await asOperator(pool, caller, async (client) => {
        const made = await store.insertCard(client, caller.operatorId, {
          ...body,
          number,
          normal,
          type: body.type ?? 'iso14443',
          at: clock.now(),
        });
        if (!made)
          throw new Failure('name.taken', 'There is a card with this number already.', {
            fields: { number: 'is already in use' },
          });
        await audit(client, deps, caller, 'card.created', { card: made.id, number: maskedNumber(number, made.type) });
        return made;
      });
      forgetCard(caller.operatorId, normal);
      return card(row, clock.now());
    },

    change: async ({ caller, params: { cardId }, body }) => {
      const row = await asOperator(pool, caller, async (client) => {
        const before = card(found(await store.readCard(client, caller.operatorId, cardId, true)), clock.now());
        const ends = (name: 'validFrom' | 'validUntil') =>
          body[name] === undefined ? before[name] : (body[name] ?? undefined);
        checkValidity(ends('validFrom'), ends('validUntil'));
        await store.changeCard(client, caller.operatorId, cardId, body);
        const old = Object.fromEntries(
          Object.keys(body).map((field) => [field, before[field as keyof typeof before] ?? null]),
        );
        await audit(client, deps, caller, 'card.changed', { card: cardId, change: body, before: old });
        return found(await store.readCard(client, caller.operatorId, cardId));
      });
      forgetCard(caller.operatorId, normalCard(row.number));
      return card(row, clock.now());
    },

    remove: async ({ caller, params: { cardId } }) => {
      const number = await asOperator(pool, caller, async (client) => {
        const before = found(await store.readCard(client, caller.operatorId, cardId, true));
        await store.deleteCard(client, caller.operatorId, cardId);
        await audit(client, deps, caller, 'card.deleted', {
          card: cardId,
          number: maskedNumber(before.number, before.type),
        });
        return before.number;
      });
      forgetCard(caller.operatorId, normalCard(number));
      return undefined;
    },
  };
}

function checkValidity(from: string | undefined, until: string | undefined): void {
  if (from !== undefined && until !== undefined && Date.parse(from) >= Date.parse(until)) {
    throw new Failure('value.refused', 'A card must end after it begins.', {
      fields: { validUntil: 'is not after the beginning' },
    });
  }
}

function found(row: store.CardRow | undefined): store.CardRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such card here.');
  return row;
}

const card = (row: store.CardRow, now: Instant): Static<typeof Card> =>
  present({
    id: row.id,
    number: row.number,
    type: row.type,
    status: row.status,
    standing: cardStanding(
      present({ status: row.status, validFrom: row.valid_from?.getTime(), validUntil: row.valid_until?.getTime() }),
      now,
    ),
    holder: row.holder,
    group: row.card_group,
    validFrom: row.valid_from?.toISOString(),
    validUntil: row.valid_until?.toISOString(),
    concurrentAllowed: row.concurrent_allowed,
    dischargeAllowed: row.discharge_allowed,
    demo: row.demo,
    createdAt: row.created_at.toISOString(),
  });
