import { WebSocket } from 'ws';

/** One station's endless script: the next call, told the answer to the one before. */
export type Script = Generator<readonly [action: string, payload: object], void, Record<string, unknown>>;

export interface Driven {
  readonly identity: string;
  readonly password: string | undefined;
  readonly protocol: string;
  /** Where it connects; absent: where all do. */
  readonly url?: string;
  readonly script: Script;
  /** Between an answer and the next call, ms, a little more or less each time; absent: none. */
  readonly pauseMs?: number;
}

export interface Load {
  /** Calls answered so far, CALLERRORs among them. */
  answered: number;
  errors: number;
  /** Latencies of the measured window, ms. */
  readonly latencies: number[];
  /** Longest time without any answer in the measured window, ms. */
  longestStall: number;
  measuring: boolean;
  closed: number;
}

export interface Connected {
  readonly socket: WebSocket;
  run(): void;
  end(): void;
}

export const newLoad = (): Load => ({
  answered: 0,
  errors: 0,
  latencies: [],
  longestStall: 0,
  measuring: false,
  closed: 0,
});

let lastAnswer = performance.now();

/** Connects one station; `run` starts its closed loop: the next call leaves when the answer to the last is there. */
export function connectDriven(url: string, driven: Driven, load: Load): Promise<Connected> {
  const socket = new WebSocket(`${driven.url ?? url}/${driven.identity}`, [driven.protocol], {
    perMessageDeflate: false,
    ...(driven.password === undefined
      ? {}
      : {
          headers: {
            authorization: `Basic ${Buffer.from(`${driven.identity}:${driven.password}`).toString('base64')}`,
          },
        }),
  });
  let count = 0;
  let id = '';
  let sentAt = 0;
  let stopped = false;
  const send = (answer: Record<string, unknown>) => {
    const next = driven.script.next(answer);
    if (next.done || stopped) return;
    id = `${count++}`;
    sentAt = performance.now();
    socket.send(JSON.stringify([2, id, next.value[0], next.value[1]]));
  };
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as [number, string, unknown];
    if (frame[1] !== id || (frame[0] !== 3 && frame[0] !== 4)) return;
    const now = performance.now();
    load.answered++;
    if (frame[0] === 4) load.errors++;
    if (load.measuring) {
      load.latencies.push(now - sentAt);
      load.longestStall = Math.max(load.longestStall, now - lastAnswer);
    }
    lastAnswer = now;
    const answer = frame[0] === 3 ? (frame[2] as Record<string, unknown>) : {};
    if (driven.pauseMs === undefined) send(answer);
    else setTimeout(send, driven.pauseMs * (0.5 + Math.random()), answer);
  });
  socket.on('close', () => load.closed++);
  return new Promise((resolve, reject) => {
    socket.once('open', () =>
      resolve({
        socket,
        run: () => send({}),
        end: () => {
          stopped = true;
          socket.close(1000);
        },
      }),
    );
    socket.on('error', reject);
  });
}

/** Connects many, at most `at once` under way. */
export async function connectAll(url: string, all: readonly Driven[], load: Load, atOnce = 100): Promise<Connected[]> {
  const connected: Connected[] = new Array(all.length);
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(atOnce, all.length) }, async () => {
      while (next < all.length) {
        const index = next++;
        connected[index] = await connectDriven(url, all[index]!, load);
      }
    }),
  );
  return connected;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
