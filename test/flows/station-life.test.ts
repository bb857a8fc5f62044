import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Flow, startFlow } from '../flow.ts';
import { boot, wire } from '../flow-station.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow?.stop());

it('a clone has master data and charge points, its own identity and password, and no EVSE-ID', async () => {
  const { stationId } = await flow.station('OLD-1');
  const { id } = await flow.call('POST', '/locations', { name: 'Depot', timeZone: 'Europe/Lisbon' });
  await flow.call('PATCH', `/stations/${stationId}`, {
    locationId: id,
    gridLimitW: 22_000,
    warrantyUntil: '2030-01-01',
  });
  await flow.call('POST', `/stations/${stationId}/charge-points`, {
    evse: 1,
    evseId: 'DE*CLO*E1',
    connectorType: 'cCCS2',
    maxPowerW: 50_000,
  });
  const made = await flow.call('POST', `/stations/${stationId}/clone`, { identity: 'NEW-1', name: 'Newer' });
  const sheet = await flow.call('GET', `/stations/${made.stationId}/information`);
  expect(sheet).toMatchObject({
    identity: 'NEW-1',
    timeZone: 'Europe/Lisbon',
    master: { name: 'Newer', gridLimitW: 22_000, place: { id } },
  });
  expect(sheet.master.warrantyUntil).toBeUndefined();
  const [point] = (await flow.call('GET', `/stations/${made.stationId}/charge-points`)).items;
  expect(point).toMatchObject({ evse: 1, connector: 1, connectorType: 'cCCS2', maxPowerW: 50_000 });
  expect(point.evseId).toBeUndefined();
  const station = await wire(flow.ocpp, { identity: 'NEW-1', password: made.credentials.password }, 'ocpp1.6');
  expect(await boot(station)).toMatchObject({ status: 'Accepted' });
  await station.close();
  expect((await flow.ask('POST', `/stations/${stationId}/clone`, { identity: 'NEW-1', name: 'x' })).status).toBe(409);
});

it('a decommissioned station frees its EVSE-IDs, keeps its history, and comes back with a new password', async () => {
  const { stationId, password } = await flow.station('END-1');
  const { stationId: heir } = await flow.station('END-2');
  const point = { evse: 1, evseId: 'DE*END*E1' };
  await flow.call('POST', `/stations/${stationId}/charge-points`, point);
  expect((await flow.ask('POST', `/stations/${heir}/charge-points`, point)).status).toBe(409);
  expect((await flow.ask('POST', `/stations/${stationId}/recommission`)).status).toBe(409);
  await flow.call('POST', `/stations/${stationId}/decommission`, { identity: 'END-1' });
  await flow.call('POST', `/stations/${heir}/charge-points`, { ...point, evse: 2 });
  expect((await flow.ask('PATCH', `/stations/${stationId}`, { name: 'x' })).status).toBe(409);
  await expect(wire(flow.ocpp, { identity: 'END-1', password }, 'ocpp1.6')).rejects.toThrow();
  const back = await flow.call('POST', `/stations/${stationId}/recommission`);
  await expect(wire(flow.ocpp, { identity: 'END-1', password }, 'ocpp1.6')).rejects.toThrow();
  const station = await wire(flow.ocpp, { identity: 'END-1', password: back.credentials.password }, 'ocpp1.6');
  expect(await boot(station)).toMatchObject({ status: 'Accepted' });
  await station.close();
  const { rows } = await flow.pool.query(
    "SELECT body->'change'->>'kind' AS kind FROM facts WHERE station_id = $1 AND body->>'type' = 'station.changed' ORDER BY seq",
    [stationId],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['decommission', 'recommission']));
});
