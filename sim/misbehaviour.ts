import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** What a simulated station does wrong, each by its own flag. */
export interface Misbehaviour {
  /** Sends every transaction message again: with the same message id, or with a new one. */
  readonly resend?: 'same-id' | 'new-id' | undefined;
  /** The station's clock is this many seconds ahead (negative: behind). */
  readonly skewSeconds?: number | undefined;
  /** After this many seconds the station stops reading and answering, the TCP connection stays. */
  readonly freezeAfterSeconds?: number | undefined;
  /** Bytes leave the station one by one with this pause, ms. */
  readonly dripMs?: number | undefined;
  /** Loses its network for this many seconds in the middle of each session and sends what happened afterwards. */
  readonly offlineSeconds?: number | undefined;
  /** Sends a frame that is no OCPP every so many seconds. */
  readonly garbageSeconds?: number | undefined;
  /** Refuses these calls of the server, or all. */
  readonly refuse?: 'all' | readonly string[] | undefined;
  /** Does not know these calls: NotImplemented. */
  readonly unknown?: readonly string[] | undefined;
}

const tcp = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket;

/** Stops reading: pings stay unanswered although the connection is open. */
export const freeze = (socket: WebSocket): void => {
  tcp(socket).pause();
};

/** Lets every byte leave on its own with a pause before it, in order. */
export function drip(socket: WebSocket, pauseMs: number): void {
  const under = tcp(socket);
  const write = under.write.bind(under) as (chunk: Buffer) => boolean;
  let tail: Promise<void> = Promise.resolve();
  const slowly = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : Buffer.from(chunk);
    const done = rest.find((one): one is () => void => typeof one === 'function');
    tail = tail.then(async () => {
      for (const byte of bytes) {
        if (under.destroyed) return;
        write(Buffer.from([byte]));
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      done?.();
    });
    return true;
  };
  under.write = slowly as typeof under.write;
}

export const garbage = [
  '',
  '{}',
  '[2]',
  '[2,"x"',
  'hello',
  '[9,"x","Heartbeat",{}]',
  '[2,17,"Heartbeat",{}]',
  '[2,"g","Nonsense",{}]',
] as const;
