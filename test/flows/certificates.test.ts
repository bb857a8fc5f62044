import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dumpAll } from '../dump.ts';
import { type Flow, startFlow } from '../flow.ts';
import { type Made, makeCertificate, makeKeys, makeRequest } from '../pki.ts';
import { behindProxy, bootOf, dial, type SecureStation } from '../secure-station.ts';
import { until } from '../until.ts';

const organisation = 'Stadtwerke Köln';
let flow: Flow;
let folder: string;
let authority: Made;
let stranger: Made;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'voltyard-ca-'));
  flow = await startFlow({ ...behindProxy, VOLTYARD_DATA: folder });
  authority = await makeCertificate({ name: 'Maker CA', authority: true });
  stranger = await makeCertificate({ name: 'Stranger CA', authority: true });
  await flow.call('POST', '/certificates/authorities', { certificate: authority.cert });
});
afterAll(async () => {
  await flow.stop();
  await rm(folder, { recursive: true });
});

const refusals = async (stationId: number) =>
  (await flow.call('GET', `/stations/${stationId}/connections?kind=refused`)).items.map(
    (row: { refused: string }) => row.refused,
  );

describe('S-06 TC_A_08_CSMS a station that comes with', () => {
  const good = { by: () => authority, organisation, from: -1, to: 30 };
  const cases: [
    string,
    Parameters<typeof makeCertificate>[0] extends infer O ? Partial<O> & { of?: () => Made } : never,
    string,
  ][] = [
    ['a certificate of an authority nobody trusts', { of: () => stranger }, 'certificate.untrusted'],
    ['an expired one', { from: -10, to: -1 }, 'certificate.expired'],
    ['one that is not valid yet', { from: 1, to: 10 }, 'certificate.notYetValid'],
    ['one of another station', { name: 'CP-of-somebody' }, 'certificate.identity'],
    ['one of another organisation', { organisation: 'Somebody else' }, 'certificate.organisation'],
    ['one for servers only', { purposes: ['1.3.6.1.5.5.7.3.1'] }, 'certificate.purpose'],
    ['one that is an authority itself', { authority: true }, 'certificate.purpose'],
    ['one with a weak key', { kind: 'RSA1024' }, 'certificate.weak'],
  ];
  test.each(cases)('%s is refused on the upgrade, and it is on record', async (_, options, cause) => {
    const { stationId, identity } = await flow.station();
    const { of = good.by, ...rest } = options;
    const { cert } = await makeCertificate({ name: identity, organisation, by: of(), ...rest });
    await expect(dial(flow.ocpp, identity, { certificate: cert })).rejects.toThrow('HTTP 401');
    await until(async () => (await refusals(stationId)).includes(cause));
  });

  test('something that is no certificate is refused', async () => {
    const { stationId, identity } = await flow.station();
    await expect(dial(flow.ocpp, identity, { certificate: 'rubbish' })).rejects.toThrow('HTTP 401');
    await until(async () => (await refusals(stationId)).includes('certificate.unreadable'));
  });

  test('TC_A_07_CSMS a good one is let in on profile 3, also by an intermediate authority', async () => {
    const { stationId, identity } = await flow.station();
    const middle = await makeCertificate({ name: 'Middle CA', authority: true, by: authority });
    const { cert } = await makeCertificate({ name: identity, organisation, by: middle });
    const station = await dial(flow.ocpp, identity, { certificate: `${cert}\n${middle.cert}` });
    await station.ask('BootNotification', bootOf('ocpp2.0.1', identity));
    const { connection } = await flow.call('GET', `/stations/${stationId}`);
    expect(connection).toMatchObject({ state: 'online', securityProfile: 3 });
    await station.close();
  });

  test('a chain longer than its authority allows is refused', async () => {
    const { identity } = await flow.station();
    const short = await makeCertificate({ name: 'Short CA', authority: true, by: authority, pathLength: 0 });
    const middle = await makeCertificate({ name: 'Too deep CA', authority: true, by: short });
    const { cert } = await makeCertificate({ name: identity, organisation, by: middle });
    await expect(dial(flow.ocpp, identity, { certificate: `${cert}\n${middle.cert}\n${short.cert}` })).rejects.toThrow(
      'HTTP 401',
    );
  });

  test('a certificate nobody knows and the right password is one of profile 2', async () => {
    const { stationId, identity, password } = await flow.station();
    const { cert } = await makeCertificate({ name: identity, organisation, by: stranger });
    const station = await dial(flow.ocpp, identity, { certificate: cert, password });
    await until(async () => (await flow.call('GET', `/stations/${stationId}`)).connection.securityProfile === 2);
    await station.close();
  });
});

test('S-06 the header is believed from our proxies only', async () => {
  const other = await startFlow({ VOLTYARD_PROXIES: '10.9.9.9', VOLTYARD_CLIENT_CERT_HEADER: 'x-client-cert' });
  try {
    await other.call('POST', '/certificates/authorities', { certificate: authority.cert });
    const { identity } = await other.station();
    const { cert } = await makeCertificate({ name: identity, organisation, by: authority });
    await expect(dial(other.ocpp, identity, { certificate: cert })).rejects.toThrow('HTTP 401');
  } finally {
    await other.stop();
  }
});

test('S-07 B01.FR.12 a boot that tells another serial number than the certificate: the connection is closed, unanswered', async () => {
  const { stationId, identity, password } = await flow.station();
  const first = await dial(flow.ocpp, identity, { password });
  await first.ask('BootNotification', bootOf('ocpp2.0.1', 'SN-77'));
  await first.close();
  const { cert } = await makeCertificate({ name: 'SN-77', organisation, by: authority });
  const station = await dial(flow.ocpp, identity, { certificate: cert });
  await expect(station.ask('BootNotification', bootOf('ocpp2.0.1', 'SN-78'))).rejects.toThrow('closed 1008');
  const { items } = await flow.call('GET', `/stations/${stationId}/errors`);
  expect(items).toMatchObject([{ code: 'InvalidChargingStationCertificate' }]);
  const again = await dial(flow.ocpp, identity, { certificate: cert });
  expect(await again.ask('BootNotification', bootOf('ocpp2.0.1', 'SN-77'))).toMatchObject({ status: 'Accepted' });
  await again.close();
});

describe.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'])('%s a station asks for a certificate', (protocol) => {
  const accepting = (action: string) => (action === 'CertificateSigned' ? { status: 'Accepted' } : undefined);
  const connected = async () => {
    const known = await flow.station();
    const station = await dial(flow.ocpp, known.identity, {
      password: known.password,
      tls: true,
      protocol,
      onCall: accepting,
    });
    await station.ask('BootNotification', bootOf(protocol, `SN-${known.identity}`));
    return { known, station, serial: `SN-${known.identity}` };
  };
  const delivered = (station: SecureStation): Promise<string> =>
    until(
      async () =>
        station.called.find(({ action }) => action === 'CertificateSigned')?.payload.certificateChain ?? false,
    );

  test.each([
    'EC',
    'RSA',
  ] as const)('S-12 TC_A_11_CSMS A02.FR.11 signed with a good request (%s), comes in with it, and the one before is over', async (kind) => {
    const { known, station, serial } = await connected();
    const { stationId, identity } = known;
    const keys = await makeKeys(kind);
    const csr = await makeRequest(serial, organisation, keys, { kind });
    expect(await station.ask('SignCertificate', { csr })).toMatchObject({ status: 'Accepted' });
    const chain = await delivered(station);
    const [leaf] = chain.split(/(?<=-----END CERTIFICATE-----)/);
    await station.close();
    const second = await dial(flow.ocpp, identity, { certificate: leaf!, protocol, onCall: accepting });
    await second.ask('BootNotification', bootOf(protocol, serial));
    const fresh = await makeKeys(kind);
    const renewal = await makeRequest(serial, organisation, fresh, { kind });
    await second.ask('SignCertificate', { csr: renewal });
    const newer = (await delivered(second)).split(/(?<=-----END CERTIFICATE-----)/)[0]!;
    await second.close();
    // Until the new one is used the old one works (A02.FR.08).
    for (const certificate of [leaf!, newer]) {
      const again = await dial(flow.ocpp, identity, { certificate, protocol });
      await again.ask('BootNotification', bootOf(protocol, serial));
      await again.close();
    }
    await until(async () => {
      const { certificates } = await flow.call('GET', `/stations/${stationId}/security`);
      expect(certificates.map(({ state }: { state: string }) => state)).toEqual(['valid', 'superseded']);
      return true;
    });
    await expect(dial(flow.ocpp, identity, { certificate: leaf!, protocol })).rejects.toThrow('HTTP 401');
    await until(async () => (await refusals(stationId)).includes('certificate.revoked'));
  });

  test('S-12 TC_A_14_CSMS A02.FR.12 rejected: another name, another organisation, weak, not its own signature, too big, rubbish', async () => {
    const { known, station, serial } = await connected();
    const { stationId } = known;
    const [keys, other, weak] = await Promise.all([makeKeys(), makeKeys(), makeKeys('RSA1024')]);
    const requests = {
      'request.name': await makeRequest('SN-of-another', organisation, keys),
      'request.organisation': await makeRequest(serial, 'Somebody else', keys),
      'request.weak': await makeRequest(serial, organisation, weak, { kind: 'RSA1024' }),
      'request.signature': await makeRequest(serial, organisation, keys, { signedBy: other }),
      'request.unreadable': 'rubbish',
    };
    for (const csr of Object.values(requests))
      expect(await station.ask('SignCertificate', { csr })).toMatchObject({ status: 'Rejected' });
    const { rows } = await flow.pool.query(
      "SELECT body ->> 'fault' AS fault FROM facts WHERE station_id = $1 AND type = 'certificate.requested' ORDER BY seq",
      [stationId],
    );
    expect(rows.map(({ fault }) => fault)).toEqual(Object.keys(requests));
    expect(station.called).toEqual([]);
    await station.close();
  });

  test('S-12 a request of 1 MB does not come through the frame limit', async () => {
    const { station } = await connected();
    await expect(station.ask('SignCertificate', { csr: 'x'.repeat(1_000_000) })).rejects.toThrow('closed 1009');
  });

  test('S-12 A02.FR.17 the same request again gets the same certificate', async () => {
    const { station, serial } = await connected();
    const csr = await makeRequest(serial, organisation, await makeKeys());
    await station.ask('SignCertificate', { csr });
    await delivered(station);
    await station.ask('SignCertificate', { csr });
    await until(() => station.called.length === 2);
    expect(station.called[1]!.payload.certificateChain).toBe(station.called[0]!.payload.certificateChain);
    await station.close();
  });
});

test('a revoked certificate lets nobody in, and who is connected with it is sent away', async () => {
  const { stationId, identity } = await flow.station();
  const { cert } = await makeCertificate({ name: identity, organisation, by: authority });
  const station = await dial(flow.ocpp, identity, { certificate: cert });
  await station.ask('BootNotification', bootOf('ocpp2.0.1', identity));
  const { certificates } = await flow.call('GET', `/stations/${stationId}/security`);
  expect(certificates).toMatchObject([{ name: identity, state: 'ending', origin: 'seen' }]);
  await flow.call('POST', `/stations/${stationId}/certificates/${certificates[0].fingerprint}/revocation`, {
    reason: 'stolen',
  });
  expect(await station.closed).toMatchObject({ code: 1008 });
  await expect(dial(flow.ocpp, identity, { certificate: cert })).rejects.toThrow('HTTP 401');
  await until(async () => (await refusals(stationId)).includes('certificate.revoked'));
});

test('an authority that is no longer trusted lets nobody in any more', async () => {
  const passing = await makeCertificate({ name: 'Passing CA', authority: true });
  const added = await flow.call('POST', '/certificates/authorities', { certificate: passing.cert });
  const { identity } = await flow.station();
  const { cert } = await makeCertificate({ name: identity, organisation, by: passing });
  await (await dial(flow.ocpp, identity, { certificate: cert })).close();
  await flow.call('DELETE', `/certificates/authorities/${added.fingerprint}`);
  await expect(dial(flow.ocpp, identity, { certificate: cert })).rejects.toThrow('HTTP 401');
});

test('S-12 S-13 the key of the authority is a file for its owner only, and nowhere else', async () => {
  const files = readdirSync(path.join(folder, 'station-ca'));
  expect(files.sort()).toEqual(['ec.key.pem', 'rsa.key.pem']);
  for (const file of files) expect(statSync(path.join(folder, 'station-ca', file)).mode & 0o777).toBe(0o600);
  expect(await dumpAll(flow.pool)).not.toMatch(/PRIVATE KEY/);
  expect(flow.log()).not.toMatch(/PRIVATE KEY/);
});
