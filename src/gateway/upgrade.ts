import { createHmac, randomBytes } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Admission, ConnectionAttempt } from '../domain/ports.ts';
import type { OcppVersion } from '../ocpp/table.ts';
import type { StationServers } from './compression.ts';
import type { GatewayContext } from './context.ts';
import { countOne } from './counters.ts';
import {
  chooseVersion,
  type Endpoint,
  type Peer,
  parseCredentials,
  parseEndpoint,
  peerOf,
  proxies,
} from './endpoint.ts';
import { Entrance } from './entrance.ts';
import { AttemptLimiter } from './limits.ts';
import type { Registry } from './registry.ts';
import { type Handshake, StationSocket } from './socket.ts';
import { within } from './within.ts';

type RefusalStatus = 401 | 404 | 429 | 503;
type Refusal = Admission & { readonly admitted: false };

/** One request to be let in, on its way through the door. */
interface Visit {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly peer: Peer;
  readonly attempt: ConnectionAttempt;
}

/** Attempts of one address over its limit that are looked at side by side. */
const suspectsAtOnce = 4;

/** The handshake: who are you, may you come in, which version do we speak. Refusals are HTTP answers, never 101 and then a close (S-02). */
export class Doorkeeper {
  readonly #context: GatewayContext;
  readonly #versions: ReadonlyMap<string, OcppVersion>;
  readonly #registry: Registry;
  readonly #servers: StationServers;
  readonly #byStation: AttemptLimiter;
  readonly #byAddress: AttemptLimiter;
  /** How many attempts of an address over its limit are being decided. */
  readonly #suspects = new Map<string, number>();
  readonly #isProxy: (address: string) => boolean;
  readonly #entrance: Entrance;
  readonly #markKey: Buffer;
  #admitting = 0;
  #closed = false;

  constructor(
    context: GatewayContext,
    versions: ReadonlyMap<string, OcppVersion>,
    registry: Registry,
    servers: StationServers,
  ) {
    this.#context = context;
    this.#versions = versions;
    this.#registry = registry;
    this.#servers = servers;
    this.#markKey = context.settings.markKey ?? randomBytes(16);
    this.#isProxy = proxies(context.settings.trustForwarded);
    this.#entrance = new Entrance(context.clock, context.settings);
    this.#byStation = new AttemptLimiter(context.settings.badAttemptsPerStation);
    this.#byAddress = new AttemptLimiter(context.settings.badAttemptsPerAddress);
  }

  close(): void {
    this.#closed = true;
    this.#entrance.stop();
  }

  /** How many stations wait to be let in, 0 none to 1 as many as may. */
  get load(): number {
    return this.#entrance.load;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const peer = peerOf(request, this.#isProxy, this.#context.settings.certificateHeader);
    const endpoint = this.#endpoint(request, peer);
    if (typeof endpoint === 'number') {
      answer(socket, endpoint);
    } else if (!isHandshake(request)) {
      // What is no WebSocket handshake at all is refused by ws itself; it must not reach the desk.
      this.#servers.of(request).handleUpgrade(request, socket, head, (ws) => ws.terminate());
    } else {
      const visit: Visit = { request, socket, head, peer, attempt: this.#attempt(request, endpoint, peer) };
      const version = chooseVersion(request.headers['sec-websocket-protocol'], this.#versions);
      if (version === undefined) this.#turnAway(visit);
      else this.#welcome(visit, version);
    }
  }

  /** Its turn comes now or a little later; never is a station refused as unknown because many come at once (F-06). */
  #welcome(visit: Visit, version: OcppVersion): void {
    const { socket, attempt } = visit;
    const { log, counters } = this.#context;
    socket.on('error', ignore);
    const taken = this.#entrance.take(() => {
      socket.off('error', ignore);
      if (socket.destroyed) return;
      this.#admit(visit, version).catch((error: unknown) => {
        log.error({ err: error, identity: attempt.identity }, 'a handshake failed');
        socket.destroy();
      });
    });
    if (taken) return;
    counters.overloaded++;
    answer(socket, 503);
  }

  #endpoint(request: IncomingMessage, peer: Peer): Endpoint | RefusalStatus {
    const { settings, counters, clock, crowded } = this.#context;
    if (this.#closed) return 503;
    const endpoint = parseEndpoint(request.url ?? '');
    if (endpoint === undefined) return 404;
    if (endpoint === 'invalid') {
      countOne(counters.authFailures, 'identity.mismatch');
      return this.#byAddress.note(peer.address, clock.monotonic()) ? 429 : 401;
    }
    if (this.#admitting < settings.maxAdmitting && !crowded()) return endpoint;
    counters.overloaded++;
    return 503;
  }

  #attempt(request: IncomingMessage, endpoint: Endpoint, peer: Peer): ConnectionAttempt {
    const { clock, newId } = this.#context;
    const { address, secure, certificate } = peer;
    const at = clock.now();
    const credentials = parseCredentials(request.headers.authorization);
    return {
      ...endpoint,
      connectionId: newId(at),
      address,
      secure,
      at,
      ...(credentials && { credentials }),
      ...(certificate && { certificate }),
    };
  }

  /** OCPP-J 1.6 section 3.2, 2.1 Part 4 section 3.3: without a common version the handshake is completed and closed, and nothing is made of it (S-03). */
  #turnAway({ request, socket, head, attempt }: Visit): void {
    const { desk, counters } = this.#context;
    const offered = request.headers['sec-websocket-protocol']?.slice(0, 100);
    if (this.#note(attempt)) {
      this.#refuse(socket, attempt, { admitted: false, cause: 'rate.exceeded', httpStatus: 429 }, offered);
      return;
    }
    countOne(counters.authFailures, 'protocol.unknown');
    desk.refused(undefined, attempt, 'protocol.unknown', offered);
    delete request.headers['sec-websocket-protocol'];
    this.#servers.of(request).handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      ws.close(1002, 'no common OCPP version');
    });
  }

  async #admit(visit: Visit, version: OcppVersion): Promise<void> {
    const { socket, attempt } = visit;
    const { address } = attempt;
    const now = this.#context.clock.monotonic();
    const suspect = this.#byAddress.isOver(address, now) || this.#byStation.isOver(stationAt(attempt), now);
    // A correct password is always let through, so it must be looked at; but guessing side by side is not served.
    const looking = this.#suspects.get(address) ?? 0;
    if (suspect && looking >= suspectsAtOnce) {
      this.#refuse(socket, attempt, { admitted: false, cause: 'rate.exceeded', httpStatus: 429 });
      return;
    }
    if (suspect) this.#suspects.set(address, looking + 1);
    this.#admitting++;
    socket.on('error', ignore);
    const admission = await this.#ask(attempt);
    socket.off('error', ignore);
    this.#admitting--;
    if (suspect) this.#forget(address);
    if (admission === undefined || this.#closed) answer(socket, 503);
    else if (admission.admitted && !this.#registry.hasRoom(admission.key)) {
      const { key } = admission;
      this.#refuse(socket, attempt, { admitted: false, cause: 'connections.full', httpStatus: 503, key });
    } else if (admission.admitted) this.#letIn(visit, admission, version);
    else {
      // A station that is kept out has shown who it is: that is no guess.
      const guess = admission.httpStatus !== 503 && admission.cause !== 'station.blocked';
      const over = guess && this.#note(attempt);
      this.#refuse(socket, attempt, over ? { ...admission, httpStatus: 429, cause: 'rate.exceeded' } : admission);
    }
  }

  async #ask(attempt: ConnectionAttempt): Promise<Admission | undefined> {
    const { desk, log, settings, counters } = this.#context;
    try {
      return await within(desk.admit(attempt), settings.deskTimeoutMs, 'Admission');
    } catch (error) {
      log.warn({ err: error, identity: attempt.identity }, 'a station could not be admitted');
      counters.overloaded++;
      return undefined;
    }
  }

  #letIn(visit: Visit, admission: Admission & { readonly admitted: true }, version: OcppVersion): void {
    const { request, socket, head, attempt, peer } = visit;
    // Chosen already, in the station's order of preference; ws would refuse a header with a double or an empty entry.
    request.headers['sec-websocket-protocol'] = version.protocol;
    this.#servers.of(request, version).handleUpgrade(request, socket, head, (ws) => {
      const { key, securityProfile, proven, proof } = admission;
      const { connectionId, address } = attempt;
      const credential = this.#mark(attempt);
      const handshake: Handshake = {
        key,
        connectionId,
        version,
        address,
        securityProfile,
        ...(credential !== undefined && { credential }),
        ...(proven !== undefined && { proven }),
        ...(proof !== undefined && { proof }),
        ...(peer.tls !== undefined && { tls: peer.tls }),
      };
      this.#registry.claim(new StationSocket(this.#context, handshake, ws, this.#registry.ended), attempt);
    });
  }

  /** Equal for equal credentials, worth nothing to whoever reads our memory. */
  #mark({ credentials, certificate }: ConnectionAttempt): number | undefined {
    const secret = certificate?.[0] ?? (credentials && `${credentials.user}:${credentials.password}`);
    if (secret === undefined) return undefined;
    const hmac = createHmac('sha256', this.#markKey).update(secret);
    return hmac.digest().readUIntBE(0, 6);
  }

  #refuse(socket: Duplex, attempt: ConnectionAttempt, refusal: Refusal, offered?: string): void {
    countOne(this.#context.counters.authFailures, refusal.cause);
    this.#context.desk.refused(refusal.key, attempt, refusal.cause, offered);
    answer(socket, refusal.httpStatus, refusal.retryAfterSeconds);
  }

  /** Notes a refused attempt; true when its address, or the identity there, is over the limit. */
  #note(attempt: ConnectionAttempt): boolean {
    const now = this.#context.clock.monotonic();
    const address = this.#byAddress.note(attempt.address, now);
    return this.#byStation.note(stationAt(attempt), now) || address;
  }

  #forget(address: string): void {
    const left = (this.#suspects.get(address) ?? 1) - 1;
    if (left > 0) this.#suspects.set(address, left);
    else this.#suspects.delete(address);
  }
}

const stationAt = (attempt: ConnectionAttempt): string =>
  `${attempt.operator ?? ''}/${attempt.identity} ${attempt.address}`;

const keyPattern = /^[+/0-9A-Za-z]{22}==$/;

function isHandshake({ method, headers }: IncomingMessage): boolean {
  const version = headers['sec-websocket-version'];
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return false;
  return keyPattern.test(headers['sec-websocket-key'] ?? '') && (version === '13' || version === '8');
}

const ignore = (): void => undefined;

/** An HTTP answer on a socket that asked for an upgrade, and the end of it. */
function answer(socket: Duplex, status: RefusalStatus, retryAfterSeconds?: number): void {
  if (socket.destroyed) return;
  socket.on('error', ignore);
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${extraHeader(status, retryAfterSeconds)}\r\n`,
  );
}

function extraHeader(status: RefusalStatus, retryAfterSeconds = status === 429 ? 60 : comeBackIn()): string {
  if (status === 401) return 'WWW-Authenticate: Basic realm="OCPP", charset="UTF-8"\r\n';
  if (status === 404) return '';
  return `Retry-After: ${retryAfterSeconds}\r\n`;
}

/** Seconds; spread, or all who were turned away together would come back together. */
const comeBackIn = (): number => 5 + Math.floor(Math.random() * 25);
