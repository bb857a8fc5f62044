import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Console, createConsole } from '../console.ts';
import { administrator, type KnownStation, setUpByApi } from '../flow.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from '../product.ts';
import { type Nats, startNats } from './nats.ts';
import { type Postgres, startPostgres } from './parts.ts';

export interface ClusterNode {
  readonly name: string;
  readonly product: Product;
  /** The administrator, signed in at this node. */
  readonly console: Console;
}

/** Another program than this one, or a port that stays the same. */
export interface ProgramPlace {
  readonly folder?: string;
  readonly port?: number;
}

/** Real programs on one PostgreSQL 15 and one NATS. */
export interface Cluster {
  readonly postgres: Postgres;
  readonly nats: Nats;
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  /** A further node; the first one is set up by its link. */
  add(name: string, env?: Readonly<Record<string, string>>, how?: ProgramPlace): Promise<ClusterNode>;
  station(identity?: string): Promise<KnownStation>;
  /** The administrator at the first node. */
  console(): Console;
  stop(): Promise<void>;
}

export const leaseSeconds = 3;

/** `hosts`: all that DATABASE_URL names, `postgres` among them. */
export async function startCluster(
  over: { readonly postgres?: Postgres; readonly hosts?: readonly Postgres[] } = {},
): Promise<Cluster> {
  const [postgres, nats] = await Promise.all([over.postgres ?? startPostgres(), startNats()]);
  const { hosts = [postgres] } = over;
  const admin = new pg.Client({ connectionString: `postgres://voltyard@${postgres.host}/postgres` });
  await admin.connect();
  await admin.query('CREATE DATABASE voltyard');
  await admin.end();
  const databaseUrl = `postgres://voltyard@${hosts.map(({ host }) => host).join(',')}/voltyard`;
  const pool = new pg.Pool({ connectionString: `postgres://voltyard@${postgres.host}/voltyard`, max: 4 });
  pool.on('error', () => {});
  const dataDir = newDataDir();
  const nodes: ClusterNode[] = [];
  let stations = 0;

  return {
    postgres,
    nats,
    pool,
    databaseUrl,
    async add(name, env = {}, how = {}) {
      const product = await startProduct(dataDir, {
        ...how,
        env: {
          DATABASE_URL: databaseUrl,
          NATS_URL: nats.url,
          VOLTYARD_NODE: name,
          VOLTYARD_LEASE: String(leaseSeconds),
          VOLTYARD_DRAIN: '2',
          VOLTYARD_DB_CONNECTIONS: '4',
          ...env,
        },
      });
      const console = createConsole(product.url);
      if (nodes.length === 0) {
        const [, token] = await product.said(/\/setup\?token=(\S+)/);
        await setUpByApi(console, token!);
      } else if (env.ROLES === undefined || env.ROLES.includes('api'))
        await console.call('POST', '/session', { email: administrator.email, password: administrator.password });
      const node = { name, product, console };
      nodes.push(node);
      return node;
    },
    console: () => nodes[0]!.console,
    async station(identity = `CP-${++stations}-${randomBytes(2).toString('hex')}`) {
      const made = await nodes[0]!.console.call('POST', '/stations', { identity, name: identity });
      return { stationId: made.stationId, identity, password: made.credentials.password };
    },
    async stop() {
      for (const node of nodes) node.console.hangUp();
      await Promise.all(nodes.map(({ product }) => product.end('SIGKILL')));
      await pool.end();
      await nats.stop();
      await postgres.drop();
      removeDataDir(dataDir);
    },
  };
}
