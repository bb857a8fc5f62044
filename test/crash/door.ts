import { connect, createServer, type Socket } from 'node:net';
import type pg from 'pg';

/**
 * Where a program dies, seen from its database. `before`: the batch has been decided and never arrives. `during`: it arrives, and nobody
 * waits for what becomes of it. `after`: it is committed, and the program does not learn it. `told`: the program learns it, and its answers
 * are on their way or not.
 */
export const steps = ['before', 'during', 'after', 'told'] as const;
export type Step = (typeof steps)[number];

/** The only way of one life of a program to its database. Shut, nothing of that life changes anything any more: as after kill -9. */
export interface Door {
  readonly port: number;
  /** Dies at this step of the n-th batch from now that holds a message of a station; where it is told, `lateMs` later. */
  dieAt(step: Step, batch: number, lateMs: number): void;
  /** It does not die at what was chosen and has not come. */
  spare(): void;
  shut(): void;
  /** Settles when it is shut. */
  readonly shutUp: Promise<void>;
  close(): Promise<void>;
}

/** What the writer calls itself at the beginning of its connections (storage/writer.ts). */
const writer = Buffer.from('voltyard-writer');
/** A call as a station sent it: only a batch with one is a step of a station. */
const call = Buffer.from('[2,"');
/** PostgreSQL is ready for the next query: everything before has been said. */
const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** A TCP proxy before PostgreSQL that knows a batch of the writer when it sees one. `onShut` runs in the same moment. */
export async function databaseDoor(to: pg.PoolConfig, onShut: () => void): Promise<Door> {
  const sockets = new Set<Socket>();
  let armed: { step: Step; left: number; lateMs: number } | undefined;
  let open = true;
  let done = (): void => {};
  const shutUp = new Promise<void>((resolve) => {
    done = resolve;
  });

  const shut = (): void => {
    if (!open) return;
    open = false;
    for (const socket of sockets) socket.destroy();
    onShut();
    done();
  };

  const server = createServer((program) => {
    if (!open) {
      program.destroy();
      return;
    }
    const database = connect(`${to.host}/.s.PGSQL.${to.port}`);
    for (const socket of [program, database]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        program.destroy();
        database.destroy();
      });
    }
    let isWriter: boolean | undefined;
    let doomed: Step | undefined;
    let lateMs = 0;
    program.on('data', (bytes) => {
      isWriter ??= bytes.includes(writer);
      if (isWriter && doomed === undefined && armed !== undefined && bytes.includes(call) && --armed.left === 0) {
        doomed = armed.step;
        lateMs = armed.lateMs;
        if (doomed === 'before') return shut();
        database.write(bytes);
        // Out of our hands: it may be executed or not.
        if (doomed === 'during') setImmediate(shut);
        return;
      }
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (doomed === 'after') {
        if (bytes.subarray(-ready.length).equals(ready)) shut();
        return;
      }
      program.write(bytes);
      if (doomed === 'told' && bytes.subarray(-ready.length).equals(ready)) setTimeout(shut, lateMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as { port: number }).port,
    dieAt(step, batch, lateMs) {
      armed = { step, left: batch, lateMs };
    },
    spare() {
      armed = undefined;
    },
    shut,
    shutUp,
    async close() {
      shut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
