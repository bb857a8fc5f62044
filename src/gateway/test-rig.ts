// For the tests of this folder: a gateway on a real port, a desk that remembers everything, and stations on real sockets.
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { RefusalCause } from '../domain/facts.ts';
import type { Answer } from '../domain/message.ts';
import type {
  Admission,
  ConnectionAttempt,
  Desk,
  Ending,
  Frame,
  IncomingExchange,
  Link,
  Opening,
  Seat,
  SickMessage,
  StationKey,
} from '../domain/ports.ts';
import { createIds } from '../lib/ids.ts';
import { createLog } from '../lib/log.ts';
import { type Clock, type Instant, systemClock } from '../lib/time.ts';
import { v16 } from '../ocpp/v16/index.ts';
import { v21 } from '../ocpp/v21/index.ts';
import { v201 } from '../ocpp/v201/index.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { type GatewaySettings, slowHandshakeOptions } from './settings.ts';

export const allVersions = [v16, v201, v21] as const;

export class TestSeat implements Seat {
  readonly desk: TestDesk;
  readonly key: StationKey;
  readonly opening: Opening;
  readonly link: Link;
  readonly frames: Frame[] = [];
  readonly exchanges: IncomingExchange[] = [];
  readonly answers: { frame: Frame; answer: string; errorCode?: string | undefined }[] = [];
  readonly roundTrips: number[] = [];
  ending: Ending | undefined;
  endings = 0;

  constructor(desk: TestDesk, key: StationKey, opening: Opening, link: Link) {
    this.desk = desk;
    this.key = key;
    this.opening = opening;
    this.link = link;
  }
  async message(exchange: IncomingExchange): Promise<string | undefined> {
    this.exchanges.push(exchange);
    this.frames.push(exchange.frame);
    await this.desk.onMessage(exchange);
    const { text } = exchange.encode(answerTo(exchange));
    return exchange.frame.kind === 'send' ? undefined : text;
  }
  aside(exchange: IncomingExchange): string | undefined {
    return exchange.message.kind === 'heartbeat' ? exchange.encode(answerTo(exchange)).text : undefined;
  }
  async keep(frame: Frame): Promise<void> {
    this.frames.push(frame);
    await this.desk.onKeep(frame);
  }
  async answered(frame: Frame, answer: string, _at: Instant, errorCode?: string): Promise<void> {
    this.answers.push({ frame, answer, errorCode });
  }
  alive(): void {}
  roundTrip(ms: number): void {
    this.roundTrips.push(ms);
  }
  async close(ending: Ending): Promise<void> {
    this.ending = ending;
    this.endings++;
    this.desk.log.push(`close ${ending.code}`);
    await this.desk.onClose(ending);
  }
}

function answerTo({ message }: IncomingExchange): Answer {
  const now = Date.now();
  switch (message.kind) {
    case 'boot':
      return { kind: 'boot', status: 'accepted', interval: 300, now };
    case 'heartbeat':
      return { kind: 'heartbeat', now };
    case 'authorize':
      return { kind: 'authorize', authorisation: { status: 'accepted' } };
    case 'transaction':
      return { kind: 'transaction', transactionNumber: 1, authorisation: { status: 'accepted' } };
    case 'dataTransfer':
      return { kind: 'dataTransfer', status: 'accepted' };
    default:
      return { kind: 'plain' };
  }
}

/** Password `secret` for everybody; station ids count up by identity. */
export class TestDesk implements Desk {
  pressure = 0;
  away = false;
  readonly attempts: ConnectionAttempt[] = [];
  readonly refusals: {
    key: StationKey | undefined;
    attempt: ConnectionAttempt;
    cause: RefusalCause;
    protocol?: string | undefined;
  }[] = [];
  readonly seats: TestSeat[] = [];
  readonly sick: SickMessage[] = [];
  readonly log: string[] = [];
  readonly #ids = new Map<string, number>();
  securityProfile = 1;
  admission: (attempt: ConnectionAttempt) => Promise<Admission | undefined> = async () => undefined;
  onMessage: (exchange: IncomingExchange) => Promise<void> = async () => undefined;
  onKeep: (frame: Frame) => Promise<void> = async () => undefined;
  onClose: (ending: Ending) => Promise<void> = async () => undefined;
  onOpen: () => Promise<void> = async () => undefined;

  async admit(attempt: ConnectionAttempt): Promise<Admission> {
    this.attempts.push(attempt);
    const special = await this.admission(attempt);
    if (special !== undefined) return special;
    const key = this.keyOf(attempt.identity);
    const { credentials } = attempt;
    if (credentials === undefined) return { admitted: false, cause: 'password.missing', httpStatus: 401, key };
    if (credentials.user !== attempt.identity)
      return { admitted: false, cause: 'identity.mismatch', httpStatus: 401, key };
    if (credentials.password !== 'secret') return { admitted: false, cause: 'password.wrong', httpStatus: 401, key };
    return { admitted: true, key, adopted: true, securityProfile: this.securityProfile };
  }
  keyOf(identity: string): StationKey {
    if (!this.#ids.has(identity)) this.#ids.set(identity, this.#ids.size + 1);
    return { operatorId: 1, stationId: this.#ids.get(identity)! };
  }
  refused(key: StationKey | undefined, attempt: ConnectionAttempt, cause: RefusalCause, protocol?: string): void {
    this.refusals.push({ key, attempt, cause, protocol });
  }
  quarantine(_key: StationKey, sick: SickMessage): void {
    this.sick.push(sick);
  }
  async open(key: StationKey, opening: Opening, link: Link): Promise<Seat> {
    this.log.push('open');
    await this.onOpen();
    const seat = new TestSeat(this, key, opening, link);
    this.seats.push(seat);
    return seat;
  }
  get seat(): TestSeat {
    return this.seats.at(-1)!;
  }
}

export interface StationOptions {
  readonly protocols?: readonly string[];
  readonly password?: string | null;
  readonly user?: string;
  readonly localAddress?: string;
  readonly autoPong?: boolean;
  readonly headers?: Record<string, string>;
}

/** A station: what came, what is still to come, how it ended. */
export class TestStation {
  readonly ws: WebSocket;
  readonly received: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #wanted: ((text: string) => void)[] = [];
  #taken = 0;

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data) => {
      this.received.push(data.toString());
      this.#wanted.shift()?.(this.received[this.#taken++]!);
    });
    ws.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }
  /** The next frame, parsed. */
  async next(): Promise<unknown[]> {
    if (this.#taken < this.received.length) return JSON.parse(this.received[this.#taken++]!);
    return JSON.parse(await new Promise<string>((resolve) => this.#wanted.push(resolve)));
  }
  /** Sends a text and waits for the next frame. */
  ask(text: string): Promise<unknown[]> {
    this.ws.send(text);
    return this.next();
  }
  heartbeat(id = 'h'): Promise<unknown[]> {
    return this.ask(`[2,"${id}","Heartbeat",{}]`);
  }
}

export class TestRig {
  readonly desk = new TestDesk();
  readonly server: Server;
  readonly gateway: Gateway;
  crowded = false;
  readonly #sockets: WebSocket[] = [];
  readonly #raw: Socket[] = [];

  constructor(settings: Partial<GatewaySettings> = {}, clock: Clock = systemClock) {
    this.server = createServer(slowHandshakeOptions);
    this.gateway = createGateway({
      server: this.server,
      versions: allVersions,
      desk: this.desk,
      clock,
      newId: createIds(),
      log: createLog('silent'),
      settings: { closeTimeoutMs: 500, ...settings },
      crowded: () => this.crowded,
    });
  }
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  dial(path: string, options: StationOptions = {}): WebSocket {
    const {
      protocols = ['ocpp1.6'],
      password = 'secret',
      user = decodeURIComponent(path),
      localAddress,
      autoPong = true,
    } = options;
    const auth =
      password === null ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
    const ws = new WebSocket(`ws://127.0.0.1:${this.port}/ocpp/${path}`, [...protocols], {
      headers: { ...auth, ...options.headers },
      autoPong,
      perMessageDeflate: false,
      maxPayload: 10_000_000,
      ...(localAddress === undefined ? {} : { localAddress }),
    } as WebSocket.ClientOptions);
    this.#sockets.push(ws);
    return ws;
  }
  /** A connected station. */
  async station(path = 'CP1', options: StationOptions = {}): Promise<TestStation> {
    const ws = this.dial(path, options);
    const station = new TestStation(ws);
    await new Promise<void>((resolve, reject) => {
      ws.on('open', () => resolve());
      ws.on('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
      ws.on('error', reject);
    });
    return station;
  }
  /** The HTTP status that a handshake is answered with. */
  async status(path: string, options: StationOptions = {}): Promise<number> {
    const ws = this.dial(path, options);
    return new Promise((resolve) => {
      ws.on('error', () => undefined);
      ws.on('open', () => resolve(101));
      ws.on('unexpected-response', (request, response) => {
        resolve(response.statusCode ?? 0);
        request.destroy();
      });
    });
  }
  /** A TCP connection that has said `text`. */
  raw(text: string | Buffer): Socket {
    const socket = connect(this.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(text);
    this.#raw.push(socket);
    return socket;
  }
  /** A WebSocket on which anything can be written. */
  async rawStation(path = 'CP1', { protocol = 'ocpp1.6', extensions = '' } = {}): Promise<Socket> {
    const auth = Buffer.from(`${path}:secret`).toString('base64');
    const socket = this.raw(
      `GET /ocpp/${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${protocol}\r\n${extensions && `Sec-WebSocket-Extensions: ${extensions}\r\n`}Authorization: Basic ${auth}\r\n\r\n`,
    );
    await new Promise<void>((resolve) => socket.once('data', () => resolve()));
    await until(() =>
      this.desk.seats.some(
        (seat) => seat.key.stationId === this.desk.keyOf(path).stationId && seat.ending === undefined,
      ),
    );
    return socket;
  }
  async stop(): Promise<void> {
    for (const ws of this.#sockets) ws.terminate();
    for (const socket of this.#raw) socket.destroy();
    await this.gateway.stop({ graceMs: 300 });
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Waits until something is so; the test's own time limit ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A masked WebSocket frame as a client must send it. */
export function clientFrame(opcode: number, payload: Buffer | string, { fin = true, mask = true } = {}): Buffer {
  const body = Buffer.from(payload);
  const length =
    body.length < 126 ? Buffer.from([body.length]) : Buffer.from([126, body.length >> 8, body.length & 0xff]);
  if (mask) length[0]! |= 0x80;
  const key = Buffer.from([1, 2, 3, 4]);
  const masked = mask ? Buffer.concat([key, body.map((byte, i) => byte ^ key[i % 4]!)]) : body;
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | opcode]), length, masked]);
}
