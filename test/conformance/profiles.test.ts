import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { startFlow } from '../flow.ts';
import { type Made, type MakeOptions, makeCertificate } from '../pki.ts';
import { type SecureFlow, startSecureFlow } from '../secure-flow.ts';
import { behindProxy, bootOf, dial, type SecureStation, type Shown } from '../secure-station.ts';
import { until } from '../until.ts';

// The program's own TLS on its own port: security profiles 2 and 3 as a station meets them.

let flow: SecureFlow;
let stranger: Made;
beforeAll(async () => {
  flow = await startSecureFlow();
  stranger = await makeCertificate({ name: 'Stranger CA', authority: true });
});
afterAll(() => flow.stop());

const accepted = { status: 'Accepted' };
const statusOf = (protocol: string) =>
  protocol === 'ocpp1.6'
    ? { connectorId: 1, status: 'Available', errorCode: 'NoError', timestamp: new Date().toISOString() }
    : { evseId: 1, connectorId: 1, connectorStatus: 'Available', timestamp: new Date().toISOString() };
/** Boots and says how its connector is, as certification cases end. */
const works = async (station: SecureStation, protocol: string, serial: string): Promise<void> => {
  expect(await station.ask('BootNotification', bootOf(protocol, serial))).toMatchObject(accepted);
  expect(await station.ask('StatusNotification', statusOf(protocol))).toEqual({});
};
const connections = async (stationId: number) => (await flow.call('GET', `/stations/${stationId}/connections`)).items;
const refusals = async (stationId: number): Promise<string[]> =>
  (await flow.call('GET', `/stations/${stationId}/connections?kind=refused`)).items.map(
    (row: { refused: string }) => row.refused,
  );
const events = async (stationId: number): Promise<string[]> =>
  (await flow.call('GET', `/stations/${stationId}/security`)).events.map(({ event }: { event: string }) => event);
const errors = async (stationId: number): Promise<string[]> =>
  (await flow.call('GET', `/stations/${stationId}/errors?isOpen=true`)).items.map(({ code }: { code: string }) => code);
const certified = (name: string, more: Partial<MakeOptions> = {}) =>
  makeCertificate({ name, organisation: flow.organisation, by: flow.authority, ...more });

describe.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'])('%s', (protocol) => {
  test.each([
    'rsa',
    'ec',
  ] as const)('1.6:TC_086_CSMS, TC_A_04_CSMS, A00.FR.001 profile 2: the station verifies our certificate (%s) and comes in with its password', async (kind) => {
    const { stationId, identity, password } = await flow.station();
    const suites = kind === 'rsa' ? 'ECDHE-RSA-AES128-GCM-SHA256' : 'ECDHE-ECDSA-AES128-GCM-SHA256';
    const options = {
      ca: flow.pki[kind].cert,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
      ciphers: suites,
    } as const;
    const station = await dial(flow.ocpp, identity, { password, protocol, options });
    await works(station, protocol, identity);
    const [row] = await connections(stationId);
    expect(row).toMatchObject({ securityProfile: 2, tls: `TLSv1.2 ${suites}` });
    await station.close();
  });

  test.each([
    'EC',
    'RSA',
  ] as const)('1.6:TC_087_CSMS, TC_A_07_CSMS profile 3: the station comes in with a certificate (%s) and no password', async (kind) => {
    const { stationId, identity } = await flow.station();
    const station = await dial(flow.ocpp, identity, {
      protocol,
      options: flow.with(await certified(identity, { kind })),
    });
    await works(station, protocol, identity);
    expect((await connections(stationId))[0]).toMatchObject({ securityProfile: 3 });
    await station.close();
  });

  test('A00.FR.207, A00.FR.324 user and password must be those of the station in the address', async () => {
    const [one, other] = [await flow.station(), await flow.station()];
    const shown: Shown[] = [
      { password: other.password },
      { password: one.password, user: other.identity },
      { password: other.password, user: other.identity },
      {},
    ];
    for (const each of shown)
      await expect(dial(flow.ocpp, one.identity, { protocol, ...each })).rejects.toThrow('HTTP 401');
    const plain = await startFlow();
    try {
      const known = await plain.station();
      await expect(dial(plain.ocpp, known.identity, { protocol, password: one.password })).rejects.toThrow('HTTP 401');
      const station = await dial(plain.ocpp, known.identity, { protocol, password: known.password });
      await works(station, protocol, known.identity);
      await station.close();
    } finally {
      await plain.stop();
    }
  });
});

describe('S-05 the four suites, with a certificate for each kind, on one port', () => {
  test.each([
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'AES128-GCM-SHA256',
    'AES256-GCM-SHA384',
  ])('A00.FR.318, A00.FR.421 %s carries a station of profile 2 and one of profile 3', async (ciphers) => {
    const { stationId, identity, password } = await flow.station();
    const options = { maxVersion: 'TLSv1.2', ciphers } as const;
    const station = await dial(flow.ocpp, identity, { password, options });
    await works(station, 'ocpp2.0.1', identity);
    expect((await connections(stationId))[0]).toMatchObject({ tls: `TLSv1.2 ${ciphers}`, securityProfile: 2 });
    await station.close();
    const made = await certified(identity, { kind: ciphers.includes('ECDSA') ? 'EC' : 'RSA' });
    const proven = await dial(flow.ocpp, identity, { options: { ...options, ...flow.with(made) } });
    await works(proven, 'ocpp2.0.1', identity);
    expect((await connections(stationId))[0]).toMatchObject({ tls: `TLSv1.2 ${ciphers}`, securityProfile: 3 });
    await proven.close();
  });

  test('TLS 1.3 as well', async () => {
    const { identity, password } = await flow.station();
    const station = await dial(flow.ocpp, identity, { password, options: { minVersion: 'TLSv1.3' } });
    await works(station, 'ocpp2.0.1', identity);
    await station.close();
  });
});

describe('S-04 what is broken is not spoken', () => {
  const old: [string, string, WebSocket.ClientOptions, string][] = [
    ['A00.FR.313, A00.FR.315', 'TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1' }, 'InvalidTLSVersion'],
    ['A00.FR.313, A00.FR.315', 'TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }, 'InvalidTLSVersion'],
    ['A00.FR.320, A00.FR.423', 'CBC with SHA-1', { ciphers: 'ECDHE-RSA-AES128-SHA' }, 'InvalidTLSCipherSuite'],
    ['A00.FR.320, A00.FR.425', 'RSA key exchange with CBC', { ciphers: 'AES128-SHA256' }, 'InvalidTLSCipherSuite'],
    ['A00.FR.322, A00.FR.425', 'CAMELLIA', { ciphers: 'CAMELLIA128-SHA' }, 'InvalidTLSCipherSuite'],
  ];
  let addresses = 0;
  test.each(
    old,
  )('%s a station that speaks only %s has its handshake ended, and it is a security event', async (_, __, options, event) => {
    // A handshake says nothing of whose it is: the one station that comes from this address. The whole of 127.0.0.0/8 is this machine.
    const localAddress = `127.0.7.${++addresses}`;
    const { stationId, identity, password } = await flow.station();
    const good = await dial(flow.ocpp, identity, { password, options: { localAddress } });
    await works(good, 'ocpp2.0.1', identity);
    await good.close();
    const ciphers = `${options.ciphers ?? 'ALL'}:@SECLEVEL=0`;
    const broken = { maxVersion: 'TLSv1.2', ...options, ciphers, localAddress } as const;
    await expect(dial(flow.ocpp, identity, { password, options: broken })).rejects.toThrow(/alert|disconnected|ECONN/);
    await until(async () => (await refusals(stationId)).includes('tls.failed'));
    expect(await events(stationId)).toEqual([event]);
    expect(await errors(stationId)).toEqual([event]);
  });

  test('A00.FR.322 RC4 and 3DES are not even known to the library that we use', async () => {
    const { identity, password } = await flow.station();
    for (const ciphers of ['RC4-SHA', 'DES-CBC3-SHA'])
      await expect(
        dial(flow.ocpp, identity, { password, options: { maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` } }),
      ).rejects.toThrow();
  });

  test('A00.FR.001 who speaks no TLS at all is not answered', async () => {
    const { identity, password } = await flow.station();
    await expect(dial(flow.ocpp.replace('wss', 'ws'), identity, { password })).rejects.toThrow();
  });
});

describe('S-06 TC_A_08_CSMS A00.FR.403, A00.FR.404, A00.FR.405, A00.FR.407 over TLS, a certificate that', () => {
  const revoked = async (stationId: number, identity: string) => {
    const made = await certified(identity);
    const station = await dial(flow.ocpp, identity, { options: flow.with(made) });
    await works(station, 'ocpp2.0.1', identity);
    const { certificates } = await flow.call('GET', `/stations/${stationId}/security`);
    await flow.call('POST', `/stations/${stationId}/certificates/${certificates[0].fingerprint}/revocation`, {
      reason: 'lost',
    });
    expect((await station.closed).code).toBe(1008);
    return made;
  };
  const cases: [string, string, (identity: string, stationId: number) => Promise<Made>][] = [
    ['comes from an authority nobody trusts', 'certificate.untrusted', (name) => certified(name, { by: stranger })],
    ['has expired', 'certificate.expired', (name) => certified(name, { from: -10, to: -1 })],
    ['is not valid yet', 'certificate.notYetValid', (name) => certified(name, { from: 1, to: 10 })],
    ['bears another name than the station', 'certificate.identity', () => certified('CP-of-somebody')],
    ['belongs to another operator', 'certificate.organisation', (name) => certified(name, { organisation: 'Other' })],
    ['was revoked', 'certificate.revoked', (name, stationId) => revoked(stationId, name)],
    ['is for servers only', 'certificate.purpose', (name) => certified(name, { purposes: ['1.3.6.1.5.5.7.3.1'] })],
  ];
  test.each(cases)('%s lets nobody in, and stands in history, events and errors', async (_, cause, make) => {
    const { stationId, identity } = await flow.station();
    const made = await make(identity, stationId);
    await expect(dial(flow.ocpp, identity, { options: flow.with(made) })).rejects.toThrow('HTTP 401');
    await until(async () => (await refusals(stationId)).includes(cause));
    // A00.FR.408
    expect(await events(stationId)).toEqual(['InvalidChargingStationCertificate']);
    expect(await errors(stationId)).toEqual(['InvalidChargingStationCertificate']);
    const good = await dial(flow.ocpp, identity, { options: flow.with(await certified(identity)) });
    await works(good, 'ocpp2.0.1', identity);
    await good.close();
  });
});

describe('S-08 A00.FR.002, A00.FR.005, A05.FR.07 a profile never falls by itself', () => {
  test('over TLS: who came in with a certificate is not let in with its password any more, until a person says so, which is on record', async () => {
    const { stationId, identity, password } = await flow.station();
    const made = await certified(identity);
    const station = await dial(flow.ocpp, identity, { password });
    await works(station, 'ocpp2.0.1', identity);
    await station.close();
    const proven = await dial(flow.ocpp, identity, { options: flow.with(made) });
    await works(proven, 'ocpp2.0.1', identity);
    await proven.close();
    await expect(dial(flow.ocpp, identity, { password })).rejects.toThrow('HTTP 401');
    await until(async () => (await refusals(stationId)).includes('profile.tooLow'));
    const again = await dial(flow.ocpp, identity, { options: flow.with(made) });
    await works(again, 'ocpp2.0.1', identity);
    await again.close();
    await flow.call('PUT', `/stations/${stationId}/minimum-profile`, { profile: 2, reason: 'its key is lost' });
    const lower = await dial(flow.ocpp, identity, { password });
    await works(lower, 'ocpp2.0.1', identity);
    await lower.close();
    const { rows } = await flow.pool.query(
      `SELECT user_id, body -> 'change' ->> 'reason' AS reason, body -> 'before' ->> 'profile' AS before FROM facts
       WHERE station_id = $1 AND body -> 'change' ->> 'kind' = 'setMinimumProfile'`,
      [stationId],
    );
    expect(rows).toEqual([{ user_id: expect.any(String), reason: 'its key is lost', before: '3' }]);
  });

  test('behind a proxy: 1, then 2, then never 1 again; 3 after a certificate, then neither 2 nor 1', async () => {
    const proxied = await startFlow(behindProxy);
    try {
      await proxied.call('POST', '/certificates/authorities', { certificate: flow.authority.cert });
      const { identity, password } = await proxied.station();
      const { cert } = await certified(identity);
      const come = async (shown: Shown) => {
        const station = await dial(proxied.ocpp, identity, shown);
        await works(station, 'ocpp2.0.1', identity);
        await station.close();
      };
      await come({ password });
      await come({ password, tls: true });
      await expect(come({ password })).rejects.toThrow('HTTP 401');
      await come({ certificate: cert });
      await expect(come({ password, tls: true })).rejects.toThrow('HTTP 401');
      await expect(come({ password })).rejects.toThrow('HTTP 401');
      await expect(come({})).rejects.toThrow('HTTP 401');
      await come({ certificate: cert });
    } finally {
      await proxied.stop();
    }
  });
});
