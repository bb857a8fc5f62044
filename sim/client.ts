import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

type Payload = Record<string, unknown>;

/** A CALLERROR the other side sent. */
export class CallError extends Error {
  readonly code: string;
  constructor(code: string, description: string) {
    super(`${code}: ${description}`);
    this.code = code;
  }
}

export interface ClientOptions {
  /** e.g. ws://127.0.0.1:8080/ocpp */
  readonly url: string;
  readonly identity: string;
  readonly password?: string | undefined;
  readonly protocol: string;
  readonly timeoutMs?: number;
  /** Answers a call of the server; `undefined`: NotImplemented. */
  readonly onCall: (action: string, payload: Payload) => Payload | undefined | Promise<Payload | undefined>;
  readonly onClose?: (code: number, reason: string) => void;
}

export interface Client {
  readonly protocol: string;
  /** Sends one CALL after the ones before it were answered; resolves with the answer's payload. */
  call(action: string, payload: Payload, id?: string): Promise<Payload>;
  /** Sends a text as it is: for malformed frames. */
  raw(text: string): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  readonly socket: WebSocket;
}

interface Waiting {
  readonly id: string;
  readonly text: string;
  readonly resolve: (payload: Payload) => void;
  readonly reject: (error: Error) => void;
}

/** Opens one OCPP-J connection. Rejects when the server refuses it (the message carries the HTTP status). */
export function connect(options: ClientOptions): Promise<Client> {
  const { url, identity, password, protocol, timeoutMs = 30_000 } = options;
  const socket = new WebSocket(`${url}/${encodeURIComponent(identity)}`, [protocol], {
    perMessageDeflate: false,
    ...(password === undefined
      ? {}
      : { headers: { authorization: `Basic ${Buffer.from(`${identity}:${password}`).toString('base64')}` } }),
  });
  // OCPP-J 4.1.1: one CALL under way at a time, the others wait here.
  const waiting: Waiting[] = [];
  let current: Waiting | undefined;
  let timer: NodeJS.Timeout | undefined;

  const next = () => {
    current = waiting.shift();
    if (!current) return;
    const sent = current;
    timer = setTimeout(() => {
      sent.reject(new Error('no answer in time'));
      next();
    }, timeoutMs);
    socket.send(sent.text);
  };
  const settle = (id: unknown, how: (call: Waiting) => void) => {
    if (!current || current.id !== id) return;
    const done = current;
    clearTimeout(timer);
    next();
    how(done);
  };
  const serve = async (id: string, action: string, payload: Payload) => {
    const answer = await options.onCall(action, payload);
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(
      JSON.stringify(
        answer === undefined
          ? [4, id, 'NotImplemented', 'this simulated station does not know it', {}]
          : [3, id, answer],
      ),
    );
  };

  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString()) as [number, string, ...unknown[]];
    if (frame[0] === 3) settle(frame[1], (call) => call.resolve(frame[2] as Payload));
    else if (frame[0] === 4) settle(frame[1], (call) => call.reject(new CallError(String(frame[2]), String(frame[3]))));
    else if (frame[0] === 2) void serve(frame[1], String(frame[2]), frame[3] as Payload);
  });
  socket.on('close', (code, reason) => {
    clearTimeout(timer);
    const gone = new Error(`connection closed (${code})`);
    current?.reject(gone);
    for (const call of waiting.splice(0)) call.reject(gone);
    current = undefined;
    options.onClose?.(code, reason.toString());
  });

  const client: Client = {
    protocol,
    socket,
    call: (action, payload, id = randomUUID()) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) {
          reject(new Error('not connected'));
          return;
        }
        waiting.push({ id, text: JSON.stringify([2, id, action, payload]), resolve, reject });
        if (!current) next();
      }),
    raw: (text) => socket.send(text),
    close: (code = 1000, reason = '') => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
  // Not ws's own handshakeTimeout: it throws where nobody can catch it when a handshake breaks off in just that moment.
  const late = setTimeout(() => socket.terminate(), timeoutMs);
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      clearTimeout(late);
      resolve(client);
    });
    socket.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
  });
}
