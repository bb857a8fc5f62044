import { join } from 'node:path';
import type { Log } from '../../lib/log.ts';
import { type Engine, startEmbedded } from './embedded.ts';
import { createHosts, urlsOfHosts } from './hosts.ts';
import { connectPostgres } from './postgres.ts';
import { isPostgres, readPostmaster } from './postmaster.ts';

export interface DatabasePlace {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly log: Log;
}

/** The database of the settings, for a tool that works on it alone: started if it is embedded, refused while a server has it. */
export const ownDatabase = ({ databaseUrl, dataDir, log }: DatabasePlace): Promise<Engine> =>
  databaseUrl === undefined ? startEmbedded({ dataDir, log }) : connectPostgres(databaseUrl, { log });

/** The database of the settings beside whoever works on it: an embedded one that runs is found by its data folder. */
export async function joinDatabase(place: DatabasePlace): Promise<Engine> {
  const { databaseUrl, dataDir } = place;
  const nobody = { pid: () => undefined, stop: async () => {} };
  if (databaseUrl !== undefined) {
    const urls = urlsOfHosts(databaseUrl);
    const { Client, survey } = createHosts(urls);
    if (urls.length > 1) await survey();
    return { ...nobody, connection: { connectionString: urls[0]!, connectionTimeoutMillis: 10_000, Client } };
  }
  const running = readPostmaster(join(dataDir, 'postgres'));
  if (running?.status !== 'ready' || !isPostgres(running.pid)) return ownDatabase(place);
  return {
    ...nobody,
    connection: { host: running.socketDirectory, port: 5432, user: 'voltyard', database: 'voltyard' },
  };
}
