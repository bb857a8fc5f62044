import { createHash, sign } from 'node:crypto';
import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Misbehaviour } from '../../sim/misbehaviour.ts';
import { type Protocol, profileOf } from '../../sim/profile.ts';
import { createRandom } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import { commandKinds } from '../../src/domain/commands.ts';
import type { Json } from '../console.ts';
import { type FilePartner, startFilePartner } from '../file-partner.ts';
import { type Flow, startFlow } from '../flow.ts';
import { protocols } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
let files: FilePartner;
let certificate: string;
let signature: string;
const image = Buffer.from('firmware 9.9.1');
const card = 'EVERYKIND';
const simulations: Simulation[] = [];

beforeAll(async () => {
  files = await startFilePartner();
  files.held.set('fw-9.9.1.bin', image);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Maker',
    keys,
    signingAlgorithm: algorithm,
    notAfter: new Date(Date.now() + 86_400_000),
  });
  certificate = made.toString('pem');
  const { KeyObject } = await import('node:crypto');
  signature = sign('sha256', image, KeyObject.from(keys.privateKey)).toString('base64');
  flow = await startFlow();
  await flow.call('POST', '/cards', { number: card, concurrentAllowed: true });
});
afterEach(() => {
  expect(flow.log()).not.toMatch(/"level":(50|60)/);
});
afterAll(async () => {
  await Promise.all(simulations.map((one) => one.stop()));
  await flow?.stop();
  await files?.stop();
});

async function living(protocol: Protocol, misbehaviour: Misbehaviour = {}) {
  const { stationId, identity, password } = await flow.station();
  const simulation = simulate({
    profile: { ...profileOf(2, protocol, createRandom(5)), identity },
    url: flow.ocpp,
    password,
    cards: [card],
    seed: 5,
    meterSeconds: 0.3,
    pace: 10,
    pauseSeconds: 100_000,
    heartbeatSeconds: 600,
    stepSeconds: 0.05,
    misbehaviour,
  });
  simulations.push(simulation);
  await simulation.start();
  await until(async () => (await flow.call('GET', `/stations/${stationId}`)).bootStatus === 'accepted');
  return { stationId, simulation };
}

const ended = ['done', 'refused', 'timedOut', 'failed', 'unknown', 'cancelled'];
async function outcome(stationId: number, kind: string, body: Json): Promise<Json> {
  // After an update or a reset the station is away for a moment.
  const { commandId } = await until(async () => {
    const reply = await flow.ask('POST', `/stations/${stationId}/commands/${kind}`, body);
    if (reply.status < 300) return reply.body;
    expect(reply.body).toMatchObject({ type: expect.stringMatching(/station.offline|state.conflict/) });
    return undefined;
  });
  return until(async () => {
    const now = await flow.call('GET', `/stations/${stationId}/commands/${commandId}`);
    return ended.includes(now.state) && now;
  });
}

interface Known {
  readonly old: boolean;
  /** The number of the running session. */
  readonly session: number;
  readonly hash: Json;
}
type Asked = readonly [kind: string, body: (known: Known) => Json, expected?: Json];
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const done = (status: string, more: Json = {}): Json => ({ state: 'done', answer: { status, ...more } });
const accepted = done('Accepted');
const period = { startSeconds: 0, limit: 5000 };
const schedules = [{ unit: 'W', periods: [period] }];
const heartbeat = ({ old }: Known) => ({ component: old ? '' : 'OCPPCommCtrlr', variable: 'HeartbeatInterval' });

/** In this order: what comes later finds what was set before. A session runs at point 1. */
const everywhere: readonly Asked[] = [
  ['unlock', () => ({ evse: 2, connector: 1 }), done('Unlocked')],
  ['changeAvailability', () => ({ evse: 2, operative: true }), accepted],
  ['trigger', () => ({ message: 'meter', evse: 1 }), accepted],
  ['trigger', () => ({ message: 'firmwareStatus' }), accepted],
  ['trigger', () => ({ message: 'logStatus' }), accepted],
  ['trigger', () => ({ message: 'signStation' }), accepted],
  ['readSettings', (known) => ({ names: [heartbeat(known)] }), accepted],
  ['writeSettings', (known) => ({ values: [{ name: heartbeat(known), value: '600' }] }), accepted],
  ['clearCache', () => ({}), accepted],
  ['dataTransfer', () => ({ vendorId: 'com.example' }), { state: 'refused', answer: { status: 'UnknownVendorId' } }],
  ['reserve', () => ({ evse: 2, token: { number: card }, expiresAt: inAnHour() }), accepted],
  ['readLocalListVersion', () => ({}), accepted],
  [
    'sendLocalList',
    () => ({ mode: 'full', version: 7, entries: [{ token: { number: card }, status: 'accepted' }] }),
    accepted,
  ],
  [
    'sendLocalList',
    () => ({ mode: 'differential', version: 7, entries: [] }),
    { state: 'refused', answer: { status: 'VersionMismatch' } },
  ],
  [
    'setChargingProfile',
    () => ({
      evse: 0,
      purpose: 'stationMax',
      profileKind: 'absolute',
      stackLevel: 0,
      schedules: [{ ...schedules[0], startsAt: new Date().toISOString() }],
    }),
    accepted,
  ],
  [
    'setChargingProfile',
    ({ session }) => ({
      evse: 1,
      purpose: 'tx',
      transactionNumber: session,
      profileKind: 'relative',
      stackLevel: 1,
      schedules,
      id: 77,
    }),
    accepted,
  ],
  ['readCompositeSchedule', () => ({ evse: 1, durationSeconds: 600 }), accepted],
  ['clearChargingProfiles', () => ({ profileIds: [77] }), accepted],
  ['clearChargingProfiles', () => ({ profileIds: [77] }), { state: 'refused', answer: { status: 'Unknown' } }],
  ['readLog', () => ({ log: 'diagnostics', url: `${files.url}/logs/` }), accepted],
  ['readLog', () => ({ log: 'security', url: `${files.url}/security.txt` }), accepted],
  ['installCertificate', () => ({ use: 'manufacturerRoot', certificate }), accepted],
  ['readCertificates', () => ({ uses: ['manufacturerRoot'] }), accepted],
  ['deleteCertificate', () => ({ hash: hashOfMade() }), { state: 'refused', answer: { status: 'NotFound' } }],
  ['deliverCertificate', () => ({ chain: certificate }), { state: 'refused', answer: { status: 'Rejected' } }],
];
const hashOfMade = (): Json => ({ algorithm: 'SHA256', issuerNameHash: '00', issuerKeyHash: '00', serial: '00' });

/** What only 2.x knows. */
const newer: readonly Asked[] = [
  ['trigger', ({ session }) => (session ? { message: 'transaction', evse: 1 } : {}), accepted],
  ['readReport', () => ({ base: 'full' }), accepted],
  ['readReportOf', () => ({ criteria: ['problem'] }), { state: 'done' }],
  ['readReportOf', () => ({ names: [{ component: 'EVSE' }] }), accepted],
  [
    'setMonitors',
    () => ({
      monitors: [{ component: 'EVSE', evse: 1, variable: 'Power', type: 'upperThreshold', value: -1, severity: 4 }],
    }),
    accepted,
  ],
  ['readMonitors', () => ({}), accepted],
  ['readMonitors', () => ({ criteria: ['periodic'] }), done('EmptyResultSet')],
  ['clearMonitors', () => ({ ids: [1] }), accepted],
  ['clearMonitors', () => ({ ids: [1] }), { state: 'refused', answer: { status: 'NotFound' } }],
  ['setMonitoringBase', () => ({ base: 'all' }), accepted],
  ['setMonitoringLevel', () => ({ severity: 5 }), accepted],
  ['readChargingProfiles', () => ({}), accepted],
  [
    'setDisplayMessage',
    () => ({ id: 5, priority: 'normalCycle', content: { format: 'utf8', text: 'Grüß Gott' } }),
    accepted,
  ],
  ['readDisplayMessages', () => ({}), accepted],
  ['clearDisplayMessage', () => ({ id: 5 }), accepted],
  ['readDisplayMessages', () => ({}), done('Unknown')],
  ['readCustomer', () => ({ report: true, clear: false, token: { number: card } }), accepted],
  ['readCustomer', () => ({ report: false, clear: true, token: { number: card } }), accepted],
  ['tellCost', ({ session }) => ({ transactionNumber: session, totalCost: 1.25 }), accepted],
  ['readTransactionStatus', ({ session }) => ({ transactionNumber: session }), accepted],
  [
    'publishFirmware',
    () => ({ url: `${files.url}/fw-9.9.1.bin`, checksum: createHash('md5').update(image).digest('hex') }),
    accepted,
  ],
  [
    'publishFirmware',
    () => ({ url: `${files.url}/fw-9.9.1.bin`, checksum: '0'.repeat(32) }),
    { state: 'failed', reason: 'InvalidChecksum' },
  ],
  ['unpublishFirmware', () => ({ checksum: createHash('md5').update(image).digest('hex') }), done('Unpublished')],
  [
    'setNetworkProfile',
    () => ({
      slot: 1,
      version: 'OCPP201',
      url: 'wss://central.example/ocpp',
      securityProfile: 2,
      messageTimeoutSeconds: 30,
      interface: 'Wired0',
    }),
    accepted,
  ],
];

const tariff = { id: 'T1', currency: 'EUR', energy: { prices: [{ amount: 0.5 }] } };
/** What only 2.1 knows. */
const newest: readonly Asked[] = [
  ['setDefaultTariff', () => ({ evse: 0, tariff }), accepted],
  ['setDefaultTariff', () => ({ evse: 0, tariff }), { state: 'refused', answer: { status: 'DuplicateTariffId' } }],
  ['readTariffs', () => ({ evse: 0 }), accepted],
  ['changeTransactionTariff', ({ session }) => ({ transactionNumber: session, tariff }), accepted],
  ['clearTariffs', () => ({}), accepted],
  ['readTariffs', () => ({ evse: 0 }), done('NoTariff')],
  [
    'setDERControl',
    () => ({
      controlId: 'c1',
      isDefault: true,
      type: 'Gradients',
      priority: 0,
      gradients: { gradient: 1, softGradient: 2 },
    }),
    accepted,
  ],
  [
    'setDERControl',
    () => ({
      controlId: 'c2',
      isDefault: false,
      type: 'VoltVar',
      priority: 1,
      curve: { points: [{ x: 1, y: 2 }], unit: 'PctMaxVar' },
    }),
    accepted,
  ],
  ['readDERControl', () => ({}), accepted],
  ['clearDERControl', () => ({ isDefault: true, controlId: 'c1' }), accepted],
  [
    'adjustPeriodicEventStream',
    () => ({ id: 1, intervalSeconds: 60 }),
    { state: 'refused', answer: { status: 'Rejected' } },
  ],
  ['readPeriodicEventStreams', () => ({}), accepted],
  [
    'setChargingProfile',
    () => ({ evse: 2, purpose: 'txDefault', profileKind: 'dynamic', stackLevel: 3, schedules, id: 78 }),
    accepted,
  ],
  ['updateDynamicSchedule', () => ({ profileId: 78, limit: { value: 7000 } }), accepted],
  ['afrrSignal', () => ({ at: new Date().toISOString(), signal: 1 }), accepted],
  ['notifyAllowedEnergyTransfer', ({ session }) => ({ transactionNumber: session, allowed: ['DC'] }), accepted],
  [
    'usePriorityCharging',
    ({ session }) => ({ transactionNumber: session, activate: true }),
    { state: 'refused', answer: { status: 'NoProfile' } },
  ],
  ['notifyWebPaymentStarted', () => ({ evse: 1, shownForSeconds: 60 }), accepted],
  ['requestBatterySwap', () => ({ token: { number: card } }), { state: 'refused', answer: { status: 'Rejected' } }],
];

/** At last: these end sessions or restart the station. */
const atLast: readonly Asked[] = [
  ['stop', ({ session }) => ({ transactionNumber: session }), accepted],
  ['start', () => ({ evse: 1, token: { number: card } }), accepted],
  ['reset', () => ({ mode: 'hard' }), accepted],
  [
    'updateFirmware',
    () => ({
      url: `${files.url}/fw-9.9.1.bin`,
      retrieveAt: new Date().toISOString(),
      signed: { certificate, signature },
    }),
    accepted,
  ],
  [
    'updateFirmware',
    () => ({
      url: `${files.url}/fw-9.9.1.bin`,
      retrieveAt: new Date().toISOString(),
      signed: { certificate, signature: 'bm8=' },
    }),
    { state: 'failed', reason: 'InvalidSignature' },
  ],
  ['updateFirmware', () => ({ url: `${files.url}/none`, retrieveAt: new Date().toISOString() }), { state: 'failed' }],
];

const tableOf = (protocol: Protocol): readonly Asked[] => [
  ...everywhere,
  ...(protocol === 'ocpp1.6' ? [] : newer),
  ...(protocol === 'ocpp2.1' ? newest : []),
  ...atLast,
];

describe.each(protocols)('%s', (protocol) => {
  const old = protocol === 'ocpp1.6';

  test('every command of the version is asked, sent, answered and over as the station says, and is found in the logs', async () => {
    const { stationId, simulation } = await living(protocol);
    expect(await simulation.plugIn(1, card)).toBe(true);
    const session = await until(async () => {
      const { items } = await flow.call('GET', `/stations/${stationId}/charge-logs`);
      return items[0]?.number as number | undefined;
    });
    const reservations: number[] = [];
    for (const [kind, body, expected] of tableOf(protocol)) {
      const told = await outcome(stationId, kind, body({ old, session, hash: {} }));
      expect(told, `${kind} ${JSON.stringify(told)}`).toMatchObject({ kind, ...expected });
      expect(told.sentAt, kind).toBeDefined();
      if (kind === 'reserve') {
        reservations.push(told.command.reservationId);
        expect(await outcome(stationId, 'cancelReservation', { reservationId: reservations[0] })).toMatchObject(
          accepted,
        );
      }
    }

    // Every kind that this version has was asked.
    const { items: available } = await flow.call('GET', `/stations/${stationId}/commands/available`);
    const supported = available.filter((one: Json) => one.supported).map((one: Json) => one.kind);
    const tried = new Set([...tableOf(protocol).map(([kind]) => kind), 'cancelReservation']);
    expect(supported.filter((kind: string) => !tried.has(kind))).toEqual([]);
    expect(supported.length).toBe({ 'ocpp1.6': 23, 'ocpp2.0.1': 40, 'ocpp2.1': commandKinds.length }[protocol]);

    // What the simulated station said is good OCPP of its version, and so is what it was asked.
    const frames: Json[] = [];
    for (let after = ''; ; ) {
      const page = await flow.call('GET', `/stations/${stationId}/frames?limit=200${after}`);
      frames.push(...page.items);
      if (page.next === undefined) break;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    expect(frames.filter((one) => one.violations > 0 || one.malformed !== undefined)).toEqual([]);
    const actions = new Set(frames.filter((one) => one.direction === 'out').map((one) => one.action));
    const asked = new Set(['SendLocalList', 'GetCompositeSchedule', 'GetLog', 'ReserveNow', 'InstallCertificate']);
    if (old) for (const action of ['GetDiagnostics', 'SignedUpdateFirmware', 'UpdateFirmware']) asked.add(action);
    else for (const action of ['GetReport', 'CostUpdated', 'PublishFirmware', 'SetNetworkProfile']) asked.add(action);
    for (const action of asked) expect(actions).toContain(action);
    // Each of them is a sentence in Logs.
    const said: Json[] = [];
    for (let after = ''; ; ) {
      const page = await flow.call('GET', `/stations/${stationId}/log?limit=200${after}`);
      said.push(...page.items);
      if (page.next === undefined) break;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    const inWords = new Set(said.map((one) => one.frameId ?? one.id));
    for (const frame of frames.filter((one) => one.direction === 'out' && one.kind === 'call'))
      expect(inWords, frame.action).toContain(frame.id);

    // The files are real.
    expect(String(files.brought.get('security.txt'))).toContain('SecurityLog');
    expect([...files.brought.keys()].some((name) => name.startsWith('logs/') && name.endsWith('.log'))).toBe(true);
    await until(async () => {
      const { rows } = await flow.pool.query('SELECT firmware FROM stations WHERE id = $1', [stationId]);
      return rows[0].firmware === '9.9.1';
    });
  });

  test('a station that refuses everything, and one that knows nothing: every command says so', async () => {
    const refusing = await living(protocol, { refuse: 'all' });
    const ignorant = await living(protocol, {
      unknown: ['ReserveNow', 'SendLocalList', 'GetLog', 'InstallCertificate'],
    });
    for (const [kind, body] of everywhere) {
      if (/trigger|setChargingProfile|readSettings/.test(kind)) continue;
      const told = await outcome(refusing.stationId, kind, body({ old, session: 1, hash: {} }));
      expect(['refused', 'failed', 'done'], `${kind} ${JSON.stringify(told)}`).toContain(told.state);
      if (told.state === 'done') expect(['NotFound', 'EmptyResultSet'], kind).toContain(told.answer.status);
    }
    for (const kind of ['reserve', 'sendLocalList', 'installCertificate']) {
      const [, body] = everywhere.find(([one]) => one === kind)!;
      expect(await outcome(ignorant.stationId, kind, body({ old, session: 1, hash: {} }))).toMatchObject({
        state: 'refused',
        answer: { outcome: 'unsupported', status: 'NotImplemented' },
      });
    }
  });
});
