import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type pg from 'pg';
import { createGateway } from '../../src/gateway/gateway.ts';
import { createIds } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { systemClock } from '../../src/lib/time.ts';
import { v16 } from '../../src/ocpp/v16/index.ts';
import { v21 } from '../../src/ocpp/v21/index.ts';
import { v201 } from '../../src/ocpp/v201/index.ts';
import { createNodeStore } from '../../src/storage/nodes.ts';
import { createOwnerStore } from '../../src/storage/owners.ts';
import { createPool } from '../../src/storage/pool.ts';
import { testDesk } from '../desk.ts';
import { startProduct } from '../product.ts';
import { type Door, databaseDoor } from './door.ts';

/** One life of the program, from its start to its death. */
export interface Life {
  readonly ocpp: string;
  readonly door: Door;
  /** Now: nothing of it is heard or written any more. */
  kill(): void;
  /** What is left of it is cleared away. */
  bury(): Promise<void>;
}

/**
 * Gateway, stations and writer put together as in wiring/program.ts, in this process: a life that costs nothing to begin. It dies by losing
 * its database and its sockets in the same moment: what it still thinks of afterwards reaches nobody.
 */
export async function lightLife(database: pg.PoolConfig): Promise<Life> {
  const sockets = new Set<Socket>();
  const door = await databaseDoor(database, () => {
    for (const socket of sockets) socket.destroy();
  });
  const pool = createPool({ ...database, host: '127.0.0.1', port: door.port, max: 3 }, createLog('silent'));
  const nodes = createNodeStore({ pool });
  const run = await nodes.register({ name: 'node-1', roles: ['gateway'], schema: '' });
  await nodes.endOthers(run);
  const desk = testDesk(pool, {
    owners: createOwnerStore({ pool, run: () => run }),
    writerOptions: { run: () => run },
  });
  const server = createServer();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const gateway = createGateway({
    server,
    versions: [v16, v201, v21],
    desk: desk.stations.desk,
    clock: systemClock,
    newId: createIds(),
    log: createLog('silent'),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ocpp: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ocpp`,
    door,
    kill: door.shut,
    async bury() {
      door.shut();
      server.close();
      await desk.writer.stop(0);
      await Promise.all([gateway.stop({ graceMs: 0 }), desk.stations.stop()]);
      await pool.end();
      await door.close();
    },
  };
}

/** The built program as a child; its death is kill -9. */
export async function fullLife(database: pg.PoolConfig, dataDir: string): Promise<Life> {
  let kill = (): void => {};
  const door = await databaseDoor(database, () => kill());
  const product = await startProduct(dataDir, {
    env: {
      DATABASE_URL: `postgres://${database.user}@127.0.0.1:${door.port}/${database.database}`,
      VOLTYARD_CONNECTS_PER_HOUR: '100000',
    },
  });
  kill = () => product.child.kill('SIGKILL');
  return {
    ocpp: product.ocpp,
    door,
    kill: door.shut,
    async bury() {
      door.shut();
      await product.end('SIGKILL');
      await door.close();
    },
  };
}
