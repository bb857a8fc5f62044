import { Parser } from 'saxen';
import yauzl from 'yauzl';
import { Failure } from '../../lib/errors.ts';
import { tooLong, tooMany } from './csv.ts';
import { mostCell, mostColumns, mostRows, mostUnpacked } from './limits.ts';

/**
 * The cells of the first sheet of an XLSX file (ECMA-376 part 1, 18.3 and 18.4), as texts. The zip is read by yauzl, which does not unpack
 * more than an entry says it is; the XML by saxen, which knows no entities of documents. Nothing is unpacked past a bound.
 */
export async function readSpreadsheet(bytes: Buffer): Promise<string[][]> {
  const parts = await unpack(bytes);
  const sheet = firstSheet(parts);
  if (sheet === undefined) throw bad('The file has no sheet.');
  const shared = parts.get('xl/sharedStrings.xml');
  return cellsOf(sheet, shared === undefined ? [] : stringsOf(shared));
}

const bad = (detail: string): Failure => new Failure('value.refused', detail);
const wanted = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/;

async function unpack(bytes: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  let room = mostUnpacked;
  let entries = 0;
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true });
    for await (const entry of zip.eachEntry()) {
      if (++entries > 1000) throw bad('The spreadsheet has too many parts.');
      if (!wanted.test(entry.fileName)) continue;
      room -= entry.uncompressedSize;
      if (room < 0) throw bad(`The spreadsheet is larger than ${mostUnpacked / 1024 / 1024} MB when it is unpacked.`);
      const stream = await zip.openReadStreamPromise(entry);
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('value.refused', 'This is no spreadsheet (XLSX), or it is damaged.', { cause: error });
  }
  return parts;
}

type Attributes = Readonly<Record<string, string>>;

/** Reads a document: every opening tag with its attributes, every text, every closing tag; prefixes are left out. */
function walk(
  xml: string,
  on: {
    open: (name: string, of: () => Attributes) => void;
    text?: (text: string) => void;
    close?: (name: string) => void;
  },
): void {
  const parser = new Parser();
  let fault: unknown;
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  const guard = (work: () => void) => {
    if (fault !== undefined) return;
    try {
      work();
    } catch (error) {
      fault = error;
      parser.stop();
    }
  };
  parser.on('openTag', (name: string, of: () => Attributes) => guard(() => on.open(bare(name), of)));
  parser.on('text', (text: string, decode: (text: string) => string) => guard(() => on.text?.(decode(text))));
  parser.on('closeTag', (name: string) => guard(() => on.close?.(bare(name))));
  parser.on('error', () => {
    fault ??= bad('This is no spreadsheet (XLSX), or it is damaged.');
    parser.stop();
  });
  parser.on('warn', () => {});
  parser.parse(xml);
  if (fault !== undefined) throw fault;
}

/** The sheet that the workbook names first; files of odd makers: the first there is. */
function firstSheet(parts: ReadonlyMap<string, string>): string | undefined {
  let id: string | undefined;
  let target: string | undefined;
  walk(parts.get('xl/workbook.xml') ?? '<none/>', {
    open: (name, of) => {
      if (name === 'sheet') id ??= of()['r:id'];
    },
  });
  walk(parts.get('xl/_rels/workbook.xml.rels') ?? '<none/>', {
    open: (name, of) => {
      if (name === 'Relationship' && of().Id === id) target = of().Target;
    },
  });
  const named = target === undefined ? undefined : parts.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  return named ?? [...parts].find(([name]) => name.startsWith('xl/worksheets/'))?.[1];
}

function stringsOf(xml: string): string[] {
  const strings: string[] = [];
  let text = '';
  let inside = false;
  // What is read out over a word in Japanese is no part of it (18.4.6 rPh).
  let phonetic = 0;
  walk(xml, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      inside = name === 't';
    },
    text: (part) => {
      if (inside && phonetic === 0) text += part;
    },
    close: (name) => {
      if (name === 'si') strings.push(text);
      if (name === 'rPh') phonetic--;
      inside = false;
    },
  });
  return strings;
}

function cellsOf(xml: string, shared: readonly string[]): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let column = 0;
  let type: string | undefined;
  let value = '';
  let inside = false;
  walk(xml, {
    open: (name, of) => {
      if (name === 'row') row = [];
      else if (name === 'c') {
        const { r, t } = of();
        column = r === undefined ? row.length : columnOf(r);
        if (column >= mostColumns) throw bad(`A table has at most ${mostColumns} columns.`);
        type = t;
        value = '';
      }
      inside = name === 'v' || name === 't';
    },
    text: (text) => {
      if (inside) value += text;
      if (value.length > mostCell) throw tooLong(rows.length + 1);
    },
    close: (name) => {
      inside = false;
      if (name === 'c') {
        while (row.length < column) row.push('');
        row[column] =
          type === 's' ? (shared[Number(value)] ?? '') : type === 'b' ? (value === '1' ? 'true' : 'false') : value;
        if (row[column]!.length > mostCell) throw tooLong(rows.length + 1);
      } else if (name === 'row') {
        if (row.some((cell) => cell.trim() !== '')) rows.push(row);
        if (rows.length > mostRows + 1) throw tooMany();
      }
    },
  });
  return rows;
}

/** `AB12` is column 27. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
