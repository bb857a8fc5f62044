import { describe, expect, it } from 'vitest';
import type { Command } from '../../domain/commands.ts';
import type { OutgoingCommand } from '../table.ts';
import { v21 } from '../v21/index.ts';
import { v201 } from '../v201/index.ts';

const token = { number: 'A', type: 'iso14443', group: 'G' } as const;
const start: Command = { kind: 'start', evse: 2, connector: 1, token, remoteStartId: 5 };
const plain = { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' };
const full = { component: 'C', componentInstance: 'i', evse: 1, connector: 2, variable: 'V', variableInstance: 'j' };
const nested = {
  component: { name: 'C', instance: 'i', evse: { id: 1, connectorId: 2 } },
  variable: { name: 'V', instance: 'j' },
};
const flatPlain = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } };
const unlock: Command = { kind: 'unlock', place: { evse: 3, connector: 2 } };
const write: Command = { kind: 'writeSettings', values: [{ name: plain, value: '60' }] };

describe.each([
  ['2.0.1', v201],
  ['2.1', v21],
] as const)('%s commands', (_, version) => {
  const wayOf = (command: Command) => version.commands[command.kind] as OutgoingCommand;

  it.each<[Command, string, object]>([
    [
      start,
      'RequestStartTransaction',
      {
        evseId: 2,
        remoteStartId: 5,
        idToken: { idToken: 'A', type: 'ISO14443' },
        groupIdToken: { idToken: 'G', type: 'Central' },
      },
    ],
    [{ kind: 'stop', transactionId: 'tx-1' }, 'RequestStopTransaction', { transactionId: 'tx-1' }],
    [{ kind: 'reset', mode: 'hard' }, 'Reset', { type: 'Immediate' }],
    [{ kind: 'reset', mode: 'soft' }, 'Reset', { type: 'Immediate' }],
    [{ kind: 'reset', mode: 'onIdle', evse: 2 }, 'Reset', { type: 'OnIdle', evseId: 2 }],
    [unlock, 'UnlockConnector', { evseId: 3, connectorId: 2 }],
    [{ kind: 'changeAvailability', operative: false }, 'ChangeAvailability', { operationalStatus: 'Inoperative' }],
    [
      { kind: 'changeAvailability', operative: true, place: { evse: 2 } },
      'ChangeAvailability',
      { operationalStatus: 'Operative', evse: { id: 2 } },
    ],
    [
      { kind: 'changeAvailability', operative: true, place: { evse: 2, connector: 1 } },
      'ChangeAvailability',
      { operationalStatus: 'Operative', evse: { id: 2, connectorId: 1 } },
    ],
    [{ kind: 'trigger', message: 'boot' }, 'TriggerMessage', { requestedMessage: 'BootNotification' }],
    [{ kind: 'trigger', message: 'heartbeat' }, 'TriggerMessage', { requestedMessage: 'Heartbeat' }],
    [
      { kind: 'trigger', message: 'status', place: { evse: 1, connector: 1 } },
      'TriggerMessage',
      { requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } },
    ],
    [{ kind: 'trigger', message: 'meter' }, 'TriggerMessage', { requestedMessage: 'MeterValues' }],
    [{ kind: 'trigger', message: 'transaction' }, 'TriggerMessage', { requestedMessage: 'TransactionEvent' }],
    [{ kind: 'trigger', message: 'logStatus' }, 'TriggerMessage', { requestedMessage: 'LogStatusNotification' }],
    [
      { kind: 'trigger', message: 'firmwareStatus' },
      'TriggerMessage',
      { requestedMessage: 'FirmwareStatusNotification' },
    ],
    [{ kind: 'readSettings', requestId: 9 }, 'GetBaseReport', { requestId: 9, reportBase: 'FullInventory' }],
    [
      { kind: 'readSettings', requestId: 9, names: [plain, { ...full, attribute: 'MaxSet' }] },
      'GetVariables',
      { getVariableData: [flatPlain, { ...nested, attributeType: 'MaxSet' }] },
    ],
    [write, 'SetVariables', { setVariableData: [{ ...flatPlain, attributeValue: '60' }] }],
    [{ kind: 'clearCache' }, 'ClearCache', {}],
    [{ kind: 'dataTransfer', vendorId: 'V', data: 'D' }, 'DataTransfer', { vendorId: 'V', data: 'D' }],
  ])('case %#: %j', (command, action, payload) => {
    expect(version.unsupported(command)).toBeUndefined();
    expect(wayOf(command).write(command)).toEqual({ action, payload });
    expect(version.checkRequest(action, true)!(payload)).toBeUndefined();
  });

  it.each<[Command, object, object]>([
    [start, { status: 'Accepted', transactionId: 't' }, { outcome: 'accepted', status: 'Accepted' }],
    [
      start,
      { status: 'Rejected', statusInfo: { reasonCode: 'InUse', additionalInfo: 'cable' } },
      { outcome: 'refused', status: 'Rejected', detail: 'InUse: cable' },
    ],
    [{ kind: 'reset', mode: 'onIdle' }, { status: 'Scheduled' }, { outcome: 'scheduled', status: 'Scheduled' }],
    [unlock, { status: 'Unlocked' }, { outcome: 'accepted', status: 'Unlocked' }],
    [
      unlock,
      { status: 'OngoingAuthorizedTransaction' },
      { outcome: 'refused', status: 'OngoingAuthorizedTransaction' },
    ],
    [
      { kind: 'readSettings', requestId: 1 },
      { status: 'NotSupported' },
      { outcome: 'unsupported', status: 'NotSupported' },
    ],
    [
      { kind: 'readSettings', requestId: 1, names: [full, plain] },
      {
        getVariableResult: [
          { ...nested, attributeStatus: 'Accepted', attributeValue: '5' },
          { ...flatPlain, attributeStatus: 'UnknownVariable' },
        ],
      },
      {
        outcome: 'accepted',
        status: 'Accepted',
        variables: [{ ...full, attribute: 'Actual', value: '5' }],
        unknown: ['OCPPCommCtrlr.HeartbeatInterval'],
      },
    ],
    [
      { kind: 'readSettings', requestId: 1, names: [plain] },
      { getVariableResult: [{ ...flatPlain, attributeStatus: 'UnknownVariable' }] },
      {
        outcome: 'refused',
        status: 'UnknownVariable',
        variables: [],
        unknown: ['OCPPCommCtrlr.HeartbeatInterval'],
      },
    ],
    [
      write,
      { setVariableResult: [{ ...flatPlain, attributeStatus: 'RebootRequired' }] },
      { outcome: 'accepted', status: 'RebootRequired', results: [{ name: plain, status: 'RebootRequired' }] },
    ],
    [
      write,
      {
        setVariableResult: [
          { ...flatPlain, attributeStatus: 'Rejected', attributeStatusInfo: { reasonCode: 'ReadOnly' } },
        ],
      },
      {
        outcome: 'refused',
        status: 'Rejected',
        detail: 'ReadOnly',
        results: [{ name: plain, status: 'Rejected', detail: 'ReadOnly' }],
      },
    ],
    [
      { kind: 'dataTransfer', vendorId: 'V' },
      { status: 'Accepted', data: { a: 1 } },
      { outcome: 'accepted', status: 'Accepted', data: '{"a":1}' },
    ],
  ])('answers: case %#: %j', (command, answer, expected) => {
    expect(wayOf(command).read(answer, command)).toEqual(expected);
  });

  it('says why not', () => {
    const [longest, value] = version === v201 ? [36, 1000] : [255, 2500];
    const card = (length: number): Command => ({ ...start, token: { ...token, number: 'A'.repeat(length) } });
    const set = (length: number): Command => ({
      kind: 'writeSettings',
      values: [{ name: plain, value: 'v'.repeat(length) }],
    });
    expect(version.unsupported(card(longest))).toBeUndefined();
    expect(version.unsupported(card(longest + 1))).toMatch(`${longest} characters`);
    expect(version.unsupported(set(value))).toBeUndefined();
    expect(version.unsupported(set(value + 1))).toMatch(`${value} characters`);
    expect(version.unsupported({ kind: 'unlock', place: { evse: 1, connector: 0 } })).toMatch(/connector/);
    expect(version.unsupported({ kind: 'readSettings', requestId: 1, names: [] })).toMatch(/at least one/);
    expect(version.unsupported({ kind: 'writeSettings', values: [] })).toMatch(/at least one/);
  });

  it.each([
    ['Available', 'available'],
    ['Occupied', 'occupied'],
    ['Reserved', 'reserved'],
    ['Unavailable', 'unavailable'],
    ['Faulted', 'faulted'],
  ])('a connector that is %s is %s', (connectorStatus, status) => {
    const payload = { timestamp: '2026-03-01T10:00:00Z', connectorStatus, evseId: 1, connectorId: 1 };
    expect(version.incoming.get('StatusNotification')!.read(payload)).toMatchObject({ status });
  });
});
