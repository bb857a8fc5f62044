import { applyAll } from '../domain/apply.ts';
import { differsFromCertificate, serialDiffers, subjectOf } from '../domain/certificate.ts';
import type { EndingReason } from '../domain/connection.ts';
import { type DecidedFact, decide } from '../domain/decide.ts';
import type { Fact } from '../domain/facts.ts';
import { isLate } from '../domain/late.ts';
import type { StationMessage } from '../domain/message.ts';
import { needs } from '../domain/needs.ts';
import { asksOutside, keptAnswer } from '../domain/plug-and-charge.ts';
import type { Frame, IncomingExchange, Link, Lookups, Parcel, StationKey } from '../domain/ports.ts';
import { errorBySecurityEvent } from '../domain/security.ts';
import type { StationState } from '../domain/state.ts';
import { isHeard } from '../domain/station.ts';
import { normalCard } from '../domain/token.ts';
import { Failure, isFailure } from '../lib/errors.ts';
import type { Instant } from '../lib/time.ts';
import { rowsOf } from '../storage/projections.ts';
import { cleaned } from '../storage/text.ts';
import type { StationsContext } from './context.ts';
import { patiently } from './patience.ts';

/** Where facts come from: when they arrived, and the frame or the person behind them. */
export interface Origin {
  readonly receivedAt: Instant;
  readonly frameId?: string | undefined;
  readonly userId?: string | undefined;
}

/** A connection that speaks for the station on this node. */
export interface Held {
  readonly connectionId: string;
  readonly link: Link;
  /** It came without a password, or with one that nobody could check. */
  readonly unproven: boolean;
  /** The name in the certificate it came in with. */
  readonly certificateName?: string | undefined;
  /** By the clock that never jumps. */
  readonly since: number;
  /** It was asked to boot. */
  hastened?: true;
  /** Another node has the station by now: nothing that comes over this connection counts any more. */
  lost?: true;
}

const noLookups: Lookups = {};
const ignore = (): void => {};
const known = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);
const nothing: Promise<unknown> = Promise.resolve();
const serialDiffersReason: EndingReason = 'serialDiffers';
/** The station's own row may lag behind its facts by so many; they are folded again when the state is loaded. */
const longestTail = 100;

/**
 * The live station: its state in memory, and every step taken one after the other. A step decides, changes the state, and is
 * over when its facts are durable; when they cannot be made so, the state is thrown away and read anew. A step that failed before it
 * changed anything leaves it as it was.
 */
export class Station {
  readonly key: StationKey;
  readonly #context: StationsContext;
  #state: StationState | undefined;
  /** Something of the step under way is in the state and was not made durable. */
  #unsure = false;
  #rowSeq = 0;
  /** Under which the state in memory is ours (C-07); undefined: nobody else can have it, or it is not loaded. */
  #token: number | undefined;
  /** The run that may be pushed out when the state is loaded next: its node gave no sign of life when it was asked. */
  former: number | undefined;
  /** Settles when every step so far is over. */
  #last: Promise<unknown> = nothing;
  steps = 0;
  held: Held | undefined;
  // Of this process, not of the facts: see storage/live-flush.ts. Numbers from the beginning (NaN: not known), so that the engine
  // changes them in their place: made anew with every ping of every station they are most of what an idle node has to clear away.
  #lastMessageAt = Number.NaN;
  #roundTripMs = Number.NaN;
  /** When it was last heard, by the clock that never jumps. */
  heardSince = Number.NaN;
  idleSince = Number.NaN;
  messages = 0;
  silent = false;

  constructor(key: StationKey, context: StationsContext) {
    this.key = key;
    this.#context = context;
    this.idleSince = context.clock.monotonic();
  }

  get lastMessageAt(): Instant | undefined {
    return known(this.#lastMessageAt);
  }

  set lastMessageAt(at: Instant) {
    this.#lastMessageAt = at;
  }

  get roundTripMs(): number | undefined {
    return known(this.#roundTripMs);
  }

  set roundTripMs(ms: number) {
    this.#roundTripMs = ms;
  }

  /** The state as far as it is in memory. Only to look at. */
  get state(): StationState | undefined {
    return this.#state;
  }

  /** Takes a step after all steps before it. `work` may decide and call `record`; nothing else may. */
  step<T>(work: (state: StationState) => Promise<T>): Promise<T> {
    this.steps++;
    const taken = this.#last.then(() => this.#take(work));
    this.#last = taken.then(ignore, ignore);
    return taken;
  }

  async #take<T>(work: (state: StationState) => Promise<T>): Promise<T> {
    this.#unsure = false;
    try {
      this.#state ??= await this.#load();
      return await work(this.#state);
    } catch (error) {
      if (isFailure(error, 'station.elsewhere')) this.lose();
      throw error;
    } finally {
      if (this.#unsure) this.#state = undefined;
      this.steps--;
      // A promise less for each station that has nothing to do.
      if (this.steps === 0) this.#last = nothing;
      this.idleSince = this.#context.clock.monotonic();
    }
  }

  async #load(): Promise<StationState> {
    // First ours, then read: what a former owner still wrote is in it.
    this.#token = await this.#context.owners?.claim(this.key, this.former);
    this.former = undefined;
    const state = await this.#context.store.load(this.key);
    if (state === undefined) throw new Failure('thing.unknown', 'There is no such station.');
    // The first step brings the row up to date.
    this.#rowSeq = 0;
    return state;
  }

  /**
   * Decides a message, keeps it, and resolves with the answer once it is durable. What many stations bring after days offline must not
   * keep those waiting that charge now (F-06).
   */
  message(exchange: IncomingExchange): Promise<string | undefined> {
    if (isLate(exchange.message, exchange.frame.receivedAt)) return this.#context.late.take(() => this.#hear(exchange));
    return this.#hear(exchange);
  }

  async #hear(exchange: IncomingExchange): Promise<string | undefined> {
    const message = exchange.frame.call.includes('\\u') ? cleaned(exchange.message) : exchange.message;
    const heard = asksOutside(message) ? await this.#hearOutside(message, exchange.frame.id) : noLookups;
    return this.step(async (state) => {
      const { writer, lookups, turns } = this.#context;
      // Before anything is in the state that would have to be thrown away again.
      if (writer.pressure >= 1) throw new Failure('queue.full', 'Too many messages wait for the database.');
      if (message.kind === 'signCertificate') {
        const request = await this.#context.certificates?.examine(subjectOf(state), message.request, message.use);
        return this.#decide(state, exchange, message, request === undefined ? noLookups : { request });
      }
      const wanted = needs(state, message, this.#context.settings.lenientModels);
      if (wanted === undefined) return this.#decide(state, exchange, message, heard);
      const { held } = this;
      const waits = (): boolean => held !== undefined && this.held === held;
      const decided = async () => {
        const found = await patiently(waits, () => lookups.look(this.key, wanted));
        return this.#decide(state, exchange, message, { ...found, ...heard });
      };
      const { operatorId } = this.key;
      const once = wanted.concurrentFor;
      if (once === undefined || !(await patiently(waits, () => lookups.isExclusive(operatorId, once))))
        return decided();
      // The same card at two stations at the same moment: one of them is first.
      return turns.take(`${operatorId}.${normalCard(once)}`, decided);
    });
  }

  /** Others answer when they like: the station's steps do not wait for them. Nobody is asked for a station that is not heard (W-14). */
  async #hearOutside(message: StationMessage, frameId: string): Promise<Lookups> {
    if (!(await this.step(async (state) => isHeard(state, message, this.#context.settings.lenientModels))))
      return noLookups;
    return (await this.#context.plugAndCharge?.look(this.key, message, frameId)) ?? noLookups;
  }

  async #decide(
    state: StationState,
    exchange: IncomingExchange,
    message: StationMessage,
    lookups: Lookups,
  ): Promise<string | undefined> {
    const { frame } = exchange;
    const name = this.held?.certificateName;
    if (message.kind === 'boot' && name !== undefined && differsFromCertificate(state, message, name))
      return this.#refuseBoot(state, exchange.frame, name, message.serial);
    const { settings, load } = this.#context;
    const decision = decide(state, message, {
      now: this.#context.clock.now(),
      receivedAt: frame.receivedAt,
      frameId: frame.id,
      lookups,
      settings: message.kind === 'boot' ? { ...settings, load: load?.() ?? 0 } : settings,
    });
    const { text, errorCode } = exchange.encode(decision.answer);
    const answer = frame.kind === 'send' ? undefined : text;
    const { place, transactionNumber } = decision;
    const kind = keptAnswer(decision.answer);
    const keptText = kind === decision.answer ? answer : exchange.encode(kind).text;
    // One literal with every field: an object is made here for every message, and one put together from parts costs ten times as much.
    const kept: Frame = {
      id: frame.id,
      connectionId: frame.connectionId,
      direction: frame.direction,
      kind: frame.kind,
      receivedAt: frame.receivedAt,
      action: frame.action,
      messageId: frame.messageId,
      call: frame.call,
      answer: keptText,
      malformed: frame.malformed,
      violations: frame.violations,
      errorCode: errorCode ?? frame.errorCode,
      evse: place?.evse ?? frame.evse,
      connector: place?.connector ?? frame.connector,
      weight: Math.max(frame.weight ?? 0, decision.weight) as 0 | 1 | 2,
      outcome: decision.outcome,
      transactionNumber: transactionNumber ?? frame.transactionNumber,
    };
    await this.record(state, decision.facts, { receivedAt: frame.receivedAt, frameId: frame.id }, [kept]);
    const { onAsked } = this.#context;
    if (onAsked !== undefined && decision.facts.some(isAsked))
      onAsked(
        this,
        decision.facts.flatMap(({ body }) => (body.type === 'command.asked' ? [body.commandId] : [])),
      );
    return answer;
  }

  /**
   * A heartbeat while the database is away (F-01): it asks for the time and changes nothing, and a station that hears nothing at all
   * takes us for dead. Its frame is written when the database is back.
   */
  aside({ frame, message, encode }: IncomingExchange): string | undefined {
    const state = this.#state;
    const { writer, clock, settings } = this.#context;
    if (message.kind !== 'heartbeat' || state === undefined || !isHeard(state, message, settings.lenientModels))
      return undefined;
    // The room that is left is for what cannot be asked for again.
    if (writer.pressure > 0.5) return undefined;
    const { text } = encode({ kind: 'heartbeat', now: clock.now() });
    this.messages++;
    this.keep({ ...frame, outcome: 'accepted', answer: text }).catch(ignore);
    return text;
  }

  /** OCPP 2.0.1 B01.FR.12: no answer, the connection is closed. */
  async #refuseBoot(state: StationState, frame: Frame, name: string, serial: string | undefined): Promise<undefined> {
    const { body, at } = serialDiffers(frame.receivedAt, name, serial);
    const raised = errorBySecurityEvent(state, body.event, body.info, at, frame.id);
    const kept: Frame = { ...frame, outcome: 'certificate.identity', weight: 2 };
    await this.record(state, [{ at, body }, ...raised], { receivedAt: frame.receivedAt, frameId: frame.id }, [kept]);
    this.held?.link.close(1008, serialDiffersReason);
    return undefined;
  }

  /**
   * Folds facts into the state and writes them with their frames and rows. Resolves after the commit, with the facts. Only
   * inside a step.
   */
  async record(
    state: StationState,
    decided: readonly DecidedFact[],
    origin: Origin,
    frames: readonly Frame[] = [],
  ): Promise<readonly Fact[]> {
    if (decided.length === 0 && frames.length === 0) return [];
    const facts: Fact[] = [];
    const { suspected } = this.#context;
    for (const { at, body } of decided) {
      if (suspected !== undefined && 'suspect' in body) for (const rule of body.suspect ?? []) suspected(rule);
      facts.push({
        operatorId: this.key.operatorId,
        stationId: this.key.stationId,
        seq: state.seq + facts.length + 1,
        at,
        receivedAt: origin.receivedAt,
        frameId: origin.frameId,
        userId: origin.userId,
        body,
      });
    }
    const before = this.#unsure;
    this.#unsure = true;
    const touched = applyAll(state, facts);
    if (state.seq - this.#rowSeq > longestTail) touched.station = true;
    await this.write({ key: this.key, frames, answers: [], facts, rows: rowsOf(state, touched) });
    this.#unsure = before;
    if (touched.station) this.#rowSeq = state.seq;
    this.#context.bus.publish({ key: this.key, facts, frames });
    return facts;
  }

  /** Frames without meaning need not wait for the steps under way. */
  async write(parcel: Parcel): Promise<void> {
    const token = this.#token;
    // Lost in the middle of a step: what it decided on may be another node's by now, and without a token nothing would refuse it (C-07).
    if (token === undefined && this.#context.owners !== undefined && parcel.facts.length + parcel.rows.length > 0)
      throw new Failure('station.elsewhere', 'Another node holds this station by now.');
    try {
      await this.#context.writer.write(token === undefined ? parcel : { ...parcel, token });
    } catch (error) {
      if (isFailure(error, 'station.elsewhere') && token === this.#token) this.lose();
      throw error;
    }
  }

  /** False while the state is not loaded, or another node was found to have it. */
  get owned(): boolean {
    return this.#token !== undefined;
  }

  /** Gives the station up to whichever node asks for it next; false: it has a connection here. */
  release(): Promise<boolean> {
    return this.step(async () => {
      if (this.held !== undefined) return false;
      await this.#context.owners?.release(this.key);
      this.lose();
      return true;
    });
  }

  /** Another node has taken the station: what we know of it is old, and our connection is not the station's any more. */
  lose(): void {
    this.#state = undefined;
    this.#token = undefined;
    const { held } = this;
    if (held === undefined) return;
    this.held = undefined;
    held.lost = true;
    held.link.close(1008, replaced);
  }

  async keep(frame: Frame): Promise<void> {
    await this.write({ key: this.key, frames: [frame], answers: [], facts: [], rows: [] });
    this.#context.bus.publish({ key: this.key, facts: [], frames: [frame] });
  }

  async answered(frame: Frame, answer: string, answeredAt: Instant, errorCode?: string): Promise<void> {
    const added = {
      frameId: frame.id,
      receivedAt: frame.receivedAt,
      answer,
      answeredAt,
      ...(errorCode !== undefined && { errorCode }),
    };
    await this.write({ key: this.key, frames: [], answers: [added], facts: [], rows: [] });
    const now = { ...frame, answer, ...(errorCode !== undefined && { errorCode }) };
    this.#context.bus.publish({ key: this.key, facts: [], frames: [now] });
  }
}

const isAsked = ({ body }: DecidedFact): boolean => body.type === 'command.asked';
const replaced: EndingReason = 'replaced';
