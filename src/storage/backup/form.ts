import { createHash } from 'node:crypto';
import type { Partition, SequenceState, TableShape } from './catalog.ts';

/**
 * A backup is a tar, gzipped: `head.json`, then the tables in parts as COPY writes them (`tables/<name>/<number>`), the files of
 * the file store (`files/<key>`), what else lies in the data folder (`folder/<path>`), and last `manifest.json` with what
 * everything must be. Without a manifest at its end it is not whole.
 */
export const form = 1;

export interface Head {
  readonly form: number;
  readonly version: string;
  readonly at: string;
  /** PostgreSQL it was taken from, e.g. 180004. */
  readonly server: number;
  readonly migrations: readonly string[];
  readonly tables: readonly TableShape[];
  readonly partitions: readonly Partition[];
  readonly sequences: readonly SequenceState[];
}

export interface Part {
  /** Name in the tar. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly head: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly parts: readonly Part[];
}

export const names = {
  head: 'head.json',
  manifest: 'manifest.json',
  table: (table: string, number: number) => `tables/${table}/${String(number).padStart(6, '0')}`,
  file: (key: string) => `files/${key}`,
  folder: (path: string) => `folder/${path}`,
} as const;

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
