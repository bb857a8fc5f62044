import { describe, expect, it } from 'vitest';
import { completed, unfitHere } from './command-fit.ts';
import { type CommandKnown, commandNeeds, settingKey } from './command-needs.ts';
import type { Command } from './commands.ts';
import { networkPriority } from './network.ts';
import { card, noon, rig } from './rig.ts';

const slot = (variable: string, componentInstance = '2') => ({
  component: 'NetworkConfiguration',
  componentInstance,
  variable,
});
type Written = Extract<Command, { kind: 'writeSettings' }>;
const write = (...values: readonly (readonly [name: Written['values'][number]['name'], value: string])[]): Written => ({
  kind: 'writeSettings',
  values: values.map(([name, value]) => ({ name, value })),
});
const knowing = (settings: readonly (readonly [name: Written['values'][number]['name'], value: string])[]) => ({
  settings: Object.fromEntries(settings.map(([name, value]) => [settingKey(name), value])),
});
const used = (priority = '1', ...more: Parameters<typeof knowing>[0]): CommandKnown =>
  knowing([[networkPriority, priority], ...more]);
const unfit = (command: Command, known: CommandKnown = {}, least = 0) => {
  const { state } = rig();
  state.master.minimumProfile = least;
  return unfitHere(state, command, noon, known);
};
const added = (command: Written, known: CommandKnown) => {
  const made = completed(command, known) as Written;
  return made.values
    .slice(command.values.length)
    .map(({ name, value }) => `${name.variable}[${name.componentInstance}]=${value}`);
};

describe('settings of a network slot', () => {
  const url = write([slot('OcppCsmsUrl'), 'wss://x']);

  it('B09.FR.21 are written to slots that are not in use only', () => {
    expect(commandNeeds(url)?.settings?.map(({ variable }) => variable)).toEqual([
      'NetworkConfigurationPriority',
      'ApnEnabled',
      'VpnEnabled',
    ]);
    expect(unfit(url, used('1'))).toBeUndefined();
    expect(unfit(url, used('1, 2'))).toContain('Slot 2 is in use');
    expect(unfit(url)).toContain('Read NetworkConfigurationPriority first');
    expect(unfit(write([{ component: 'AuthCtrlr', variable: 'Enabled' }, 'true']))).toBeUndefined();
    expect(commandNeeds(write([{ component: 'AuthCtrlr', variable: 'Enabled' }, 'true']))).toBeUndefined();
  });

  it('B09.FR.29, B09.FR.30 bring with them whether a mobile network or a tunnel is used', () => {
    expect(added(url, used())).toEqual(['ApnEnabled[2]=false', 'VpnEnabled[2]=false']);
    expect(added(write([slot('Apn'), 'internet'], [slot('VpnServer', '3'), 'v']), used())).toEqual([
      'ApnEnabled[2]=true',
      'VpnEnabled[2]=false',
      'ApnEnabled[3]=false',
      'VpnEnabled[3]=true',
    ]);
    // It has one already: what is not touched stays.
    expect(added(url, used('1', [slot('ApnEnabled'), 'true']))).toEqual(['VpnEnabled[2]=false']);
    expect(added(write([slot('Apn'), 'internet'], [slot('ApnEnabled'), 'true']), used())).toEqual([
      'VpnEnabled[2]=false',
    ]);
    expect(unfit(write([slot('Apn'), 'internet'], [slot('ApnEnabled'), 'False']), used())).toContain('ApnEnabled');
    expect(added(write([slot('BasicAuthPassword'), 'x']), used())).toEqual([]);
  });
});

describe('S-08 A00.FR.005 no command lowers a security profile', () => {
  const profile = (securityProfile: number): Command => ({
    kind: 'setNetworkProfile',
    slot: 1,
    profile: { version: 'OCPP201', url: 'wss://x', messageTimeoutSeconds: 30, securityProfile, interface: 'Wired0' },
  });
  it.each<[string, Command, boolean]>([
    ['SetNetworkProfile 1', profile(1), false],
    ['SetNetworkProfile 2', profile(2), true],
    ['SetNetworkProfile 3', profile(3), true],
    ['1.6 SecurityProfile 1', write([{ component: '', variable: 'SecurityProfile' }, '1']), false],
    ['1.6 SecurityProfile 2', write([{ component: '', variable: 'SecurityProfile' }, '2']), true],
    ['a slot, 1', write([slot('SecurityProfile'), '1']), false],
    ['a slot, 3', write([slot('SecurityProfile'), '3']), true],
  ])('%s at a station of profile 2', (_, command, fine) => {
    expect(unfit(command, used(), 2) === undefined).toBe(fine);
  });

  it('that it may fall from 3 to 2 is not switched on behind the back of whoever set 3', () => {
    const allow = write([{ component: 'SecurityCtrlr', variable: 'AllowSecurityProfileDowngrade' }, 'True']);
    expect(unfit(allow, {}, 3)).toContain('Security profile 2 is below 3');
    expect(unfit(allow, {}, 2)).toBeUndefined();
  });
});

describe('what has to be known of a station or a card', () => {
  const report = (parts: number): Command => ({
    kind: 'readReportOf',
    requestId: 1,
    names: Array.from({ length: parts }, (_, index) => ({ component: `C${index}` })),
  });
  it('B08.FR.06 a report is asked for no more parts than the station takes', () => {
    const { settings } = commandNeeds(report(3))!;
    const known = knowing([[settings![0]!, '2']]);
    expect(unfit(report(3), known)).toContain('at most 2 parts');
    expect(unfit(report(2), known)).toBeUndefined();
    expect(unfit(report(3))).toBeUndefined();
  });

  it.each([
    ['may charge', card('A'), true],
    ['is blocked', card('A', { status: 'blocked' }), false],
    ['has expired', card('A', { validUntil: noon - 1 }), false],
    ['is unknown', null, false],
  ])('S02.FR.03 a battery is swapped for a card that %s', (_, found, fine) => {
    const swap: Command = { kind: 'requestBatterySwap', requestId: 1, token: { number: 'A', type: 'iso14443' } };
    expect(commandNeeds(swap)).toEqual({ card: 'A' });
    expect(unfit(swap, { card: found }) === undefined).toBe(fine);
  });
});
