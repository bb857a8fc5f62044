import type pg from 'pg';
import type { Static } from 'typebox';
import type { Caller } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import type { Clock } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import type { Document } from './contract.ts';
import { type ListQuery, listOfPlaces, type Place } from './list-store.ts';
import { dayAfter } from './rules.ts';
import { readSettings, type SettingsRow } from './settings-store.ts';
import { shownDocument, todayOf } from './shown.ts';
import * as store from './store.ts';

export interface Filters {
  readonly category?: string | undefined;
  readonly text?: string | undefined;
  readonly expiring?: 'soon' | 'expired' | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export type Page = { items: Static<typeof Document>[]; next?: string };
export type OfPlaces = (caller: Caller, places: readonly Place[], query: Filters) => Promise<Page>;

/** Pages of documents: ids found by an index, then read behind the caller's wall. */
export function createListing({ pool, clock }: { readonly pool: pg.Pool; readonly clock: Clock }) {
  const pageOf = async (
    caller: Caller,
    { category, text, expiring, after, limit = 50 }: Filters,
    ids: (client: pg.PoolClient, query: ListQuery) => Promise<readonly { id: string; at: string }[]>,
  ): Promise<Page> =>
    asOperator(pool, caller, async (client) => {
      const settings = await readSettings(client, caller.operatorId);
      const found = await ids(client, {
        category,
        text: text?.trim() === '' ? undefined : text?.trim(),
        expiresBy: expiring && lastDay(expiring, settings, todayOf(settings, clock.now())),
        after: after === undefined ? undefined : position(after, expiring !== undefined),
        limit: limit + 1,
      });
      const shownIds = found.slice(0, limit);
      const rows = await store.readDocuments(
        client,
        caller.operatorId,
        shownIds.map(({ id }) => id),
      );
      const last = found.length > limit ? shownIds.at(-1) : undefined;
      return present({
        items: rows.map((row) => shownDocument(row, settings, clock.now())),
        next: last && writeCursor(last.at, last.id),
      });
    });

  const ofPlaces: OfPlaces = (caller, places, query) =>
    pageOf(caller, query, (client, list) => listOfPlaces(client, caller.operatorId, places, list));

  return { pageOf, ofPlaces };
}

const lastDay = (expiring: 'soon' | 'expired', { reminder_days }: SettingsRow, today: string): string =>
  dayAfter(today, expiring === 'soon' ? reminder_days : -1);

const dayForm = /^\d{4}-\d{2}-\d{2}$/;
function position(after: string, byExpiry: boolean): [at: string, id: string] {
  const [at, id] = readCursor(after, 'string', 'uuid');
  if (Number.isNaN(Date.parse(at)) || dayForm.test(at) !== byExpiry)
    throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
  return [at, id];
}
