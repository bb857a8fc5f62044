import { type Instant, second } from '../lib/time.ts';
import { showsLater } from './command-effects.ts';
import { unfitHere } from './command-fit.ts';
import {
  answerWithin,
  effectWithin,
  mostCommands,
  notWhilePending,
  queuedFor,
  scheduledWithin,
} from './command-limits.ts';
import type { CommandKnown } from './command-needs.ts';
import { commandFault } from './command-rules.ts';
import { type Command, type CommandAnswer, type CommandState, type LostBy, queueable } from './commands.ts';
import { customerCleared } from './customer.ts';
import type { DecidedFact } from './decision.ts';
import type { Fact } from './facts.ts';
import { badPassword, passwordAlert } from './password.ts';
import type { AskReply } from './ports.ts';
import { replacedBy, workWithin } from './progress.ts';
import { decideReservationsDue, nextReservationDue } from './reservation.ts';
import { withoutSecrets } from './secret.ts';
import type { CommandRecord, StationState } from './state.ts';
import { findById, isOpen } from './transaction.ts';

export interface CommandAsk {
  readonly commandId: string;
  readonly command: Command;
  readonly whenOffline: 'refuse' | 'queue';
  readonly timeoutMs: number;
}

export interface CommandContext {
  readonly now: Instant;
  /** Why this station's protocol cannot do it (`Link.unsupported`); absent: it can, or nobody knows while it is offline. */
  readonly unsupported?: string | undefined;
  readonly known?: CommandKnown;
}

export type CommandDecision =
  | { readonly facts: readonly DecidedFact[]; readonly state: 'queued' | 'sent' }
  | { readonly refused: Extract<AskReply, { kind: 'refused' }>['reason']; readonly detail: string };

/** A command is asked for: it is sent, put into the queue, or refused with the reason. */
export function decideCommand(state: StationState, ask: CommandAsk, context: CommandContext): CommandDecision {
  const { command } = ask;
  const refuse = (refused: Extract<AskReply, { kind: 'refused' }>['reason'], detail: string): CommandDecision => ({
    refused,
    detail,
  });
  if (state.master.decommissioned) return refuse('state.conflict', 'The station has left the network');
  if (!state.master.adopted) return refuse('state.conflict', 'The station has not been adopted yet');
  if (context.unsupported !== undefined) return refuse('command.unsupported', context.unsupported);
  const fault = commandFault(command);
  if (fault !== undefined) return refuse('value.refused', fault);
  if (state.commands[ask.commandId] !== undefined) return refuse('state.conflict', 'A command with this id exists');
  if (command.kind === 'stop') {
    const transaction = findById(state, command.transactionId);
    if (transaction === undefined) return refuse('thing.unknown', 'The station has no such running session');
    if (!isOpen(transaction)) return refuse('state.conflict', 'The session has ended already');
  }
  const unchangeable = badPassword(state, command);
  if (unchangeable !== undefined) return refuse('state.conflict', unchangeable);
  const unfit = unfitHere(state, command, context.now, context.known ?? {});
  if (unfit !== undefined) return refuse('value.refused', unfit);
  const waiting = Object.values(state.commands).filter(({ endedAt }) => endedAt === undefined).length;
  if (waiting >= mostCommands) return refuse('queue.full', 'Too many commands wait at this station');
  const at = context.now;
  if (state.connection === undefined) {
    if (ask.whenOffline === 'refuse') return refuse('station.offline', 'The station is not connected');
    if (!queueable.includes(command.kind))
      return refuse('station.offline', 'The station is not connected, and doing this later could do harm');
    return asked(ask, 'queued', at, at + queuedFor);
  }
  if (state.boot?.status === 'pending' && notWhilePending.includes(command.kind))
    return refuse('state.conflict', 'The station has not been accepted yet; it will be at its next boot');
  // 2.0.1 B03.FR.03
  if (state.boot?.status === 'rejected') return refuse('state.conflict', 'The station was rejected at its boot');
  return asked(ask, 'sent', at, at + ask.timeoutMs);
}

function asked(ask: CommandAsk, state: 'queued' | 'sent', at: Instant, deadline: Instant): CommandDecision {
  return {
    state,
    facts: [
      {
        at,
        body: {
          type: 'command.asked',
          commandId: ask.commandId,
          command: ask.command,
          state,
          deadline,
          ...(ask.whenOffline === 'queue' ? { whenOffline: 'queue' } : {}),
        },
      },
    ],
  };
}

const moved = (
  commandId: string,
  state: CommandState,
  at: Instant,
  more: { answer?: CommandAnswer; reason?: string } = {},
): DecidedFact => ({ at, body: { type: 'command.moved', commandId, state, ...more } });

/** The station answered. Never `done` while the effect has still to show. */
export function decideAnswer(
  state: StationState,
  commandId: string,
  answer: CommandAnswer,
  now: Instant,
): readonly DecidedFact[] {
  const record = state.commands[commandId];
  if (record === undefined || record.endedAt !== undefined) return [];
  const facts: DecidedFact[] = [];
  if (answer.variables !== undefined && answer.variables.length > 0)
    facts.push({
      at: now,
      body: { type: 'settings.reported', last: true, variables: withoutSecrets(answer.variables) },
    });
  switch (answer.outcome) {
    case 'refused':
    case 'unsupported':
      return [...facts, moved(commandId, 'refused', now, { answer, reason: answer.detail ?? answer.status })];
    case 'failed':
      return [
        ...facts,
        moved(commandId, 'failed', now, { answer, reason: answer.detail ?? answer.status }),
        ...passwordAlert(state, record, now),
      ];
    case 'accepted':
    case 'scheduled':
      facts.push(...customerCleared(record, now));
      if (answer.status === 'AcceptedCanceled') facts.push(...replacedBy(state, record, now));
      return [...facts, moved(commandId, showsLater(state, record, answer) ? 'answered' : 'done', now, { answer })];
  }
}

/** Sending went wrong: no answer in time, or the connection went. */
export function decideUnanswered(
  state: StationState,
  commandId: string,
  cause: 'timeout' | LostBy,
  now: Instant,
): readonly DecidedFact[] {
  const record = state.commands[commandId];
  if (record === undefined || record.state !== 'sent') return [];
  const alert = passwordAlert(state, record, now);
  if (cause === 'timeout') return [moved(commandId, 'timedOut', now, { reason: 'answer.missing' }), ...alert];
  // C-06, F-05: nobody knows whether it was done. What does no harm twice waits for the station, the rest is not repeated.
  const again = record.whenOffline === 'queue' && queueable.includes(record.command.kind);
  const to = again ? 'queued' : cause === 'node.lost' ? 'unknown' : 'failed';
  return [moved(commandId, to, now, { reason: cause }), ...alert];
}

/** A connection ended: what was sent on it and not answered. */
export function decideDisconnected(state: StationState, cause: LostBy, now: Instant): readonly DecidedFact[] {
  return Object.keys(state.commands).flatMap((id) => decideUnanswered(state, id, cause, now));
}

/**
 * A connection opened: what waited is sent, and a reset that was accepted has happened. The caller sends the commands
 * named in `send`, in this order, one after the other.
 */
export function decideConnected(
  state: StationState,
  now: Instant,
): { readonly facts: readonly DecidedFact[]; readonly send: readonly CommandRecord[] } {
  const facts: DecidedFact[] = [];
  const send: CommandRecord[] = [];
  for (const record of Object.values(state.commands).sort((a, b) => a.askedAt - b.askedAt)) {
    if (record.state === 'answered' && record.command.kind === 'reset') facts.push(moved(record.id, 'done', now));
    if (record.state !== 'queued' || record.deadline <= now) continue;
    facts.push(moved(record.id, 'sent', now));
    send.push(record);
  }
  return { facts, send };
}

/** What has waited too long: for an answer, for its effect, or for the station; and reservations that are over. */
export function decideOverdue(
  state: StationState,
  now: Instant,
  isDue = (record: CommandRecord): boolean => record.deadline <= now,
): readonly DecidedFact[] {
  const reasons: Partial<Record<CommandState, string>> = {
    queued: 'station.absent',
    sent: 'answer.missing',
    answered: 'effect.missing',
  };
  const commands = Object.values(state.commands).flatMap((record) => {
    const reason = reasons[record.state];
    return reason === undefined || !isDue(record)
      ? []
      : [moved(record.id, 'timedOut', now, { reason }), ...passwordAlert(state, record, now)];
  });
  return [...commands, ...decideReservationsDue(state, now)];
}

/** A person no longer wants it. Only what is still waiting can be taken back. */
export function decideCancel(
  state: StationState,
  commandId: string,
  now: Instant,
):
  | { readonly facts: readonly DecidedFact[] }
  | { readonly refused: 'thing.unknown' | 'state.conflict'; readonly detail: string } {
  const record = state.commands[commandId];
  if (record === undefined) return { refused: 'thing.unknown', detail: 'There is no such command under way' };
  if (record.state !== 'queued') return { refused: 'state.conflict', detail: 'The command has been sent already' };
  return { facts: [moved(commandId, 'cancelled', now)] };
}

/** When something about commands or reservations is due next; undefined: nothing is under way. */
export function nextDeadline(state: StationState): Instant | undefined {
  let next = nextReservationDue(state);
  for (const id in state.commands) {
    const { endedAt, deadline } = state.commands[id]!;
    if (endedAt === undefined && (next === undefined || deadline < next)) next = deadline;
  }
  return next;
}

const isEnd = (state: CommandState): boolean => state !== 'queued' && state !== 'sent' && state !== 'answered';

/** Folds the life of a command. Returns its id, and the number of a transaction that is now "stopping" or no longer. */
export function foldCommand(state: StationState, fact: Fact): { command?: string; transaction?: number } {
  const body = fact.body;
  if (body.type === 'command.asked') {
    state.commands[body.commandId] = {
      id: body.commandId,
      command: body.command,
      state: body.state,
      askedAt: fact.at,
      ...(fact.userId === undefined ? {} : { askedBy: fact.userId }),
      ...(body.state === 'sent' ? { sentAt: fact.at } : {}),
      deadline: body.deadline,
      ...(body.whenOffline === undefined ? {} : { whenOffline: body.whenOffline }),
    };
    return { command: body.commandId, ...stopping(state, body.command, fact.at) };
  }
  if (body.type !== 'command.moved') return {};
  const record = state.commands[body.commandId];
  if (record === undefined) return {};
  const over = record.endedAt !== undefined;
  record.state = body.state;
  if (body.answer !== undefined) record.answer = body.answer;
  if (body.reason !== undefined) record.reason = body.reason;
  if (body.answer !== undefined) record.answeredAt = fact.at;
  if (body.state === 'sent') {
    record.sentAt = fact.at;
    record.deadline = fact.at + answerWithin;
    delete record.reason;
  } else if (body.state === 'queued') {
    delete record.sentAt;
    record.deadline = record.askedAt + queuedFor;
  } else if (body.state === 'answered') {
    const wait =
      body.answer?.outcome === 'scheduled'
        ? scheduledWithin
        : (workWithin(record.command, fact.at) ?? effectWithin[record.command.kind]);
    record.deadline = fact.at + (wait ?? 30 * second);
  }
  if (!isEnd(body.state) || over) return { command: record.id };
  record.endedAt = fact.at;
  return { command: record.id, ...(body.state === 'done' ? {} : stopping(state, record.command, undefined)) };
}

function stopping(state: StationState, command: Command, at: Instant | undefined): { transaction?: number } {
  if (command.kind !== 'stop') return {};
  const transaction = findById(state, command.transactionId);
  if (transaction === undefined || !isOpen(transaction)) return {};
  if (at === undefined) delete transaction.stopAskedAt;
  else transaction.stopAskedAt = at;
  return { transaction: transaction.number };
}
