import { createHash } from 'node:crypto';
import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Makes the data directory. Throws one sentence when it cannot be written. */
export function makeDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
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
