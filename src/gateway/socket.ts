import type { Command, CommandAnswer } from '../domain/commands.ts';
import { type Claimant, takeoverWindowMs } from '../domain/connection.ts';
import type { Ending, Link, Protocol, Seat, StationKey } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import type { Instant } from '../lib/time.ts';
import type { OcppVersion, OutgoingCommand } from '../ocpp/table.ts';
import { type CallChannel, Calls } from './calls.ts';
import type { GatewayContext } from './context.ts';
import { countOne } from './counters.ts';
import { byUs, closeReason, countedCode, isSendable, type Parting } from './endings.ts';
import { type Arrival, arrive, processArrival } from './inbound.ts';
import type { Held } from './limits.ts';
import type { Pingable } from './pings.ts';
import { Throttle } from './throttle.ts';
import type { StationWebSocket } from './web-socket.ts';

/** What the handshake established. */
export interface Handshake extends Claimant {
  readonly key: StationKey;
  readonly connectionId: string;
  readonly version: OcppVersion;
  readonly tls?: string;
}

/** A holder that sends so much while its place is contested is alive without a word. */
const contestedQueue = 1000;

/** A station that was refused tries again within this. */
const letInMs = 10 * 60_000;

/** `closed` settles when the desk has noted the end. */
export type OnEnd = (socket: StationSocket, closed: Promise<void>) => void;

export type Life = 'new' | 'contending' | 'opening' | 'open' | 'ended';

/**
 * One connection of one station: its life, what is read from it and when, its pings, and the link the desk speaks
 * through. Small, because a node holds tens of thousands: no timer, map or closure until one is needed.
 */
export class StationSocket implements Link, CallChannel, Pingable, Held {
  readonly context: GatewayContext;
  readonly version: OcppVersion;
  readonly key: StationKey;
  readonly connectionId: string;
  readonly claimant: Claimant;
  readonly tls: string | undefined;
  readonly ws: StationWebSocket;
  readonly throttle: Throttle;
  seat: Seat | undefined = undefined;
  /** While the desk prepares its seat: settles when the seat is taken, or given back because the connection ended. */
  opening: Promise<void> | undefined = undefined;
  life: Life = 'new';
  slot: Set<Pingable> | undefined = undefined;
  /** Called once when the connection ends; the registry frees the station's place. */
  readonly onEnd: OnEnd;

  /** Hears the answers to challenges while its place is contested; undefined word: it lives, no word needed. */
  onProof: ((word: string | undefined) => void) | undefined = undefined;

  /** Whom a person lets in instead of it, and who hears of that while its place is contested. */
  yieldsTo: { readonly address: string; readonly until: number } | undefined = undefined;
  onYield: (() => void) | undefined = undefined;

  /** Calls that arrived and wait; undefined while none do. */
  queue: Arrival[] | undefined = undefined;
  /** The one being decided and committed. */
  current: Arrival | undefined = undefined;
  /** The answer to the call before, kept only while others wait: one of them may be its repetition. */
  previous: { readonly id: string; readonly text: string; readonly answer: string } | undefined = undefined;
  calls: Calls | undefined = undefined;

  received = 0;
  sent = 0;
  bytes = 0;
  lastAction: string | undefined = undefined;
  /** The connection whose place it took. */
  replacing: string | undefined = undefined;
  /** Takeovers of this station's place within the last minute. */
  takeovers = 0;
  takeoversSince = 0;
  badFrames = 0;
  badFramesSince = 0;

  #ending: Parting | undefined = undefined;
  #paused = false;
  /** While its place is contested the holder is read even under pressure, or it could not prove that it lives. */
  #contested = false;
  /** The code to leave with once the message in hand is answered; undefined: it stays. */
  #retiring: 1001 | 1012 | undefined = undefined;
  #heard = true;
  #missed = 0;
  #pingAt = 0;

  constructor(context: GatewayContext, handshake: Handshake, ws: StationWebSocket, onEnd: OnEnd) {
    this.context = context;
    this.version = handshake.version;
    this.key = handshake.key;
    this.connectionId = handshake.connectionId;
    this.claimant = handshake;
    this.tls = handshake.tls;
    this.ws = ws;
    this.onEnd = onEnd;
    this.throttle = new Throttle(context.clock, context.settings);
    ws.owner = this;
  }

  // The life of the connection ------------------------------------------------------------------------------------

  get ended(): boolean {
    return this.#ending !== undefined;
  }

  enter(life: Life): void {
    const { connections } = this.context.counters;
    if (this.life !== 'new' && this.life !== 'ended') connections[this.life]--;
    this.life = life;
    if (life !== 'new' && life !== 'ended') connections[life]++;
  }

  /** The desk gave it its seat: from here on it is read and pinged. */
  seated(seat: Seat): void {
    this.seat = seat;
    this.enter('open');
    this.context.counters.accepted++;
    this.context.pings.add(this, this.claimant.address);
    // What the desk asked for while it prepared the seat.
    this.calls?.begin();
    this.pump();
  }

  /** Ends it for good, once: whatever comes from this socket later changes nothing (C-05). */
  end(parting: Parting, how: 'close' | 'terminate' | 'gone', words: string = parting.reason): void {
    if (this.#ending !== undefined) return;
    this.#ending = parting;
    const { counters, pings, holds } = this.context;
    pings.remove(this);
    holds.remove(this);
    this.enter('ended');
    countOne(counters.ended, countedCode(parting.code));
    this.calls?.end(parting.reason === 'replaced' ? 'connection replaced' : 'The connection to the station ended');
    this.queue = this.previous = undefined;
    this.onEnd(this, this.seat === undefined ? (this.opening ?? Promise.resolve()) : this.leave(this.seat));
    if (how === 'terminate') this.ws.terminate();
    else if (how === 'close') {
      this.ws.close(Number(parting.code), closeReason(words));
      // A paused socket would not see the other side's close frame.
      this.ws.resume();
    }
  }

  /** Tells the desk how it ended. */
  leave(seat: Seat): Promise<void> {
    const { code, side, reason } = this.#ending ?? byUs(1011, 'internal');
    const ending: Ending = {
      code,
      side,
      reason,
      received: this.received,
      sent: this.sent,
      bytes: this.bytes,
      at: this.context.clock.now(),
      ...(this.lastAction === undefined ? {} : { lastAction: this.lastAction }),
    };
    return seat.close(ending).catch((error: unknown) => {
      this.context.log.error(
        { err: error, connection: this.connectionId },
        'the end of a connection could not be noted',
      );
    });
  }

  /** Ends it with 1012 (or 1001) as soon as the message in hand is answered. */
  retire(code: 1001 | 1012): void {
    if (this.#retiring !== undefined || this.ended) return;
    this.#retiring = code;
    this.pump();
  }

  // Reading and holding back --------------------------------------------------------------------------------------

  /** Something came over the wire. Never throws. */
  receive(data: Buffer, isBinary: boolean): void {
    if (this.ended) return;
    try {
      const at = this.alive();
      this.received++;
      this.bytes += data.length;
      arrive(this, data, isBinary, at);
    } catch (error) {
      this.crashed(error);
    }
  }

  /** A bug at the socket itself: this connection ends, the others do not notice (F-09). */
  crashed(error: unknown): void {
    this.context.counters.crashed++;
    this.context.log.error({ err: error, connection: this.connectionId }, 'a connection failed');
    this.end(byUs(1011, 'internal'), 'close');
  }

  /** Takes the next waiting frames in hand, as far as its rate and the desk allow. */
  pump(): void {
    while (this.queue !== undefined && this.ready()) {
      if (!this.throttle.take()) {
        this.context.holds.add(this);
        break;
      }
      const arrival = this.queue.shift()!;
      if (this.queue.length === 0) this.queue = undefined;
      processArrival(this, arrival);
    }
    if (this.#retiring !== undefined && this.current === undefined)
      this.end(byUs(this.#retiring, 'drain'), 'close', 'The server restarts');
    else this.regulate();
  }

  /** May a frame be taken in hand now? */
  ready(): boolean {
    if (this.current !== undefined || this.seat === undefined || this.ended || this.#retiring !== undefined)
      return false;
    return !this.throttle.onHold;
  }

  /** The desk cannot take more: wait a moment before the next frame. */
  holdFor(ms: number): void {
    this.throttle.holdFor(ms);
    this.context.holds.add(this);
  }

  /** Reads from the socket or lets it be (back-pressure): what is not read stays with the station. */
  regulate(): void {
    if (this.ended) return;
    const { settings, desk, holds } = this.context;
    const waiting = this.queue?.length ?? 0;
    const full = waiting > settings.maxWaitingFrames;
    const pressed = (desk.pressure ?? 0) > (this.#paused ? settings.pressureLow : settings.pressureHigh);
    if (full && this.throttle.floods()) {
      this.end(byUs(1008, 'rate'), 'close');
      return;
    }
    if (this.#contested && waiting > contestedQueue) this.onProof?.(undefined);
    const pause = this.#contested
      ? waiting > contestedQueue
      : full || pressed || this.throttle.onHold || this.#retiring !== undefined;
    if (pressed && this.seat !== undefined) holds.add(this);
    if (pause === this.#paused) return;
    this.#paused = pause;
    if (pause) {
      this.#countHold(pressed);
      this.ws.pause();
    } else {
      // What did not arrive because we did not read is not the station's silence.
      this.#heard = true;
      this.ws.resume();
    }
  }

  wake(): boolean {
    if (this.ended) return false;
    this.pump();
    const pressed =
      this.seat !== undefined && this.#paused && (this.context.desk.pressure ?? 0) > this.context.settings.pressureLow;
    return !this.ended && (pressed || this.throttle.onHold || (this.queue !== undefined && this.current === undefined));
  }

  #countHold(pressed: boolean): void {
    const { held } = this.context.counters;
    if (pressed) held.pressure++;
    else if (this.throttle.onHold) held.queueFull++;
    else if (this.throttle.exhausted) held.rate++;
  }

  // Signs of life -------------------------------------------------------------------------------------------------

  alive(): Instant {
    const at = this.context.clock.now();
    this.#heard = true;
    this.seat?.alive(at);
    return at;
  }

  ping(): void {
    if (this.#heard || this.#paused) this.#missed = 0;
    else if (++this.#missed >= this.context.settings.missedPings) {
      this.end({ code: '1006', side: 'broker', reason: 'pingTimeout' }, 'terminate');
      return;
    }
    this.#heard = false;
    this.#pingAt = this.context.clock.monotonic();
    this.ws.ping();
  }

  ponged(data: Buffer): void {
    if (this.ended) return;
    this.alive();
    if (data.length > 0) this.onProof?.(data.toString('latin1'));
    if (data.length === 0 && this.#pingAt > 0) {
      this.seat?.roundTrip(this.context.clock.monotonic() - this.#pingAt);
      this.#pingAt = 0;
    }
  }

  /** Asks for a proof of life that nothing sent earlier can give: only the pong with this word counts. */
  challenge(word: string): void {
    this.#contested = true;
    this.regulate();
    this.ws.ping(word);
  }

  unchallenge(): void {
    this.#contested = false;
    this.onProof = this.onYield = undefined;
    this.regulate();
  }

  /** Remembers whose place it took, and inherits how often that changed hands. */
  takeOverFrom(old: StationSocket): void {
    const now = this.context.clock.monotonic();
    this.replacing = old.connectionId;
    const fresh = old.takeovers > 0 && now - old.takeoversSince < takeoverWindowMs;
    this.takeovers = (fresh ? old.takeovers : 0) + 1;
    this.takeoversSince = fresh ? old.takeoversSince : now;
  }

  inherit(takeovers: number): void {
    if (takeovers === 0) return;
    this.takeovers = takeovers;
    this.takeoversSince = this.context.clock.monotonic();
  }

  recentTakeovers(): number {
    return this.context.clock.monotonic() - this.takeoversSince < takeoverWindowMs ? this.takeovers : 0;
  }

  // Sending -------------------------------------------------------------------------------------------------------

  /** False when the connection is no more. A station that does not read what is sent to it is let go (W-20). */
  transmit(text: string): boolean {
    if (this.ended) return false;
    this.sent++;
    this.bytes += text.length;
    this.ws.send(text);
    this.#dropIfSlow();
    return true;
  }

  pong(data: Buffer): void {
    if (this.ended) return;
    this.alive();
    this.ws.pong(data);
    this.#dropIfSlow();
  }

  #dropIfSlow(): void {
    if (this.ws.bufferedAmount > this.context.settings.maxBufferedBytes) {
      this.end({ code: '1006', side: 'broker', reason: 'slowConsumer' }, 'terminate');
    }
  }

  // The link the desk speaks through ------------------------------------------------------------------------------

  get protocol(): Protocol {
    return this.version.protocol;
  }

  unsupported(command: Command): string | undefined {
    const entry = this.version.commands[command.kind] as OutgoingCommand | { readonly unsupported: string };
    return 'unsupported' in entry ? entry.unsupported : this.version.unsupported(command);
  }

  send(command: Command, deadline: Instant, onLate?: (answer: CommandAnswer) => void): Promise<CommandAnswer> {
    if (this.ended) return Promise.reject(new Failure('station.offline', 'The connection to the station ended'));
    const reason = this.unsupported(command);
    if (reason !== undefined) return Promise.reject(new Failure('command.unsupported', reason));
    this.calls ??= new Calls(this);
    return this.calls.send(command, deadline, onLate);
  }

  close(code: number, reason: string): void {
    const sendable = isSendable(code) ? code : 1008;
    this.end({ code: String(sendable), side: 'broker', reason }, 'close');
  }

  letIn(address: string): void {
    this.yieldsTo = { address, until: this.context.clock.monotonic() + letInMs };
    this.onYield?.();
  }

  /** Did a person say that a connection from there is the right one (C-03)? */
  yields({ address }: Claimant): boolean {
    const { yieldsTo } = this;
    return yieldsTo?.address === address && this.context.clock.monotonic() < yieldsTo.until;
  }
}
