import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly socketDirectory: string;
  /** starting | stopping | ready | standby */
  readonly status: string;
}

export function readPostmaster(dataDirectory: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, socketDirectory: (lines[4] ?? '').trim(), status: (lines[7] ?? '').trim() };
}

/** Also where nothing can be read from it. */
export const hasPidFile = (dataDirectory: string): boolean => existsSync(join(dataDirectory, 'postmaster.pid'));

/** Alive and a PostgreSQL: after a reboot or in a new container the number may belong to anything. */
export function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return /^Name:\s+postgres/m.test(status) && !/^State:\s+Z/m.test(status);
  } catch {
    return false;
  }
}

/**
 * A pid file left by a killed server whose number now belongs to another program would stop PostgreSQL from starting.
 * Our own number in its place is one that PostgreSQL ignores (it is its parent's), and its check of shared memory stays.
 */
export function disarmPidFile(dataDirectory: string): void {
  const file = join(dataDirectory, 'postmaster.pid');
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [process.pid, ...rest].join('\n'));
}
