import { randomUUID } from 'node:crypto';
import { type Client, connect } from '../sim/client.ts';
import type { Call, Dialect, MeterReading, Session } from '../sim/dialect/dialect.ts';
import { dialects } from '../sim/dialect/index.ts';
import { type Profile, type Protocol, profileOf } from '../sim/profile.ts';
import { createRandom } from '../sim/random.ts';
import type { Json } from './console.ts';
import type { KnownStation } from './flow.ts';

/** One station's connection, word by word: every frame that came and went is remembered. */
export interface Wire {
  readonly client: Client;
  readonly dialect: Dialect;
  readonly profile: Profile;
  /** Every text that left and that came, in order. */
  readonly out: readonly string[];
  readonly in: readonly string[];
  /** What the server called, with what it was answered. */
  readonly called: readonly { readonly action: string; readonly payload: Json }[];
  /** Sends a call and gives the whole answer text. Rejects when the connection ends first. */
  say(call: Call, id?: string): Promise<string>;
  /** The same, only the answer's payload; a CALLERROR rejects. */
  ask(call: Call, id?: string): Promise<Json>;
  raw(text: string): void;
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<unknown>;
  terminate(): void;
}

export interface WireOptions {
  readonly onCall?: (action: string, payload: Json) => Json | undefined | Promise<Json | undefined>;
  /** Another password than its own; null: none. */
  readonly password?: string | null;
  readonly profile?: Partial<Profile>;
}

export const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const;

/** Connects as this station. */
export async function wire(
  ocpp: string,
  station: Pick<KnownStation, 'identity'> & { readonly password?: string },
  protocol: Protocol,
  options: WireOptions = {},
): Promise<Wire> {
  const { identity } = station;
  const outgoing: string[] = [];
  const incoming: string[] = [];
  const called: { action: string; payload: Json }[] = [];
  const waiting = new Map<string, { resolve: (text: string) => void; reject: (error: Error) => void }>();
  const profile = { ...profileOf(0, protocol, createRandom(7)), identity, ...options.profile };
  const password = options.password === null ? undefined : (options.password ?? station.password);
  let ended: (how: { code: number; reason: string }) => void = () => {};
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ended = resolve;
  });
  const client = await connect({
    url: ocpp,
    identity,
    password,
    protocol,
    timeoutMs: 30_000,
    onCall: (action, payload) => {
      called.push({ action, payload });
      return options.onCall?.(action, payload);
    },
    onClose: (code, reason) => {
      for (const one of waiting.values()) one.reject(new Error(`connection closed (${code})`));
      ended({ code, reason });
    },
  });
  const { socket } = client;
  const send = socket.send.bind(socket) as (text: string) => void;
  socket.send = ((text: string) => {
    outgoing.push(text);
    send(text);
  }) as typeof socket.send;
  socket.on('message', (data) => {
    const text = data.toString();
    incoming.push(text);
    const frame = JSON.parse(text);
    if (frame[0] === 2) return;
    waiting.get(frame[1])?.resolve(text);
    waiting.delete(frame[1]);
  });
  const say: Wire['say'] = ([action, payload], id = randomUUID()) =>
    new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify([2, id, action, payload]));
    });
  return {
    client,
    dialect: dialects[protocol],
    profile,
    out: outgoing,
    in: incoming,
    called,
    say,
    async ask(call, id) {
      const frame = JSON.parse(await say(call, id));
      if (frame[0] !== 3) throw new Error(`${call[0]} was answered ${JSON.stringify(frame)}`);
      return frame[2];
    },
    raw: (text) => socket.send(text),
    closed,
    close() {
      client.close(1000, 'done');
      return closed;
    },
    terminate: () => client.terminate(),
  };
}

/** The payload part of an answer, byte for byte. */
export const payloadText = (answer: string): string =>
  answer.slice(JSON.stringify(JSON.parse(answer).slice(0, 2)).length - 1);

export const boot = (station: Wire): Promise<Json> =>
  station.ask(station.dialect.boot(station.profile, 'PowerUp', station.profile.firmware));

export const newSession = (protocol: Protocol, card: string, point = 1): Session => ({
  point,
  card,
  id: protocol === 'ocpp1.6' ? '' : randomUUID(),
  seqNo: 0,
});

export const reading = (meterWh: number, at: number, powerW = 11_000): MeterReading => ({ at, meterWh, powerW });
