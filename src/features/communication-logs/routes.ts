import type pg from 'pg';
import type { StationKey } from '../../domain/ports.ts';
import { type Caller, type Handlers, type Slice, slice } from '../../http/contract.ts';
import { placeOf, typed, wordsOf } from '../../http/query-parts.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { type Clock, iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { fromExported } from '../../storage/exchange-file.ts';
import { importExchanges } from '../../storage/exchange-import.ts';
import { actionsOf, findExchange, searchExchanges } from '../../storage/exchange-search.ts';
import type { Exchange, ExchangeSearch } from '../../storage/exchanges.ts';
import type { FileStore } from '../../storage/files/file-store.ts';
import type { FrameFilter } from '../../storage/frame-store.ts';
import { requireStation } from '../../storage/require-station.ts';
import type { ExplainFrame, Language, MaskFrame } from '../logs/words.ts';
import { maskFor } from '../veiled.ts';
import { communicationLogsContract, type ExportQuery, type FramesQuery } from './contract.ts';
import { exportStream } from './export.ts';
import { maskExchange, rowOf, shows } from './rules.ts';

export interface CommunicationLogsDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly mask: MaskFrame;
  readonly veil: MaskFrame;
  readonly explain: ExplainFrame;
  /** Where frames are that have left the database. */
  readonly files: FileStore;
}

/** Every exchange with a station: list, detail, export, import. Nothing leaves unmasked. */
export function createCommunicationLogs({ pool, clock, mask, veil, explain, files }: CommunicationLogsDeps): Slice {
  const source = { pool, files };
  const handlers: Handlers<typeof communicationLogsContract> = {
    listFrames: async ({ caller, params, query }) => {
      const key = keyOf(caller, params);
      const shows = maskFor(caller, { mask, veil });
      const page = await searchExchanges(source, key, searchOf(query, shows));
      return present({
        items: page.items.map((exchange) => {
          const shown = maskExchange(exchange, shows);
          return rowOf(exchange, explain(shown, exchange.protocol, query.language ?? 'en'));
        }),
        next: page.next && writeCursor(page.next.receivedAt, page.next.id),
        searchedTo: page.stopped && page.next ? iso(page.next.receivedAt) : undefined,
      });
    },

    frameActions: ({ caller, params }) => {
      const key = keyOf(caller, params);
      return asOperator(pool, caller, async (client) => {
        await requireStation(client, key.operatorId, key.stationId);
        return { items: await actionsOf(client, key) };
      });
    },

    readFrame: async ({ caller, params, query }) => {
      const key = keyOf(caller, params);
      const exchange = await findExchange(source, key, params.frameId);
      if (exchange === undefined) throw new Failure('thing.unknown', 'This station has no such message.');
      return detailOf(exchange, query.language ?? 'en', maskFor(caller, { mask, veil }));
    },

    exportFrames: async ({ caller, params, query }) => {
      const key = keyOf(caller, params);
      const station = await asOperator(pool, caller, (client) => requireStation(client, key.operatorId, key.stationId));
      const format = query.format ?? 'ndjson';
      const name = `${station.identity.replace(/[^\w.-]+/g, '_')}-messages.${format}`;
      return {
        raw: exportStream(source, key, filterOf(query), format, maskFor(caller, { mask, veil })),
        headers: {
          'content-type': format === 'json' ? 'application/json; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
          'content-disposition': `attachment; filename="${name}"`,
        },
      };
    },

    importFrames: async ({ caller, params, body }) => {
      const key = keyOf(caller, params);
      const exchanges = body.frames.map(fromExported);
      await asOperator(pool, caller, (client) => requireStation(client, key.operatorId, key.stationId));
      const added = await inTransaction(pool, (client) => importExchanges(client, key, exchanges, clock.now()));
      return { added, known: exchanges.length - added };
    },
  };

  function detailOf(exchange: Exchange, language: Language, shows: MaskFrame) {
    const shown = maskExchange(exchange, shows);
    const words = explain(shown, exchange.protocol, language);
    return present({
      ...rowOf(exchange, words),
      call: shown.call,
      answerText: shown.answer,
      answeredAt: exchange.answeredAt === undefined ? undefined : iso(exchange.answeredAt),
      broken: [...(exchange.violations ?? [])],
      missing: [...(words?.missing ?? [])],
      connectionId: exchange.connectionId,
      protocol: exchange.protocol,
      masked: shown.masked,
    });
  }

  return slice('communicationLogs', communicationLogsContract, handlers);
}

const keyOf = (caller: Caller, params: { stationId: number }): StationKey => ({
  operatorId: caller.operatorId,
  stationId: params.stationId,
});

function searchOf(query: FramesQuery, mask: MaskFrame): ExchangeSearch {
  const filter = filterOf(query);
  const { text } = filter;
  const place = query.after === undefined ? undefined : readCursor(query.after, 'number', 'uuid');
  return present({
    filter:
      query.since === undefined ? filter : { ...filter, from: Math.max(Date.parse(query.since), filter.from ?? 0) },
    order: query.since === undefined ? ('newest' as const) : ('oldest' as const),
    after: place && { receivedAt: place[0], id: place[1] },
    limit: query.limit ?? 100,
    accept: text === undefined ? undefined : (exchange: Exchange) => shows(maskExchange(exchange, mask), text),
  });
}

const filterOf = (query: FramesQuery | ExportQuery): FrameFilter =>
  present({
    from: query.from === undefined ? undefined : Date.parse(query.from),
    until: query.to === undefined ? undefined : Date.parse(query.to),
    actions: wordsOf(query.action),
    direction: query.direction,
    ...placeOf(query.connector),
    transactionNumber: query.transaction,
    malformed: query.malformed === true ? true : undefined,
    faulty: query.errors === true ? true : undefined,
    text: typed(query.text),
  });

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
