import type pg from 'pg';
import { type Handlers, type Slice, slice } from '../../http/contract.ts';
import { placeOf, typed, wordsOf } from '../../http/query-parts.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { findExchange, searchExchanges } from '../../storage/exchange-search.ts';
import type { Exchange, ExchangeSearch } from '../../storage/exchanges.ts';
import type { FileStore } from '../../storage/files/file-store.ts';
import type { FrameFilter } from '../../storage/frame-store.ts';
import { maskFor } from '../veiled.ts';
import { type LogEntry, type LogQuery, logsContract } from './contract.ts';
import { entryOf, tells } from './rules.ts';
import type { ExplainFrame, Language, MaskFrame } from './words.ts';

export interface LogsDeps {
  readonly pool: pg.Pool;
  readonly mask: MaskFrame;
  readonly veil: MaskFrame;
  readonly explain: ExplainFrame;
  readonly files: FileStore;
}

/** Sentences are not in the database: each frame searched for a text has to be said first. */
const framesSaidPerRequest = 4_000;

/** Every message of a station in words. */
export function createLogs({ pool, mask, veil, explain, files }: LogsDeps): Slice {
  const source = { pool, files };
  const tell = (exchange: Exchange, language: Language, shows: MaskFrame): { entry: LogEntry; shown: Exchange } => {
    const shown = {
      ...exchange,
      call: shows(exchange.call, exchange.action),
      ...(exchange.answer !== undefined && { answer: shows(exchange.answer, exchange.action) }),
    };
    return { entry: entryOf(exchange, explain(shown, exchange.protocol, language)), shown };
  };

  const searchOf = (query: LogQuery, language: Language, shows: MaskFrame): ExchangeSearch => {
    const filter = filterOf(query);
    const text = typed(query.text);
    const place = query.after === undefined ? undefined : readCursor(query.after, 'number', 'uuid');
    return present({
      filter:
        query.since === undefined ? filter : { ...filter, from: Math.max(Date.parse(query.since), filter.from ?? 0) },
      order: query.since === undefined ? ('newest' as const) : ('oldest' as const),
      after: place && { receivedAt: place[0], id: place[1] },
      limit: query.limit ?? 100,
      budget: text === undefined ? undefined : framesSaidPerRequest,
      accept:
        text === undefined
          ? undefined
          : (exchange: Exchange) => {
              const { entry, shown } = tell(exchange, language, shows);
              return tells(entry, shown, text);
            },
    });
  };

  const handlers: Handlers<typeof logsContract> = {
    listLog: async ({ caller, params: { stationId }, query }) => {
      const language = query.language ?? 'en';
      const shows = maskFor(caller, { mask, veil });
      const { operatorId } = caller;
      const page = await searchExchanges(source, { operatorId, stationId }, searchOf(query, language, shows));
      return present({
        items: page.items.map((exchange) => tell(exchange, language, shows).entry),
        next: page.next && writeCursor(page.next.receivedAt, page.next.id),
        searchedTo: page.stopped && page.next ? iso(page.next.receivedAt) : undefined,
      });
    },

    readLogEntry: async ({ caller, params: { stationId, frameId }, query }) => {
      const key = { operatorId: caller.operatorId, stationId };
      const exchange = await findExchange(source, key, frameId);
      if (exchange === undefined) throw new Failure('thing.unknown', 'This station has no such message.');
      return tell(exchange, query.language ?? 'en', maskFor(caller, { mask, veil })).entry;
    },
  };
  return slice('logs', logsContract, handlers);
}

const filterOf = (query: LogQuery): FrameFilter =>
  present({
    from: query.from === undefined ? undefined : Date.parse(query.from),
    until: query.to === undefined ? undefined : Date.parse(query.to),
    actions: wordsOf(query.action),
    direction: query.direction,
    ...placeOf(query.connector),
    transactionNumber: query.transaction,
    weightAtLeast: atLeast(query.weight),
  });

const atLeast = (weight: number | undefined): 1 | 2 | undefined => (weight === 1 || weight === 2 ? weight : undefined);
