import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { chooseLaunch, launch } from '../src/storage/engines/embedded-launch.ts';
import { readPostmaster } from '../src/storage/engines/postmaster.ts';

/** POSTGRES_HOMES: another folder of versions, to try one by hand. */
const root = process.env.POSTGRES_HOMES ?? '/usr/lib/postgresql';
const versions = existsSync(root) ? readdirSync(root).filter((name) => existsSync(join(root, name, 'bin/initdb'))) : [];

/** Why tests on a second PostgreSQL are left out here; undefined: they are not. In CI leaving them out is a failure. */
export const noSecondPostgres: string | undefined =
  versions.length > 0 || process.env.CI !== undefined
    ? undefined
    : 'no PostgreSQL below /usr/lib/postgresql: apt-get install postgresql';

export interface SecondPostgres {
  readonly version: string;
  /** A URL as DATABASE_URL takes it, of a database that is new and empty. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** The PostgreSQL of the distribution (Debian 12: 15) as a server of its own, by its socket, on data nobody else uses. */
export async function secondPostgres(): Promise<SecondPostgres> {
  const version = versions[0]!;
  const bin = join(root, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'vy-pg-'));
  const how = chooseLaunch();
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  how.own(folder);
  const made = launch(
    how,
    join(bin, 'initdb'),
    ['-D', data, '-U', 'voltyard', '-E', 'UTF8', '--locale=C', '--auth=trust', '--no-sync'],
    {
      stdio: 'ignore',
    },
  );
  const code = await new Promise((done) => made.once('exit', done));
  if (code !== 0) throw new Error(`initdb ended with ${code}`);
  const settings = { listen_addresses: '', unix_socket_directories: folder, fsync: 'off', max_connections: '40' };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = launch(how, join(bin, 'postgres'), ['-D', data, ...options], { stdio: 'ignore' });
  const ended = new Promise((done) => server.once('exit', done));
  while (readPostmaster(data)?.status !== 'ready') {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    await sleep(10);
  }
  let databases = 0;
  return {
    version,
    async newDatabase() {
      const client = new pg.Client({ host: folder, user: 'voltyard', database: 'postgres' });
      await client.connect();
      const name = `yard${++databases}`;
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `postgres://voltyard@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    async stop() {
      process.kill(readPostmaster(data)!.pid, 'SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
