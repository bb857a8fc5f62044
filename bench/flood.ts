import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** A sender that does not wait for answers. */
export interface Flood {
  /** Messages handed to the network so far: what the server does not read stays here and is not sent. */
  readonly sent: number;
  readonly answered: number;
  /** How its connections ended, by code or HTTP status. */
  readonly ended: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** More than this waiting to be read: a real station has no more memory for it. */
const ownBuffer = 1024 * 1024;
const stepMs = 10;

/** One station that sends `perSecond` messages of this text whatever it hears, and dials again when it is cut off. Loopback only. */
export function flood(
  url: string,
  identity: string,
  password: string,
  perSecond: number,
  text: (n: number) => string,
): Flood {
  if (!/^ws:\/\/127\.0\.0\.1[:/]/.test(url)) throw new Error(`Only this machine is flooded, not ${url}`);
  const authorization = `Basic ${Buffer.from(`${identity}:${password}`).toString('base64')}`;
  const ended: Record<string, number> = {};
  let sent = 0;
  let answered = 0;
  let stopped = false;
  let current: WebSocket | undefined;

  const dial = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${url}/${identity}`, ['ocpp1.6'], {
        perMessageDeflate: false,
        headers: { authorization },
      });
      current = socket;
      const over = (how: string | number): void => {
        ended[how] = (ended[how] ?? 0) + 1;
        resolve();
      };
      socket.on('error', () => {});
      socket.on('unexpected-response', (request, response) => {
        over(response.statusCode ?? 0);
        request.destroy();
      });
      socket.on('message', () => answered++);
      socket.on('open', () => {
        const timer = setInterval(() => {
          for (let n = (perSecond * stepMs) / 1000; n > 0 && socket.bufferedAmount < ownBuffer; n--)
            socket.send(text(sent++));
        }, stepMs);
        socket.on('close', (code) => {
          clearInterval(timer);
          over(code);
        });
      });
    });
  const life = (async () => {
    while (!stopped) {
      await dial();
      await sleep(200);
    }
  })();
  return {
    get sent() {
      return sent;
    },
    get answered() {
      return answered;
    },
    ended,
    async stop() {
      stopped = true;
      current?.terminate();
      await Promise.race([life, sleep(2_000)]);
    },
  };
}
