import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

export const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));

export interface Nats {
  readonly url: string;
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** `settings`: lines of its settings file. */
export async function startNats(settings: readonly string[] = []): Promise<Nats> {
  const port = await freePort();
  const store = mkdtempSync(path.join(tmpdir(), 'voltyard-nats-'));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const file = path.join(store, 'nats.conf');
    const words = ['nats-server', '-js', '-a', '127.0.0.1', '-p', String(port), '-sd', store, '-c', file];
    // Ends with the test, however that ends.
    const [program, ...args] = existsSync('/usr/bin/setpriv')
      ? ['setpriv', '--pdeathsig', 'KILL', '--', ...words]
      : words;
    mkdirSync(store, { recursive: true });
    writeFileSync(file, settings.join('\n'));
    child = spawn(program!, args, { stdio: 'ignore' });
    await untilOpen(port, child);
  };
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    async stop() {
      child?.kill('SIGKILL');
      if (child) await ended(child);
      rmSync(store, { recursive: true, force: true });
    },
  };
}

export async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`Nothing listens on ${port}.`);
}
