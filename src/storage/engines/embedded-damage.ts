import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What PostgreSQL says of files that are not as it left them, or of another version's (F-11). */
const damage =
  /pg_control|PG_VERSION|PANIC|incompatible with server|not compatible with this version|checkpoint record|subdirectory|required .* does not exist|is not a valid data directory|invalid (magic|page|primary)|could not (read|open|access) (file|directory)|database "\w+" does not exist/;

/** These pass when somebody gives room or rights; no backup helps. */
const curable = /Permission denied|No space left|Read-only file system/;

export const isDamage = (words: string): boolean => damage.test(words) && !curable.test(words);

/** One sentence: what is wrong, that nothing was touched, and what to do. */
export const damagedFolder = (data: string, words: string): Error =>
  new Error(
    `The database in ${data} is damaged and was left as it is: set the folder aside and restore a backup (npm run restore -- <backup>.tar.gz), see docs/operators/backup.md; PostgreSQL says: ${sentence(words)}.`,
  );

const sentence = (words: string): string =>
  words
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '')
    .slice(0, 600);

/** `none`: a first start. Throws where there is something that is no whole database folder: setting up anew would lose it. */
export function checkFolder(data: string): 'whole' | 'none' {
  if (existsSync(join(data, 'PG_VERSION'))) return 'whole';
  if (!existsSync(data) || readdirSync(data).length === 0) return 'none';
  throw damagedFolder(data, 'PG_VERSION is missing');
}

/** The telling words of a log from this byte on. */
export function wordsSince(file: string, from: number): string {
  try {
    return lastLines(readFileSync(file).subarray(from).toString('utf8').slice(-4000)) || `see ${file}`;
  } catch {
    return `see ${file}`;
  }
}

export const lastLines = (text: string): string => {
  const lines = text.trim().split('\n');
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|DETAIL|error|could not|HINT/.test(line));
  const last = (telling.length > 0 ? telling : lines).slice(-3);
  // Without the time and process number before each.
  return last.map((line) => line.replace(/^[\d-]+ [\d:.]+ \w+ \[\d+\] /, '').trim()).join(' / ');
};
