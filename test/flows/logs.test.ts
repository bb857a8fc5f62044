import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Protocol } from '../../sim/profile.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, protocols, type Wire, wire } from '../flow-station.ts';
import { speak } from '../upload.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow.stop());

const content = randomBytes(40_000);
const status = (protocol: Protocol, word: string, requestId: number | undefined): [string, Record<string, unknown>] =>
  requestId === undefined && protocol === 'ocpp1.6'
    ? ['DiagnosticsStatusNotification', { status: word === 'UploadFailure' ? 'UploadFailed' : word }]
    : ['LogStatusNotification', { status: word, requestId }];

/** A station that does what `act` says with the address it is given, after it has answered. */
async function station(
  protocol: Protocol,
  act: (station: Wire, at: { location: string; requestId: number | undefined }) => Promise<void>,
  answer: Json = { status: 'Accepted', filename: 'diag.tar.gz' },
) {
  const made = await flow.station();
  const connected: Wire = await wire(flow.ocpp, made, protocol, {
    onCall: (action, payload) => {
      if (action !== 'GetDiagnostics' && action !== 'GetLog') return {};
      const location = action === 'GetLog' ? payload.log.remoteLocation : payload.location;
      setTimeout(() => void act(connected, { location, requestId: payload.requestId }), 20);
      return action === 'GetLog' ? answer : answer.filename ? { fileName: answer.filename } : {};
    },
  });
  await boot(connected);
  return { ...made, connected };
}
const files = (stationId: number): Promise<Json> => flow.call('GET', `/stations/${stationId}/files`);
const first = async (stationId: number): Promise<Json> => (await files(stationId)).items[0];
const put = (location: string, name: string) => {
  const url = new URL(location);
  return speak(Number(url.port), `${url.pathname}${name}`, { body: content });
};

describe.each(protocols)('%s', (protocol) => {
  it('N01 TC_N_25_CSMS DIA-1 brings its diagnostics to an address of its own; each step shows, the file is byte-equal', async () => {
    const { stationId, connected } = await station(protocol, async (on, { location, requestId }) => {
      await on.ask(status(protocol, 'Uploading', requestId));
      expect((await put(location, 'diag.tar.gz')).status).toBe(200);
      await on.ask(status(protocol, 'Uploaded', requestId));
    });
    const asked = await flow.call('POST', `/stations/${stationId}/files`, {
      log: 'diagnostics',
      from: '2026-01-01T00:00:00Z',
    });
    expect(asked.state).toMatch(/asked|accepted|uploading/);
    await expect
      .poll(() => first(stationId), { timeout: 10_000 })
      .toMatchObject({
        state: 'received',
        steps: [{ status: 'Uploading' }, { status: 'Uploaded' }],
        file: { name: 'diag.tar.gz', size: content.length },
      });
    const life = await flow.call('GET', `/stations/${stationId}/commands/${asked.commandId}`);
    expect(life.state).toBe('done');

    // S-13, A-09: the address is a secret; nobody sees it, in no log and no list.
    const call = connected.called.at(-1)!;
    const location: string = call.payload.log?.remoteLocation ?? call.payload.location;
    const token = /files\/([^/]+)\//.exec(location)![1]!;
    expect(flow.log()).not.toContain(token);
    for (const url of [
      `/stations/${stationId}/commands`,
      `/stations/${stationId}/frames`,
      `/stations/${stationId}/log`,
    ])
      expect(JSON.stringify(await flow.call('GET', url)), url).not.toContain(token);
    const { items } = await flow.call('GET', `/stations/${stationId}/frames?direction=out&action=${call.action}`);
    const shown = await flow.call('GET', `/stations/${stationId}/frames/${items[0].id}`);
    expect(shown.call).toContain('/files/••••/');
    await connected.close();
  });

  it('DIA-2 says that it failed; asked again it brings it', async () => {
    let tries = 0;
    const { stationId, connected } = await station(protocol, async (on, { location, requestId }) => {
      if (++tries === 1) return void (await on.ask(status(protocol, 'UploadFailure', requestId)));
      await put(location, '');
      await on.ask(status(protocol, 'Uploaded', requestId));
    });
    const asked = await flow.call('POST', `/stations/${stationId}/files`, { log: 'diagnostics' });
    await expect.poll(() => first(stationId), { timeout: 10_000 }).toMatchObject({ state: 'failed' });
    await flow.call('POST', `/stations/${stationId}/files/${asked.id}/again`);
    await expect.poll(() => first(stationId), { timeout: 10_000 }).toMatchObject({ state: 'received' });
    expect((await files(stationId)).items.map((one: Json) => one.state)).toEqual(['received', 'failed']);
    await connected.close();
  });
});

it('TC_N_34_CSMS a station that refuses says so', async () => {
  const { stationId, connected } = await station('ocpp2.0.1', async () => {}, { status: 'Rejected' });
  await flow.call('POST', `/stations/${stationId}/files`, { log: 'diagnostics' });
  await expect.poll(() => first(stationId)).toMatchObject({ state: 'refused' });
  await connected.close();
});

it('OCPP 1.6 section 6.24: a station that has nothing to bring says so at once', async () => {
  const { stationId, connected } = await station('ocpp1.6', async () => {}, {});
  await flow.call('POST', `/stations/${stationId}/files`, { log: 'diagnostics' });
  await expect.poll(() => first(stationId)).toMatchObject({ state: 'empty' });
  await connected.close();
});

describe.each(['ocpp1.6', 'ocpp2.0.1'] as const)('%s', (protocol) => {
  it('TC_N_35_CSMS brings its security log; TC_N_36_CSMS a second request replaces the first (N01.FR.12)', async () => {
    const asked: { location: string; requestId: number | undefined }[] = [];
    let second = false;
    const made = await flow.station();
    const connected: Wire = await wire(flow.ocpp, made, protocol, {
      onCall: (_action, payload) => {
        asked.push({ location: payload.log.remoteLocation, requestId: payload.requestId });
        expect(payload.logType).toBe('SecurityLog');
        return { status: second ? 'AcceptedCanceled' : 'Accepted', filename: 'security.log' };
      },
    });
    await boot(connected);
    const ask = () => flow.call('POST', `/stations/${made.stationId}/files`, { log: 'security' });
    await ask();
    await expect.poll(() => first(made.stationId)).toMatchObject({ state: 'accepted' });
    second = true;
    await ask();
    await expect
      .poll(async () => (await files(made.stationId)).items.map((one: Json) => one.state))
      .toEqual(['accepted', 'cancelled']);
    await put(asked[1]!.location, 'security.log');
    await connected.ask(['LogStatusNotification', { status: 'Uploaded', requestId: asked[1]!.requestId }]);
    await expect.poll(() => first(made.stationId)).toMatchObject({ state: 'received', log: 'security' });
    await connected.close();
  });
});
