import type { Command, CommandAnswer } from '../domain/commands.ts';
import type { Frame, Seat } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import type { Instant } from '../lib/time.ts';
import { maskFrame } from '../ocpp/mask.ts';
import type { OcppVersion, OutgoingCommand } from '../ocpp/table.ts';
import type { GatewayContext } from './context.ts';
import { countMessage } from './counters.ts';
import { callText, resultErrorText, type WireFrame } from './framing.ts';

/** What our calls need of the connection they go over. */
export interface CallChannel {
  readonly context: GatewayContext;
  readonly version: OcppVersion;
  readonly connectionId: string;
  readonly seat: Seat | undefined;
  /** False when the connection is no more. */
  transmit(text: string): boolean;
}

interface Waiting {
  readonly command: Command;
  readonly deadline: Instant;
  readonly resolve: (answer: CommandAnswer) => void;
  readonly reject: (failure: Failure) => void;
  readonly onLate: ((answer: CommandAnswer) => void) | undefined;
  readonly timer: NodeJS.Timeout;
}

interface InFlight extends Waiting {
  readonly frame: Frame;
  /** When it left, by the clock that never jumps. */
  readonly since: number;
}

/** So many ids of calls that timed out are remembered, to know a late answer from an unsolicited one. */
const rememberedIds = 16;

/**
 * Our calls to one station: one in flight (OCPP-J section 4.1.1), the others wait in a bounded queue, each with its own
 * deadline. Made when the first command comes: an idle connection has none.
 */
export class Calls {
  readonly #channel: CallChannel;
  readonly #queue: Waiting[] = [];
  readonly #timedOut = new Map<string, InFlight>();
  #inFlight: InFlight | undefined;
  /** The one whose frame is being stored, not yet sent. */
  #storing: Waiting | undefined;
  #ended: string | undefined;

  constructor(channel: CallChannel) {
    this.#channel = channel;
  }

  get idle(): boolean {
    return this.#inFlight === undefined && this.#storing === undefined && this.#queue.length === 0;
  }

  send(command: Command, deadline: Instant, onLate?: (answer: CommandAnswer) => void): Promise<CommandAnswer> {
    const { clock, settings } = this.#channel.context;
    if (this.#ended !== undefined) return Promise.reject(offline(this.#ended));
    if (this.#queue.length >= settings.commandQueue) {
      return Promise.reject(new Failure('queue.full', 'Too many commands wait for this station already'));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#expire(waiting), Math.min(Math.max(0, deadline - clock.now()), 2 ** 31 - 1));
      const waiting: Waiting = { command, deadline, resolve, reject, onLate, timer };
      this.#queue.push(waiting);
      this.#next();
    });
  }

  /** The channel got its seat: what was given before can leave. */
  begin(): void {
    this.#next();
  }

  /** Does this id belong to the call in flight? */
  awaits(id: string | undefined): boolean {
    return id !== undefined && this.#inFlight?.frame.messageId === id;
  }

  /** The action of a call whose time had passed when its answer came; each is told once, to who asked as well. */
  late(wire: WireFrame): string | undefined {
    const call = wire.id === undefined ? undefined : this.#timedOut.get(wire.id);
    if (call === undefined) return undefined;
    this.#timedOut.delete(wire.id!);
    if (call.onLate !== undefined) call.onLate(this.#read(call, wire));
    return call.frame.action;
  }

  /** The station's answer to the call in flight: the call is over from here on, whatever else arrives (W-12). */
  answered(wire: WireFrame, text: string, at: Instant): void {
    const call = this.#inFlight;
    if (call === undefined) return;
    this.#inFlight = undefined;
    clearTimeout(call.timer);
    const { counters, log, observe, clock } = this.#channel.context;
    const { protocol } = this.#channel.version;
    counters.inFlight--;
    countMessage(counters, 'out', call.frame.action!, protocol, wire.form === 'error' ? 'error' : 'result');
    observe.answered(protocol, (clock.monotonic() - call.since) / 1000);
    const answer = this.#read(call, wire);
    counters.commands[answer.outcome === 'failed' ? 'refused' : 'answered']++;
    const errorCode = answer.outcome === 'failed' || wire.form === 'error' ? answer.status : undefined;
    // The station did what it said whether or not the words could be kept: the command learns of it either way.
    this.#channel.seat?.answered(call.frame, text, at, errorCode).then(
      () => call.resolve(answer),
      (error: unknown) => {
        log.error(
          { err: error, connection: this.#channel.connectionId, action: call.frame.action },
          'the answer of a station could not be kept',
        );
        call.resolve(answer);
      },
    );
    this.#next();
  }

  /** The connection is no more: nothing of this will be answered. */
  end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    const { counters } = this.#channel.context;
    if (this.#inFlight !== undefined) this.#unanswered(this.#inFlight);
    const left = [this.#inFlight, this.#storing, ...this.#queue];
    this.#inFlight = this.#storing = undefined;
    this.#queue.length = 0;
    for (const waiting of left) {
      if (waiting === undefined) continue;
      clearTimeout(waiting.timer);
      counters.commands.lost++;
      waiting.reject(offline(reason));
    }
  }

  #next(): void {
    const { seat, version } = this.#channel;
    if (this.#inFlight !== undefined || this.#storing !== undefined || seat === undefined) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) return;
    const entry = version.commands[waiting.command.kind] as OutgoingCommand | { readonly unsupported: string };
    if ('unsupported' in entry) {
      this.#fail(waiting, new Failure('command.unsupported', entry.unsupported));
      return;
    }
    const written = this.#frame(entry, waiting);
    if (written === undefined) return;
    const { frame, text } = written;
    this.#storing = waiting;
    // Stored before it is sent: an answer can never arrive for a call we do not know.
    seat.keep(frame).then(
      () => this.#launch(waiting, frame, text),
      (error: unknown) => {
        if (this.#storing !== waiting) return;
        this.#storing = undefined;
        this.#fail(
          waiting,
          error instanceof Failure
            ? error
            : new Failure('database.away', 'The command could not be stored, it was not sent', { cause: error }),
        );
      },
    );
  }

  /** The text for the station, and what is stored of it: the same without its secrets (S-13; OCPP 2.0.1 A01.FR.09). */
  #frame(entry: OutgoingCommand, waiting: Waiting): { readonly frame: Frame; readonly text: string } | undefined {
    const { connectionId, context } = this.#channel;
    try {
      const { action, payload } = entry.write(waiting.command);
      const now = context.clock.now();
      const messageId = context.newId(now);
      const text = callText(messageId, action, payload);
      const frame: Frame = {
        id: context.newId(now),
        connectionId,
        direction: 'out',
        kind: 'call',
        receivedAt: now,
        action,
        messageId,
        call: maskFrame(text),
      };
      return { frame, text };
    } catch (error) {
      context.log.error(
        { err: error, connection: connectionId, command: waiting.command.kind },
        'a command could not be written',
      );
      context.counters.crashed++;
      this.#fail(
        waiting,
        new Failure('value.refused', 'The command could not be put into words of this OCPP version', { cause: error }),
      );
      return undefined;
    }
  }

  #launch(waiting: Waiting, frame: Frame, text: string): void {
    if (this.#storing !== waiting) return;
    this.#storing = undefined;
    const { counters, clock } = this.#channel.context;
    this.#inFlight = { ...waiting, frame, since: clock.monotonic() };
    counters.inFlight++;
    counters.messages.out.call++;
    this.#channel.transmit(text);
  }

  #fail(waiting: Waiting, failure: Failure): void {
    clearTimeout(waiting.timer);
    waiting.reject(failure);
    this.#next();
  }

  #expire(waiting: Waiting): void {
    const { counters } = this.#channel.context;
    counters.commands.timedOut++;
    const call = this.#inFlight;
    if (call?.timer === waiting.timer) {
      this.#inFlight = undefined;
      this.#unanswered(call);
      if (this.#timedOut.size >= rememberedIds) this.#timedOut.delete(this.#timedOut.keys().next().value!);
      this.#timedOut.set(call.frame.messageId!, call);
      waiting.reject(new Failure('station.silent', 'The station did not answer in time'));
    } else {
      if (this.#storing === waiting) this.#storing = undefined;
      else this.#queue.splice(this.#queue.indexOf(waiting), 1);
      waiting.reject(new Failure('station.silent', 'The command could not be sent in time: others were before it'));
    }
    this.#next();
  }

  #unanswered({ frame }: InFlight): void {
    const { context, version } = this.#channel;
    context.counters.inFlight--;
    countMessage(context.counters, 'out', frame.action!, version.protocol, 'none');
  }

  #read(call: InFlight, wire: WireFrame): CommandAnswer {
    const { version, context, connectionId } = this.#channel;
    const codes = version.errorCodes;
    if (wire.form === 'error') {
      // Both spellings of every code are taken as they come (W-10).
      const unsupported = wire.action === codes.unknownAction || wire.action === codes.unsupportedAction;
      return {
        outcome: unsupported ? 'unsupported' : 'failed',
        status: wire.action,
        ...(wire.detail === '' ? {} : { detail: wire.detail }),
      };
    }
    try {
      if (
        wire.form !== 'result' ||
        typeof wire.payload !== 'object' ||
        wire.payload === null ||
        Array.isArray(wire.payload)
      ) {
        return this.#refuse(call, codes.form, 'The answer has no payload object');
      }
      const check = version.checkResponse(call.frame.action!, context.settings.strictSchemas);
      const violation = check?.(wire.payload);
      if (violation !== undefined) {
        return this.#refuse(call, codes[violation.rule], violation.text);
      }
      return (version.commands[call.command.kind] as OutgoingCommand).read(wire.payload, call.command);
    } catch (error) {
      context.log.error(
        { err: error, connection: connectionId, action: call.frame.action },
        'the answer of a station could not be read',
      );
      context.counters.crashed++;
      return this.#refuse(call, codes.internal, 'The answer could not be read');
    }
  }

  /** OCPP 2.1 Part 4 section 4.2.3: tell the station that its answer could not be used; older versions have no word for it. */
  #refuse(call: InFlight, code: string, detail: string): CommandAnswer {
    const { version, seat, connectionId, context } = this.#channel;
    if (version.hasResultError && seat !== undefined) {
      const now = context.clock.now();
      const text = resultErrorText(call.frame.messageId!, code, detail);
      const frame: Frame = {
        id: context.newId(now),
        connectionId,
        direction: 'out',
        kind: 'stray',
        receivedAt: now,
        action: call.frame.action!,
        messageId: call.frame.messageId!,
        call: text,
        errorCode: code,
        weight: 2,
        outcome: 'answer.refused',
      };
      seat.keep(frame).then(
        () => {
          context.counters.messages.out.resultError++;
          this.#channel.transmit(text);
        },
        (error: unknown) =>
          context.log.error(
            { err: error, connection: connectionId },
            'a CALLRESULTERROR could not be kept and was not sent',
          ),
      );
    }
    return { outcome: 'failed', status: code, detail };
  }
}

const offline = (reason: string): Failure => new Failure('station.offline', reason);
