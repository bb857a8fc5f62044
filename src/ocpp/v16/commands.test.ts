import { describe, expect, it } from 'vitest';
import type { Command } from '../../domain/commands.ts';
import type { OutgoingCommand } from '../table.ts';
import { v16 } from './index.ts';

const wayOf = (command: Command) => v16.commands[command.kind] as OutgoingCommand;
const token = { number: 'A', type: 'iso14443' } as const;
const start: Command = { kind: 'start', evse: 2, token, remoteStartId: 1 };
const long = { number: 'A'.repeat(21), type: 'iso14443' } as const;
const time = Date.UTC(2026, 2, 1, 10);
const text = '2026-03-01T10:00:00.000Z';
const hash = { algorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serial: '01' } as const;
const hashData = { hashAlgorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serialNumber: '01' };
const plain = {
  id: 1,
  stackLevel: 0,
  purpose: 'txDefault',
  profileKind: 'relative',
  schedules: [{ unit: 'W', periods: [{ startSeconds: 0, limit: 1 }] }],
} as const;
const diagnostics = { kind: 'readLog', requestId: 1, log: 'diagnostics', url: 'x' } as const;
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
    [
      { kind: 'trigger', message: 'logStatus', extended: true },
      'ExtendedTriggerMessage',
      { requestedMessage: 'LogStatusNotification' },
    ],
    [
      { kind: 'trigger', message: 'signStation' },
      'ExtendedTriggerMessage',
      { requestedMessage: 'SignChargePointCertificate' },
    ],
    [
      { kind: 'reserve', reservationId: 3, place: { evse: 1 }, token: { ...token, group: 'G' }, expiresAt: time },
      'ReserveNow',
      { connectorId: 1, expiryDate: text, idTag: 'A', parentIdTag: 'G', reservationId: 3 },
    ],
    [
      { kind: 'reserve', reservationId: 3, token: { ...token, group: 'G'.repeat(21) }, expiresAt: time },
      'ReserveNow',
      { connectorId: 0, expiryDate: text, idTag: 'A', reservationId: 3 },
    ],
    [{ kind: 'cancelReservation', reservationId: 3 }, 'CancelReservation', { reservationId: 3 }],
    [
      {
        kind: 'sendLocalList',
        version: 4,
        mode: 'differential',
        entries: [
          { token, authorisation: { status: 'accepted', validUntil: time } },
          { token: { ...token, number: 'B' } },
        ],
      },
      'SendLocalList',
      {
        listVersion: 4,
        updateType: 'Differential',
        localAuthorizationList: [{ idTag: 'A', idTagInfo: { status: 'Accepted', expiryDate: text } }, { idTag: 'B' }],
      },
    ],
    [{ kind: 'readLocalListVersion' }, 'GetLocalListVersion', {}],
    [
      {
        kind: 'setChargingProfile',
        evse: 1,
        profile: {
          id: 9,
          stackLevel: 1,
          purpose: 'tx',
          profileKind: 'recurring',
          recurrency: 'daily',
          transactionId: '17',
          schedules: [
            {
              unit: 'A',
              startsAt: time,
              durationSeconds: 60,
              minRate: 6,
              periods: [{ startSeconds: 0, limit: 8.14, phases: 3 }],
            },
          ],
        },
      },
      'SetChargingProfile',
      {
        connectorId: 1,
        csChargingProfiles: {
          chargingProfileId: 9,
          transactionId: 17,
          stackLevel: 1,
          chargingProfilePurpose: 'TxProfile',
          chargingProfileKind: 'Recurring',
          recurrencyKind: 'Daily',
          chargingSchedule: {
            duration: 60,
            startSchedule: text,
            chargingRateUnit: 'A',
            chargingSchedulePeriod: [{ startPeriod: 0, limit: 8.1, numberPhases: 3 }],
            minChargingRate: 6,
          },
        },
      },
    ],
    [{ kind: 'clearChargingProfiles', filter: {} }, 'ClearChargingProfile', {}],
    [
      { kind: 'clearChargingProfiles', filter: { profileIds: [9], evse: 0, purpose: 'stationMax', stackLevel: 2 } },
      'ClearChargingProfile',
      { id: 9, connectorId: 0, chargingProfilePurpose: 'ChargePointMaxProfile', stackLevel: 2 },
    ],
    [
      { kind: 'readCompositeSchedule', evse: 1, durationSeconds: 60, unit: 'W' },
      'GetCompositeSchedule',
      { connectorId: 1, duration: 60, chargingRateUnit: 'W' },
    ],
    [
      { kind: 'updateFirmware', requestId: 5, url: 'https://x', retries: 2, retryIntervalSeconds: 9, retrieveAt: time },
      'UpdateFirmware',
      { location: 'https://x', retries: 2, retryInterval: 9, retrieveDate: text },
    ],
    [
      {
        kind: 'updateFirmware',
        requestId: 5,
        url: 'https://x',
        retrieveAt: time,
        installAt: time,
        signed: { certificate: 'C', signature: 'S' },
      },
      'SignedUpdateFirmware',
      {
        requestId: 5,
        firmware: {
          location: 'https://x',
          retrieveDateTime: text,
          installDateTime: text,
          signingCertificate: 'C',
          signature: 'S',
        },
      },
    ],
    [
      { kind: 'readLog', requestId: 5, log: 'diagnostics', url: 'ftp://x', from: time, until: time + 1000 },
      'GetDiagnostics',
      { location: 'ftp://x', startTime: text, stopTime: '2026-03-01T10:00:01.000Z' },
    ],
    [
      { kind: 'readLog', requestId: 5, log: 'diagnostics', url: 'ftp://x', extended: true },
      'GetLog',
      { logType: 'DiagnosticsLog', requestId: 5, log: { remoteLocation: 'ftp://x' } },
    ],
    [
      { kind: 'readLog', requestId: 5, log: 'security', url: 'ftp://x' },
      'GetLog',
      { logType: 'SecurityLog', requestId: 5, log: { remoteLocation: 'ftp://x' } },
    ],
    [
      { kind: 'installCertificate', use: 'centralRoot', certificate: 'C' },
      'InstallCertificate',
      { certificateType: 'CentralSystemRootCertificate', certificate: 'C' },
    ],
    [{ kind: 'deleteCertificate', hash }, 'DeleteCertificate', { certificateHashData: hashData }],
    [
      { kind: 'readCertificates', uses: ['manufacturerRoot'] },
      'GetInstalledCertificateIds',
      { certificateType: 'ManufacturerRootCertificate' },
    ],
    [{ kind: 'deliverCertificate', chain: 'C' }, 'CertificateSigned', { certificateChain: 'C' }],
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
    [{ kind: 'trigger', message: 'signV2g' }, /cannot be asked/],
    [{ kind: 'reset', mode: 'resume' }, /cannot continue/],
    [{ kind: 'reserve', reservationId: 1, token, expiresAt: 0, connectorType: 'cCCS2' }, /type of connector/],
    [{ kind: 'sendLocalList', version: 1, mode: 'full', entries: [{ token: long }] }, /20 characters/],
    [{ kind: 'clearChargingProfiles', filter: { profileIds: [1, 2] } }, /one at a time/],
    [{ kind: 'clearChargingProfiles', filter: { purpose: 'priority' } }, /purpose/],
    [
      {
        kind: 'setChargingProfile',
        evse: 0,
        profile: { ...plain, schedules: [...plain.schedules, ...plain.schedules] },
      },
      /one schedule/,
    ],
    [{ kind: 'setChargingProfile', evse: 0, profile: { ...plain, profileKind: 'dynamic' } }, /dynamic/],
    [{ kind: 'setChargingProfile', evse: 0, profile: { ...plain, transactionId: 'x' } }, /by number/],
    [{ kind: 'updateFirmware', requestId: 1, url: 'x', retrieveAt: 0, installAt: 1 }, /installs what/],
    [{ kind: 'readLog', requestId: 1, log: 'dataCollector', url: 'x' }, /diagnostics and the security/],
    [{ kind: 'readLog', requestId: 1, log: 'security', url: 'x'.repeat(513) }, /512 characters/],
    [{ kind: 'installCertificate', use: 'moRoot', certificate: 'C' }, /of this kind/],
    [{ kind: 'readCertificates' }, /one kind at a time/],
    [{ kind: 'deliverCertificate', chain: 'C', use: 'v2g' }, /of this kind/],
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
    ...(['Faulted', 'Occupied', 'Rejected', 'Unavailable'] as const).map((status): [Command, object, object] => [
      { kind: 'reserve', reservationId: 1, token, expiresAt: 0 },
      { status },
      { outcome: 'refused', status },
    ]),
    [
      { kind: 'sendLocalList', version: 1, mode: 'full', entries: [] },
      { status: 'VersionMismatch' },
      { outcome: 'refused', status: 'VersionMismatch' },
    ],
    [
      { kind: 'sendLocalList', version: 1, mode: 'full', entries: [] },
      { status: 'NotSupported' },
      { outcome: 'unsupported', status: 'NotSupported' },
    ],
    [
      { kind: 'readLocalListVersion' },
      { listVersion: -1 },
      { outcome: 'unsupported', status: 'NotSupported', localListVersion: -1 },
    ],
    [
      { kind: 'readLocalListVersion' },
      { listVersion: 8 },
      { outcome: 'accepted', status: 'Accepted', localListVersion: 8 },
    ],
    [
      { kind: 'readCompositeSchedule', evse: 1, durationSeconds: 60 },
      {
        status: 'Accepted',
        connectorId: 1,
        scheduleStart: text,
        chargingSchedule: {
          duration: 60,
          chargingRateUnit: 'W',
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 11, numberPhases: 3 }],
        },
      },
      {
        outcome: 'accepted',
        status: 'Accepted',
        composite: {
          evse: 1,
          schedule: {
            startsAt: time,
            durationSeconds: 60,
            unit: 'W',
            periods: [{ startSeconds: 0, limit: 11, phases: 3 }],
          },
        },
      },
    ],
    [
      { kind: 'updateFirmware', requestId: 1, url: 'x', retrieveAt: 0 },
      {},
      { outcome: 'accepted', status: 'Accepted' },
    ],
    [
      { kind: 'updateFirmware', requestId: 1, url: 'x', retrieveAt: 0, signed: { certificate: '', signature: '' } },
      { status: 'AcceptedCanceled' },
      { outcome: 'accepted', status: 'AcceptedCanceled' },
    ],
    [
      { kind: 'updateFirmware', requestId: 1, url: 'x', retrieveAt: 0, signed: { certificate: '', signature: '' } },
      { status: 'InvalidCertificate' },
      { outcome: 'refused', status: 'InvalidCertificate' },
    ],
    [diagnostics, {}, { outcome: 'accepted', status: 'EmptyResultSet', empty: true }],
    [diagnostics, { fileName: 'a' }, { outcome: 'accepted', status: 'Accepted', fileName: 'a' }],
    [
      { ...diagnostics, extended: true },
      { status: 'Rejected', filename: '' },
      { outcome: 'refused', status: 'Rejected' },
    ],
    [
      { kind: 'readCertificates', uses: ['centralRoot'] },
      { status: 'Accepted', certificateHashData: [hashData] },
      { outcome: 'accepted', status: 'Accepted', certificates: [{ use: 'centralRoot', hash }] },
    ],
    [
      { kind: 'readCertificates', uses: ['centralRoot'] },
      { status: 'NotFound' },
      { outcome: 'accepted', status: 'NotFound', certificates: [] },
    ],
    [{ kind: 'deleteCertificate', hash }, { status: 'NotFound' }, { outcome: 'refused', status: 'NotFound' }],
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
