import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Console, Json } from '../console.ts';
import { administrator, type Flow, startFlow } from '../flow.ts';
import { boot, newSession, reading, type Wire, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
let other: Console;
let otherId: number;
let slug: string;
beforeAll(async () => {
  flow = await startFlow();
  const { rows } = await flow.pool.query(
    "INSERT INTO operators (slug, name, created_at) VALUES ('nord', 'Nordladen', now()) RETURNING id",
  );
  otherId = rows[0].id;
  slug = (await flow.call('GET', '/operator')).slug;
  await flow.pool.query(
    'INSERT INTO members (operator_id, user_id, role, created_at) SELECT $1, user_id, role, now() FROM members WHERE operator_id = $2',
    [otherId, flow.operatorId],
  );
  // The same person at a second desk, working for the other operator.
  other = flow.another();
  await other.call('POST', '/session', { email: administrator.email, password: administrator.password });
  const session = await other.call('PUT', '/session/operator', { operatorId: otherId });
  expect(session.operator.id).toBe(otherId);
});
afterAll(async () => {
  other.hangUp();
  await flow.stop();
});

test('A-01 the same identity at two operators is two stations: each in its own URL, its own pages, its own commands, its own live events', async () => {
  const make = async (console: Console) => {
    const { stationId, credentials } = await console.call('POST', '/stations', { identity: 'TWIN', name: 'Twin' });
    return { stationId: stationId as number, credentials };
  };
  const [ours, theirs] = [await make(flow), await make(other)];
  expect(ours.credentials.url).toBe(`${flow.ocpp}/${slug}/TWIN`);
  expect(theirs.credentials.url).toBe(`${flow.ocpp}/nord/TWIN`);
  const at = (name: string, password: string) =>
    wire(`${flow.ocpp}/${name}`, { identity: 'TWIN', password }, 'ocpp2.0.1', {
      onCall: () => ({ status: 'Accepted' }),
    });
  await expect(at('nord', ours.credentials.password)).rejects.toThrow('401');
  await expect(at('nobody', ours.credentials.password)).rejects.toThrow('404');
  await expect(wire(flow.ocpp, { identity: 'TWIN', password: ours.credentials.password }, 'ocpp2.0.1')).rejects.toThrow(
    /40[14]/,
  );

  const [ourPage, theirPage] = [await flow.listen(), await other.listen()];
  const [mine, foreign]: Wire[] = [
    await at(slug, ours.credentials.password),
    await at('nord', theirs.credentials.password),
  ];
  await boot(mine!);
  await boot(foreign!);
  const booted = (stationId: number) => (told: { event: string; data: Json }) =>
    told.event === 'changed' &&
    told.data.stations.some((one: Json) => one.station === stationId && one.facts.includes('station.booted'));
  await ourPage.heard(booted(ours.stationId));
  await theirPage.heard(booted(theirs.stationId));
  expect(ourPage.told.some(({ data }) => JSON.stringify(data).includes(`"station":${theirs.stationId}`))).toBe(false);
  expect(theirPage.told.some(({ data }) => JSON.stringify(data).includes(`"station":${ours.stationId}`))).toBe(false);

  const session = newSession('ocpp2.0.1', 'CARD');
  await mine!.ask(mine!.dialect.start(session, reading(0, Date.now() - 60_000), false));
  await flow.call('POST', `/stations/${ours.stationId}/commands/clearCache`, {});
  await until(() => mine!.called.length === 1);
  expect(foreign!.called).toEqual([]);
  expect((await flow.call('GET', `/stations/${ours.stationId}/charge-logs`)).items).toHaveLength(1);
  expect((await other.call('GET', `/stations/${theirs.stationId}/charge-logs`)).items).toEqual([]);
  const lists = [(await flow.call('GET', '/stations')).items, (await other.call('GET', '/stations')).items];
  expect(lists.map((items: Json[]) => items.map((one) => one.id))).toEqual([[ours.stationId], [theirs.stationId]]);

  const frame = (await flow.call('GET', `/stations/${ours.stationId}/frames`)).items[0].id;
  for (const path of [
    '',
    '/information',
    '/patterns',
    '/charge-points',
    '/charge-logs',
    '/charge-logs/1',
    '/errors',
    '/log',
    '/frames',
    '/frames/export',
    `/frames/${frame}`,
    '/connections',
    '/commands',
  ])
    expect((await other.ask('GET', `/stations/${ours.stationId}${path}`)).status, path).toBe(404);
  expect((await other.ask('POST', `/stations/${ours.stationId}/commands/clearCache`, {})).status).toBe(404);
  expect((await other.ask('PATCH', `/stations/${ours.stationId}`, { name: 'Mine now' })).status).toBe(404);
  expect((await other.ask('GET', `/api/v1/events?station=${ours.stationId}`)).status).toBe(404);
  expect(mine!.called).toHaveLength(1);
  await Promise.all([mine!.close(), foreign!.close()]);
});

test('ONB-1 A-01 an unknown station lands in the inbox of the operator whose URL it used; without one nobody is guessed', async () => {
  const stranger = await wire(`${flow.ocpp}/nord`, { identity: 'STRANGER' }, 'ocpp1.6');
  expect(await boot(stranger)).toMatchObject({ status: 'Pending' });
  expect((await other.call('GET', '/onboarding')).items.map((one: Json) => one.identity)).toEqual(['STRANGER']);
  expect((await flow.call('GET', '/onboarding')).items).toEqual([]);
  await stranger.close();
  await expect(wire(flow.ocpp, { identity: 'STRANGER' }, 'ocpp1.6')).rejects.toThrow('404');
});

test('T-07 A-01 a card of one operator is unknown at the other', async () => {
  await flow.call('POST', '/cards', { number: 'OURCARD' });
  const { stationId, credentials } = await other.call('POST', '/stations', { identity: 'N2', name: 'N2' });
  const station = await wire(`${flow.ocpp}/nord`, { identity: 'N2', password: credentials.password }, 'ocpp1.6');
  await boot(station);
  expect(await station.ask(station.dialect.authorize('OURCARD'))).toMatchObject({ idTagInfo: { status: 'Invalid' } });
  expect(stationId).toBeGreaterThan(0);
  await station.close();
});
