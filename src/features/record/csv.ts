import { guarded } from '../../lib/spreadsheet.ts';
import type { RecordEntry } from './contract.ts';

const columns = ['at', 'type', 'userId', 'userName', 'stationId', 'stationName', 'body'] as const;

export const csvHead = `${columns.join(',')}\r\n`;

/** RFC 4180; what a spreadsheet would take for a formula is kept from being one. */
export function csvField(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = guarded(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (entry: RecordEntry): string => `${columns.map((name) => csvField(entry[name])).join(',')}\r\n`;
