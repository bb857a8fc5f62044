import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Json } from './console.ts';

/** What a station shows at the door. Behind a proxy that we trust: TLS and its certificate come in headers. */
export interface Shown {
  readonly password?: string;
  readonly user?: string;
  readonly tls?: boolean;
  /** PEM, handed over by the proxy. */
  readonly certificate?: string;
  readonly protocol?: string;
  readonly address?: string;
  readonly onCall?: (action: string, payload: Json) => Json | undefined;
  readonly options?: WebSocket.ClientOptions;
}

export interface SecureStation {
  readonly socket: WebSocket;
  readonly called: { action: string; payload: Json }[];
  /** Answers the calls of these actions that were left without an answer. */
  answer(fits: (action: string) => boolean, reply: (payload: Json) => Json): void;
  /** The answer's payload; a CALLERROR rejects with its code. */
  ask(action: string, payload: Json): Promise<Json>;
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<unknown>;
}

export const certificateHeader = 'x-client-cert';
export const behindProxy = { VOLTYARD_PROXIES: '127.0.0.1', VOLTYARD_CLIENT_CERT_HEADER: certificateHeader };

/** Rejects with `HTTP 401` and the like when it is not let in. */
export async function dial(ocpp: string, identity: string, shown: Shown = {}): Promise<SecureStation> {
  const { password, user = identity, tls = false, certificate, protocol = 'ocpp2.0.1', address } = shown;
  const socket = new WebSocket(`${ocpp}/${encodeURIComponent(identity)}`, [protocol], {
    headers: {
      ...(password === undefined
        ? {}
        : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
      ...(tls || certificate !== undefined ? { 'x-forwarded-proto': 'https' } : {}),
      ...(certificate === undefined ? {} : { [certificateHeader]: encodeURIComponent(certificate) }),
      ...(address === undefined ? {} : { 'x-forwarded-for': address }),
    },
    ...shown.options,
  });
  const waiting = new Map<string, { resolve: (payload: Json) => void; reject: (error: Error) => void }>();
  const called: { action: string; payload: Json }[] = [];
  const unanswered: { id: string; action: string; payload: Json }[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      for (const { reject } of waiting.values()) reject(new Error(`closed ${code}`));
      resolve({ code, reason: reason.toString() });
    });
  });
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString());
    if (frame[0] === 2) {
      called.push({ action: frame[2], payload: frame[3] });
      const answer = shown.onCall?.(frame[2], frame[3]);
      if (answer !== undefined) socket.send(JSON.stringify([3, frame[1], answer]));
      else unanswered.push({ id: frame[1], action: frame[2], payload: frame[3] });
      return;
    }
    const one = waiting.get(frame[1]);
    waiting.delete(frame[1]);
    if (frame[0] === 3) one?.resolve(frame[2]);
    else one?.reject(new Error(String(frame[2])));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
    socket.on('unexpected-response', (request, response) => {
      reject(new Error(`HTTP ${response.statusCode}`));
      request.destroy();
    });
  });
  return {
    socket,
    called,
    answer(fits, reply) {
      for (const { id, action, payload } of unanswered)
        if (fits(action)) socket.send(JSON.stringify([3, id, reply(payload)]));
    },
    ask: (action, payload) =>
      new Promise((resolve, reject) => {
        const id = randomUUID();
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify([2, id, action, payload]));
      }),
    closed,
    close() {
      socket.close(1000);
      return closed;
    },
  };
}

export const bootOf = (protocol: string, serial?: string): Json =>
  protocol === 'ocpp1.6'
    ? { chargePointVendor: 'V', chargePointModel: 'M', ...(serial && { chargePointSerialNumber: serial }) }
    : { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M', ...(serial && { serialNumber: serial }) } };
