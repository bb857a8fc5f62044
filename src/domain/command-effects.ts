import type { Instant } from '../lib/time.ts';
import type { Command, CommandAnswer, CommandKind } from './commands.ts';
import type { DecidedFact } from './decision.ts';
import type { FactBody, FactType } from './facts.ts';
import type { StationMessage } from './message.ts';
import { type CommandRecord, placeKey, type StationState } from './state.ts';
import { sameCard } from './token.ts';
import { findById, isOpen } from './transaction.ts';

/**
 * Commands whose effect shows in what just happened are done. A start may begin before its own answer has come, so that
 * commands that are only sent count too.
 */
export function commandEffects(
  state: StationState,
  message: StationMessage,
  facts: readonly DecidedFact[],
  at: Instant,
): DecidedFact[] {
  const done: DecidedFact[] = [];
  const used = new Set<FactBody>();
  for (const id in state.commands) {
    const record = state.commands[id]!;
    const waiting = record.state;
    if (waiting !== 'answered' && waiting !== 'sent') continue;
    const shown = facts.find(({ body }) => !used.has(body) && shows(state, record.command, waiting, message, body));
    if (shown === undefined) continue;
    // One start of a transaction answers one command, even if the same card was sent twice.
    if (record.command.kind === 'start') used.add(shown.body);
    const failed = shown.body.type === 'firmware.publishStatusChanged' && publishEnds[shown.body.status] === 'failed';
    done.push({
      at,
      body: failed
        ? { type: 'command.moved', commandId: id, state: 'failed', reason: (shown.body as Published).status }
        : { type: 'command.moved', commandId: id, state: 'done' },
    });
  }
  return done;
}

function shows(
  state: StationState,
  command: Command,
  at: 'answered' | 'sent',
  message: StationMessage,
  body: FactBody,
): boolean {
  switch (command.kind) {
    case 'start':
      return started(command, message, body);
    case 'stop':
      return stopped(state, command, body);
    case 'reset':
      return at === 'answered' && body.type === 'station.booted' && command.evse === undefined;
    case 'changeAvailability':
      return at === 'answered' && body.type === 'connector.statusChanged' && isSo(withStatus(state, body), command);
    case 'readSettings':
      return (
        at === 'answered' && body.type === 'settings.reported' && body.last && body.requestId === command.requestId
      );
    case 'publishFirmware':
      return (
        body.type === 'firmware.publishStatusChanged' &&
        publishEnds[body.status] !== undefined &&
        body.requestId === command.requestId
      );
    default:
      return at === 'answered' && isLastOf(command, body);
  }
}

type Published = Extract<FactBody, { type: 'firmware.publishStatusChanged' }>;

/** PublishFirmwareStatusEnumType (L03); every other word is a step on the way. */
const publishEnds: Readonly<Record<string, 'done' | 'failed'>> = {
  Published: 'done',
  DownloadFailed: 'failed',
  InvalidChecksum: 'failed',
  PublishFailed: 'failed',
};

/** What is read comes in parts, with the number it was asked under (OCPP 2.0.1 B07, B08, K09, N02, N09, O03). */
const reportOf: Partial<Record<CommandKind, FactType>> = {
  readReport: 'settings.reported',
  readReportOf: 'settings.reported',
  readMonitors: 'monitors.reported',
  readChargingProfiles: 'chargingProfiles.reported',
  readDisplayMessages: 'displayMessages.reported',
  readCustomer: 'customer.reported',
  readDERControl: 'gridControls.reported',
};

/**
 * Whether what a command asks for comes later: as messages with its number, or told step by step (progress.ts). Only to
 * clear a person's data brings no report (N10.FR.04).
 */
const takesTime = (command: Command): boolean =>
  command.kind === 'updateFirmware' ||
  command.kind === 'readLog' ||
  command.kind === 'publishFirmware' ||
  (reportOf[command.kind] !== undefined && (command.kind !== 'readCustomer' || command.report));

const isLastOf = (command: Command, body: FactBody): boolean =>
  reportOf[command.kind] === body.type &&
  'requestId' in command &&
  'last' in body &&
  body.last &&
  body.requestId === command.requestId;

/** 2.x says which start it was (F02.FR.01, F02.FR.21); in 1.6 the same card at the same place within the deadline. */
function started(command: Extract<Command, { kind: 'start' }>, message: StationMessage, body: FactBody): boolean {
  if (body.type !== 'transaction.started' && body.type !== 'transaction.updated') return false;
  if (message.kind !== 'transaction') return false;
  if (message.remoteStartId !== undefined) return message.remoteStartId === command.remoteStartId;
  // A station that makes its own ids tells the remoteStartId; without one it began for another reason.
  if (body.type !== 'transaction.started' || message.seqNo !== undefined || message.offline === true) return false;
  const here = command.evse === undefined || command.evse === 0 || body.place?.evse === command.evse;
  return here && sameCard(command.token, message.token);
}

/** It ended; or it goes on without charging until the car is unplugged (2.0.1 F03.FR.02). */
function stopped(state: StationState, command: Extract<Command, { kind: 'stop' }>, body: FactBody): boolean {
  if (body.type !== 'transaction.ended' && body.type !== 'transaction.updated') return false;
  if (body.number !== findById(state, command.transactionId)?.number) return false;
  return body.type === 'transaction.ended' || body.trigger === 'RemoteStop';
}

/** The state as it will be with this status, for one question only. */
function withStatus(state: StationState, body: Extract<FactBody, { type: 'connector.statusChanged' }>): StationState {
  const key = placeKey(body.place);
  const known = state.connectors[key] ?? { ...body.place, source: 'station' as const };
  return { ...state, connectors: { ...state.connectors, [key]: { ...known, status: body.status } } };
}

/** 2.0.1 G03.FR.03: a station accepts to become what it already is, and then no status follows. */
function isSo(state: StationState, command: Extract<Command, { kind: 'changeAvailability' }>): boolean {
  const { evse, connector } = command.place ?? {};
  const concerned = Object.values(state.connectors).filter(
    (one) =>
      (evse === undefined || evse === 0 ? true : one.evse === evse) &&
      (connector === undefined || connector === 0 || evse === 0 ? true : one.connector === connector),
  );
  return (
    concerned.length > 0 &&
    concerned.every(({ status }) =>
      command.operative
        ? status !== 'unavailable'
        : status === 'unavailable' || status === 'faulted' || status === undefined,
    )
  );
}

/** After the answer the effect has still to show. */
export function showsLater(state: StationState, { command }: CommandRecord, answer: CommandAnswer): boolean {
  switch (command.kind) {
    case 'start':
      return true;
    case 'stop': {
      const transaction = findById(state, command.transactionId);
      return transaction !== undefined && isOpen(transaction);
    }
    case 'reset':
      // The reset of one EVSE shows nowhere (OCPP 2.0.1 B11.FR.08).
      return command.evse === undefined;
    case 'changeAvailability':
      return answer.outcome === 'scheduled' || !isSo(state, command);
    case 'readSettings':
      // A base report comes as messages (2.0.1 B07); a 1.6 station and GetVariables answer at once.
      return command.names === undefined && answer.variables === undefined && answer.empty !== true;
    default:
      return answer.empty !== true && takesTime(command);
  }
}
