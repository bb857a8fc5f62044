import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, protocols, reading, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
  await flow.call('POST', '/cards', { number: 'ABCD1234' });
});
afterAll(() => flow.stop());

const inInbox = async (identity: string): Promise<Json> =>
  (await flow.call('GET', '/onboarding')).items.find((one: Json) => one.identity === identity);

describe.each(protocols)('%s', (protocol) => {
  test('ONB-1 an unknown station lands in the inbox: kept, not executed, adopted with one call, then accepted with all it said', async () => {
    const identity = `NEW-${protocol}`;
    const stranger = await wire(flow.ocpp, { identity, password: 'factory' }, protocol);
    expect(await boot(stranger)).toMatchObject({ status: 'Pending' });
    const waiting = await inInbox(identity);
    expect(waiting).toMatchObject({
      connected: true,
      protocol,
      vendor: stranger.profile.vendor,
      model: stranger.profile.model,
    });
    expect((await flow.call('GET', '/stations/counts')).inbox).toBe(1);

    // W-14 before it is accepted nothing is executed: a SecurityError, and the frames are kept.
    const session = newSession(protocol, 'ABCD1234');
    for (const call of [
      stranger.dialect.authorize('ABCD1234'),
      stranger.dialect.start(session, reading(0, Date.now()), false),
      stranger.dialect.status(1, 'available', Date.now()),
      stranger.dialect.heartbeat(),
    ])
      expect(JSON.parse(await stranger.say(call)).slice(0, 3), call[0]).toEqual([
        4,
        expect.any(String),
        'SecurityError',
      ]);
    const { items } = await flow.call('GET', `/stations/${waiting.stationId}/frames`);
    expect(items).toHaveLength(5);
    expect((await flow.call('GET', `/stations/${waiting.stationId}/charge-logs`)).items).toEqual([]);
    expect((await flow.call('GET', '/stations')).items.some((one: Json) => one.identity === identity)).toBe(false);
    const order = await flow.ask('POST', `/stations/${waiting.stationId}/commands/clearCache`, {});
    expect(order.status).toBe(409);

    const { stationId, credentials } = await flow.call('POST', `/onboarding/${waiting.stationId}/adopt`, {
      name: 'Adopted',
      location: 'Yard',
    });
    expect(stationId).toBe(waiting.stationId);
    expect(await inInbox(identity)).toBeUndefined();
    // Nobody had checked its password: what it came in on ends, and only its new password lets it in again.
    expect(await stranger.closed).toEqual({ code: 1008, reason: 'unproven' });
    await expect(wire(flow.ocpp, { identity, password: 'factory' }, protocol)).rejects.toThrow('401');
    const reported = await flow.call('GET', `/stations/${stationId}/information`);
    expect(reported.model).toMatchObject({ vendor: stranger.profile.vendor, firmware: stranger.profile.firmware });

    const adopted = await wire(flow.ocpp, { identity, password: credentials.password }, protocol);
    expect(await boot(adopted)).toMatchObject({ status: 'Accepted' });
    await adopted.ask(adopted.dialect.status(1, 'available', Date.now()));
    const sheet = await flow.call('GET', `/stations/${stationId}/information`);
    expect(sheet.model).toMatchObject({ vendor: stranger.profile.vendor, firmware: stranger.profile.firmware });
    expect(sheet.serials.chargePoint).toBe(stranger.profile.serial);
    expect(sheet.master).toMatchObject({ name: 'Adopted', location: 'Yard' });
    expect(sheet.chargePoints).toHaveLength(1);
    await adopted.close();

    const again = await wire(flow.ocpp, { identity, password: credentials.password }, protocol);
    await again.ask(again.dialect.heartbeat());
    await again.close();
    const frames = await until(async () => {
      const page = await flow.call('GET', `/stations/${stationId}/frames`);
      return page.items.length === 8 && page.items;
    });
    expect(frames.filter((one: Json) => one.action === 'BootNotification')).toHaveLength(2);
  });

  test('W-14 an accepted station that reconnects need not boot again', async () => {
    const known = await flow.station();
    for (const first of [true, false]) {
      const station = await wire(flow.ocpp, known, protocol);
      if (first) await boot(station);
      await station.ask(station.dialect.status(1, 'available', Date.now()));
      await station.close();
    }
    expect((await flow.call('GET', `/stations/${known.stationId}/charge-points`)).items).toHaveLength(1);
  });
});

test('ONB-1 a dismissed station is out of the inbox, its connection ends and it is let in no more', async () => {
  const identity = 'UNWANTED';
  const stranger = await wire(flow.ocpp, { identity }, 'ocpp2.0.1');
  await boot(stranger);
  const { stationId } = await inInbox(identity);
  await flow.call('DELETE', `/onboarding/${stationId}`);
  await stranger.closed;
  expect(await inInbox(identity)).toBeUndefined();
  await expect(wire(flow.ocpp, { identity }, 'ocpp2.0.1')).rejects.toThrow('404');
});

test('ONB-1 the inbox is bounded: an address that invents names is refused after some', async () => {
  const statuses: string[] = [];
  for (let i = 0; i < 60 && statuses.at(-1) !== '429'; i++) {
    const result = await wire(flow.ocpp, { identity: `FLOOD-${i}` }, 'ocpp1.6').then(
      async (one) => {
        await one.close();
        return '101';
      },
      (error: Error) => /\d{3}/.exec(error.message)![0],
    );
    statuses.push(result);
  }
  expect(statuses.at(-1)).toBe('429');
  // Known stations of the same address come in all the same.
  const known = await flow.station();
  const station = await wire(flow.ocpp, known, 'ocpp1.6');
  await boot(station);
  await station.close();
});
