import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, exchangeOf, type TestDesk, type TestStation, testDesk } from '../../test/desk.ts';
import { dumpFacts, dumpState } from '../../test/dump.ts';
import type { ChargingProfile } from '../domain/commands/charging-profile.ts';
import type { Command } from '../domain/commands.ts';
import type { StationMessage } from '../domain/message.ts';
import { asksOutside, type PlugAndCharge } from '../domain/plug-and-charge.ts';
import type { Frame, StationKey } from '../domain/ports.ts';
import { iso } from '../lib/time.ts';
import { readFacts } from '../storage/fact-store.ts';
import { rebuild } from '../storage/rebuild.ts';
import { createStationStore } from '../storage/station-store.ts';
import { defaultStationsSettings } from './context.ts';
import { replay } from './replay.ts';

// Thousands of messages take their time on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let database: TestDatabase;
let desk: TestDesk;
let keys: StationKey[];

const card = (number: string) => ({ number, type: 'iso14443' }) as const;
const place = { evse: 1, connector: 1 };
const time = (ms: number) => ({ raw: iso(ms), at: ms });

/** A life with a bit of everything: sessions, resends, orphans, errors, oddities, commands, people, connections that break. */
async function live(key: StationKey, index: number): Promise<void> {
  let station = await connect(desk, key, { obey: async () => ({ outcome: 'accepted', status: 'Accepted' }) });
  const begin = Date.now() - 3_600_000;
  const say = (message: StationMessage) => station.say(message);
  await say({ kind: 'boot', vendor: 'V', model: `M${index}`, serial: `S\0${index}`, firmware: '1.0' });
  await say({ kind: 'status', ...place, status: 'preparing', time: time(begin) });
  await desk.options.bus.ask(key, {
    kind: 'change',
    change: { kind: 'describeChargePoint', ...place, name: 'Bay', evseId: `DE*ABC*E${index}` },
    userId: 'u',
  });
  const start: StationMessage = {
    kind: 'transaction',
    phase: 'started',
    place,
    time: time(begin),
    token: card(`AB${index % 3}`),
    meter: 100,
    samples: [],
  };
  const answer = await say(start);
  await say(start);
  const id = String(answer.kind === 'transaction' ? answer.transactionNumber : 0);
  for (let i = 1; i <= 130; i++) {
    const sample = {
      time: time(begin + i * 1000),
      readings: [
        { measurand: 'energy', value: 100 + i, context: 'periodic' },
        { measurand: 'power', value: 7000 + i, context: 'periodic' },
      ],
    } as const;
    await say({
      kind: 'transaction',
      phase: 'updated',
      transactionId: id,
      place,
      time: sample.time,
      samples: [sample],
    });
  }
  await desk.options.bus.ask(key, {
    kind: 'command',
    commandId: desk.newId(Date.now()),
    command: { kind: 'stop', transactionId: id },
    whenOffline: 'refuse',
    timeoutMs: 5000,
  });
  await say({
    kind: 'status',
    ...place,
    status: 'faulted',
    time: time(begin + 200_000),
    errorCode: 'GroundFailure',
    info: 'x',
  });
  await say({
    kind: 'transaction',
    phase: 'ended',
    transactionId: id,
    time: time(begin + 201_000),
    meter: 5000,
    samples: [],
    reason: 'Remote',
  });
  await say({
    kind: 'transaction',
    phase: 'ended',
    transactionId: '4711',
    time: time(begin + 202_000),
    meter: 7,
    samples: [],
  });
  await say({
    kind: 'meter',
    place,
    samples: [{ time: time(begin + 203_000), readings: [{ measurand: 'voltage', value: 230, context: 'clock' }] }],
  });
  station = await breakOff(station, key);
  await station.say({ kind: 'status', ...place, status: 'available', time: time(begin + 300_000) });
  await station.say({
    kind: 'report',
    requestId: 1,
    last: true,
    variables: [{ component: 'C', variable: 'V', attribute: 'Actual', value: '1', mutability: 'ReadWrite' }],
    described: [{ component: 'C', variable: 'V', dataType: 'integer', maxLimit: 9, supportsMonitoring: true }],
  });
  await tell(station, key);
  await plugAndCharge(station, key);
  await station.say({
    kind: 'transaction',
    phase: 'started',
    place: { evse: 2, connector: 1 },
    time: time(begin + 400_000),
    token: card('XX'),
    meter: 1,
    samples: [],
  });
  // Still running, and the same card again at another station: who was first matters.
  await station.say({
    kind: 'transaction',
    phase: 'started',
    place,
    time: time(begin + 500_000),
    token: card(`AB${index % 3}`),
    meter: 6000,
    samples: [],
  });
  await desk.options.bus.ask(key, {
    kind: 'command',
    commandId: desk.newId(Date.now()),
    command: { kind: 'reset', mode: 'soft' },
    whenOffline: 'refuse',
    timeoutMs: 5000,
  });
  if (index % 2 === 0) await station.close();
}

/** What a station tells of itself, and what it was told: profiles, monitors, messages, limits, streams. */
async function tell(station: TestStation, key: StationKey): Promise<void> {
  const ask = (command: Command) =>
    desk.options.bus.ask(key, {
      kind: 'command',
      commandId: desk.newId(Date.now()),
      command,
      whenOffline: 'refuse',
      timeoutMs: 5000,
    });
  const profile = (id: number): ChargingProfile => ({
    id,
    stackLevel: id,
    purpose: 'txDefault',
    profileKind: 'absolute',
    schedules: [{ startsAt: 0, unit: 'A', periods: [{ startSeconds: 0, limit: 16 }] }],
  });
  for (const id of [1, 2, 3]) await ask({ kind: 'setChargingProfile', evse: 0, profile: profile(id) });
  await ask({ kind: 'clearChargingProfiles', filter: { profileIds: [2] } });
  const monitor = { name: { component: 'C', variable: 'V' }, type: 'delta', value: 1, severity: 3 } as const;
  await station.say({ kind: 'monitors', requestId: 4, last: true, monitors: [{ ...monitor, id: 9 }] });
  await station.say({
    kind: 'displayMessages',
    requestId: 5,
    last: true,
    messages: [{ id: 1, priority: 'inFront', content: { format: 'utf8', text: 'Hallo' } }],
  });
  for (const reservationId of [1, 2, 3])
    await ask({
      kind: 'reserve',
      reservationId,
      place: { evse: 1 },
      token: card('ZZ'),
      expiresAt: Date.now() + 3_600_000,
    });
  await station.say({ kind: 'reservationStatus', reservationId: 1, status: 'removed' });
  await ask({ kind: 'cancelReservation', reservationId: 2 });
  await station.say({ kind: 'chargingLimit', evse: 1, source: 'SO', schedules: [] });
  await station.say({ kind: 'chargingLimitCleared', evse: 1, source: 'SO' });
  await station.say({ kind: 'streamOpened', streamId: 1, monitorId: 9 });
  await station.say({ kind: 'streamValues', streamId: 1, pending: 0, time: {}, values: [{ value: '5' }] });
  await ask({ kind: 'readChargingProfiles', requestId: 6, filter: {} });
  await station.say({
    kind: 'chargingProfiles',
    requestId: 6,
    last: true,
    evse: 0,
    source: 'CSO',
    profiles: [profile(1)],
  });
}

/** A car with a contract, and what the station knows of what it can do. */
async function plugAndCharge(station: TestStation, key: StationKey): Promise<void> {
  const hash = { algorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serial: '1' } as const;
  const questions = [{ hash, url: 'http://responder' }];
  const token = { number: 'AB0', type: 'eMAID' } as const;
  for (let i = 0; i < 3; i++) await station.say({ kind: 'authorize', token, contract: { questions } });
  await station.say({ kind: 'certificateStatus', question: questions[0]!, room: 5500 });
  await station.say({ kind: 'chainStatus', questions: [{ hash, source: 'CRL', urls: ['http://list'] }] });
  const wanted = { action: 'install', schema: 'urn', request: 'AAAA', room: 5600, mostContracts: 2 } as const;
  await station.say({ kind: 'contractCertificate', ...wanted });
  const variables = [
    { component: 'SmartChargingCtrlr', variable: 'PeriodsPerSchedule', attribute: 'Actual', value: '3' },
  ];
  await station.say({ kind: 'report', requestId: 9, last: true, variables });
  await station.say({ kind: 'chargingNeeds', evse: 2, needs: { transfer: 'DC', maxPowerW: 9000 } });
  await desk.options.bus.ask(key, {
    kind: 'command',
    commandId: desk.newId(Date.now()),
    command: { kind: 'readCustomer', requestId: 8, report: false, clear: true, token: card('AB1') },
    whenOffline: 'refuse',
    timeoutMs: 5000,
  });
}

let asked = 0;
/** Others, who never say the same twice. */
const partners: PlugAndCharge = {
  look: (_, message) =>
    asksOutside(message)
      ? Promise.resolve({
          contract: asked++ % 2 === 0 ? { valid: true } : { valid: false, fault: 'certificate.revoked' },
          offer: { accepted: true, response: `secret ${asked}`, remaining: asked % 3 },
          certificateStatus:
            asked % 2 === 0 ? { accepted: true, result: 'x' } : { accepted: false, fault: 'partner.silent' },
          chain: [{ status: asked % 2 === 0 ? 'good' : 'revoked', nextUpdate: Date.now() + asked }],
        } as const)
      : undefined,
};

async function breakOff(station: TestStation, key: StationKey): Promise<TestStation> {
  await station.close();
  await desk.options.bus.ask(key, {
    kind: 'command',
    commandId: desk.newId(Date.now()),
    command: { kind: 'clearCache' },
    whenOffline: 'queue',
    timeoutMs: 5000,
  });
  return connect(desk, key);
}

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool, { plugAndCharge: partners });
  keys = await adopted(desk, database.pool, 6);
  await database.pool.query(
    "INSERT INTO cards (operator_id, number, number_normal, type, status, created_at) SELECT 1, 'AB' || n, 'AB' || n, 'iso14443', 'active', now() FROM generate_series(0, 2) n",
  );
  // Half of them at once with cards of their own, then the others with the same cards.
  await Promise.all(keys.slice(0, 3).map((key, index) => live(key, index)));
  await Promise.all(keys.slice(3).map((key, index) => live(key, 3 + index)));
  await desk.stations.stop();
});
afterAll(() => database.drop());

it('what is loaded is what was in memory: all rows and the facts behind them', async () => {
  const store = createStationStore({ pool: database.pool });
  for (const key of keys) {
    const loaded = (await store.load(key))!;
    const facts = await readFacts(database.pool, key, {}, { limit: 1 });
    expect(loaded.seq).toBe(facts[0]!.seq);
    expect(Object.values(loaded.transactions).filter(({ endedAt }) => endedAt === undefined)).toHaveLength(2);
    expect(loaded.connectors['1.1']).toMatchObject({
      evseId: expect.stringContaining('DE*ABC*E'),
      status: 'available',
    });
    expect(loaded.reservations).toMatchObject({ 3: { status: 'active', token: card('ZZ') } });
    expect(Object.keys(loaded.reservations ?? {})).toEqual(['3']);
    // K09: profile 2 was cleared, profile 3 was not named in the report of everything. The last one is of the car that told its needs.
    const held = ['abilities all', 'chargingProfile 1', 'chargingProfile 1073741827', 'stream 1'];
    expect(Object.keys(loaded.held ?? {}).sort()).toEqual(held);
  }
});

it('rebuilding every state table from the facts gives the same, byte for byte', async () => {
  const before = await dumpState(database.pool);
  expect(before.split('\n').length).toBeGreaterThan(50);
  await expect(rebuild(database.pool)).rejects.toThrow(/A server is writing/);
  await desk.writer.stop();
  const report = await rebuild(database.pool);
  expect(report.stations).toBe(6);
  expect(await dumpState(database.pool)).toBe(before);
});

it('COM-4 replaying the recorded frames into an empty database gives the same state, byte for byte', async () => {
  const empty = await testDatabase();
  const second = testDesk(empty.pool);
  const report = await replay({
    from: database.pool,
    to: empty.pool,
    context: { ...second.options, settings: defaultStationsSettings },
    read: (_protocol, frame: Frame) => exchangeOf(JSON.parse(frame.call)[3], frame),
  });
  await second.stop();
  expect(report.frames).toBeGreaterThan(6 * 130);
  expect(await dumpFacts(empty.pool)).toBe(await dumpFacts(database.pool));
  expect(await dumpState(empty.pool)).toBe(await dumpState(database.pool));
  await empty.drop();
});
