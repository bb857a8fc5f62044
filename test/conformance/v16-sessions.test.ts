import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, iso, start16, startBench, status16, statuses16, stop16 } from './rig.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  await bench.flow.call('POST', '/cards', { number: 'EXPIRED1', validUntil: '2020-01-01T00:00:00.000Z' });
  const { id } = await bench.flow.call('POST', '/cards', { number: 'BLOCKED1' });
  await bench.flow.call('PATCH', `/cards/${id}`, { status: 'blocked' });
});
afterAll(() => bench.stop());

const station = () => bench.station('ocpp1.6');

test('TC_001_CSMS a cold boot is accepted, and every connector of the station is known', async () => {
  const one = await station();
  const answer = await one.say('BootNotification', { chargePointVendor: 'Voltyard', chargePointModel: 'Test' });
  expect(answer.status).toBe('Accepted');
  expect(answer.interval).toBeGreaterThan(0);
  expect(Math.abs(Date.parse(answer.currentTime) - Date.now())).toBeLessThan(10_000);
  await statuses16(one);
  const { chargePoints } = await bench.flow.call('GET', `/stations/${one.stationId}`);
  expect(chargePoints.map((point: { evse: number }) => point.evse)).toEqual([1, 2]);
});

test('TC_003_CSMS a session where the car is plugged in first', async () => {
  const one = await station();
  await statuses16(one);
  await status16(one, 1, 'Preparing');
  expect((await one.say('Authorize', { idTag: bench.card })).idTagInfo.status).toBe('Accepted');
  const transactionId = await start16(one, bench.card);
  expect(transactionId).toBeGreaterThan(0);
  await status16(one, 1, 'Charging');
  expect((await one.sessions())[0]).toMatchObject({ token: { number: bench.card } });
  expect((await stop16(one, transactionId, { idTag: bench.card })).idTagInfo.status).toBe('Accepted');
  await status16(one, 1, 'Finishing');
  await status16(one, 1, 'Available');
  expect((await one.sessions())[0]).toMatchObject({ energyWh: 4000, reason: 'Local' });
});

test('TC_004_1_CSMS a session where the driver identifies first', async () => {
  const one = await station();
  expect((await one.say('Authorize', { idTag: bench.card })).idTagInfo.status).toBe('Accepted');
  await status16(one, 1, 'Preparing');
  const transactionId = await start16(one, bench.card);
  await status16(one, 1, 'Charging');
  await stop16(one, transactionId);
  expect(await one.sessions()).toHaveLength(1);
});

test('TC_004_2_CSMS a card was presented and no car was plugged in: no session', async () => {
  const one = await station();
  expect((await one.say('Authorize', { idTag: bench.card })).idTagInfo.status).toBe('Accepted');
  await status16(one, 1, 'Preparing');
  await status16(one, 1, 'Available');
  expect(await one.sessions()).toEqual([]);
});

test('TC_005_1_CSMS the cable is pulled at the car: the session ends with that reason', async () => {
  const one = await station();
  const transactionId = await start16(one, bench.card);
  await status16(one, 1, 'Charging');
  await status16(one, 1, 'SuspendedEV');
  await stop16(one, transactionId, { reason: 'EVDisconnected' });
  await status16(one, 1, 'Finishing');
  await status16(one, 1, 'Available');
  expect((await one.sessions())[0]).toMatchObject({ reason: 'EVDisconnected', energyWh: 4000 });
});

test('TC_007_CSMS a start with a card the station knows by itself, without asking first', async () => {
  const one = await station();
  await status16(one, 1, 'Preparing');
  await start16(one, bench.card);
  await status16(one, 1, 'Charging');
  expect(await one.sessions()).toHaveLength(1);
});

test.each([
  ['TC_023_1_CSMS', 'UNKNOWN1', 'Invalid'],
  ['TC_023_2_CSMS', 'EXPIRED1', 'Expired'],
  ['TC_023_3_CSMS', 'BLOCKED1', 'Blocked'],
])('%s the card %s is answered %s', async (_case, idTag, status) => {
  const one = await station();
  expect((await one.say('Authorize', { idTag })).idTagInfo.status).toBe(status);
  expect(await one.sessions()).toEqual([]);
});

test('TC_024_CSMS the lock fails at the start: the station is faulted, the error stands on its sheet', async () => {
  const one = await station();
  await one.say('Authorize', { idTag: bench.card });
  await status16(one, 1, 'Preparing');
  await status16(one, 1, 'Faulted', 'ConnectorLockFailure');
  const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/errors`);
  expect(items).toMatchObject([{ code: 'ConnectorLockFailure' }]);
  expect(await one.sessions()).toEqual([]);
});

test('TC_032_1_CSMS the power failed: after the boot the station ends its session', async () => {
  const before = await station();
  const transactionId = await start16(before, bench.card);
  await status16(before, 1, 'Charging');
  const one = await before.again();
  const boot = await one.say('BootNotification', { chargePointVendor: 'Voltyard', chargePointModel: 'Test' });
  expect(boot.status).toBe('Accepted');
  await stop16(one, transactionId, { reason: 'PowerLoss' });
  await statuses16(one);
  expect((await one.sessions())[0]).toMatchObject({ reason: 'PowerLoss', energyWh: 4000 });
});

test('TC_037_1_CSMS a start from offline times with a good card is accepted', async () => {
  const one = await station();
  const begin = iso(3_600_000);
  const { transactionId, idTagInfo } = await one.say('StartTransaction', {
    connectorId: 1,
    idTag: bench.card,
    meterStart: 10,
    timestamp: begin,
  });
  expect(idTagInfo.status).toBe('Accepted');
  await status16(one, 1, 'Charging');
  await stop16(one, transactionId);
  expect((await one.sessions())[0]).toMatchObject({ startedAt: begin, energyWh: 4990 });
});

test('TC_037_3_CSMS a start from offline times with a bad card: refused, the energy still counts', async () => {
  const one = await station();
  const { transactionId, idTagInfo } = await one.say('StartTransaction', {
    connectorId: 1,
    idTag: 'BLOCKED1',
    meterStart: 10,
    timestamp: iso(60_000),
  });
  expect(idTagInfo.status).not.toBe('Accepted');
  expect(transactionId).toBeGreaterThan(0);
  await stop16(one, transactionId, { meterStop: 30, reason: 'DeAuthorized' });
  expect((await one.sessions())[0]).toMatchObject({ reason: 'DeAuthorized', energyWh: 20 });
});

test('TC_039_CSMS a whole session from offline times is told afterwards', async () => {
  const one = await station();
  const begin = iso(7_200_000);
  const end = iso(3_600_000);
  const { transactionId } = await one.say('StartTransaction', {
    connectorId: 1,
    idTag: bench.card,
    meterStart: 10,
    timestamp: begin,
  });
  await one.say('StopTransaction', { transactionId, meterStop: 30, timestamp: end, reason: 'Local' });
  expect((await one.sessions())[0]).toMatchObject({ startedAt: begin, endedAt: end, energyWh: 20 });
});

test('TC_064_CSMS a vendor’s own message is answered', async () => {
  const one = await station();
  const { status } = await one.say('DataTransfer', { vendorId: 'com.example', messageId: 'hello', data: '{}' });
  expect(status).toBe('UnknownVendorId');
});

test('TC_088_CSMS the server picks OCPP 1.6 out of what the station offers', async () => {
  const one = await station();
  expect(one.wire.client.socket.protocol).toBe('ocpp1.6');
});
