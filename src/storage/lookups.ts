import type pg from 'pg';
import type { Needs } from '../domain/needs.ts';
import type { CardRecord, Lookups, StationKey } from '../domain/ports.ts';
import { normalCard } from '../domain/token.ts';
import type { VendorRoute } from '../domain/vendor.ts';
import { type Clock, second } from '../lib/time.ts';
import { createGatherer } from './gather.ts';
import { away } from './passing.ts';
import { transactionFromRow } from './state-from-rows.ts';
import { columnsOf } from './tables.ts';

export interface LookupStore {
  look(key: StationKey, needs: Needs): Promise<Lookups>;
  /** Whether a card may charge at one place only, so that its starts must be judged one after the other. */
  isExclusive(operatorId: number, number: string): Promise<boolean>;
  /** What is answered to messages of manufacturers was changed: it is read anew. */
  forgetRoutes(operatorId: number): void;
  /** A card was made, changed or removed: it is read anew. Without a number all of the operator's. */
  forgetCards(operatorId: number, number?: string): void;
}

export interface LookupOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly maxCards?: number;
  /** A remembered card is read anew after this, in case nobody told of its change. */
  readonly cardMs?: number;
}

/** More transactions than this are not compared with a message. */
const most = 200;

/** Answers what a rule has to know and the station's state does not hold. Rejects with Failure `database.away`. */
export function createLookups({ pool, clock, maxCards = 20_000, cardMs = 5 * second }: LookupOptions): LookupStore {
  /** In the order of use: the first one is the longest unused. */
  const cards = new Map<string, { readonly card: CardRecord | null; readonly until: number }>();

  const fetchCard = createGatherer<{ operatorId: number; normal: string }, CardRecord | null>(async (questions) => {
    const { rows } = await pool.query({
      name: 'lookup-cards',
      text: `SELECT c.operator_id, c.number_normal, c.id, c.number, c.type, c.status, c.concurrent_allowed, c.discharge_allowed, c.valid_from, c.valid_until, c.card_group
             FROM unnest($1::integer[], $2::text[]) AS q (operator_id, number_normal) JOIN cards c USING (operator_id, number_normal)`,
      values: [questions.map((q) => q.operatorId), questions.map((q) => q.normal)],
    });
    const found = new Map(rows.map((row) => [`${row.operator_id}.${row.number_normal}`, toCard(row)]));
    return questions.map((q) => found.get(`${q.operatorId}.${q.normal}`) ?? null);
  });

  const fetchConcurrent = createGatherer<{ key: StationKey; normal: string }, number>(async (questions) => {
    const { rows } = await pool.query({
      name: 'lookup-concurrent',
      text: `SELECT (SELECT count(*)::integer FROM transactions t WHERE t.operator_id = q.operator_id AND t.token_normal = q.normal
               AND t.ended_at IS NULL AND t.station_id <> q.station_id) AS running
             FROM unnest($1::integer[], $2::integer[], $3::text[]) WITH ORDINALITY AS q (operator_id, station_id, normal, place) ORDER BY q.place`,
      values: [
        questions.map((q) => q.key.operatorId),
        questions.map((q) => q.key.stationId),
        questions.map((q) => q.normal),
      ],
    });
    return rows.map((row) => row.running);
  });

  const card = async (operatorId: number, number: string): Promise<CardRecord | null> => {
    const normal = normalCard(number);
    const name = `${operatorId}.${normal}`;
    const known = cards.get(name);
    cards.delete(name);
    if (known !== undefined && known.until > clock.monotonic()) {
      cards.set(name, known);
      return known.card;
    }
    const found = await fetchCard({ operatorId, normal });
    cards.set(name, { card: found, until: clock.monotonic() + cardMs });
    if (cards.size > maxCards) cards.delete(cards.keys().next().value!);
    return found;
  };

  const transactions = async (key: StationKey, needs: Needs): Promise<NonNullable<Lookups['transactions']>> => {
    const { rows } = await pool.query({
      name: 'lookup-transactions',
      text: `SELECT ${columnsOf('transactions')} FROM transactions t WHERE operator_id = $1 AND station_id = $2
             AND (transaction_id = ANY ($3::text[]) OR start_sent_at = $4 OR end_sent_at = $5) ORDER BY number DESC LIMIT ${most}`,
      values: [
        key.operatorId,
        key.stationId,
        needs.transactionIds ?? [],
        needs.startKey?.sentAt ?? null,
        needs.endKey?.sentAt ?? null,
      ],
    });
    return rows.map(transactionFromRow);
  };

  /** There are few, and a station may ask often. */
  const routes = new Map<number, { readonly routes: readonly VendorRoute[]; readonly until: number }>();
  const routesOf = async (operatorId: number): Promise<readonly VendorRoute[]> => {
    const known = routes.get(operatorId);
    if (known !== undefined && known.until > clock.monotonic()) return known.routes;
    const { rows } = await pool.query({
      name: 'lookup-routes',
      text: 'SELECT vendor_id, message_id, accept, data FROM vendor_routes WHERE operator_id = $1',
      values: [operatorId],
    });
    const found = rows.map(
      (row): VendorRoute => ({
        vendorId: row.vendor_id,
        accept: row.accept,
        ...(row.message_id === '' ? {} : { messageId: row.message_id }),
        ...(row.data === null ? {} : { data: row.data }),
      }),
    );
    routes.set(operatorId, { routes: found, until: clock.monotonic() + cardMs });
    return found;
  };

  return away<LookupStore>({
    async look(key, needs) {
      const stored = needs.transactionIds !== undefined || needs.startKey !== undefined || needs.endKey !== undefined;
      const [found, former, routed] = await Promise.all([
        needs.card === undefined ? undefined : card(key.operatorId, needs.card),
        stored ? transactions(key, needs) : undefined,
        needs.routes ? routesOf(key.operatorId) : undefined,
      ]);
      const counts = needs.concurrentFor !== undefined && found !== null && found?.concurrentAllowed !== true;
      const concurrent = counts ? await fetchConcurrent({ key, normal: normalCard(needs.concurrentFor!) }) : undefined;
      return {
        ...(found !== undefined && { card: found }),
        ...(former !== undefined && { transactions: former }),
        ...(concurrent !== undefined && { concurrent }),
        ...(routed !== undefined && { routes: routed }),
      };
    },
    async isExclusive(operatorId, number) {
      const found = await card(operatorId, number);
      return found !== null && !found.concurrentAllowed;
    },
    forgetRoutes(operatorId) {
      routes.delete(operatorId);
    },
    forgetCards(operatorId, number) {
      if (number !== undefined) cards.delete(`${operatorId}.${normalCard(number)}`);
      else for (const name of cards.keys()) if (name.startsWith(`${operatorId}.`)) cards.delete(name);
    },
  });
}

function toCard(row: Record<string, unknown>): CardRecord {
  return {
    id: row.id as number,
    number: row.number as string,
    type: row.type as CardRecord['type'],
    status: row.status as CardRecord['status'],
    concurrentAllowed: row.concurrent_allowed as boolean,
    dischargeAllowed: row.discharge_allowed as boolean,
    ...(row.valid_from !== null && { validFrom: (row.valid_from as Date).getTime() }),
    ...(row.valid_until !== null && { validUntil: (row.valid_until as Date).getTime() }),
    ...(row.card_group !== null && { group: row.card_group as string }),
  };
}
