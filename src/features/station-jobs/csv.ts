import { Failure } from '../../lib/errors.ts';
import { guarded } from '../../lib/spreadsheet.ts';
import { mostCell, mostColumns, mostRows } from './limits.ts';

/** The cells of a table of text (RFC 4180), whichever of `;`, `,` and tab its first line separates by. */
export function readCsv(text: string): string[][] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const separator = separatorOf(body);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    if (cell.length > mostCell) throw tooLong(rows.length + 1);
    row.push(cell);
    cell = '';
    if (row.length > mostColumns) throw new Failure('value.refused', `A table has at most ${mostColumns} columns.`);
  };
  const endRow = () => {
    endCell();
    if (row.some((each) => each.trim() !== '')) rows.push(row);
    row = [];
    if (rows.length > mostRows + 1) throw tooMany();
  };
  for (let at = 0; at < body.length; at++) {
    const sign = body[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (body[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === separator) endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  if (quoted) throw new Failure('value.refused', `A quotation mark that opens in row ${rows.length + 1} never closes.`);
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

function separatorOf(text: string): string {
  const first = text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'));
  const count = (sign: string) => first.split(sign).length;
  return [';', ',', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

export const tooMany = (): Failure =>
  new Failure('value.refused', `A table has at most ${mostRows} rows. Split it into several.`);
export const tooLong = (row: number): Failure =>
  new Failure('value.refused', `Row ${row} has a cell of more than ${mostCell} characters.`);

/** A cell that a spreadsheet would run as a formula is written as text (LOG-2: safe against CSV injection). */
export function csvCell(value: string | number | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = guarded(text);
  return /[";,\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map(csvCell).join(';')}\r\n`;
