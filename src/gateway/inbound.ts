import type { Answer } from '../domain/message.ts';
import type { Frame, IncomingExchange, Seat } from '../domain/ports.ts';
import { isFailure } from '../lib/errors.ts';
import type { Instant } from '../lib/time.ts';
import type { IncomingMessage, Payload } from '../ocpp/table.ts';
import { countMessage } from './counters.ts';
import { byUs } from './endings.ts';
import { examine, type Fault, type Fit } from './examine.ts';
import { errorText, parseFrame, resultText, storable, type WireFrame } from './framing.ts';
import { contentOf } from './poison.ts';
import type { StationSocket } from './socket.ts';

/** A frame of a station that waits for its turn. */
export interface Arrival {
  readonly wire: WireFrame;
  readonly text: string;
  readonly at: Instant;
  /** By the clock that never jumps. */
  readonly since: number;
  /** Its id is that of a call before it that was not yet answered when it came (W-09). */
  readonly repeated: boolean;
}

/** How long a station waits before its next frame is tried when the desk's queue was full. */
const fullQueuePauseMs = 500;

/** A frame came in. Answers to our calls go where they are awaited; everything else takes its turn. */
export function arrive(socket: StationSocket, data: Buffer, isBinary: boolean, at: Instant): void {
  const counts = socket.context.counters.messages.in;
  if (isBinary) {
    counts.binary++;
    refuseBinary(socket, data, at);
    return;
  }
  const text = data.toString('utf8');
  const wire = parseFrame(text);
  switch (wire.form) {
    case 'call':
    case 'send':
    case 'result':
    case 'error':
    case 'resultError':
      counts[wire.form]++;
      break;
    default:
      counts.malformed++;
  }
  if (
    wire.form !== 'call' &&
    socket.calls?.awaits(wire.id) &&
    (wire.form === 'result' || wire.form === 'error' || wire.form === 'brokenAnswer')
  ) {
    socket.calls.answered(wire, text, at);
    return;
  }
  const since = socket.context.clock.monotonic();
  const arrival: Arrival = { wire, text, at, since, repeated: wire.form === 'call' && isUnderWay(socket, wire.id) };
  if (socket.context.desk.away && answerAside(socket, arrival)) return;
  if (socket.queue === undefined && socket.ready() && socket.throttle.take()) {
    processArrival(socket, arrival);
    socket.regulate();
  } else {
    if (socket.queue === undefined) socket.queue = [arrival];
    else socket.queue.push(arrival);
    socket.pump();
  }
}

function isUnderWay(socket: StationSocket, id: string | undefined): boolean {
  if (socket.current === undefined) return false;
  if (socket.current.wire.id === id) return true;
  const queue = socket.queue;
  if (queue === undefined) return false;
  // Far more than any station sends at once; a flood's later repetitions are recognised by their content anyway.
  const end = Math.min(queue.length, 32);
  for (let i = 0; i < end; i++) if (queue[i]!.wire.id === id) return true;
  return false;
}

/** Takes one frame in hand. Ends in `settle`, whatever happens. */
export function processArrival(socket: StationSocket, arrival: Arrival): void {
  socket.current = arrival;
  try {
    take(socket, socket.seat!, arrival);
  } catch (error) {
    fail(socket, arrival, error);
  }
}

function take(socket: StationSocket, seat: Seat, arrival: Arrival): void {
  const { wire } = arrival;
  if (
    wire.form === 'result' ||
    wire.form === 'error' ||
    (wire.form === 'resultError' && socket.version.hasResultError)
  ) {
    keepStray(socket, seat, arrival);
    return;
  }
  if (arrival.repeated) {
    answerRepetition(socket, seat, arrival);
    return;
  }
  const found = examine(socket.version, wire, socket.context.settings.strictSchemas);
  if ('entry' in found) {
    socket.lastAction = wire.action;
    if (socket.context.poison.has(socket.key, contentOf(arrival.text, wire.id)))
      answerInternal(socket, arrival, 'message.quarantined');
    else offer(socket, seat, arrival, found);
  } else {
    refuse(socket, seat, arrival, found);
  }
}

/** While nothing can be made durable the messages before may wait for long; what needs nothing of that does not wait behind them (F-01). */
function answerAside(socket: StationSocket, arrival: Arrival): boolean {
  const { seat } = socket;
  if (seat?.aside === undefined || arrival.wire.form !== 'call' || arrival.repeated || !socket.throttle.take())
    return false;
  let answer: string | undefined;
  try {
    const found = examine(socket.version, arrival.wire, socket.context.settings.strictSchemas);
    answer = 'entry' in found ? seat.aside(exchangeOf(socket, arrival, found)) : undefined;
  } catch {
    // Met again when its turn comes, and told then.
  }
  if (answer === undefined) return false;
  socket.context.counters.messages.out.result++;
  socket.transmit(answer);
  observe(socket, arrival, answer);
  return true;
}

/** A message of its version, on its way to the seat. */
function exchangeOf(socket: StationSocket, arrival: Arrival, { entry, violations }: Fit): IncomingExchange {
  const { wire, text, at } = arrival;
  const payload = wire.payload as Payload;
  return {
    frame: {
      id: socket.context.newId(at),
      connectionId: socket.connectionId,
      direction: 'in',
      kind: wire.form === 'send' ? 'send' : 'call',
      receivedAt: at,
      action: wire.action,
      messageId: wire.id!,
      call: text,
      ...(violations === undefined ? {} : { violations, weight: 1 }),
    },
    message: entry.read(payload),
    encode: (answer) => encode(socket, wire, entry, payload, answer),
  };
}

/** To the seat, and the answer back once it is durable. */
function offer(socket: StationSocket, seat: Seat, arrival: Arrival, fit: Fit): void {
  let offered: Promise<string | undefined>;
  try {
    offered = seat.message(exchangeOf(socket, arrival, fit));
  } catch (error) {
    offered = Promise.reject(error);
  }
  offered.then(
    (answer) => settle(socket, arrival, answer),
    (error: unknown) => fail(socket, arrival, error),
  );
}

function encode(
  socket: StationSocket,
  wire: WireFrame,
  entry: IncomingMessage,
  payload: Payload,
  answer: Answer,
): { text: string; errorCode?: string } {
  // OCPP 2.1 Part 4 section 4.2.4: a SEND has no answer.
  if (wire.form === 'send') return { text: '' };
  if (answer.kind === 'failure') {
    const codes = socket.version.errorCodes;
    const errorCode = answer.failure === 'notAccepted' ? codes.security : codes.internal;
    return { text: errorText(wire.id, errorCode, answer.detail), errorCode };
  }
  return { text: resultText(wire.id!, entry.answer(answer, payload)) };
}

/** What came is not a message: kept, then answered with the code its version has for it. */
function refuse(socket: StationSocket, seat: Seat, arrival: Arrival, fault: Fault): void {
  const { wire, text } = arrival;
  const answer = fault.code === undefined ? undefined : errorText(wire.id, fault.code, fault.detail);
  keep(socket, seat, arrival, answer, {
    kind: wire.form === 'call' || (wire.form === 'send' && socket.version.hasSend) ? wire.form : 'stray',
    call: fault.malformed === 'json' ? storable(text) : text,
    malformed: fault.malformed,
    weight: 2,
    ...(fault.violations === undefined ? {} : { violations: fault.violations }),
    ...(fault.code === undefined ? {} : { errorCode: fault.code }),
  });
  if (fault.unreadable) countBad(socket);
}

/** An answer nobody waits for, an answer that came too late, or a station's complaint about ours: kept and counted (W-12). */
function keepStray(socket: StationSocket, seat: Seat, arrival: Arrival): void {
  const { wire, text } = arrival;
  const { strays } = socket.context.counters;
  const lateAction = wire.form === 'resultError' ? undefined : socket.calls?.late(wire);
  if (lateAction !== undefined) strays.late++;
  else if (wire.form !== 'resultError') strays.unsolicited++;
  keep(socket, seat, arrival, undefined, {
    kind: 'stray',
    call: text,
    weight: 1,
    outcome:
      wire.form === 'resultError' ? 'answer.refused' : lateAction === undefined ? 'answer.unexpected' : 'answer.late',
    ...(lateAction === undefined ? {} : { action: lateAction }),
    ...(wire.form === 'result' ? {} : { errorCode: wire.action }),
  });
}

/** The same id while the first was in process: the same text gets the same answer, another text none of its own (W-09). */
function answerRepetition(socket: StationSocket, seat: Seat, arrival: Arrival): void {
  const { wire, text } = arrival;
  const { previous } = socket;
  socket.context.counters.strays.repeated++;
  const same = previous?.id === wire.id && previous?.text === text ? previous : undefined;
  const code = socket.version.errorCodes.generic;
  const answer = same?.answer ?? errorText(wire.id, code, 'A call with this message id is in process');
  keep(socket, seat, arrival, answer, {
    kind: 'call',
    call: text,
    outcome: 'message.repeated',
    weight: same === undefined ? 2 : 0,
    ...(same === undefined ? { errorCode: code } : {}),
  });
}

type Kept = Pick<Frame, 'kind' | 'call'> &
  Partial<Pick<Frame, 'action' | 'malformed' | 'violations' | 'errorCode' | 'weight' | 'outcome'>>;

function keep(socket: StationSocket, seat: Seat, arrival: Arrival, answer: string | undefined, kept: Kept): void {
  const { wire, at } = arrival;
  const isCall = wire.form === 'call' || wire.form === 'send';
  seat
    .keep({
      id: socket.context.newId(at),
      connectionId: socket.connectionId,
      direction: 'in',
      receivedAt: at,
      ...(isCall ? { action: wire.action.slice(0, 100) } : {}),
      ...(wire.id === undefined ? {} : { messageId: wire.id }),
      ...(answer === undefined ? {} : { answer }),
      ...kept,
    })
    .then(
      () => settle(socket, arrival, answer),
      (error: unknown) => fail(socket, arrival, error),
    );
}

function settle(socket: StationSocket, arrival: Arrival, answer: string | undefined): void {
  try {
    finish(socket, arrival, answer);
  } catch (error) {
    socket.crashed(error);
  }
}

/** The frame is done: its answer leaves, the next one's turn comes. */
function finish(socket: StationSocket, arrival: Arrival, answer: string | undefined): void {
  if (answer !== undefined && arrival.wire.form !== 'send') {
    const { out } = socket.context.counters.messages;
    if (answer.charCodeAt(1) === 0x34) out.error++;
    else out.result++;
    socket.transmit(answer);
  }
  observe(socket, arrival, answer);
  socket.current = undefined;
  if (socket.badFrames >= socket.context.settings.badFramesPerMinute) socket.end(byUs(1008, 'badFrames'), 'close');
  if (socket.ended) return;
  const { id } = arrival.wire;
  socket.previous =
    socket.queue !== undefined && answer !== undefined && id !== undefined
      ? { id, text: arrival.text, answer }
      : undefined;
  socket.pump();
}

function observe({ context, version }: StationSocket, { wire, since }: Arrival, answer: string | undefined): void {
  if (wire.form !== 'call' && wire.form !== 'send') return;
  const { protocol } = version;
  const action = version.incoming.has(wire.action) ? wire.action : 'other';
  const result =
    wire.form === 'send' || answer === undefined ? 'none' : answer.charCodeAt(1) === 0x34 ? 'error' : 'result';
  countMessage(context.counters, 'in', action, protocol, result);
  context.observe.handled(protocol, (context.clock.monotonic() - since) / 1000);
}

/**
 * The message could not be made durable: silence, so that the station keeps it and sends it again. A bug is not that:
 * it is logged once and answered InternalError, which no station takes for a yes (F-09).
 */
function fail(socket: StationSocket, arrival: Arrival, error: unknown): void {
  const { log, counters, newId, poison, desk } = socket.context;
  if (isFailure(error)) {
    counters.unanswered++;
    if (error.id === 'queue.full' || error.id === 'database.away') socket.holdFor(fullQueuePauseMs);
    settle(socket, arrival, undefined);
    return;
  }
  counters.crashed++;
  const { wire, text, at } = arrival;
  const incident = newId(at);
  log.error(
    { err: error, incident, connection: socket.connectionId, action: wire.action, message: wire.id },
    'a message could not be handled',
  );
  if (poison.note(socket.key, contentOf(text, wire.id))) {
    desk.quarantine?.(socket.key, {
      id: incident,
      action: wire.action,
      call: storable(text),
      fault: error instanceof Error ? error.message : String(error),
      at,
    });
  }
  answerInternal(socket, arrival, 'message.crashed', incident);
}

/** Kept, so that it is seen in the log, and answered; answered even where it cannot be kept: no station takes this for a yes. */
function answerInternal(socket: StationSocket, arrival: Arrival, outcome: string, incident?: string): void {
  const { wire, text, at } = arrival;
  const { seat, version, context } = socket;
  const isCall = wire.form === 'call';
  const words = `The message could not be handled${incident === undefined ? '' : ` (${incident})`}`;
  const answer = isCall ? errorText(wire.id, version.errorCodes.internal, words) : undefined;
  const done = (): void => settle(socket, arrival, answer);
  if (seat === undefined || !(isCall || wire.form === 'send')) {
    done();
    return;
  }
  const frame: Frame = {
    id: context.newId(at),
    connectionId: socket.connectionId,
    direction: 'in',
    kind: 'stray',
    receivedAt: at,
    action: wire.action.slice(0, 100),
    messageId: wire.id!,
    call: storable(text),
    ...(answer === undefined ? {} : { answer, errorCode: version.errorCodes.internal }),
    outcome,
    weight: 2,
  };
  // What broke the message may break this as well: a bug is logged once.
  Promise.resolve()
    .then(() => seat.keep(frame))
    .then(done, done);
}

function refuseBinary(socket: StationSocket, data: Buffer, at: Instant): void {
  const frame: Frame = {
    id: socket.context.newId(at),
    connectionId: socket.connectionId,
    direction: 'in',
    kind: 'stray',
    receivedAt: at,
    call: data.toString('base64'),
    malformed: 'binary',
    weight: 2,
  };
  socket.seat
    ?.keep(frame)
    .catch((error: unknown) =>
      socket.context.log.error({ err: error, connection: socket.connectionId }, 'a binary frame could not be kept'),
    );
  socket.end(byUs(1003, 'binary'), 'close');
}

/** W-04: a station that sends this many unreadable frames in a minute is not speaking OCPP. */
function countBad(socket: StationSocket): void {
  const now = socket.context.clock.monotonic();
  if (now - socket.badFramesSince > 60_000) {
    socket.badFrames = 0;
    socket.badFramesSince = now;
  }
  socket.badFrames++;
}
