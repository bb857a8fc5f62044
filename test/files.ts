import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '../src/storage/files/engines/disk.ts';
import type { FileStore } from '../src/storage/files/file-store.ts';

export interface TestFiles {
  readonly files: FileStore;
  readonly folder: string;
  drop(): void;
}

/** A file store on the disk that nobody else uses. */
export async function testFiles(): Promise<TestFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'voltyard-files-'));
  const files = await diskFiles({ folder, keepFree: 0 });
  return { files, folder, drop: () => rmSync(folder, { recursive: true, force: true }) };
}
