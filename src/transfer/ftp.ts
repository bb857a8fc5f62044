import { randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { Log } from '../lib/log.ts';
import { minute } from '../lib/time.ts';
import { FtpSession } from './ftp-session.ts';
import type { UploadDesk } from './ports.ts';

export interface FtpOptions {
  readonly uploads: UploadDesk;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
  /** Ports for the content; only these have to be open in the firewall. */
  readonly passive: { readonly from: number; readonly to: number };
  /** The IPv4 address told to stations; absent: the one they reached. */
  readonly address?: string | undefined;
  readonly patienceMs?: number;
}

export interface Ftp {
  /** Gives the port. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

const mostSessions = 200;
const mostPerAddress = 10;

/**
 * FTP for stations that know nothing else: they bring a file and nothing more. No reading, no listing, no folders, no active mode (and
 * so no bounce to third machines, RFC 2577), one user for each request. Off unless it is asked for: passwords and content go in clear.
 */
export function createFtp({ uploads, log, host, port, passive, address, patienceMs = minute }: FtpOptions): Ftp {
  const sessions = new Set<FtpSession>();

  /** A listening port of the range for one connection; undefined: all are in use. */
  const listen = async (): Promise<Server | undefined> => {
    const size = passive.to - passive.from + 1;
    const first = randomInt(size);
    for (let n = 0; n < size; n++) {
      const data = createServer({ pauseOnConnect: true });
      const taken = await new Promise<boolean>((resolve) => {
        data.once('error', () => resolve(true));
        data.listen(passive.from + ((first + n) % size), host, () => resolve(false));
      });
      if (!taken) return data;
    }
    return undefined;
  };

  const server = createServer((socket: Socket) => {
    const from = socket.remoteAddress ?? '';
    const same = [...sessions].filter((session) => session.from === from).length;
    if (sessions.size >= mostSessions || same >= mostPerAddress) {
      socket.end('421 Too many connections.\r\n');
      return;
    }
    const session = new FtpSession(socket, { uploads, log, listen, address, patienceMs });
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
  });
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.address() as { port: number }).port));
      }),
    stop: () =>
      new Promise((resolve) => {
        for (const session of sessions) session.end();
        server.close(() => resolve());
      }),
  };
}
