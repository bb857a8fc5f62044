import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../lib/time.ts';

/** Handshakes begun in one turn of the event loop: some milliseconds of computing, then messages have their turn. */
const perTurn = 4;
/** Longest wait for the turn, ms: as at the entrance (gateway/settings.ts), then the station is let go and comes again. */
const mostWaitMs = 15_000;

export interface Handshakes {
  /** Connections that wait to begin. */
  readonly waiting: number;
}

interface Guest {
  readonly socket: Socket;
  readonly since: number;
}

/**
 * A TLS handshake is a millisecond of computing, and begun all at once those of thousands of stations end all too late and keep the
 * messages of sessions waiting meanwhile (F-06). So they are begun in order, a few in each turn of the event loop.
 */
export function spreadHandshakes(
  server: HttpsServer,
  clock: Pick<Clock, 'monotonic'>,
  {
    begunPerTurn = perTurn,
    longestMs = mostWaitMs,
  }: { readonly begunPerTurn?: number; readonly longestMs?: number } = {},
): Handshakes {
  // What the platform does with a new connection: the handshake.
  const begin = server.listeners('connection') as ((this: HttpsServer, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  let guests: Guest[] = [];
  let head = 0;
  let scheduled = false;

  const turn = (): void => {
    scheduled = false;
    for (let begun = 0; begun < begunPerTurn && head < guests.length; ) {
      const { socket, since } = guests[head++]!;
      if (socket.destroyed) continue;
      if (clock.monotonic() - since > longestMs) {
        socket.destroy();
        continue;
      }
      socket.off('error', ignore);
      for (const listener of begin) listener.call(server, socket);
      begun++;
    }
    if (head === guests.length) {
      guests = [];
      head = 0;
    } else {
      if (head > 1_000) {
        guests = guests.slice(head);
        head = 0;
      }
      schedule();
    }
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(turn);
  };

  server.on('connection', (socket: Socket) => {
    // It may break while it waits.
    socket.on('error', ignore);
    guests.push({ socket, since: clock.monotonic() });
    schedule();
  });
  return {
    get waiting() {
      return guests.length - head;
    },
  };
}

const ignore = (): void => undefined;
