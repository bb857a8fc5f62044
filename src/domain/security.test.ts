import { describe, expect, it } from 'vitest';
import { certificateEnds, certificateProven, differsFromCertificate } from './certificate.ts';
import { decide } from './decide.ts';
import type { StationMessage } from './message.ts';
import { noon, type Rig, record, rig, sent } from './rig.ts';
import { hidden, withoutSecrets } from './secret.ts';
import { errorBySecurityEvent, noticedAtDoor } from './security.ts';
import { profileRaised, registrationOf } from './station.ts';

const hearMessage = (on: Rig, message: StationMessage) => {
  const frameId = `0192f0c0-0000-7000-8000-${String(++on.frames).padStart(12, '0')}`;
  const context = { now: on.now, receivedAt: on.now, frameId, lookups: {}, settings: { heartbeatInterval: 300 } };
  const decision = decide(on.state, message, context);
  record(on, decision.facts, { frameId });
  return decision;
};
const hear = (on: Rig, type: string, at = noon) =>
  hearMessage(on, { kind: 'securityEvent', type, time: sent(at), info: 'why' });
const errors = (on: Rig) => Object.values(on.state.errors);

describe('a security event', () => {
  it.each([
    'TamperDetectionActivated',
    'SecurityLogWasCleared',
    'MemoryExhaustion',
    'MaintenanceLoginFailed',
    'InvalidFirmwareSignature',
    'InvalidFirmwareSigningCertificate',
    'InvalidCsmsCertificate',
    'InvalidCentralSystemCertificate',
    'InvalidChargingStationCertificate',
    'InvalidChargePointCertificate',
    'DiscardedRenewedClientCertificate',
    'InvalidTLSVersion',
    'InvalidTLSCipherSuite',
  ])('S-14 %s is critical: an error that stays until somebody has looked, and counts up', (type) => {
    const on = rig();
    hear(on, type);
    hear(on, type);
    expect(errors(on)).toMatchObject([{ code: type, count: 2, severity: 'warning', info: 'why', evse: 0 }]);
    expect(errors(on)[0]!.closedAt).toBeUndefined();
  });

  it.each([
    'FirmwareUpdated',
    'SettingSystemTime',
    'StartupOfTheDevice',
    'ResetOrReboot',
    'MaintenanceLoginAccepted',
  ])('S-14 %s is critical: an error in the history, over as it is told', (type) => {
    const on = rig();
    on.now = noon + 3_600_000;
    const { facts } = hear(on, type);
    expect(facts.map(({ body }) => body.type)).toEqual(['security.reported', 'error.opened', 'error.closed']);
    expect(facts.every(({ at }) => at === noon)).toBe(true);
  });

  it.each([
    'FailedToAuthenticateAtCsms',
    'FailedToAuthenticationAtCentralSystem',
    'CsmsFailedToAuthenticate',
    'CentralSystemFailedToAuthentication',
    'ReconfigurationOfSecurityParameters',
    'InvalidMessages',
    'AttemptedReplayAttacks',
    'SomethingOfAVendor',
    '__proto__',
    'constructor',
  ])('S-14 %s raises nothing, is kept and answered', (type) => {
    const on = rig();
    const { facts, answer } = hear(on, type);
    expect(facts.map(({ body }) => body)).toMatchObject([{ type: 'security.reported', event: type }]);
    expect(answer.kind).toBe('plain');
  });

  it('S-14 stays when the next status of the station tells of no error: only a person closes it', () => {
    const on = rig();
    hear(on, 'TamperDetectionActivated');
    const time = sent(noon + 1000);
    hearMessage(on, { kind: 'status', evse: 0, connector: 0, status: 'available', time });
    expect(errors(on)[0]!.closedAt).toBeUndefined();
  });

  it('does not fill the memory', () => {
    const on = rig();
    for (let n = 0; n < 70; n++) on.state.errors[`e${n}`] = { ...open, id: `e${n}`, code: `X${n}` };
    expect(errorBySecurityEvent(on.state, 'MemoryExhaustion', undefined, noon, 'id')).toEqual([]);
  });
});

const open = {
  evse: 1,
  connector: 1,
  source: 'reported',
  severity: 'warning',
  firstSeen: noon,
  lastSeen: noon,
  count: 1,
} as const;

describe('the security profile', () => {
  it('S-08 A05.FR.07 rises with what a station has proven, and never by itself falls', () => {
    const on = rig();
    record(on, profileRaised(on.state, { securityProfile: 2, at: noon }));
    expect(on.state.master.minimumProfile).toBe(2);
    expect(profileRaised(on.state, { securityProfile: 1, at: noon })).toEqual([]);
    expect(profileRaised(on.state, { securityProfile: 2, at: noon })).toEqual([]);
    record(on, profileRaised(on.state, { securityProfile: 3, at: noon }));
    expect(on.state.master.minimumProfile).toBe(3);
  });

  it('does not rise where a person lets a station in without a password', () => {
    const on = rig();
    on.state.master.unauthenticatedAllowed = true;
    expect(profileRaised(on.state, { securityProfile: 1, at: noon })).toEqual([]);
  });
});

it('S-11 an adopted station with the password of its factory waits', () => {
  const on = rig();
  expect(registrationOf(on.state)).toBe('accepted');
  on.state.master.factoryPassword = true;
  expect(registrationOf(on.state)).toBe('pending');
});

it.each([
  ['the same serial number', { serial: 'SN-1' }, 'SN-1', false],
  ['the same number of the box', { serial: 'X', boxSerial: 'SN-1' }, 'SN-1', false],
  ['another one', { serial: 'SN-2' }, 'SN-1', true],
  ['none', {}, 'SN-1', true],
  ['another one, but the certificate bears the identity', { serial: 'SN-2' }, 'CP-1', false],
  ['no certificate', { serial: 'SN-2' }, undefined, false],
])('S-07 B01.FR.11 a boot with %s', (_, boot, name, differs) => {
  expect(differsFromCertificate(rig().state, boot, name)).toBe(differs);
});

describe('S-13 what is kept of a command', () => {
  it.each([
    [
      { kind: 'writeSettings', values: [{ name: { component: '', variable: 'AuthorizationKey' }, value: 's3cret' }] },
      { kind: 'writeSettings', values: [{ name: { component: '', variable: 'AuthorizationKey' }, value: hidden }] },
    ],
    [
      {
        profile: {
          basicAuthPassword: 's3cret',
          apn: { user: 'u', password: 's3cret', simPin: 1234 },
          vpn: { server: 'v', key: 's3cret' },
        },
      },
      {
        profile: {
          basicAuthPassword: hidden,
          apn: { user: 'u', password: hidden, simPin: 0 },
          vpn: { server: 'v', key: hidden },
        },
      },
    ],
    [
      { url: 'ftp://me:s3cret@host/x', n: 1 },
      { url: `ftp://${hidden}@host/x`, n: 1 },
    ],
    [
      { component: 'c', variable: 'BasicAuthPassword', value: 's3cret' },
      { component: 'c', variable: 'BasicAuthPassword', value: hidden },
    ],
  ])('%j', (command, kept) => {
    expect(withoutSecrets(command)).toEqual(kept);
  });

  it('without a secret is the same thing', () => {
    const command = {
      kind: 'writeSettings',
      values: [{ name: { component: 'a', variable: 'b' }, value: 'c' }],
      passwordHash: 'h',
    };
    expect(withoutSecrets(command)).toBe(command);
  });
});

describe('what is noticed at the door', () => {
  it.each([
    ['certificate.expired', undefined, 'InvalidChargingStationCertificate'],
    ['certificate.untrusted', undefined, 'InvalidChargingStationCertificate'],
    ['tls.failed', 'version', 'InvalidTLSVersion'],
    ['tls.failed', 'cipher', 'InvalidTLSCipherSuite'],
    ['tls.failed', 'constructor', undefined],
    ['tls.failed', 'plain', undefined],
    ['second.connection', undefined, 'SecondConnection'],
    ['password.wrong', undefined, undefined],
  ] as const)('S-04 S-06 A00.FR.408 %s (%s) is the security event %s', (cause, protocol, event) => {
    const noticed = noticedAtDoor(rig().state, { cause, address: '192.0.2.1', ...(protocol && { protocol }) });
    expect(noticed?.event).toBe(event);
    if (event !== undefined)
      expect(noticed).toMatchObject({ by: 'server', info: expect.stringContaining('192.0.2.1') });
  });
});

describe('a certificate that ends', () => {
  const ends = (on: Rig, inDays: number, id = 'e1') =>
    record(on, certificateEnds(on.state, on.now + inDays * 86_400_000, on.now, id));
  const comesWith = (on: Rig, inDays: number | undefined) => {
    const notAfter = inDays === undefined ? {} : { notAfter: on.now + inDays * 86_400_000 };
    record(on, certificateProven(on.state, { certificate: { name: 'n', fingerprint: 'f', ...notAfter } }, on.now));
  };
  it('raises one error when it is near, which a new one ends', () => {
    const on = rig();
    ends(on, 20);
    expect(errors(on)).toEqual([]);
    ends(on, 13);
    ends(on, 12, 'e2');
    expect(errors(on)).toMatchObject([{ code: 'CertificateEnding', severity: 'warning', source: 'derived', count: 1 }]);
    comesWith(on, 12);
    comesWith(on, undefined);
    expect(errors(on)[0]!.closedAt).toBeUndefined();
    comesWith(on, 300);
    expect(errors(on)[0]!.closedAt).toBe(on.now);
  });
});
