import { describe, expect, it } from 'vitest';
import {
  decideAnswer,
  decideCancel,
  decideCommand,
  decideConnected,
  decideDisconnected,
  decideOverdue,
  decideUnanswered,
  nextDeadline,
} from './command.ts';
import { answerWithin, mostCommands, queuedFor } from './command-limits.ts';
import type { Command, CommandAnswer } from './commands.ts';
import type { StationMessage } from './message.ts';
import { hear, noon, type Rig, record, rig, sent } from './rig.ts';

const place = { evse: 1, connector: 1 };
const token = { number: 'C1', type: 'central' } as const;
const accepted: CommandAnswer = { outcome: 'accepted', status: 'Accepted' };
const start: Command = { kind: 'start', evse: 1, token, remoteStartId: 7 };

function online(connected = true): Rig {
  const on = rig();
  if (connected) connect(on);
  return on;
}
const connect = (on: Rig) =>
  record(on, [
    {
      at: on.now,
      body: {
        type: 'station.connected',
        connectionId: 'x',
        protocol: 'ocpp1.6',
        address: '',
        node: 'n',
        securityProfile: 1,
      },
    },
  ]);
const leave = (on: Rig) => {
  record(on, [
    {
      at: on.now,
      body: {
        type: 'station.disconnected',
        connectionId: 'x',
        code: '1006',
        side: 'station',
        reason: 'lost',
        received: 0,
        sent: 0,
        bytes: 0,
      },
    },
    ...decideDisconnected(on.state, 'connection.lost', on.now),
  ]);
};
let count = 0;
function ask(on: Rig, command: Command, whenOffline: 'refuse' | 'queue' = 'refuse', commandId = `c${++count}`) {
  const decision = decideCommand(on.state, { commandId, command, whenOffline, timeoutMs: 30_000 }, { now: on.now });
  if ('facts' in decision) record(on, decision.facts, { userId: 'u1' });
  return { id: commandId, decision };
}
const answer = (on: Rig, id: string, said: CommandAnswer = accepted) =>
  record(on, decideAnswer(on.state, id, said, on.now));
const stateOf = (on: Rig, id: string) => on.state.commands[id]?.state;
const begun = (more: object = {}): StationMessage => ({
  kind: 'transaction',
  phase: 'started',
  place,
  time: sent(noon),
  token: { number: 'c1', type: 'iso14443' },
  meter: 0,
  samples: [],
  ...more,
});

describe('asking a station for something', () => {
  it('is sent when it is connected, and waits for the answer', () => {
    const on = online();
    const { id, decision } = ask(on, { kind: 'clearCache' });
    expect(decision).toMatchObject({ state: 'sent' });
    expect(on.state.commands[id]).toMatchObject({
      state: 'sent',
      askedAt: noon,
      askedBy: 'u1',
      sentAt: noon,
      deadline: noon + 30_000,
    });
    expect(nextDeadline(on.state)).toBe(noon + 30_000);
    answer(on, id);
    expect(on.state.commands[id]).toMatchObject({ state: 'done', answer: accepted, answeredAt: noon, endedAt: noon });
    expect(nextDeadline(on.state)).toBeUndefined();
  });

  it.each<[CommandAnswer['outcome'], string]>([
    ['refused', 'refused'],
    ['unsupported', 'refused'],
    ['failed', 'failed'],
    ['accepted', 'done'],
    ['scheduled', 'done'],
  ])('an answer %s makes it %s', (outcome, state) => {
    const on = online();
    const { id } = ask(on, { kind: 'clearCache' });
    answer(on, id, { outcome, status: 'Word' });
    expect(stateOf(on, id)).toBe(state);
    // A second answer to the same command, W-12.
    expect(decideAnswer(on.state, id, accepted, on.now)).toEqual([]);
  });

  it.each<[string, (on: Rig) => void, Command, string]>([
    ['that left the network', (on) => void (on.state.master.decommissioned = true), start, 'state.conflict'],
    ['that nobody adopted', (on) => void (on.state.master.adopted = false), start, 'state.conflict'],
    ['with no such session', () => {}, { kind: 'stop', transactionId: '9' }, 'thing.unknown'],
    [
      'B02.FR.05 that is pending',
      (on) => void hear(Object.assign(on, { now: noon }), { kind: 'boot', vendor: '', model: '' }),
      start,
      'state.conflict',
    ],
  ])('is refused for one %s', (name, prepare, command, reason) => {
    const on = online();
    prepare(on);
    if (name.includes('pending')) on.state.boot!.status = 'pending';
    expect(ask(on, command).decision).toMatchObject({ refused: reason });
    expect(on.state.commands).toEqual({});
  });

  it('is refused with the reason when its protocol cannot do it', () => {
    const on = online();
    const unsupported = 'OCPP 1.6 resets the whole station only';
    const decision = decideCommand(
      on.state,
      { commandId: 'c', command: { kind: 'reset', mode: 'hard', evse: 1 }, whenOffline: 'refuse', timeoutMs: 1 },
      { now: noon, unsupported },
    );
    expect(decision).toEqual({ refused: 'command.unsupported', detail: unsupported });
  });

  it('is bounded', () => {
    const on = online();
    for (let n = 0; n < mostCommands; n++) ask(on, { kind: 'clearCache' });
    expect(ask(on, { kind: 'clearCache' }).decision).toMatchObject({ refused: 'queue.full' });
  });
});

describe('a station that is not there', () => {
  it.each<[Command, 'refuse' | 'queue', string]>([
    [{ kind: 'clearCache' }, 'refuse', 'station.offline'],
    [{ kind: 'clearCache' }, 'queue', 'queued'],
    [{ kind: 'changeAvailability', operative: true }, 'queue', 'queued'],
    [start, 'queue', 'station.offline'],
    [{ kind: 'reset', mode: 'soft' }, 'queue', 'station.offline'],
    [{ kind: 'unlock', place }, 'queue', 'station.offline'],
  ])('%j, %s: %s', (command, whenOffline, expected) => {
    const { decision } = ask(online(false), command, whenOffline);
    expect('refused' in decision ? decision.refused : decision.state).toBe(expected);
  });

  it('LOG-1 gets what waited, in order, when it is back', () => {
    const on = online(false);
    const first = ask(on, { kind: 'clearCache' }, 'queue');
    on.now += 1000;
    const second = ask(on, { kind: 'changeAvailability', operative: false }, 'queue');
    expect(on.state.commands[first.id]?.deadline).toBe(noon + queuedFor);
    on.now += 1000;
    connect(on);
    const { facts, send } = decideConnected(on.state, on.now);
    record(on, facts);
    expect(send.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(on.state.commands[first.id]).toMatchObject({
      state: 'sent',
      sentAt: on.now,
      deadline: on.now + answerWithin,
    });
  });

  it('C-06 what was sent and not answered ends; only what may be done twice and was to wait does wait', () => {
    const on = online();
    const once = ask(on, start);
    const twice = ask(on, { kind: 'clearCache' }, 'queue');
    const unwanted = ask(on, { kind: 'clearCache' }, 'refuse');
    leave(on);
    expect(on.state.commands[once.id]).toMatchObject({ state: 'failed', reason: 'connection.lost', endedAt: on.now });
    expect(stateOf(on, twice.id)).toBe('queued');
    expect(stateOf(on, unwanted.id)).toBe('failed');
  });

  it('F-05 what was under way on a node that is gone has an unknown outcome, and is done again only where that does no harm', () => {
    const on = online();
    const once = ask(on, start);
    const twice = ask(on, { kind: 'clearCache' }, 'queue');
    record(on, decideDisconnected(on.state, 'node.lost', on.now));
    expect(on.state.commands[once.id]).toMatchObject({ state: 'unknown', reason: 'node.lost', endedAt: on.now });
    expect(stateOf(on, twice.id)).toBe('queued');
  });

  it('what waits can be taken back, what was sent cannot', () => {
    const on = online(false);
    const { id } = ask(on, { kind: 'clearCache' }, 'queue');
    const decision = decideCancel(on.state, id, on.now);
    record(on, 'facts' in decision ? decision.facts : []);
    expect(stateOf(on, id)).toBe('cancelled');
    expect(decideCancel(on.state, id, on.now)).toMatchObject({ refused: 'state.conflict' });
    expect(decideCancel(on.state, 'none', on.now)).toMatchObject({ refused: 'thing.unknown' });
  });

  it('waiting too long ends it, for the station, the answer and the effect alike', () => {
    const on = online();
    const sentOne = ask(on, { kind: 'clearCache' });
    const answered = ask(on, start);
    answer(on, answered.id);
    on.now += 30_000;
    record(on, decideOverdue(on.state, on.now));
    expect(on.state.commands[sentOne.id]).toMatchObject({ state: 'timedOut', reason: 'answer.missing' });
    expect(stateOf(on, answered.id)).toBe('answered');
    on.now = noon + 5 * 60_000;
    record(on, decideOverdue(on.state, on.now));
    expect(on.state.commands[answered.id]).toMatchObject({ state: 'timedOut', reason: 'effect.missing' });
    expect(decideUnanswered(on.state, answered.id, 'timeout', on.now)).toEqual([]);
  });
});

describe('done when the effect shows, never before', () => {
  it.each<[string, object, boolean]>([
    ['the same card at the same place (1.6)', {}, true],
    ['another card', { token: { number: 'C2', type: 'iso14443' } }, false],
    ['another place', { place: { evse: 2, connector: 1 } }, false],
    ['its remoteStartId (2.x)', { transactionId: 'T', seqNo: 0, remoteStartId: 7, token: undefined }, true],
    ['another remoteStartId', { transactionId: 'T', seqNo: 0, remoteStartId: 8 }, false],
    ['no remoteStartId (2.x)', { transactionId: 'T', seqNo: 0 }, false],
  ])('a start: %s', (_, more, done) => {
    const on = online();
    const { id } = ask(on, start);
    answer(on, id);
    expect(stateOf(on, id)).toBe('answered');
    const message = begun(more) as Record<string, unknown>;
    if (message.token === undefined) delete message.token;
    hear(on, message as unknown as StationMessage);
    expect(stateOf(on, id)).toBe(done ? 'done' : 'answered');
  });

  it('a start that begins before its answer has come', () => {
    const on = online();
    const { id } = ask(on, start);
    hear(on, begun());
    expect(stateOf(on, id)).toBe('done');
    expect(decideAnswer(on.state, id, accepted, on.now)).toEqual([]);
  });

  it('F02.FR.21 a start of a transaction that the cable had begun', () => {
    const on = online();
    hear(on, { ...begun({ transactionId: 'T', seqNo: 0 }) } as StationMessage);
    const { id } = ask(on, start);
    answer(on, id);
    const update = {
      kind: 'transaction',
      phase: 'updated',
      transactionId: 'T',
      seqNo: 1,
      remoteStartId: 7,
      time: sent(noon + 1000),
      samples: [],
    } as const;
    hear(on, update);
    expect(stateOf(on, id)).toBe('done');
    expect(on.state.transactions[1]?.remoteStartId).toBe(7);
  });

  it('two starts of one card are two', () => {
    const on = online();
    const { evse: _, ...anywhere } = start as Extract<Command, { kind: 'start' }>;
    const ids = [ask(on, anywhere).id, ask(on, { ...anywhere, remoteStartId: 8 }).id];
    hear(on, begun());
    expect(ids.map((id) => stateOf(on, id)).sort()).toEqual(['done', 'sent']);
  });

  it('an ordered card needs not be one of ours', () => {
    const on = online();
    ask(on, start);
    expect(hear(on, { kind: 'authorize', token }).outcome).toBe('accepted');
    expect(hear(on, begun()).answer).toMatchObject({ authorisation: { status: 'accepted' } });
    hear(on, { kind: 'heartbeat' });
    expect(hear(on, { kind: 'authorize', token }).outcome).toBe('card.unknown');
  });

  it('LOG-1 a stop: stopping while it is asked for, done when it ended', () => {
    const on = online();
    hear(on, begun());
    const { id } = ask(on, { kind: 'stop', transactionId: '1' });
    expect(on.state.transactions[1]?.stopAskedAt).toBe(on.now);
    expect([...(on.touched.at(-1)?.transactions ?? [])]).toEqual([1]);
    answer(on, id);
    expect(stateOf(on, id)).toBe('answered');
    hear(on, {
      kind: 'transaction',
      phase: 'ended',
      transactionId: '1',
      time: sent(noon + 60_000),
      meter: 5,
      samples: [],
    });
    expect(stateOf(on, id)).toBe('done');
    expect(on.stored.get(1)).not.toHaveProperty('stopAskedAt');
    expect(ask(on, { kind: 'stop', transactionId: '1' }).decision).toMatchObject({ refused: 'state.conflict' });
  });

  it('a stop that is refused is no longer stopping', () => {
    const on = online();
    hear(on, begun());
    const { id } = ask(on, { kind: 'stop', transactionId: '1' });
    answer(on, id, { outcome: 'refused', status: 'Rejected' });
    expect(on.state.transactions[1]).not.toHaveProperty('stopAskedAt');
  });

  it('F03.FR.02 a stop of a transaction that ends with the cable only', () => {
    const on = online();
    hear(on, begun({ transactionId: 'T', seqNo: 0 }) as StationMessage);
    const { id } = ask(on, { kind: 'stop', transactionId: 'T' });
    answer(on, id);
    hear(on, {
      kind: 'transaction',
      phase: 'updated',
      transactionId: 'T',
      seqNo: 1,
      trigger: 'RemoteStop',
      time: sent(noon + 9000),
      samples: [],
    });
    expect(stateOf(on, id)).toBe('done');
  });

  it.each<[string, (on: Rig) => void]>([
    ['the next boot', (on) => void hear(on, { kind: 'boot', vendor: 'V', model: 'M' })],
    [
      'the next connection',
      (on) => {
        leave(on);
        connect(on);
        record(on, decideConnected(on.state, on.now).facts);
      },
    ],
  ])('a reset: %s', (_, happens) => {
    const on = online();
    const { id } = ask(on, { kind: 'reset', mode: 'soft' });
    answer(on, id);
    expect(stateOf(on, id)).toBe('answered');
    happens(on);
    expect(stateOf(on, id)).toBe('done');
  });

  it('changed availability: the status of every charge point concerned', () => {
    const on = online();
    for (const evse of [1, 2]) hear(on, { kind: 'status', evse, connector: 1, status: 'available', time: sent(noon) });
    const { id } = ask(on, { kind: 'changeAvailability', operative: false });
    answer(on, id);
    expect(stateOf(on, id)).toBe('answered');
    hear(on, { kind: 'status', evse: 1, connector: 1, status: 'unavailable', time: sent(noon + 1000) });
    expect(stateOf(on, id)).toBe('answered');
    hear(on, { kind: 'status', evse: 2, connector: 1, status: 'unavailable', time: sent(noon + 2000) });
    expect(stateOf(on, id)).toBe('done');
  });

  it('G03.FR.03 changed availability: already so', () => {
    const on = online();
    hear(on, { kind: 'status', evse: 1, connector: 1, status: 'available', time: sent(noon) });
    const { id } = ask(on, { kind: 'changeAvailability', place: { evse: 1 }, operative: true });
    answer(on, id);
    expect(stateOf(on, id)).toBe('done');
  });

  it('settings: those in the answer at once, a base report with its last part', () => {
    const on = online();
    const named = ask(on, { kind: 'readSettings', names: [{ component: '', variable: 'X' }], requestId: 1 });
    const variables = [{ component: '', variable: 'X', attribute: 'Actual', value: '1', mutability: 'ReadOnly' }];
    answer(on, named.id, { ...accepted, variables });
    expect(stateOf(on, named.id)).toBe('done');
    expect(on.touched.some(({ settings }) => settings?.[0]?.value === '1')).toBe(true);
    const all = ask(on, { kind: 'readSettings', requestId: 2 });
    answer(on, all.id);
    hear(on, { kind: 'report', requestId: 2, last: false, variables });
    expect(stateOf(on, all.id)).toBe('answered');
    hear(on, { kind: 'report', requestId: 2, last: true, variables });
    expect(stateOf(on, all.id)).toBe('done');
  });
});
