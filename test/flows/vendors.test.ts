import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, protocols, type Wire, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(async () => {
  expect(flow.log()).not.toMatch(/"level":(50|60)/);
  await flow?.stop();
});

const heard = async (vendorId: string): Promise<Json[]> =>
  (await flow.call('GET', '/vendor-routes/heard')).items.filter((one: Json) => one.vendorId === vendorId);
const said = (on: Wire, vendorId: string, messageId?: string, data?: unknown): Promise<Json> =>
  on.ask(['DataTransfer', { vendorId, ...(messageId ? { messageId } : {}), ...(data === undefined ? {} : { data }) }]);

describe.each(protocols)('messages of manufacturers on %s', (protocol) => {
  test('TC_064_CSMS TC_P_02_CSMS P02.FR.06 P02.FR.07 are not known until there is a route, and then answered as it says', async () => {
    const vendorId = `com.acme.${protocol}`;
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    expect(await said(station, vendorId, 'Status', '{"secret":"no"}')).toEqual({ status: 'UnknownVendorId' });
    await until(async () => (await heard(vendorId)).length === 1);
    const [stranger] = await heard(vendorId);
    expect(stranger).toMatchObject({ messageId: 'Status', routed: false, accepted: false, stations: 1 });
    // What it said is found where the messages are.
    const frame = await flow.call('GET', `/stations/${known.stationId}/frames/${stranger.frameId}`);
    expect(frame).toMatchObject({ action: 'DataTransfer' });

    const route = await flow.call('POST', '/vendor-routes', {
      vendorId,
      messageId: 'Status',
      accept: true,
      data: 'ok 1',
    });
    expect(await said(station, vendorId.toUpperCase(), 'status')).toEqual({ status: 'Accepted', data: 'ok 1' });
    expect(await said(station, vendorId, 'Other')).toEqual({ status: 'UnknownMessageId' });
    await flow.call('PATCH', `/vendor-routes/${route.id}`, { accept: false, data: null });
    expect(await said(station, vendorId, 'Status')).toEqual({ status: 'Rejected' });
    await flow.call('POST', '/vendor-routes', { vendorId, accept: true });
    expect(await said(station, vendorId, 'Other')).toEqual({ status: 'Accepted' });
    await flow.call('DELETE', `/vendor-routes/${route.id}`);
    expect(await said(station, vendorId, 'Status')).toEqual({ status: 'Accepted' });
    expect(await said(station, `${vendorId}.else`, 'Status')).toEqual({ status: 'UnknownVendorId' });
    await until(async () =>
      (await heard(vendorId)).some((one) => one.messageId === 'Status' && one.routed && one.accepted),
    );
    const { items } = await flow.call('GET', `/stations/${known.stationId}/log?action=DataTransfer`);
    expect(items).toHaveLength(7);
    await station.close();
  });
});

test('two routes of one name are refused, in any case, and each change is in the audit', async () => {
  const body = { vendorId: 'com.Twice', accept: true };
  const route = await flow.call('POST', '/vendor-routes', body);
  const again = await flow.ask('POST', '/vendor-routes', { ...body, vendorId: 'COM.twice' });
  expect(again).toMatchObject({ status: 409, body: { fields: { vendorId: expect.any(String) } } });
  await flow.call('DELETE', `/vendor-routes/${route.id}`);
  expect((await flow.ask('DELETE', `/vendor-routes/${route.id}`)).status).toBe(404);
  const { rows } = await flow.pool.query("SELECT type FROM operator_facts WHERE type LIKE 'vendorRoute.%' ORDER BY id");
  expect(rows.slice(-2).map(({ type }) => type)).toEqual(['vendorRoute.created', 'vendorRoute.removed']);
});
