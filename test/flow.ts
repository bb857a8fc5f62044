import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import type { DestinationStream } from 'pino';
import { type Config, readConfig } from '../src/config.ts';
import { createLog } from '../src/lib/log.ts';
import { type Program, startProgram } from '../src/wiring/program.ts';
import { type Console, createConsole, type Json } from './console.ts';
import { testDatabase } from './database.ts';

/** The whole program in this process on a database of its own, an administrator signed in: flows cross every folder. */
export interface Flow extends Console {
  readonly program: Program;
  readonly pool: pg.Pool;
  readonly ocpp: string;
  readonly operatorId: number;
  /** A station made through the API, with the password it was given. */
  station(identity?: string): Promise<KnownStation>;
  /** Stops the program and starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Stops the program; its database stays until `stop`. */
  halt(): Promise<void>;
  stop(): Promise<void>;
  /** Everything the program wrote into its log. */
  readonly log: () => string;
}

export interface KnownStation {
  readonly stationId: number;
  readonly identity: string;
  readonly password: string;
}

export const places = {
  migrations: path.join(import.meta.dirname, '../src/storage/migrations'),
  console: path.join(import.meta.dirname, '../dist/console'),
  version: '0.0.0-test',
};

export const administrator = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

/** The first administrator through the API, as the set-up page does it. Gives the session's state. */
export const setUpByApi = (console: Console, token: string): Promise<Json> =>
  console.call('POST', '/setup', {
    token,
    operator: 'Stadtwerke Köln',
    language: 'en',
    timeZone: 'Europe/Berlin',
    administrator,
  });

/** `between`: what stands before the database, by the port it listens on. */
export async function startFlow(
  environment: Readonly<Record<string, string>> = {},
  between?: (database: pg.PoolConfig) => Promise<number>,
): Promise<Flow> {
  const database = await testDatabase();
  const { user, database: name } = database.connection;
  const door = await between?.(database.connection);
  const { host, port } = door === undefined ? database.connection : { host: '127.0.0.1', port: door };
  const written: string[] = [];
  const destination: DestinationStream = { write: (line) => void written.push(line) };
  const configOf = (listen: number): Config => {
    const config = readConfig(
      {
        DATABASE_URL: `postgres://${user}@localhost/${name}?host=${encodeURIComponent(String(host))}&port=${port}`,
        VOLTYARD_DATA: path.join(tmpdir(), 'voltyard-not-used'),
        VOLTYARD_PORT: String(listen),
        VOLTYARD_DB_CONNECTIONS: '6',
        VOLTYARD_DRAIN: '1',
        ...environment,
      },
      [],
    );
    if ('faults' in config) throw new Error(config.faults.join('\n'));
    return config;
  };
  const start = (listen: number) => startProgram(configOf(listen), createLog('debug', destination), places);

  let program = await start(0);
  const { consoleUrl, ocppUrl } = program;
  const console = createConsole(consoleUrl);
  const session = await setUpByApi(console, program.setupToken!);
  let stations = 0;
  let halted: Promise<void> | undefined;
  const halt = (): Promise<void> => {
    halted ??= program.stop();
    return halted;
  };
  return {
    ...console,
    get program() {
      return program;
    },
    pool: database.pool,
    ocpp: ocppUrl,
    operatorId: session.operator.id,
    log: () => written.join(''),
    async station(identity = `CP-${++stations}-${randomBytes(3).toString('hex')}`) {
      const made = await console.call('POST', '/stations', { identity, name: `Station ${identity}` });
      return { stationId: made.stationId, identity, password: made.credentials.password };
    },
    async restart() {
      await halt();
      halted = undefined;
      program = await start(Number(new URL(consoleUrl).port));
    },
    halt,
    async stop() {
      console.hangUp();
      await halt();
      await database.drop();
    },
  };
}
