import { describe, expect, it } from 'vitest';
import type { Command } from '../../domain/commands.ts';
import type { OutgoingCommand } from '../table.ts';
import { v16 } from './index.ts';

const wayOf = (command: Command) => v16.commands[command.kind] as OutgoingCommand;
const token = { number: 'A', type: 'iso14443' } as const;
const start: Command = { kind: 'start', evse: 2, token, remoteStartId: 1 };
const heartbeat = { component: '', variable: 'HeartbeatInterval' };

describe('1.6 commands as calls', () => {
  it.each<[Command, string, object]>([
    [start, 'RemoteStartTransaction', { connectorId: 2, idTag: 'A' }],
    [{ kind: 'start', token, remoteStartId: 1 }, 'RemoteStartTransaction', { idTag: 'A' }],
    [{ kind: 'stop', transactionId: '17' }, 'RemoteStopTransaction', { transactionId: 17 }],
    [{ kind: 'reset', mode: 'soft' }, 'Reset', { type: 'Soft' }],
    [{ kind: 'reset', mode: 'hard' }, 'Reset', { type: 'Hard' }],
    [{ kind: 'unlock', place: { evse: 3, connector: 1 } }, 'UnlockConnector', { connectorId: 3 }],
    [{ kind: 'changeAvailability', operative: false }, 'ChangeAvailability', { connectorId: 0, type: 'Inoperative' }],
    [
      { kind: 'changeAvailability', operative: true, place: { evse: 2 } },
      'ChangeAvailability',
      { connectorId: 2, type: 'Operative' },
    ],
    [{ kind: 'trigger', message: 'boot' }, 'TriggerMessage', { requestedMessage: 'BootNotification' }],
    [{ kind: 'trigger', message: 'heartbeat' }, 'TriggerMessage', { requestedMessage: 'Heartbeat' }],
    [
      { kind: 'trigger', message: 'status', place: { evse: 1 } },
      'TriggerMessage',
      { requestedMessage: 'StatusNotification', connectorId: 1 },
    ],
    [{ kind: 'trigger', message: 'meter', place: { evse: 0 } }, 'TriggerMessage', { requestedMessage: 'MeterValues' }],
    [
      { kind: 'trigger', message: 'logStatus' },
      'TriggerMessage',
      { requestedMessage: 'DiagnosticsStatusNotification' },
    ],
    [
      { kind: 'trigger', message: 'firmwareStatus' },
      'TriggerMessage',
      { requestedMessage: 'FirmwareStatusNotification' },
    ],
    [{ kind: 'readSettings', requestId: 1 }, 'GetConfiguration', {}],
    [{ kind: 'readSettings', requestId: 1, names: [heartbeat] }, 'GetConfiguration', { key: ['HeartbeatInterval'] }],
    [
      { kind: 'writeSettings', values: [{ name: heartbeat, value: '60' }] },
      'ChangeConfiguration',
      { key: 'HeartbeatInterval', value: '60' },
    ],
    [{ kind: 'clearCache' }, 'ClearCache', {}],
    [
      { kind: 'dataTransfer', vendorId: 'V', messageId: 'M', data: 'D' },
      'DataTransfer',
      { vendorId: 'V', messageId: 'M', data: 'D' },
    ],
  ])('case %#: %j', (command, action, payload) => {
    expect(v16.unsupported(command)).toBeUndefined();
    expect(wayOf(command).write(command)).toEqual({ action, payload });
    expect(v16.checkRequest(action, true)!(payload)).toBeUndefined();
  });

  it.each<[Command, RegExp]>([
    [{ kind: 'reset', mode: 'onIdle' }, /cannot wait/],
    [{ kind: 'reset', mode: 'soft', evse: 1 }, /whole station/],
    [{ ...start, token: { ...token, number: 'A'.repeat(21) } }, /20 characters/],
    [{ ...start, token: { ...token, number: '' } }, /needs a card number/],
    [{ kind: 'stop', transactionId: 'abc' }, /by number/],
    [{ kind: 'stop', transactionId: '9999999999' }, /by number/],
    [{ kind: 'unlock', place: { evse: 0, connector: 0 } }, /charge point/],
    [{ kind: 'trigger', message: 'transaction' }, /state of a session/],
    [{ kind: 'writeSettings', values: [] }, /one setting at a time/],
    [{ kind: 'readSettings', requestId: 1, names: [{ component: '', variable: 'k'.repeat(51) }] }, /50 characters/],
  ])('says why not: case %#', (command, reason) => {
    expect(v16.unsupported(command)).toMatch(reason);
  });
});

describe('1.6 answers to commands', () => {
  it.each<[Command, object, object]>([
    [start, { status: 'Accepted' }, { outcome: 'accepted', status: 'Accepted' }],
    [start, { status: 'Rejected' }, { outcome: 'refused', status: 'Rejected' }],
    [
      { kind: 'changeAvailability', operative: true },
      { status: 'Scheduled' },
      { outcome: 'scheduled', status: 'Scheduled' },
    ],
    [
      { kind: 'unlock', place: { evse: 1, connector: 1 } },
      { status: 'Unlocked' },
      { outcome: 'accepted', status: 'Unlocked' },
    ],
    [
      { kind: 'unlock', place: { evse: 1, connector: 1 } },
      { status: 'UnlockFailed' },
      { outcome: 'refused', status: 'UnlockFailed' },
    ],
    [
      { kind: 'trigger', message: 'boot' },
      { status: 'NotImplemented' },
      { outcome: 'unsupported', status: 'NotImplemented' },
    ],
    [
      { kind: 'writeSettings', values: [{ name: heartbeat, value: '60' }] },
      { status: 'RebootRequired' },
      { outcome: 'accepted', status: 'RebootRequired', results: [{ name: heartbeat, status: 'RebootRequired' }] },
    ],
    [
      { kind: 'readSettings', requestId: 1 },
      {
        configurationKey: [
          { key: 'K', readonly: true, value: 'v' },
          { key: 'W', readonly: false },
        ],
        unknownKey: ['U'],
      },
      {
        outcome: 'accepted',
        status: 'Accepted',
        variables: [
          { component: '', variable: 'K', attribute: 'Actual', value: 'v', mutability: 'ReadOnly' },
          { component: '', variable: 'W', attribute: 'Actual', mutability: 'ReadWrite' },
        ],
        unknown: ['U'],
      },
    ],
    [{ kind: 'readSettings', requestId: 1 }, {}, { outcome: 'accepted', status: 'Accepted', variables: [] }],
    [
      { kind: 'dataTransfer', vendorId: 'V' },
      { status: 'UnknownVendorId', data: 'd' },
      { outcome: 'unsupported', status: 'UnknownVendorId', data: 'd' },
    ],
  ])('case %#: %j', (command, answer, expected) => {
    expect(wayOf(command).read(answer, command)).toEqual(expected);
  });
});

it.each([
  ['Available', 'available'],
  ['Preparing', 'preparing'],
  ['Charging', 'charging'],
  ['SuspendedEV', 'suspendedEV'],
  ['SuspendedEVSE', 'suspendedEVSE'],
  ['Finishing', 'finishing'],
  ['Reserved', 'reserved'],
  ['Unavailable', 'unavailable'],
  ['Faulted', 'faulted'],
])('a connector that is %s is %s', (sent, status) => {
  const payload = { connectorId: 1, status: sent, errorCode: 'NoError' };
  expect(v16.incoming.get('StatusNotification')!.read(payload)).toMatchObject({ status });
});
