import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Protocol } from '../../sim/profile.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, protocols, type Wire, wire } from '../flow-station.ts';
import { newRoot, type Signer } from '../signers.ts';
import { speak } from '../upload.ts';

let flow: Flow;
let signer: Signer;
const content = randomBytes(30_000);
const patience = { timeout: 30_000, interval: 200 };

beforeAll(async () => {
  flow = await startFlow();
  const root = await newRoot('Maker');
  signer = await root.issue('Maker Firmware');
  await flow.call('POST', '/firmware/makers', { name: 'Maker', certificate: root.pem });
});
afterAll(() => flow.stop());

let images = 0;
async function image(vendor: string, signed = false): Promise<Json> {
  const made = await flow.call('POST', '/firmware/images', {
    version: `9.${++images}`,
    fileName: 'image.bin',
    vendor,
    ...(signed ? { certificate: signer.pem, signature: signer.sign(content) } : {}),
  });
  const url = new URL(flow.program.consoleUrl);
  const reply = await speak(Number(url.port), `/api/v1/firmware/images/${made.id}/content`, {
    headers: { cookie: flow.cookie(), origin: url.origin, 'content-type': 'application/octet-stream' },
    body: content,
  });
  expect(reply.status, reply.body.toString()).toBe(200);
  return JSON.parse(reply.body.toString());
}

interface Asked {
  readonly location: string;
  readonly requestId: number | undefined;
  readonly payload: Json;
}

/** A station of a maker of its own; `answer` says what it answers and does what follows. */
async function station(protocol: Protocol, answer: (on: Wire, asked: Asked, count: number) => Json) {
  const vendor = `Maker ${randomBytes(3).toString('hex')}`;
  const made = await flow.station();
  const asked: Asked[] = [];
  const connected: Wire = await wire(flow.ocpp, made, protocol, {
    profile: { vendor },
    onCall: (action, payload) => {
      if (!/UpdateFirmware$/.test(action)) return {};
      const location: string = payload.firmware?.location ?? payload.location;
      const one = { location, requestId: payload.requestId, payload };
      asked.push(one);
      return answer(connected, one, asked.length);
    },
  });
  await boot(connected);
  return { ...made, vendor, connected, asked };
}
const fetched = async ({ location }: Asked): Promise<Buffer> => {
  const url = new URL(location);
  const reply = await speak(Number(url.port), url.pathname, { method: 'GET' });
  expect(reply.status).toBe(200);
  return reply.body;
};
const say = async (on: Wire, { requestId }: Asked, ...words: string[]): Promise<void> => {
  for (const status of words) {
    const signed = on.client.protocol === 'ocpp1.6' && requestId !== undefined;
    const action = signed ? 'SignedFirmwareStatusNotification' : 'FirmwareStatusNotification';
    await on.ask([action, { status, ...(requestId === undefined ? {} : { requestId }) }]);
  }
};
const rollOut = (made: Json, over: object = {}): Promise<Json> =>
  flow.call('POST', '/firmware/rollouts', { imageId: made.id, filter: { vendor: made.vendor }, ...over });
const targets = async (id: string): Promise<Json> =>
  (await flow.call('GET', `/firmware/rollouts/${id}/stations`)).items;
const read = (id: string): Promise<Json> => flow.call('GET', `/firmware/rollouts/${id}`);
const accepted = (protocol: Protocol, signed: boolean) =>
  protocol === 'ocpp1.6' && !signed ? {} : { status: 'Accepted' };

describe.each(protocols)('%s', (protocol) => {
  it('L02 an update goes from asked to installed, each step told; the image is what was uploaded', async () => {
    const words = ['Downloading', 'Downloaded', 'Installing', 'Installed'];
    let loaded: Buffer | undefined;
    const one = await station(protocol, (on, asked) => {
      setTimeout(async () => {
        loaded = await fetched(asked);
        await say(on, asked, ...words);
      }, 20);
      return accepted(protocol, false);
    });
    const made = await image(one.vendor);
    const rollout = await rollOut(made);
    await expect.poll(() => read(rollout.id), patience).toMatchObject({ state: 'done', counts: { done: 1 } });
    expect(loaded?.equals(content)).toBe(true);
    const [target] = await targets(rollout.id);
    expect(target).toMatchObject({ state: 'done', status: 'Installed', tried: 1 });
    expect(target.fetchedAt).toBeDefined();
    const { rows } = await flow.pool.query(
      "SELECT status FROM request_statuses WHERE station_id = $1 AND work = 'firmware' AND request_id = $2 ORDER BY seq",
      [one.stationId, target.requestId],
    );
    expect(rows.map((row) => row.status)).toEqual(words);
    // S-13: who is not the station does not learn the address.
    const token = /files\/([^/]+)\//.exec(one.asked[0]!.location)![1]!;
    expect(flow.log()).not.toContain(token);
    expect(JSON.stringify(await flow.call('GET', `/stations/${one.stationId}/commands`))).not.toContain(token);
    await one.connected.close();
  }, 60_000);

  it('S-15 TC_L_01_CSMS a signed update carries certificate and signature (L01.FR.11), and is over after the restart', async () => {
    const one = await station(protocol, (on, asked) => {
      setTimeout(async () => {
        await say(on, asked, 'Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting');
        await boot(on);
        await say(on, asked, 'Installed');
      }, 20);
      return accepted(protocol, true);
    });
    const made = await image(one.vendor, true);
    expect(made.trust).toBe('verified');
    const rollout = await rollOut(made);
    await expect.poll(() => read(rollout.id), patience).toMatchObject({ state: 'done', counts: { done: 1 } });
    const { firmware } = one.asked[0]!.payload;
    expect(firmware.signature).toBeTypeOf('string');
    expect(firmware.signingCertificate).toContain('-----BEGIN CERTIFICATE-----');
    await one.connected.close();
  }, 60_000);

  it.each([
    ['S-15 TC_L_04_CSMS', 'RevokedCertificate', 'refused'],
    ['S-15 TC_L_05_CSMS', 'InvalidCertificate', 'refused'],
    ['S-15 TC_L_06_CSMS', 'InvalidSignature', 'told'],
    ['TC_L_07_CSMS', 'DownloadFailed', 'told'],
    ['TC_L_08_CSMS', 'InstallVerificationFailed', 'told'],
    ['TC_L_09_CSMS', 'InstallationFailed', 'told'],
  ])(
    '%s %s is shown, and the roll-out halts',
    async (_id, word, how) => {
      const one = await station(protocol, (on, asked) => {
        if (how === 'refused') return { status: word };
        setTimeout(() => void say(on, asked, 'Downloading', word), 20);
        return accepted(protocol, true);
      });
      const rollout = await rollOut(await image(one.vendor, true), { tries: 1 });
      await expect.poll(() => read(rollout.id), patience).toMatchObject({ state: 'halted', counts: { failed: 1 } });
      expect(await targets(rollout.id)).toMatchObject([{ state: 'failed', reason: word }]);
      await flow.call('POST', `/firmware/rollouts/${rollout.id}/cancel`);
      await one.connected.close();
    },
    60_000,
  );
});

describe.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const)('%s', (protocol) => {
  it('TC_L_02_CSMS TC_L_03_CSMS times to load and to install go with it; TC_L_10_CSMS a newer one replaces it', async () => {
    const one = await station(protocol, (on, asked, count) => {
      setTimeout(() => void say(on, asked, count === 1 ? 'DownloadScheduled' : 'Installed'), 20);
      return { status: count === 1 ? 'Accepted' : 'AcceptedCanceled' };
    });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const made = await image(one.vendor, true);
    const first = await rollOut(made, { retrieveAt: later, installAt: later });
    await expect
      .poll(async () => (await targets(first.id))[0], patience)
      .toMatchObject({ status: 'DownloadScheduled' });
    const { firmware } = one.asked[0]!.payload;
    expect(Date.parse(firmware.retrieveDateTime)).toBe(Date.parse(later));
    expect(Date.parse(firmware.installDateTime)).toBe(Date.parse(later));
    // A second roll-out waits its turn; by the command menu a person may ask at once.
    await flow.call('POST', `/firmware/rollouts/${first.id}/cancel`);
    await flow.call('POST', `/stations/${one.stationId}/commands/updateFirmware`, {
      url: 'https://maker.example/image.bin',
      retrieveAt: new Date().toISOString(),
      signed: { certificate: signer.pem, signature: signer.sign(content) },
    });
    await expect
      .poll(async () => (await targets(first.id))[0], patience)
      .toMatchObject({ state: 'failed', reason: 'replaced' });
    await one.connected.close();
  }, 60_000);

  it('TC_L_11_CSMS a station that cannot cancel says Rejected: it is tried again', async () => {
    const one = await station(protocol, (on, asked, count) => {
      if (count === 1) return { status: 'Rejected' };
      setTimeout(() => void say(on, asked, 'Installed'), 20);
      return { status: 'Accepted' };
    });
    const rollout = await rollOut(await image(one.vendor, true), { retrySeconds: 10, tries: 2 });
    await expect
      .poll(async () => (await targets(rollout.id))[0], patience)
      .toMatchObject({ state: 'waiting', reason: 'Rejected' });
    await expect.poll(() => read(rollout.id), patience).toMatchObject({ state: 'done' });
    await one.connected.close();
  }, 60_000);
});

it('F-05 a roll-out goes on after the program was stopped and started', async () => {
  const one = await station('ocpp2.0.1', () => ({ status: 'Accepted' }));
  const rollout = await rollOut(await image(one.vendor));
  await expect.poll(async () => (await targets(rollout.id))[0], patience).toMatchObject({ state: 'asked' });
  await flow.restart();
  const again = await wire(flow.ocpp, one, 'ocpp2.0.1', {
    profile: { vendor: one.vendor },
    onCall: () => ({ status: 'Accepted' }),
  });
  await again.ask(['FirmwareStatusNotification', { status: 'Installed', requestId: one.asked[0]!.requestId }]);
  await expect.poll(() => read(rollout.id), patience).toMatchObject({ state: 'done', counts: { done: 1 } });
  await again.close();
}, 60_000);
