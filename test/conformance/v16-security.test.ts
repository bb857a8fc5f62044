import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { makeCertificate, makeKeys, makeRequest } from '../pki.ts';
import { behindProxy, bootOf, dial, type SecureStation, type Shown } from '../secure-station.ts';
import { until } from '../until.ts';
import { type Bench, type Conforming, gives, iso, startBench, status16, statuses16 } from './rig.ts';

// The cases of the security extension (section 3.21 of the test cases of OCPP 1.6).

let bench: Bench;
let organisation: string;
beforeAll(async () => {
  bench = await startBench(behindProxy);
  organisation = (await bench.flow.call('GET', '/certificates/authorities')).organisation;
});
afterAll(() => bench.stop());

const station = () => bench.station('ocpp1.6');
const accepted = { status: 'Accepted' };
const security = (one: { readonly stationId: number }): Promise<Json> =>
  bench.flow.call('GET', `/stations/${one.stationId}/security`);
const openErrors = async (one: Conforming): Promise<string[]> =>
  (await bench.flow.call('GET', `/stations/${one.stationId}/errors?isOpen=true`)).items.map(({ code }: Json) => code);
const tells = async (one: Conforming, type: string): Promise<void> => {
  expect(await one.say('SecurityEventNotification', { type, timestamp: iso() })).toEqual({});
  expect((await security(one)).events[0]).toMatchObject({ event: type, by: 'station' });
};
const comesIn = async (identity: string, shown: Shown): Promise<SecureStation> => {
  const one = await dial(bench.flow.ocpp, identity, { protocol: 'ocpp1.6', ...shown });
  expect(await one.ask('BootNotification', bootOf('ocpp1.6'))).toMatchObject(accepted);
  for (const connectorId of [0, 1]) {
    const status = { connectorId, status: 'Available', errorCode: 'NoError', timestamp: iso() };
    expect(await one.ask('StatusNotification', status)).toEqual({});
  }
  return one;
};

describe('passwords', () => {
  test('1.6:TC_073_CSMS a new password is given to the station, and is the only one from then on', async () => {
    const one = await station();
    one.answers('ChangeConfiguration', accepted);
    const { commandId } = await bench.flow.call('POST', `/stations/${one.stationId}/credentials/change`);
    await one.reaches(commandId, 'done');
    const [{ key, value }] = one.asked('ChangeConfiguration');
    expect(key).toBe('AuthorizationKey');
    // 16 to 20 bytes in hexadecimal digits.
    expect(value).toMatch(/^[0-9A-F]{32,40}$/i);
    await one.wire.close();
    await expect(comesIn(one.identity, { password: one.password })).rejects.toThrow('HTTP 401');
    const again = await comesIn(one.identity, { password: Buffer.from(value, 'hex').toString() });
    await again.close();
  });

  test('1.6:TC_085_CSMS the right user and password are let in, others are not', async () => {
    const { identity, password } = await bench.flow.station();
    await expect(comesIn(identity, { password: 'ABCDEFGHIJKLMNOPQRST' })).rejects.toThrow('HTTP 401');
    await expect(comesIn(identity, { password, user: `${identity}x` })).rejects.toThrow('HTTP 401');
    await (await comesIn(identity, { password })).close();
  });
});

describe('certificates', () => {
  /** The server asks, the station sends its request, and gets a certificate. */
  const renewed = async (one: Conforming, status: string): Promise<string> => {
    one.answers('CertificateSigned', { status });
    await gives(one, 'trigger', { message: 'signStation' }, ['ExtendedTriggerMessage', accepted], 'done');
    expect(one.asked('ExtendedTriggerMessage')).toEqual([{ requestedMessage: 'SignChargePointCertificate' }]);
    const csr = await makeRequest(one.identity, organisation, await makeKeys());
    expect(await one.say('SignCertificate', { csr })).toEqual(accepted);
    return until(() => one.asked('CertificateSigned').at(-1)?.certificateChain as string | undefined);
  };

  test('1.6:TC_074_CSMS A03.FR.11 the certificate of the station is renewed at our request, and lets it in', async () => {
    const one = await station();
    const chain = await renewed(one, 'Accepted');
    const blocks = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)!;
    const [leaf, root] = blocks.map((pem) => new X509Certificate(pem));
    expect(leaf!.subject).toContain(`CN=${one.identity}`);
    expect(leaf!.subject).toContain(`O=${organisation}`);
    expect(leaf!.serialNumber).toMatch(/^[0-9A-F]+$/);
    expect(leaf!.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(leaf!.verify(root!.publicKey)).toBe(true);
    await one.wire.close();
    await (await comesIn(one.identity, { certificate: blocks[0]! })).close();
    expect((await security(one)).profile).toBe(3);
  });

  test('1.6:TC_077_CSMS the station finds its new certificate invalid: a security event, and an error on its sheet', async () => {
    const one = await station();
    await renewed(one, 'Rejected');
    await tells(one, 'InvalidChargePointCertificate');
    expect(await openErrors(one)).toEqual(['InvalidChargePointCertificate']);
    const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/commands?kind=deliverCertificate`);
    expect(items).toMatchObject([{ state: 'refused', answer: { status: 'Rejected' } }]);
    // The way in that it had stays.
    await one.wire.close();
    await (await comesIn(one.identity, { password: one.password })).close();
  });

  const hash = (hashAlgorithm: string) => ({
    hashAlgorithm,
    issuerNameHash: 'aabb',
    issuerKeyHash: 'ccdd',
    serialNumber: '0a',
  });
  const list = (one: Conforming, certificateType: string, use: string, hashAlgorithm: string) =>
    gives(
      one,
      'readCertificates',
      { uses: [use] },
      ['GetInstalledCertificateIds', { status: 'Accepted', certificateHashData: [hash(hashAlgorithm)] }],
      'done',
    ).then((read) => {
      expect(read.call).toEqual({ certificateType });
      return read.life.answer.certificates as Json[];
    });

  test.each([
    ['1.6:TC_075_1_CSMS', 'manufacturerRoot', 'ManufacturerRootCertificate'],
    ['1.6:TC_075_2_CSMS', 'centralRoot', 'CentralSystemRootCertificate'],
  ])('%s a root certificate (%s) is installed, and listed', async (_case, use, certificateType) => {
    const one = await station();
    const { cert } = await makeCertificate({ name: 'Root', authority: true });
    const install = { use, certificate: cert };
    const { call } = await gives(one, 'installCertificate', install, ['InstallCertificate', accepted], 'done');
    expect(call).toEqual({ certificateType, certificate: cert });
    expect(await list(one, certificateType, use, 'SHA256')).toMatchObject([{ use, hash: { serial: '0a' } }]);
  });

  test.each([
    'SHA256',
    'SHA384',
    'SHA512',
  ])('1.6:TC_076_CSMS a listed certificate is deleted (%s)', async (algorithm) => {
    const one = await station();
    const [found] = await list(one, 'CentralSystemRootCertificate', 'centralRoot', algorithm);
    const body = { hash: found.hash };
    const { call } = await gives(one, 'deleteCertificate', body, ['DeleteCertificate', accepted], 'done');
    // M04.FR.07: with the algorithm by which it was listed.
    expect(call).toEqual({ certificateHashData: hash(algorithm) });
  });

  test('1.6:TC_078_CSMS the station finds our root invalid: refused, a security event, and an error on its sheet', async () => {
    const one = await station();
    const { cert } = await makeCertificate({ name: 'Root', authority: true });
    const install = { use: 'centralRoot', certificate: cert };
    const refused = await gives(
      one,
      'installCertificate',
      install,
      ['InstallCertificate', { status: 'Rejected' }],
      'refused',
    );
    expect(refused.life.answer.status).toBe('Rejected');
    await tells(one, 'InvalidCentralSystemCertificate');
    expect(await openErrors(one)).toEqual(['InvalidCentralSystemCertificate']);
    expect((await security(one)).roots).toMatchObject([{ name: 'Root', state: 'refused', status: 'Rejected' }]);
  });
});

test('1.6:TC_079_CSMS the security log is asked for and uploaded', async () => {
  const one = await station();
  const body = { log: 'security', url: 'https://csms.example/logs', extended: true };
  const { call, id } = await gives(
    one,
    'readLog',
    body,
    ['GetLog', { status: 'Accepted', filename: 'security.txt' }],
    'answered',
  );
  expect(call).toMatchObject({
    logType: 'SecurityLog',
    requestId: expect.any(Number),
    log: { remoteLocation: expect.stringContaining('https://csms.example/logs') },
  });
  for (const status of ['Uploading', 'Uploaded'])
    expect(await one.say('LogStatusNotification', { status, requestId: call.requestId })).toEqual({});
  await one.reaches(id, 'done');
});

describe('signed firmware', () => {
  const signed = { certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', signature: 'c2ln' };
  const update = (one: Conforming) =>
    gives(
      one,
      'updateFirmware',
      { url: 'https://images.example/1.2.bin', retrieveAt: iso(), signed },
      ['SignedUpdateFirmware', accepted],
      'answered',
    );
  const tell = async (one: Conforming, requestId: number, ...statuses: string[]) => {
    for (const status of statuses)
      expect(await one.say('SignedFirmwareStatusNotification', { status, requestId })).toEqual({});
  };

  test('1.6:TC_080_CSMS is installed step by step, over a restart, and its security event is kept', async () => {
    const before = await station();
    const { call, id } = await update(before);
    expect(call).toMatchObject({
      requestId: expect.any(Number),
      firmware: {
        location: 'https://images.example/1.2.bin',
        signingCertificate: signed.certificate,
        signature: signed.signature,
      },
    });
    const { requestId } = call;
    await tell(before, requestId, 'Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting');
    const one = await before.again();
    expect(await one.say('BootNotification', bootOf('ocpp1.6'))).toMatchObject(accepted);
    await statuses16(one);
    await tells(one, 'FirmwareUpdated');
    await tell(one, requestId, 'Installed');
    await one.reaches(id, 'done');
    expect(await openErrors(one)).toEqual([]);
  });

  test('1.6:TC_081_CSMS with an invalid signature fails, and is an error on the sheet', async () => {
    const one = await station();
    const { call, id } = await update(one);
    await tell(one, call.requestId, 'Downloading', 'Downloaded', 'InvalidSignature');
    expect((await one.reaches(id, 'failed')).reason).toContain('InvalidSignature');
    await tells(one, 'InvalidFirmwareSignature');
    expect(await openErrors(one)).toEqual(['InvalidFirmwareSignature']);
  });
});

describe('the security profile', () => {
  /** From the command on: accepted, restarted, in with the new profile, not any more with the old one. */
  const raised = async (identity: string, stationId: number, before: Shown, profile: number, after: Shown) => {
    const replies: Json = { ChangeConfiguration: accepted, Reset: accepted };
    const onCall = (action: string) => replies[action];
    const one = await comesIn(identity, { ...before, onCall });
    const post = (kind: string, body: Json) => bench.flow.call('POST', `/stations/${stationId}/commands/${kind}`, body);
    await post('writeSettings', {
      values: [{ name: { component: '', variable: 'SecurityProfile' }, value: `${profile}` }],
    });
    await until(() => one.called.some(({ action }) => action === 'ChangeConfiguration'));
    await post('reset', { mode: 'hard' });
    await until(() => one.called.some(({ action }) => action === 'Reset'));
    expect(one.called.map(({ action, payload }) => [action, payload])).toEqual([
      ['ChangeConfiguration', { key: 'SecurityProfile', value: `${profile}` }],
      ['Reset', { type: 'Hard' }],
    ]);
    await one.close();
    await (await comesIn(identity, after)).close();
    await expect(comesIn(identity, before)).rejects.toThrow('HTTP 401');
    await (await comesIn(identity, after)).close();
  };

  test('1.6:TC_083_CSMS S-08 is raised from 1 to 2 to 3, each time for good; no command lowers it', async () => {
    const { identity, stationId, password } = await bench.flow.station();
    const authority = await makeCertificate({ name: 'Maker', authority: true });
    await bench.flow.call('POST', '/certificates/authorities', { certificate: authority.cert });
    const { cert } = await makeCertificate({ name: identity, organisation, by: authority });
    await raised(identity, stationId, { password }, 2, { password, tls: true });
    await raised(identity, stationId, { password, tls: true }, 3, { certificate: cert });
    const one = await comesIn(identity, { certificate: cert, onCall: () => accepted });
    const values = [{ name: { component: '', variable: 'SecurityProfile' }, value: '2' }];
    const reply = await bench.flow.ask('POST', `/stations/${stationId}/commands/writeSettings`, { values });
    expect(reply).toMatchObject({ status: 422, body: { type: 'value.refused' } });
    expect(one.called).toEqual([]);
    await one.close();
  });
});

test('S-14 every security event of the whitepaper is answered and kept, one nobody knows too', async () => {
  const one = await station();
  await status16(one, 1, 'Available');
  const names = [
    'FirmwareUpdated',
    'FailedToAuthenticationAtCentralSystem',
    'CentralSystemFailedToAuthentication',
    'SettingSystemTime',
    'StartupOfTheDevice',
    'ResetOrReboot',
    'SecurityLogWasCleared',
    'ReconfigurationOfSecurityParameters',
    'MemoryExhaustion',
    'InvalidMessages',
    'AttemptedReplayAttacks',
    'TamperDetectionActivated',
    'InvalidFirmwareSignature',
    'InvalidFirmwareSigningCertificate',
    'InvalidCentralSystemCertificate',
    'InvalidChargePointCertificate',
    'InvalidTLSVersion',
    'InvalidTLSCipherSuite',
    'SomethingOfAVendor',
  ];
  // Queued while it was away: they come late, with the time at which they happened.
  const yesterday = iso(86_400_000);
  for (const type of names)
    expect(await one.say('SecurityEventNotification', { type, timestamp: yesterday, techInfo: 'why' })).toEqual({});
  const { events } = await security(one);
  expect(events.map(({ event }: Json) => event)).toEqual([...names].reverse());
  expect(events.every(({ at }: Json) => at === yesterday)).toBe(true);
  const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/errors`);
  const critical = names.filter((name) => items.some(({ code }: Json) => code === name));
  expect(critical).toEqual([
    'FirmwareUpdated',
    'SettingSystemTime',
    'StartupOfTheDevice',
    'ResetOrReboot',
    'SecurityLogWasCleared',
    'MemoryExhaustion',
    'TamperDetectionActivated',
    'InvalidFirmwareSignature',
    'InvalidFirmwareSigningCertificate',
    'InvalidCentralSystemCertificate',
    'InvalidChargePointCertificate',
    'InvalidTLSVersion',
    'InvalidTLSCipherSuite',
  ]);
  // It stays until a person has looked, whatever the station's next status says.
  await status16(one, 0, 'Available');
  const tampered = items.find(({ code }: Json) => code === 'TamperDetectionActivated');
  expect(await openErrors(one)).toContain('TamperDetectionActivated');
  await bench.flow.call('POST', `/stations/${one.stationId}/errors/${tampered.id}/close`);
  expect(await openErrors(one)).not.toContain('TamperDetectionActivated');
});
