import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a PostgreSQL program so that it is not root and, where the system can, ends with us. */
export interface Launch {
  /** Words in front of the program. */
  readonly prefix: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
  /** Gives a directory to whoever the server runs as. */
  own(directory: string): void;
}

const nobody = 65534;

/**
 * PostgreSQL refuses to run as root. As root on Linux a user namespace maps root to nobody: the server believes itself to be nobody while
 * its files stay root's, also below a home directory of mode 0700. Where namespaces are forbidden (some containers) the
 * server really becomes nobody.
 */
export function chooseLaunch(): Launch {
  const root = process.getuid?.() === 0;
  const linux = process.platform === 'linux';
  // SIGINT is PostgreSQL's fast shutdown: a server whose parent was killed ends cleanly by itself.
  const withUs =
    linux && works(['setpriv', '--pdeathsig', 'INT', '--', 'true']) ? ['setpriv', '--pdeathsig', 'INT', '--'] : [];
  if (!root) return { prefix: withUs, identity: {}, own: () => {} };
  const space = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];
  if (linux && works([...space, 'true']))
    return { prefix: [...space, ...withUs], identity: {}, own: (directory) => give(directory, 0) };
  return { prefix: withUs, identity: { uid: nobody, gid: nobody }, own: (directory) => give(directory, nobody) };
}

export function launch(how: Launch, program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const [first, ...rest] = [...how.prefix, program, ...args];
  return spawn(first!, rest, { ...options, ...how.identity });
}

function works(words: readonly string[]): boolean {
  return spawnSync(words[0]!, words.slice(1), { stdio: 'ignore', timeout: 5000 }).status === 0;
}

/** Also where an earlier start ran the other way. */
function give(directory: string, user: number): void {
  if (statSync(directory).uid === user) return;
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    chownSync(join(entry.parentPath, entry.name), user, user);
  }
  chownSync(directory, user, user);
}
