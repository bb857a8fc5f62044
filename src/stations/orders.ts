import { decideAnswer, decideCommand, decideOverdue, decideUnanswered } from '../domain/command.ts';
import { completed } from '../domain/command-fit.ts';
import { decideLate } from '../domain/command-late.ts';
import { type CommandKnown, commandNeeds, settingKey } from '../domain/command-needs.ts';
import { joined, limitOf, partsOf } from '../domain/command-parts.ts';
import type { Command, CommandAnswer } from '../domain/commands.ts';
import type { Ask, AskReply, StationKey } from '../domain/ports.ts';
import type { CommandRecord } from '../domain/state.ts';
import { isFailure } from '../lib/errors.ts';
import { minute } from '../lib/time.ts';
import type { StationsContext } from './context.ts';
import { keptCommand, passwordChange } from './secrecy.ts';
import type { Held, Station } from './station.ts';

type CommandAsk = Extract<Ask, { kind: 'command' }>;

export interface Orders {
  /** Answers as soon as it is durable that the command was asked for; sending follows. */
  ask(station: Station, ask: CommandAsk): Promise<AskReply>;
  /** Gives it a password that nobody ever sees. */
  changePassword(station: Station, ask: { readonly commandId: string; readonly userId?: string }): Promise<AskReply>;
  /** Sends commands in this order, one after the other, over the connection that is open now. */
  send(station: Station, records: readonly CommandRecord[]): Promise<void>;
  /** What a rule asked of the station; its answer has left by now. */
  sendOwn(station: Station, ids: readonly string[]): void;
  /** Ends what has waited too long. */
  overdue(station: Station, isDue: (record: CommandRecord) => boolean): Promise<void>;
}

/** Commands to a station: asked, sent, answered, done, each step a fact. */
export function createOrders(context: StationsContext): Orders {
  const { clock, log, store, lookups } = context;

  /** One command may be several messages, where the station said how much one of them may hold. */
  const exchange = async (
    station: Station,
    { link }: Held,
    command: Command,
    deadline: number,
    late: (answer: CommandAnswer) => void,
  ): Promise<CommandAnswer> => {
    const limit = limitOf(command);
    const size = limit && Number(await store.settingOf(station.key, limit));
    if (!size || size < 1) return link.send(command, deadline, late);
    const answers: CommandAnswer[] = [];
    for (const part of partsOf(command, size)) answers.push(await link.send(part, deadline, late));
    return joined(answers);
  };

  const sendOne = async (station: Station, held: Held, { id, command, deadline }: CommandRecord): Promise<void> => {
    const finish = (decide: Parameters<Station['step']>[0]) => station.step(decide);
    const late = (answer: CommandAnswer): void => {
      finish(async (state) => {
        const now = clock.now();
        await station.record(state, decideLate(state, id, answer, now), { receivedAt: now });
      }).catch((err) => log.error({ err, station: station.key }, 'The late answer to a command could not be kept'));
    };
    const [since, patience] = [clock.monotonic(), deadline - clock.now()];
    const outcome = await exchange(station, held, command, deadline, late).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    // Whoever has the station now has decided about it.
    if (held.lost) return;
    await finish(async (state) => {
      const now = clock.now();
      if ('answer' in outcome)
        return station.record(state, decideAnswer(state, id, outcome.answer, now), { receivedAt: now });
      const { error } = outcome;
      if (isFailure(error, 'command.unsupported')) {
        const answer = { outcome: 'unsupported', status: 'NotSupported', detail: error.detail } as const;
        return station.record(state, decideAnswer(state, id, answer, now), { receivedAt: now });
      }
      if (!isFailure(error))
        log.error({ err: error, station: station.key, command: command.kind }, 'A command could not be sent');
      // A timer may ring a moment before the clock shows its time: that it rang is what counts.
      const cause =
        isFailure(error, 'station.silent') || clock.monotonic() - since >= patience ? 'timeout' : 'connection.lost';
      return station.record(state, decideUnanswered(state, id, cause, now), { receivedAt: now });
    });
  };

  const send: Orders['send'] = async (station, records) => {
    const { held } = station;
    if (held === undefined) return;
    for (const record of records) {
      // The rest of them waits for the next connection.
      if (station.held !== held) return;
      await sendOne(station, held, record);
    }
  };

  const knownAbout = async (key: StationKey, command: Command): Promise<CommandKnown> => {
    const needs = commandNeeds(command);
    if (needs === undefined) return {};
    const values = await Promise.all((needs.settings ?? []).map((name) => store.settingOf(key, name)));
    const told = (needs.settings ?? []).flatMap((name, index) => {
      const value = values[index];
      return value === undefined ? [] : [[settingKey(name), value] as const];
    });
    const { card } = needs.card === undefined ? {} : await lookups.look(key, { card: needs.card });
    return { settings: Object.fromEntries(told), ...(card !== undefined && { card }) };
  };

  const refuse = (reason: 'station.offline' | 'state.conflict', detail: string): AskReply => ({
    kind: 'refused',
    reason,
    detail,
  });

  const orders: Orders = {
    send,
    async changePassword(station, { commandId, userId }) {
      const { held } = station;
      if (held === undefined) return refuse('station.offline', 'The station is not connected');
      return orders.ask(station, {
        kind: 'command',
        commandId,
        command: passwordChange(held.link.protocol),
        whenOffline: 'refuse',
        timeoutMs: minute,
        ...(userId !== undefined && { userId }),
      });
    },
    async ask(station, asking) {
      const known = await knownAbout(station.key, asking.command);
      const ask = { ...asking, command: completed(asking.command, known) };
      const decided = await station.step(async (state): Promise<{ reply: AskReply; record?: CommandRecord }> => {
        const { held } = station;
        const now = clock.now();
        if (held === undefined && state.connection !== undefined)
          return { reply: refuse('station.offline', 'The station is not connected here') };
        const command = keptCommand(ask.command, held?.link.protocol ?? '', context.credentials);
        const secret = command !== ask.command;
        if (secret && held === undefined)
          return {
            reply: refuse('station.offline', 'The station is not connected, and a secret is not kept until it is'),
          };
        const asked = secret ? { ...ask, command, whenOffline: 'refuse' as const } : ask;
        const decision = decideCommand(state, asked, { now, known, unsupported: held?.link.unsupported(ask.command) });
        if ('refused' in decision)
          return { reply: { kind: 'refused', reason: decision.refused, detail: decision.detail } };
        await station.record(state, decision.facts, {
          receivedAt: now,
          ...(ask.userId !== undefined && { userId: ask.userId }),
        });
        const record = state.commands[ask.commandId];
        const reply: AskReply = { kind: 'command', commandId: ask.commandId, state: decision.state };
        return decision.state === 'sent' && record !== undefined
          ? { reply, record: { ...record, command: ask.command } }
          : { reply };
      });
      if (decided.record !== undefined)
        void send(station, [decided.record]).catch((error) =>
          log.error({ err: error, station: station.key }, 'The outcome of a command could not be kept'),
        );
      return decided.reply;
    },
    sendOwn(station, ids) {
      const records = ids.map((id) => station.state?.commands[id]).filter((record) => record?.state === 'sent');
      void send(
        station,
        records.map((record) => ({ ...record! })),
      ).catch((error) => log.error({ err: error, station: station.key }, 'The outcome of a command could not be kept'));
    },
    async overdue(station, isDue) {
      await station.step(async (state) => {
        const now = clock.now();
        await station.record(state, decideOverdue(state, now, isDue), { receivedAt: now });
      });
    },
  };
  return orders;
}
