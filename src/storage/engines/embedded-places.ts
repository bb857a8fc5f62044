import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Makes the data directory. Throws one sentence when it cannot be written. */
export function makeDirectory(path: string): string {
  try {
    makeAll(resolve(path));
    const probe = join(path, `.probe-${process.pid}`);
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
    return realpathSync(path);
  } catch (cause) {
    throw new Error(
      `The data directory ${resolve(path)} cannot be written (${(cause as Error).message}): give it to this user, or set VOLTYARD_DATA.`,
      { cause },
    );
  }
}

/** Node's own recursive way never returns where a folder is there and nothing can be made in it, as below /proc. */
function makeAll(path: string): void {
  if (!existsSync(dirname(path))) makeAll(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

/** The path of a Unix socket has at most 107 bytes: beside the data where that fits, else in the system's temporary directory. */
export function socketDirectory(root: string): string {
  const beside = join(root, 'sockets');
  const short =
    Buffer.byteLength(beside) <= 88
      ? beside
      : join(tmpdir(), `voltyard-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  const about = lstatSync(short);
  const mine = process.getuid?.();
  // In a shared temporary directory somebody else may have made it first.
  if (!about.isDirectory() || (mine !== undefined && mine !== 0 && about.uid !== mine))
    throw new Error(`${short} belongs to somebody else: remove it.`);
  chmodSync(short, 0o700);
  return short;
}
