import { Readable } from 'node:stream';
import type { StationKey } from '../../domain/ports.ts';
import { toExported } from '../../storage/exchange-file.ts';
import { type ExchangeSource, searchExchanges } from '../../storage/exchange-search.ts';
import type { ExchangeSearch } from '../../storage/exchanges.ts';
import type { FrameFilter } from '../../storage/frame-store.ts';
import type { MaskFrame } from '../logs/words.ts';
import { maskExchange, shows } from './rules.ts';

const chunk = 500;

/**
 * A range of a station's exchanges as text, oldest first, secrets masked. Read piece by piece, each in a short
 * transaction of its own, as fast as the other side takes it.
 */
export function exportStream(
  source: ExchangeSource,
  key: StationKey,
  filter: FrameFilter,
  format: 'ndjson' | 'json',
  mask: MaskFrame,
): Readable {
  return Readable.from(textOf(linesOf(source, key, filter, mask), format), {
    objectMode: false,
    highWaterMark: 64 * 1024,
  });
}

async function* linesOf(
  source: ExchangeSource,
  key: StationKey,
  filter: FrameFilter,
  mask: MaskFrame,
): AsyncGenerator<string[]> {
  let after: ExchangeSearch['after'];
  for (;;) {
    const search: ExchangeSearch = { filter, order: 'oldest', limit: chunk, ...(after && { after }) };
    const page = await searchExchanges(source, key, search);
    const masked = page.items.map((exchange) => maskExchange(exchange, mask));
    const { text } = filter;
    const shown = text === undefined ? masked : masked.filter((exchange) => shows(exchange, text));
    if (shown.length > 0) yield shown.map((exchange) => JSON.stringify(toExported(exchange)));
    if (page.next === undefined) return;
    after = page.next;
  }
}

async function* textOf(chunks: AsyncIterable<string[]>, format: 'ndjson' | 'json'): AsyncGenerator<string> {
  if (format === 'ndjson') {
    for await (const lines of chunks) yield `${lines.join('\n')}\n`;
    return;
  }
  let before = '[\n';
  for await (const lines of chunks) {
    yield before + lines.join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
