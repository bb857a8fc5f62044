import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, type KnownStation, startFlow } from '../flow.ts';
import { boot, protocols, type Wire, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow.stop());

/** A station that keeps a list as its version tells it to. */
interface ListKeeper {
  readonly known: KnownStation;
  readonly station: Wire;
  readonly list: Map<string, Json>;
  /** What came, in order. */
  readonly got: { readonly type: string; readonly version: number; readonly size: number }[];
  version: number;
  /** Answers the next update so. */
  refuse?: string | undefined;
}

async function keeper(protocol: (typeof protocols)[number], version = 0): Promise<ListKeeper> {
  const known = await flow.station();
  const list = new Map<string, Json>();
  const old = protocol === 'ocpp1.6';
  const self = { known, list, got: [], version } as unknown as ListKeeper & { station: Wire };
  self.station = await wire(flow.ocpp, known, protocol, {
    onCall: (action, payload) => {
      if (action === 'GetLocalListVersion')
        return old ? { listVersion: self.version } : { versionNumber: self.version };
      if (action !== 'SendLocalList') return undefined;
      const entries: Json[] = payload.localAuthorizationList ?? [];
      const next = old ? payload.listVersion : payload.versionNumber;
      self.got.push({ type: payload.updateType, version: next, size: entries.length });
      if (self.refuse !== undefined) {
        const status = self.refuse;
        self.refuse = undefined;
        return { status };
      }
      if (payload.updateType === 'Differential' && next <= self.version) return { status: 'VersionMismatch' };
      if (payload.updateType === 'Full') list.clear();
      for (const entry of entries) {
        const number = old ? entry.idTag : entry.idToken.idToken;
        const info = old ? entry.idTagInfo : entry.idTokenInfo;
        if (info === undefined) list.delete(number);
        else list.set(number, info);
      }
      self.version = next;
      return { status: 'Accepted' };
    },
  });
  await boot(self.station);
  await flow.call('PUT', `/stations/${known.stationId}/local-list`, { setting: 'on' });
  return self;
}

const state = ({ known }: ListKeeper): Promise<Json> => flow.call('GET', `/stations/${known.stationId}/local-list`);
const inStep = (one: ListKeeper): Promise<Json> =>
  until(async () => {
    const now = await state(one);
    return now.state === 'inStep' && now.version === one.version && now;
  });
const statusOf = (one: ListKeeper, number: string): string | undefined => one.list.get(number)?.status;

describe.each(protocols)('%s', (protocol) => {
  test('TC_D_01_CSMS TC_D_02_CSMS TC_D_03_CSMS TC_D_09_CSMS a card that is made, blocked and removed reaches the station: whole, then by differences', async () => {
    const tag = protocol.replaceAll('.', '').toUpperCase();
    const made = await flow.call('POST', '/cards', { number: `${tag}A`, group: 'FLEET' });
    const one = await keeper(protocol);
    expect(await inStep(one)).toMatchObject({ enabled: true, setting: 'on', lastResult: 'Accepted', leftOut: 0 });
    expect(one.got[0]).toMatchObject({ type: 'Full' });
    expect(statusOf(one, `${tag}A`)).toBe('Accepted');

    const second = await flow.call('POST', '/cards', { number: `${tag}B` });
    await until(async () => statusOf(one, `${tag}B`) === 'Accepted');
    expect(one.got.at(-1)).toMatchObject({ type: 'Differential', size: 1 });
    await flow.call('PATCH', `/cards/${made.id}`, { status: 'blocked' });
    await until(async () => statusOf(one, `${tag}A`) === 'Blocked');
    await flow.call('DELETE', `/cards/${second.id}`);
    await until(async () => !one.list.has(`${tag}B`));
    const versions = one.got.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    await inStep(one);
    await one.station.close();
  });

  test('TC_D_08_CSMS D01.FR.05 what does not fit the version there is repaired with the whole list', async () => {
    const one = await keeper(protocol, 17);
    await inStep(one);
    expect(one.got[0]).toMatchObject({ type: 'Full', version: 18 });
    one.refuse = 'VersionMismatch';
    const number = `M${protocol.replaceAll('.', '')}`;
    const { id } = await flow.call('POST', '/cards', { number });
    await until(async () => one.list.has(number));
    expect(one.got.slice(-2).map(({ type }) => type)).toEqual(['Differential', 'Full']);
    await inStep(one);
    // A station that lost its list while it was away gets it again.
    await one.station.close();
    one.version = 0;
    one.list.clear();
    const again = await wire(flow.ocpp, one.known, protocol, {
      onCall: (action, payload) => {
        if (action === 'GetLocalListVersion') return protocol === 'ocpp1.6' ? { listVersion: 0 } : { versionNumber: 0 };
        if (action === 'SendLocalList') one.got.push({ type: payload.updateType, version: 0, size: -1 });
        return action === 'SendLocalList' ? { status: 'Accepted' } : undefined;
      },
    });
    await boot(again);
    await until(async () => one.got.at(-1)?.size === -1);
    expect(one.got.at(-1)).toMatchObject({ type: 'Full' });
    await flow.call('DELETE', `/cards/${id}`);
    await again.close();
  });
});

test('a station that keeps no list is asked once; a failure is told; only with the setting on it can be sent', async () => {
  const known = await flow.station();
  const send = flow.call('POST', `/stations/${known.stationId}/local-list/send`);
  await expect(send).rejects.toThrow(/409/);
  const one = await keeper('ocpp1.6');
  await inStep(one);
  one.refuse = 'Failed';
  await flow.call('POST', `/stations/${one.known.stationId}/local-list/send`);
  await until(async () => (await state(one)).state === 'failed');
  expect(await state(one)).toMatchObject({ lastResult: 'Failed' });
  one.refuse = 'NotSupported';
  expect((await flow.call('GET', '/local-lists')).counts.failed).toBe(1);
  expect((await flow.call('GET', '/local-lists/stations?state=failed')).items).toEqual([
    expect.objectContaining({ stationId: one.known.stationId, state: 'failed', lastResult: 'Failed', connected: true }),
  ]);
  await flow.call('POST', `/stations/${one.known.stationId}/local-list/send`);
  await until(async () => (await state(one)).state === 'unsupported');
  expect((await flow.call('GET', '/local-lists/stations?state=failed')).items).toEqual([]);
  const first = await flow.call('GET', '/local-lists/stations?limit=1');
  const rest = await flow.call('GET', `/local-lists/stations?after=${first.next}`);
  const all = await flow.call('GET', '/local-lists/stations');
  expect([...first.items, ...rest.items]).toEqual(all.items);
  // One that is not kept is not listed.
  expect(all.items.map(({ stationId }: Json) => stationId)).not.toContain(known.stationId);
  await one.station.close();
});

test('a card that is blocked while the list is on its way is blocked by the next one', async () => {
  const known = await flow.station();
  const card = await flow.call('POST', '/cards', { number: 'MEANWHILE' });
  const said: (string | undefined)[] = [];
  let version = 0;
  const station = await wire(flow.ocpp, known, 'ocpp1.6', {
    onCall: async (action, payload) => {
      if (action === 'GetLocalListVersion') return { listVersion: version };
      if (action !== 'SendLocalList') return undefined;
      version = payload.listVersion;
      const entry = payload.localAuthorizationList.find(({ idTag }: Json) => idTag === 'MEANWHILE');
      said.push(entry?.idTagInfo?.status);
      if (said.length === 1) {
        await flow.call('PATCH', `/cards/${card.id}`, { status: 'blocked' });
        // Until it is noted that the lists have to be looked at.
        await sleep(200);
      }
      return { status: 'Accepted' };
    },
  });
  await boot(station);
  await flow.call('PUT', `/stations/${known.stationId}/local-list`, { setting: 'on' });
  await until(() => said.at(-1) === 'Blocked');
  expect(said).toEqual(['Accepted', 'Blocked']);
  await station.close();
});

test('the setting of the fleet holds for stations without one of their own', async () => {
  const known = await flow.station();
  expect(await flow.call('GET', `/stations/${known.stationId}/local-list`)).toMatchObject({
    setting: 'fleet',
    enabled: false,
  });
  expect(await flow.call('PUT', '/local-lists', { enabled: true })).toMatchObject({ enabled: true });
  expect(await flow.call('GET', `/stations/${known.stationId}/local-list`)).toMatchObject({
    enabled: true,
    fleet: true,
  });
  await flow.call('PUT', `/stations/${known.stationId}/local-list`, { setting: 'off' });
  expect(await flow.call('GET', `/stations/${known.stationId}/local-list`)).toMatchObject({
    enabled: false,
    fleet: true,
  });
  await flow.call('PUT', '/local-lists', { enabled: false });
});
