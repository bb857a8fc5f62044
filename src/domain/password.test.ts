import { describe, expect, it } from 'vitest';
import { decideAnswer, decideCommand, decideDisconnected, decideOverdue } from './command.ts';
import type { CommandAnswer } from './commands.ts';
import type { Proof } from './facts.ts';
import { isPasswordSetting, passwordAlert, passwordProven } from './password.ts';
import { noon, type Rig, record, rig } from './rig.ts';

const asked = (on: Rig, hash = 'new', id = '0192f0c0-0000-7000-8000-000000000001') => {
  on.state.connection ??= { id: 'c', protocol: 'ocpp2.0.1', address: 'a', node: 'n', securityProfile: 2, since: noon };
  const command = {
    kind: 'writeSettings',
    values: [{ name: { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' }, value: '••••' }],
    passwordHash: hash,
  } as const;
  const decision = decideCommand(
    on.state,
    { commandId: id, command, whenOffline: 'refuse', timeoutMs: 1000 },
    { now: on.now },
  );
  if ('facts' in decision) record(on, decision.facts);
  return decision;
};
const id = '0192f0c0-0000-7000-8000-000000000001';
const answered = (on: Rig, outcome: CommandAnswer['outcome'], status: string) =>
  record(on, decideAnswer(on.state, id, { outcome, status }, on.now));
const back = (on: Rig, proof?: Proof) => {
  const certain = passwordProven(on.state, proof, on.now);
  const connected = {
    at: on.now,
    body: {
      type: 'station.connected',
      connectionId: 'd',
      protocol: 'ocpp2.0.1',
      address: 'a',
      node: 'n',
      securityProfile: 2,
      ...(proof && { proof }),
    },
  } as const;
  record(on, [connected, ...certain]);
};
const passwords = ({ state: { master } }: Rig) => [master.passwordHash, master.passwordNext];
const started = (): Rig => {
  const on = rig();
  on.state.master.passwordHash = 'old';
  asked(on);
  return on;
};
const open = (on: Rig) => Object.values(on.state.errors).filter(({ closedAt }) => closedAt === undefined);

describe('a password that was sent', () => {
  it('counts beside the old one from the moment it is asked for', () => {
    expect(passwords(started())).toEqual(['old', 'new']);
  });

  it('S-09 TC_A_09_CSMS A01.FR.03 accepted: it alone counts, at once', () => {
    const on = started();
    answered(on, 'accepted', 'Accepted');
    expect(passwords(on)).toEqual(['new', undefined]);
    expect(open(on)).toEqual([]);
  });

  it.each([
    ['refused', 'Rejected'],
    ['unsupported', 'UnknownVariable'],
  ] as const)('S-10 TC_A_10_CSMS A01.FR.04 %s: the old one goes on working, alone', (outcome, status) => {
    const on = started();
    answered(on, outcome, status);
    expect(passwords(on)).toEqual(['old', undefined]);
  });

  it.each<[string, (on: Rig) => void]>([
    ['the connection went', (on) => record(on, decideDisconnected(on.state, 'connection.lost', on.now))],
    ['no answer came in time', (on) => record(on, decideOverdue(on.state, on.now + 10_000))],
    ['an error was answered', (on) => answered(on, 'failed', 'InternalError')],
  ])('S-10 outcome unknown because %s: both count, and it is told', (_, lose) => {
    const on = started();
    lose(on);
    expect(passwords(on)).toEqual(['old', 'new']);
    expect(open(on)).toMatchObject([{ id, code: 'PasswordUncertain', severity: 'warning' }]);
    expect(asked(on, 'third', '0192f0c0-0000-7000-8000-000000000002')).toMatchObject({ refused: 'state.conflict' });
  });

  it.each([
    ['next', 'new'],
    ['current', 'old'],
  ] as const)('S-09 outcome unknown: after it came back with the %s one only that one counts', (password, left) => {
    const on = started();
    record(on, decideDisconnected(on.state, 'connection.lost', on.now));
    back(on, { password });
    expect(passwords(on)).toEqual([left, undefined]);
    expect(open(on)).toEqual([]);
  });

  it('a connection without a password says nothing about it', () => {
    const on = started();
    record(on, decideDisconnected(on.state, 'connection.lost', on.now));
    back(on);
    expect(passwords(on)).toEqual(['old', 'new']);
  });

  it('the end of the old connection that comes late raises nothing', () => {
    const on = started();
    back(on, { password: 'next' });
    record(on, decideDisconnected(on.state, 'connection.replaced', on.now));
    expect(passwords(on)).toEqual(['new', undefined]);
    expect(open(on)).toEqual([]);
  });

  it('1.6 taken over with the next start: both count until the new one is used', () => {
    const on = started();
    answered(on, 'accepted', 'RebootRequired');
    back(on, { password: 'current' });
    expect(passwords(on)).toEqual(['old', 'new']);
    back(on, { password: 'next' });
    expect(passwords(on)).toEqual(['new', undefined]);
  });

  it('is told once', () => {
    const on = started();
    record(on, decideDisconnected(on.state, 'connection.lost', on.now));
    expect(passwordAlert(on.state, on.state.commands[id]!, on.now)).toEqual([]);
  });

  it('goes by itself', () => {
    const on = rig();
    on.state.connection = { id: 'c', protocol: 'ocpp2.0.1', address: 'a', node: 'n', securityProfile: 2, since: noon };
    const name = { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' };
    const values = [
      { name, value: '•' },
      { name: { ...name, variable: 'OrganizationName' }, value: 'x' },
    ];
    const command = { kind: 'writeSettings', values, passwordHash: 'h' } as const;
    const ask = { commandId: id, command, whenOffline: 'refuse', timeoutMs: 1 } as const;
    expect(decideCommand(on.state, ask, { now: noon })).toMatchObject({ refused: 'state.conflict' });
  });
});

it('S-11 A00.FR.806 a factory password keeps the boot pending until it is replaced', () => {
  const on = rig();
  on.state.master.factoryPassword = true;
  asked(on);
  answered(on, 'accepted', 'Accepted');
  expect(on.state.master.factoryPassword).toBe(false);
});

it.each([
  ['', 'AuthorizationKey', true],
  ['SecurityCtrlr', 'BasicAuthPassword', true],
  ['', 'BasicAuthPassword', false],
  ['SecurityCtrlr', 'OrganizationName', false],
])('%s %s is the password: %s', (component, variable, is) => {
  expect(isPasswordSetting({ component, variable })).toBe(is);
});
