import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Protocol } from '../../sim/profile.ts';
import { profileOf } from '../../sim/profile.ts';
import { createRandom } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import type { Json } from '../console.ts';
import { type Flow, type KnownStation, startFlow } from '../flow.ts';
import { boot, protocols, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
const card = 'FEEDBEEF';
let cardId: number;
const simulations: Simulation[] = [];
beforeAll(async () => {
  flow = await startFlow();
  ({ id: cardId } = await flow.call('POST', '/cards', { number: card }));
});
afterAll(async () => {
  await Promise.all(simulations.map((one) => one.stop()));
  await flow.stop();
});

/** A station that lives and obeys. */
async function living(protocol: Protocol): Promise<KnownStation & { simulation: Simulation }> {
  const known = await flow.station();
  const simulation = simulate({
    profile: { ...profileOf(1, protocol, createRandom(3)), identity: known.identity },
    url: flow.ocpp,
    password: known.password,
    cards: [card],
    seed: 3,
    meterSeconds: 1,
    pace: 60,
    pauseSeconds: 100_000,
    heartbeatSeconds: 600,
  });
  simulations.push(simulation);
  await simulation.start();
  await until(async () => (await flow.call('GET', `/stations/${known.stationId}`)).bootStatus === 'accepted');
  return { ...known, simulation };
}

const asked = (stationId: number, kind: string, body: Json = {}): Promise<Json> =>
  flow.call('POST', `/stations/${stationId}/commands/${kind}`, body);
const life = (stationId: number, commandId: string): Promise<Json> =>
  flow.call('GET', `/stations/${stationId}/commands/${commandId}`);
const ended = ['done', 'refused', 'timedOut', 'failed', 'unknown', 'cancelled'];
/** Asks for it and gives the command's life once it is over. */
async function outcome(stationId: number, kind: string, body: Json = {}): Promise<Json> {
  const { commandId } = await asked(stationId, kind, body);
  return until(async () => {
    const now = await life(stationId, commandId);
    return ended.includes(now.state) && now;
  });
}
const chargeLogs = async (stationId: number): Promise<Json[]> =>
  (await flow.call('GET', `/stations/${stationId}/charge-logs`)).items;
const name16 = (variable: string) => ({ component: '', variable });

describe.each(protocols)('%s', (protocol) => {
  test('CP-6 LOG-1 start and stop from the API: sent, answered, and done only when the session began and ended', async () => {
    const { stationId } = await living(protocol);
    const started = await outcome(stationId, 'start', { evse: 1, connector: 1, cardId });
    expect(started).toMatchObject({
      state: 'done',
      kind: 'start',
      askedBy: 'Ada',
      answer: { outcome: 'accepted', status: 'Accepted' },
    });
    expect(Date.parse(started.answeredAt)).toBeLessThanOrEqual(Date.parse(started.endedAt));
    const [running] = await chargeLogs(stationId);
    expect(running).toMatchObject({ evse: 1, token: { number: card } });
    expect(running.endedAt).toBeUndefined();
    await until(async () => (await chargeLogs(stationId))[0]!.energyWh > 0);

    const { commandId } = await asked(stationId, 'stop', { transactionNumber: running.number });
    const shown = (await chargeLogs(stationId))[0]!;
    expect(shown.endedAt !== undefined || shown.stopAskedAt !== undefined).toBe(true);
    const stopped = await until(async () => {
      const now = await life(stationId, commandId);
      return now.state === 'done' && now;
    });
    expect(stopped.answer.status).toBe('Accepted');
    const [over] = await chargeLogs(stationId);
    expect(over).toMatchObject({ number: running.number, reason: 'Remote', endedBy: 'station' });
    const again = await flow.ask('POST', `/stations/${stationId}/commands/stop`, { transactionNumber: running.number });
    expect(again).toMatchObject({ status: 409, body: { type: 'state.conflict' } });
  });

  test('CP-6 unlock, availability, trigger, clear cache and data transfer show request, answer and outcome', async () => {
    const { stationId } = await living(protocol);
    expect(await outcome(stationId, 'unlock', { evse: 1, connector: 1 })).toMatchObject({
      state: 'done',
      answer: { status: 'Unlocked' },
    });

    expect(await outcome(stationId, 'changeAvailability', { evse: 1, operative: false })).toMatchObject({
      state: 'done',
    });
    const bay = async () => (await flow.call('GET', `/stations/${stationId}/information`)).chargePoints[0];
    await until(async () => (await bay()).standing === 'outOfService');
    expect(await outcome(stationId, 'start', { evse: 1, connector: 1, cardId })).toMatchObject({
      state: 'refused',
      answer: { status: 'Rejected' },
    });
    expect(await outcome(stationId, 'changeAvailability', { evse: 1, operative: true })).toMatchObject({
      state: 'done',
    });
    await until(async () => (await bay()).standing === 'available');

    const heartbeats = async () =>
      (await flow.call('GET', `/stations/${stationId}/frames?action=Heartbeat&direction=in`)).items.length;
    expect(await heartbeats()).toBe(0);
    expect(await outcome(stationId, 'trigger', { message: 'heartbeat' })).toMatchObject({
      state: 'done',
      answer: { status: 'Accepted' },
    });
    await until(async () => (await heartbeats()) === 1);

    expect(await outcome(stationId, 'clearCache')).toMatchObject({ state: 'done', answer: { status: 'Accepted' } });
    expect(
      await outcome(stationId, 'dataTransfer', { vendorId: 'com.example', messageId: 'ping', data: 'x' }),
    ).toMatchObject({
      answer: { status: 'UnknownVendorId' },
    });
    const { items } = await flow.call('GET', `/stations/${stationId}/commands`);
    expect(items.map((one: Json) => one.kind)).toEqual([
      'dataTransfer',
      'clearCache',
      'trigger',
      'changeAvailability',
      'start',
      'changeAvailability',
      'unlock',
    ]);
  });

  test('CP-6 settings are read and written, what the station refuses is said', async () => {
    const { stationId } = await living(protocol);
    const old = protocol === 'ocpp1.6';
    const all = await outcome(stationId, 'readSettings');
    expect(all.state).toBe('done');
    const stored = async (variable: string) => {
      const { rows } = await flow.pool.query('SELECT value FROM settings WHERE station_id = $1 AND variable = $2', [
        stationId,
        variable,
      ]);
      return rows[0]?.value;
    };
    const [name, fixed] = old
      ? [name16('HeartbeatInterval'), name16('NumberOfConnectors')]
      : [
          { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' },
          { component: 'AuthCtrlr', variable: 'Enabled' },
        ];
    await until(async () => (await stored('HeartbeatInterval')) === '900');
    const wrote = await outcome(stationId, 'writeSettings', { values: [{ name, value: '321' }] });
    expect(wrote).toMatchObject({ state: 'done', answer: { outcome: 'accepted' } });
    const read = await outcome(stationId, 'readSettings', { names: [name] });
    expect(read).toMatchObject({
      state: 'done',
      answer: { variables: [expect.objectContaining({ variable: 'HeartbeatInterval', value: '321' })] },
    });
    expect(await stored('HeartbeatInterval')).toBe('321');
    const { items } = await flow.call('GET', `/stations/${stationId}/settings?text=HeartbeatInterval`);
    expect(items).toEqual([expect.objectContaining({ ...name, value: '321', secret: false })]);
    const refused = await outcome(stationId, 'writeSettings', { values: [{ name: fixed, value: '9' }] });
    expect(refused).toMatchObject({ state: 'refused', answer: { outcome: 'refused' } });
  });

  test('CP-6 a reset is done when the station has come back; its running session has ended', async () => {
    const { stationId, simulation } = await living(protocol);
    await simulation.plugIn(1, card);
    const preview = await flow.call('GET', `/stations/${stationId}/commands/preview?kind=reset`);
    expect(preview).toMatchObject({ connected: true, running: [expect.objectContaining({ evse: 1 })] });
    const reset = await outcome(stationId, 'reset', { mode: 'hard' });
    expect(reset).toMatchObject({ state: 'done', answer: { status: 'Accepted' } });
    const [log] = await chargeLogs(stationId);
    expect(log).toMatchObject({ endedBy: 'station', endedAt: expect.any(String) });
    const connections = (await flow.call('GET', `/stations/${stationId}/connections`)).items;
    expect(connections.length).toBe(2);
    expect(Date.parse(reset.endedAt)).toBeGreaterThanOrEqual(Date.parse(connections[0].openedAt));
  });

  test('CP-6 a station that is offline: refused at once, or queued where that does no harm and delivered when it returns', async () => {
    const known = await flow.station();
    const { stationId } = known;
    const first = await wire(flow.ocpp, known, protocol);
    await boot(first);
    await first.close();
    await until(async () => (await flow.call('GET', `/stations/${stationId}`)).connection.state === 'offline');
    const refused = await flow.ask('POST', `/stations/${stationId}/commands/clearCache`, {});
    expect(refused).toMatchObject({ status: 409, body: { type: 'station.offline' } });
    const harmful = await flow.ask('POST', `/stations/${stationId}/commands/unlock`, {
      evse: 1,
      connector: 1,
      whenOffline: 'queue',
    });
    expect(harmful.status).toBe(409);

    const { commandId, state } = await asked(stationId, 'clearCache', { whenOffline: 'queue' });
    expect(state).toBe('queued');
    expect(await life(stationId, commandId)).toMatchObject({ state: 'queued' });
    await flow.restart();
    const second = await wire(flow.ocpp, known, protocol, { onCall: () => ({ status: 'Accepted' }) });
    const done = await until(async () => {
      const now = await life(stationId, commandId);
      return now.state === 'done' && now;
    });
    expect(done.sentAt).toBeDefined();
    expect(second.called).toEqual([{ action: 'ClearCache', payload: {} }]);
    await second.close();
  });

  test('CP-6 a station that never answers: sent, never done, timed out; one that breaks off: the command says so', async () => {
    const known = await flow.station();
    const silent = await wire(flow.ocpp, known, protocol, { onCall: () => new Promise<never>(() => {}) });
    await boot(silent);
    const { stationId } = known;
    const { commandId } = await asked(stationId, 'clearCache', { timeoutSeconds: 5 });
    await until(() => silent.called.length === 1);
    expect(await life(stationId, commandId)).toMatchObject({ state: 'sent' });
    const over = await until(async () => {
      const now = await life(stationId, commandId);
      return now.state !== 'sent' && now;
    });
    expect(over).toMatchObject({ state: 'timedOut' });
    const lost = await asked(stationId, 'clearCache');
    await until(() => silent.called.length === 2);
    silent.terminate();
    const failed = await until(async () => {
      const now = await life(stationId, lost.commandId);
      return now.state !== 'sent' && now;
    });
    expect(failed).toMatchObject({ state: 'failed', reason: 'connection.lost' });
  });
});
