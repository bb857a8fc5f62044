import { day, hour, type Instant } from '../lib/time.ts';
import type { Command } from './commands.ts';
import type { DecidedFact } from './decision.ts';
import type { Fact, FactBody } from './facts.ts';
import type { CommandRecord, StationState } from './state.ts';

/** What takes its time at the station and is told step by step: a firmware update, the upload of a log. */
export const longWorks = ['firmware', 'log'] as const;
export type LongWork = (typeof longWorks)[number];
type LongCommand = Extract<Command, { kind: 'updateFirmware' | 'readLog' }>;
type StatusBody = Extract<FactBody, { type: 'firmware.statusChanged' | 'log.statusChanged' }>;

/** One status of one request, the newest time it was told. Kept in the database only. */
export interface RequestStatus {
  readonly work: LongWork;
  readonly requestId: number;
  readonly status: string;
  readonly at: Instant;
  readonly seq: number;
}

/** FirmwareStatusEnumType and UploadLogStatusEnumType of 2.0.1, with 1.6's UploadFailed; every other word is a step on the way. */
const ends: Readonly<Record<LongWork, Readonly<Record<string, 'done' | 'failed' | 'cancelled' | 'idle'>>>> = {
  firmware: {
    Idle: 'idle',
    Installed: 'done',
    DownloadFailed: 'failed',
    InstallationFailed: 'failed',
    InstallVerificationFailed: 'failed',
    InvalidSignature: 'failed',
    InvalidCertificate: 'failed',
    RevokedCertificate: 'failed',
  },
  log: {
    Idle: 'idle',
    Uploaded: 'done',
    UploadFailed: 'failed',
    UploadFailure: 'failed',
    BadMessage: 'failed',
    NotSupportedOperation: 'failed',
    PermissionDenied: 'failed',
    AcceptedCanceled: 'cancelled',
  },
};

export const endOf = (work: LongWork, status: string): 'done' | 'failed' | 'cancelled' | 'idle' | undefined =>
  ends[work][status];

/** After the last sign of it, a station may work on in silence for so long. */
const silence: Readonly<Record<LongWork, number>> = { firmware: 6 * hour, log: hour };

const workOf = (type: StatusBody['type']): LongWork => (type === 'firmware.statusChanged' ? 'firmware' : 'log');
const isLong = (command: Command): command is LongCommand =>
  command.kind === 'updateFirmware' || command.kind === 'readLog';
const commandOf = (work: LongWork): LongCommand['kind'] => (work === 'firmware' ? 'updateFirmware' : 'readLog');

/** The command under way that such a status is about. 1.6 names none: then it is the newest one. */
export function requestUnderWay(
  state: StationState,
  work: LongWork,
  requestId: number | undefined,
): CommandRecord | undefined {
  let found: CommandRecord | undefined;
  for (const id in state.commands) {
    const record = state.commands[id]!;
    const { command } = record;
    if (command.kind !== commandOf(work) || (record.state !== 'sent' && record.state !== 'answered')) continue;
    if (requestId !== undefined && (command as LongCommand).requestId !== requestId) continue;
    if (found === undefined || record.askedAt >= found.askedAt) found = record;
  }
  return found;
}

/** OCPP 1.6 FirmwareStatusNotification and DiagnosticsStatusNotification have no request number: it is added here. */
export function requestNumberOf(
  state: StationState,
  work: LongWork,
  status: string,
  sent: number | undefined,
): number | undefined {
  // Idle is about no request (2.0.1 L01.FR.20, L01.FR.25).
  if (sent !== undefined || endOf(work, status) === 'idle') return sent;
  const command = requestUnderWay(state, work, undefined)?.command;
  return command !== undefined && isLong(command) ? command.requestId : undefined;
}

/** Statuses that end a request end its command, well or not. */
export function progressMoves(state: StationState, facts: readonly DecidedFact[], at: Instant): readonly DecidedFact[] {
  const moves: DecidedFact[] = [];
  for (const { body } of facts) {
    if (body.type !== 'firmware.statusChanged' && body.type !== 'log.statusChanged') continue;
    if (body.requestId === undefined) continue;
    const work = workOf(body.type);
    const end = endOf(work, body.status);
    const record = requestUnderWay(state, work, body.requestId);
    if (record === undefined || end === undefined || end === 'idle') continue;
    moves.push({
      at,
      body: {
        type: 'command.moved',
        commandId: record.id,
        state: end,
        ...(end === 'done' ? {} : { reason: body.status }),
      },
    });
  }
  return moves;
}

/** 2.0.1 L01.FR.24, N01.FR.12: the station gave up what it was doing for this new request. */
export function replacedBy(state: StationState, record: CommandRecord, now: Instant): readonly DecidedFact[] {
  if (!isLong(record.command)) return [];
  const { kind } = record.command;
  return Object.values(state.commands)
    .filter(
      (one) => one.id !== record.id && one.command.kind === kind && (one.state === 'sent' || one.state === 'answered'),
    )
    .map(({ id }) => ({
      at: now,
      body: { type: 'command.moved', commandId: id, state: 'cancelled', reason: 'replaced' },
    }));
}

/** How long after its answer a command of this kind may show no effect; undefined: another kind. */
export function workWithin(command: Command, now: Instant): number | undefined {
  if (!isLong(command)) return undefined;
  if (command.kind === 'readLog') return silence.log;
  return Math.max(now, command.retrieveAt, command.installAt ?? 0) - now + silence.firmware;
}

/** Every sign of it gives the station more time. Gives the row to write, and the command whose deadline moved. */
export function foldProgress(
  state: StationState,
  fact: Fact,
  body: StatusBody,
): { readonly status?: RequestStatus; readonly command?: string } {
  if (body.requestId === undefined) return {};
  const work = workOf(body.type);
  const status = { work, requestId: body.requestId, status: body.status, at: fact.at, seq: fact.seq };
  const record = requestUnderWay(state, work, body.requestId);
  if (record === undefined || record.state !== 'answered') return { status };
  // It waits for a time or for cars to leave (L01.FR.13, L01.FR.16, L01.FR.34).
  const patience = /Scheduled|Paused/.test(body.status) ? day : (workWithin(record.command, fact.at) ?? silence[work]);
  record.deadline = Math.max(record.deadline, fact.at + patience);
  return { status, command: record.id };
}
