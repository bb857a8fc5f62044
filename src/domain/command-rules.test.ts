import { describe, expect, it } from 'vitest';
import { decideAnswer, decideCommand } from './command.ts';
import { commandFault } from './command-rules.ts';
import type { ChargingProfile, ProfilePeriod } from './commands/charging-profile.ts';
import type { Command, CommandAnswer } from './commands.ts';
import type { StationMessage } from './message.ts';
import { hear, noon, type Rig, record, rig } from './rig.ts';

const token = { number: 'C1', type: 'central' } as const;
const profile = (more: Partial<ChargingProfile> = {}, periods: ProfilePeriod[] = [{ startSeconds: 0, limit: 16 }]) =>
  ({
    id: 1,
    stackLevel: 0,
    purpose: 'txDefault',
    profileKind: 'relative',
    schedules: [{ unit: 'A', periods }],
    ...more,
  }) as const satisfies ChargingProfile;
const set = (evse: number, more?: Partial<ChargingProfile>, periods?: ProfilePeriod[]): Command => ({
  kind: 'setChargingProfile',
  evse,
  profile: profile(more, periods),
});
const list = (version: number, mode: 'full' | 'differential', ...numbers: string[]): Command => ({
  kind: 'sendLocalList',
  version,
  mode,
  entries: numbers.map((number) => ({ token: { number, type: 'central' } })),
});
const customer = { kind: 'readCustomer', requestId: 1, report: true, clear: false } as const;

describe('what no version takes', () => {
  it.each<[string, Command, RegExp]>([
    ['K01.FR.22', set(0, { purpose: 'stationExternal' }), /from outside/],
    ['K03', set(1, { purpose: 'stationMax' }), /whole station/],
    ['K01.FR.03', set(1, { purpose: 'tx' }), /session that is limited/],
    ['K01.FR.03', set(0, { purpose: 'tx', transactionId: 't' }), /charge point of the session/],
    ['K01.FR.03', set(1, { transactionId: 't' }), /names one/],
    ['K01.FR.31', set(1, {}, [{ startSeconds: 60, limit: 16 }]), /0 seconds/],
    [
      'K01.FR.35',
      set(1, {}, [
        { startSeconds: 0, limit: 1 },
        { startSeconds: 0, limit: 2 },
      ]),
      /one after the other/,
    ],
    ['K01.FR.19', set(1, {}, [{ startSeconds: 0, limit: 1, phases: 3, phaseToUse: 1 }]), /one phase is used/],
    ['K01.FR.40', set(1, { profileKind: 'absolute' }), /needs the time/],
    ['K01.FR.40', set(1, { profileKind: 'recurring', recurrency: 'daily' }), /needs the time/],
    [
      'K01.FR.41',
      set(1, { schedules: [{ startsAt: noon, unit: 'A', periods: [{ startSeconds: 0, limit: 1 }] }] }),
      /relative/,
    ],
    ['recurrency', set(1, { profileKind: 'recurring' }), /daily or weekly/],
    ['validity', set(1, { validFrom: noon, validTo: noon }), /end after/],
    ['no schedule', set(1, { schedules: [] }), /needs a schedule/],
    ['F01', { kind: 'start', token, remoteStartId: 1, profile: profile() }, /comes with a start/],
    ['K10.FR.06', { kind: 'clearChargingProfiles', filter: { purpose: 'stationExternal' } }, /cannot be removed/],
    ['D01.FR.18', list(0, 'differential'), /counts from 1/],
    ['D01.FR.06', list(1, 'differential', 'AB', 'a-b'), /twice/],
    ['D01', list(1, 'full', 'AB'), /may charge/],
    ['N09.FR.04', customer, /one of them/],
    ['N09.FR.09', { ...customer, token, customerId: 'x' }, /one of them/],
    ['N09.FR.07', { ...customer, report: false, token }, /choose one/],
    ['TriggerMessage', { kind: 'trigger', message: 'custom' }, /has a name/],
  ])('%s', (_, command, says) => {
    expect(commandFault(command)).toMatch(says);
    const on = rig();
    expect(
      decideCommand(on.state, { commandId: 'c', command, whenOffline: 'queue', timeoutMs: 1 }, { now: noon }),
    ).toMatchObject({ refused: 'value.refused', detail: expect.stringMatching(says) });
  });

  it.each<[Command]>([
    [set(0, { purpose: 'stationMax' })],
    [set(1)],
    [set(1, { purpose: 'tx', transactionId: 't' })],
    [
      set(1, {}, [
        { startSeconds: 0, limit: 1, phases: 1, phaseToUse: 2 },
        { startSeconds: 9, limit: 0 },
      ]),
    ],
    [{ kind: 'start', token, remoteStartId: 1, profile: profile({ purpose: 'tx' }) }],
    [list(1, 'full')],
    [list(7, 'differential', 'AB', 'AC')],
    [{ ...customer, customerId: 'x' }],
  ])('and what it does: case %#', (command) => {
    expect(commandFault(command)).toBeUndefined();
  });
});

describe('what is done when', () => {
  const online = (): Rig => {
    const on = rig();
    const connected = { type: 'station.connected', connectionId: 'x', protocol: 'ocpp2.1', address: '' } as const;
    record(on, [{ at: on.now, body: { ...connected, node: 'n', securityProfile: 1 } }]);
    return on;
  };
  const asked = (on: Rig, command: Command, answer: CommandAnswer = { outcome: 'accepted', status: 'Accepted' }) => {
    const decided = decideCommand(
      on.state,
      { commandId: 'c', command, whenOffline: 'refuse', timeoutMs: 60_000 },
      { now: on.now },
    );
    if ('refused' in decided) throw new Error(decided.detail);
    record(on, decided.facts);
    record(on, decideAnswer(on.state, 'c', answer, on.now));
    return () => on.state.commands.c?.state;
  };
  const publish: Command = { kind: 'publishFirmware', requestId: 5, url: 'https://x', checksum: '0' };
  const status = (word: string, requestId = 5): StationMessage => ({ kind: 'publishStatus', status: word, requestId });

  it('an answer that there is nothing ends a report that would come as messages', () => {
    const nothing = { outcome: 'accepted', status: 'EmptyResultSet', empty: true } as const;
    expect(asked(online(), { kind: 'readMonitors', requestId: 1 }, nothing)()).toBe('done');
    expect(asked(online(), { kind: 'readSettings', requestId: 1 }, nothing)()).toBe('done');
    expect(asked(online(), { kind: 'readMonitors', requestId: 1 })()).toBe('answered');
  });

  it('to clear the data of a person brings no report', () => {
    expect(asked(online(), { ...customer, report: false, clear: true, customerId: 'x' })()).toBe('done');
  });

  it.each([
    ['Published', 'done'],
    ['InvalidChecksum', 'failed'],
    ['DownloadFailed', 'failed'],
    ['PublishFailed', 'failed'],
  ])('L03 firmware is published by the end of %s: %s', (word, state) => {
    const on = online();
    const now = asked(on, publish);
    hear(on, status('Downloading'));
    hear(on, status(word, 6));
    expect(now()).toBe('answered');
    hear(on, status(word));
    expect(now()).toBe(state);
  });

  it('B02 a station that waits to be accepted is asked for nothing that needs messages of its own', () => {
    const on = online();
    hear(on, { kind: 'boot', vendor: '', model: '' });
    on.state.boot!.status = 'pending';
    const decide = (command: Command) =>
      decideCommand(on.state, { commandId: 'c', command, whenOffline: 'refuse', timeoutMs: 1 }, { now: on.now });
    expect(decide({ kind: 'readMonitors', requestId: 1 })).toMatchObject({ refused: 'state.conflict' });
    expect(decide(publish)).toMatchObject({ refused: 'state.conflict' });
    expect(decide({ kind: 'readReport', requestId: 1, base: 'full' })).toMatchObject({ state: 'sent' });
    expect(decide({ kind: 'trigger', message: 'boot' })).toMatchObject({ state: 'sent' });
    expect(decide({ kind: 'deliverCertificate', chain: 'x' })).toMatchObject({ state: 'sent' });
  });
});
