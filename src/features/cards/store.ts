import type pg from 'pg';
import type { TokenType } from '../../domain/message.ts';
import { type Instant, iso } from '../../lib/time.ts';
import type { CardStanding } from './rules.ts';

export interface CardRow {
  readonly id: number;
  readonly number: string;
  readonly type: TokenType;
  readonly status: 'active' | 'blocked';
  readonly holder: string | null;
  readonly card_group: string | null;
  readonly valid_from: Date | null;
  readonly valid_until: Date | null;
  readonly concurrent_allowed: boolean;
  readonly discharge_allowed: boolean;
  readonly demo: boolean;
  readonly created_at: Date;
}

const columns =
  'id, number, type, status, holder, card_group, valid_from, valid_until, concurrent_allowed, discharge_allowed, demo, created_at';

const standings: Readonly<Record<CardStanding, string>> = {
  blocked: "status = 'blocked'",
  expired: "status = 'active' AND valid_until <= $3",
  notYetValid: "status = 'active' AND (valid_until IS NULL OR valid_until > $3) AND valid_from > $3",
  active:
    "status = 'active' AND (valid_until IS NULL OR valid_until > $3) AND (valid_from IS NULL OR valid_from <= $3)",
};

export interface CardFilter {
  readonly standing?: CardStanding;
  readonly group?: string;
  readonly before?: number;
  readonly limit: number;
  readonly now: Instant;
}

export async function listCards(client: pg.ClientBase, operatorId: number, filter: CardFilter): Promise<CardRow[]> {
  const { rows } = await client.query<CardRow>(
    `SELECT ${columns} FROM cards WHERE operator_id = $1 AND ($2::integer IS NULL OR id < $2) AND ($3::timestamptz IS NOT NULL)
       AND ($4::text IS NULL OR card_group = $4) ${filter.standing ? `AND ${standings[filter.standing]}` : ''}
     ORDER BY id DESC LIMIT $5`,
    [operatorId, filter.before ?? null, iso(filter.now), filter.group ?? null, filter.limit],
  );
  return rows;
}

export async function findCards(
  client: pg.ClientBase,
  operatorId: number,
  normal: string,
  like: string,
  limit: number,
): Promise<CardRow[]> {
  const { rows } = await client.query<CardRow>(
    `SELECT ${columns} FROM cards WHERE operator_id = $1
       AND (number_normal LIKE '%' || $2 || '%' OR lower(holder) LIKE $3 OR lower(card_group) LIKE $3)
     ORDER BY number_normal = $2 DESC, id DESC LIMIT $4`,
    [operatorId, normal, like, limit],
  );
  return rows;
}

export async function readCard(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  lock = false,
): Promise<CardRow | undefined> {
  const { rows } = await client.query<CardRow>(
    `SELECT ${columns} FROM cards WHERE operator_id = $1 AND id = $2${lock ? ' FOR UPDATE' : ''}`,
    [operatorId, id],
  );
  return rows[0];
}

export interface NewCard {
  readonly number: string;
  readonly normal: string;
  readonly type: TokenType;
  readonly holder?: string;
  readonly group?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly concurrentAllowed?: boolean;
  readonly dischargeAllowed?: boolean;
  readonly at: Instant;
}

/** Undefined when a card with this normal form is there already. */
export async function insertCard(
  client: pg.ClientBase,
  operatorId: number,
  card: NewCard,
): Promise<CardRow | undefined> {
  const { rows } = await client.query<CardRow>(
    `INSERT INTO cards (operator_id, number, number_normal, type, status, holder, card_group, valid_from, valid_until, concurrent_allowed, discharge_allowed, created_at)
     VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (operator_id, number_normal) DO NOTHING RETURNING ${columns}`,
    [
      operatorId,
      card.number,
      card.normal,
      card.type,
      card.holder ?? null,
      card.group ?? null,
      card.validFrom ?? null,
      card.validUntil ?? null,
      card.concurrentAllowed ?? false,
      card.dischargeAllowed ?? false,
      iso(card.at),
    ],
  );
  return rows[0];
}

/** API name -> column: only these can be changed. */
const changeable = {
  status: 'status',
  type: 'type',
  holder: 'holder',
  group: 'card_group',
  validFrom: 'valid_from',
  validUntil: 'valid_until',
  concurrentAllowed: 'concurrent_allowed',
  dischargeAllowed: 'discharge_allowed',
} as const;
export type CardChange = { readonly [K in keyof typeof changeable]?: string | boolean | null };

export async function changeCard(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  change: CardChange,
): Promise<void> {
  const fields = (Object.keys(changeable) as (keyof typeof changeable)[]).filter(
    (field) => change[field] !== undefined,
  );
  if (fields.length === 0) return;
  await client.query(
    `UPDATE cards SET ${fields.map((field, at) => `${changeable[field]} = $${at + 3}`).join(', ')} WHERE operator_id = $1 AND id = $2`,
    [operatorId, id, ...fields.map((field) => change[field])],
  );
}

export async function deleteCard(client: pg.ClientBase, operatorId: number, id: number): Promise<void> {
  await client.query('DELETE FROM cards WHERE operator_id = $1 AND id = $2', [operatorId, id]);
}
