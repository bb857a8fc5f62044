import { Readable } from 'node:stream';
import type pg from 'pg';
import { normalEvseId } from '../../domain/evse-id.ts';
import { Failure } from '../../lib/errors.ts';
import { unguarded } from '../../lib/spreadsheet.ts';
import { asOperator, type Wall } from '../../storage/as-operator.ts';
import { columnNames, columns, readHeaders } from './columns.ts';
import { csvLine, readCsv } from './csv.ts';
import { type ExportRow, readForExport } from './known-store.ts';
import { mostBytes } from './limits.ts';
import type { Cells } from './rules.ts';
import { readSpreadsheet } from './spreadsheet.ts';

export interface Table {
  readonly rows: readonly { readonly row: number; readonly cells: Cells }[];
  /** Headers that mean nothing here. */
  readonly unknown: readonly string[];
}

/** A file as it was uploaded, read into cells by column: CSV in UTF-8, or XLSX, which begins like every zip. */
export async function readTable(body: AsyncIterable<Uint8Array>): Promise<Table> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw new Failure('file.tooLarge', `A table may have ${mostBytes / 1024 / 1024} MB.`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const rows = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await readSpreadsheet(bytes) : readCsv(textOf(bytes));
  const [head, ...rest] = rows;
  if (head === undefined) throw new Failure('value.refused', 'The table is empty.');
  const { places, unknown, doubled } = readHeaders(head);
  if (!places.has('identity'))
    throw new Failure('value.refused', 'The table has no column “Identity”. The template shows the headers.');
  if (doubled.length > 0) throw new Failure('value.refused', `The table has two columns for “${doubled[0]}”.`);
  if (rest.length === 0) throw new Failure('value.refused', 'The table has headers, but no rows below them.');
  return {
    unknown,
    rows: rest.map((cells, at) => ({
      row: at + 2,
      cells: Object.fromEntries(
        [...places].flatMap(([name, place]) => {
          const text = unguarded((cells[place] ?? '').trim());
          return text === '' ? [] : [[name, text]];
        }),
      ),
    })),
  };
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What spreadsheets in the West wrote before they knew UTF-8.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** EVSE-IDs in the cells, in their normal form. */
export const evseIdsIn = (table: Table): string[] =>
  table.rows.flatMap(({ cells }) =>
    (cells.evseIds ?? '').split(/[\s;|=]+/).flatMap((text) => (/[A-Za-z+]/.test(text) ? normalEvseId(text) : [])),
  );

const headers = (language: 'en' | 'de') => csvLine(columnNames.map((name) => columns[name][language]));

export const templateOf = (language: 'en' | 'de'): string =>
  `\uFEFF${headers(language)}${csvLine([
    'CP-0001',
    language === 'de' ? 'Rathaus 1' : 'Town hall 1',
    '',
    '',
    '',
    '',
    'Europe/Berlin',
    '',
    '2026-03-31',
    '2028-03-31',
    '44',
    '',
    '1.1 DE*ABC*E0001*1; 2.1 DE*ABC*E0001*2',
  ])}`;

const atOnce = 1000;

/** All stations as the import reads them, page by page with bounded memory. */
export function exportOf(pool: pg.Pool, wall: Wall, language: 'en' | 'de', locationId: number | undefined): Readable {
  return Readable.from(
    (async function* () {
      yield `\uFEFF${headers(language)}`;
      for (let after = 0; ; ) {
        const from = after;
        const rows = await asOperator(pool, wall, (client) =>
          readForExport(client, wall.operatorId, locationId, from, atOnce),
        );
        if (rows.length > 0) yield rows.map(lineOf).join('');
        if (rows.length < atOnce) return;
        after = rows.at(-1)!.id;
      }
    })(),
  );
}

const lineOf = (row: ExportRow): string =>
  csvLine([
    row.identity,
    row.name,
    row.public_name ?? '',
    row.entity ?? '',
    row.location ?? '',
    row.address ?? '',
    row.time_zone ?? '',
    row.model ?? '',
    row.commissioned_on ?? '',
    row.warranty_until ?? '',
    row.grid_limit_w === null ? '' : row.grid_limit_w / 1000,
    row.note ?? '',
    (row.points ?? []).join('; '),
  ]);
