import type { ServerResponse } from 'node:http';
import type { LiveEvent } from './live.ts';

/** One open page. It is never waited for: what it cannot take in time is dropped, and it is told to fetch again. */
export interface Listener {
  /** Where it listens: for the operator, or for some of its entities. */
  readonly channel: string;
  readonly station: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly address: string;
  send(event: LiveEvent): void;
  /** The same for an event that is written out already. */
  write(text: string): void;
  beat(): void;
  end(): void;
}

/** Bytes that may wait for a page before events to it are dropped, and how many heartbeats it may stay that way. */
const mostWaiting = 64 * 1024;
const mostSlowBeats = 2;

export interface ListenerOptions extends Pick<Listener, 'channel' | 'station' | 'headers' | 'address'> {
  readonly response: ServerResponse;
}

export function createListener({ response, ...who }: ListenerOptions): Listener {
  let missed = false;
  let slowBeats = 0;

  const write = (text: string) => {
    if (response.writableEnded || response.destroyed) return;
    if (response.writableLength > mostWaiting) {
      missed = true;
      return;
    }
    if (missed) {
      missed = false;
      response.write(textOf({ kind: 'resync' }));
    }
    response.write(text);
  };
  response.write('retry: 2000\n\n');

  return {
    ...who,
    send: (event) => write(textOf(event)),
    write,
    beat() {
      slowBeats = response.writableLength > mostWaiting ? slowBeats + 1 : 0;
      if (slowBeats >= mostSlowBeats) response.destroy();
      else write(': still here\n\n');
    },
    end() {
      if (!response.writableEnded) response.end();
    },
  };
}

export function textOf(event: LiveEvent): string {
  const { kind, ...data } = event;
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
