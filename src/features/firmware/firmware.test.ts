import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type Json, type TestApi } from '../../../test/api.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { recordedStations } from '../../../test/recorded.ts';
import { newRoot, type Signer } from '../../../test/signers.ts';
import { speak } from '../../../test/upload.ts';
import type { Command } from '../../domain/commands.ts';
import type { AskReply } from '../../domain/ports.ts';
import { createIds } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { day, minute } from '../../lib/time.ts';
import { createRolloutTurn } from './index.ts';

type Update = Extract<Command, { kind: 'updateFirmware' }>;

let database: TestDatabase;
let api: TestApi;
let port: number;
let operatorId: number;
let person: string;
let administrator: string;
let now = Date.now();
const clock = { now: () => now, monotonic: () => performance.now() };
/** What was asked of which station, in order; and how the next ones are answered. */
const orders: { stationId: number; commandId: string; command: Update }[] = [];
let refuse: ((stationId: number) => AskReply | undefined) | undefined;
let turn: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({
    pool: database.pool,
    clock,
    answer: async ({ stationId }, question) => {
      if (question.kind !== 'command') return { kind: 'done' };
      const refused = refuse?.(stationId);
      if (refused) return refused;
      orders.push({ stationId, commandId: question.commandId, command: question.command as Update });
      await told(stationId, question.commandId, 'answered');
      return { kind: 'command', commandId: question.commandId, state: 'sent' };
    },
  });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  port = (api.app.server.address() as AddressInfo).port;
  const move = createRolloutTurn({
    pool: database.pool,
    bus: api.bus,
    clock,
    newId: createIds(),
    log: createLog('silent'),
    downloadUrl: (token, name) => `http://127.0.0.1:${port}/files/${token}/${name}`,
  });
  turn = () => move(new AbortController().signal);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(async () => {
  orders.length = 0;
  refuse = undefined;
  // An operator for each case: one's roll-outs are not in the other's way.
  await database.pool.query("UPDATE rollouts SET state = 'cancelled', ended_at = now() - interval '30 days'");
  ({ operatorId } = await recordedStations(database.pool, []));
  person = await api.person(operatorId, 'controlRoom');
  administrator = await api.person(operatorId, 'administrator');
});

async function told(stationId: number, commandId: string, state: string, reason?: string, answer?: object) {
  await database.pool.query(
    `INSERT INTO commands (operator_id, station_id, id, kind, command, state, asked_at, deadline, reason, answer)
     VALUES ((SELECT operator_id FROM stations WHERE id = $1), $1, $2, 'updateFirmware', '{}', $3, now(), now(), $4, $5)
     ON CONFLICT (operator_id, station_id, id) DO UPDATE SET state = $3, reason = $4, answer = $5`,
    [stationId, commandId, state, reason ?? null, answer ? JSON.stringify(answer) : null],
  );
}

async function fleet(
  count: number,
  more: { vendor?: string; model?: string; firmware?: string; connected?: boolean } = {},
) {
  const { vendor = 'Acme', model = 'One', firmware = '1.0', connected = true } = more;
  const { rows } = await database.pool.query<{ id: number }>(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, created_at, vendor, model, firmware, connected, boot_status)
     SELECT $1, nextval('station_ids'), 'CP-' || gen_random_uuid(), 'Station ' || n, true, now(), $2, $3, $4, $5, 'accepted' FROM generate_series(1, $6) n RETURNING id`,
    [operatorId, vendor, model, firmware, connected, count],
  );
  return rows.map(({ id }) => id);
}
const set = (stationId: number, values: string) =>
  database.pool.query(`UPDATE stations SET ${values} WHERE operator_id = $1 AND id = $2`, [operatorId, stationId]);
const call = async (method: string, url: string, body?: object, cookie = person): Promise<Json> => {
  const reply = await api.call(method, url, { cookie, ...(body ? { body } : {}) });
  if (reply.status >= 300) throw Object.assign(new Error(reply.text), { status: reply.status, problem: reply.body });
  return reply.body;
};
async function upload(id: string, content: Buffer, cookie = person) {
  return speak(port, `/api/v1/firmware/images/${id}/content`, {
    headers: { cookie, origin: `http://127.0.0.1:${port}`, 'content-type': 'application/octet-stream' },
    body: content,
  });
}
async function image(over: object = {}, content = Buffer.from('image')): Promise<Json> {
  const made = await call('POST', '/firmware/images', {
    version: '2.0',
    fileName: 'acme 2.0.bin',
    vendor: 'Acme',
    ...over,
  });
  const reply = await upload(made.id, content);
  expect(reply.status, reply.body.toString()).toBe(200);
  return JSON.parse(reply.body.toString());
}
const rollout = (imageId: string, over: object = {}): Promise<Json> =>
  call('POST', '/firmware/rollouts', { imageId, filter: { vendor: 'Acme' }, ...over });
const read = (id: string): Promise<Json> => call('GET', `/firmware/rollouts/${id}`);
const stationsOf = async (id: string, query = ''): Promise<Json[]> =>
  (await call('GET', `/firmware/rollouts/${id}/stations?limit=500${query}`)).items;
const facts = async () =>
  (
    await database.pool.query('SELECT type FROM operator_facts WHERE operator_id = $1 ORDER BY id', [operatorId])
  ).rows.map((row) => row.type);

describe('an image', () => {
  it('is described, uploaded once and kept with its checksum', async () => {
    const content = randomBytes(300_000);
    const kept = await image({ models: ['One'], notes: 'Fixes the clock' }, content);
    expect(kept).toMatchObject({
      size: 300_000,
      sha256: createHash('sha256').update(content).digest('hex'),
      trust: 'unsigned',
    });
    const again = await upload(kept.id, Buffer.from('other'));
    expect(again.status).toBe(409);
    const listed = await call('GET', '/firmware/images');
    expect(listed.items).toMatchObject([{ id: kept.id, models: ['One'], notes: 'Fixes the clock' }]);
    await call('DELETE', `/firmware/images/${kept.id}`);
    expect((await call('GET', '/firmware/images')).items).toEqual([]);
    expect(await facts()).toEqual(['firmware.created', 'firmware.uploaded', 'firmware.removed']);
  });

  it('that is too large or empty is refused and leaves nothing', async () => {
    const made = await call('POST', '/firmware/images', { version: '2', fileName: 'x.bin' });
    expect((await upload(made.id, Buffer.alloc(0))).status).toBe(422);
    const large = await upload(made.id, Buffer.alloc(1_000_001)).catch(() => ({ status: 413 }));
    expect(large.status).toBe(413);
    expect(await call('GET', `/firmware/images/${made.id}`)).not.toHaveProperty('size');
    await expect(rollout(made.id)).rejects.toMatchObject({ status: 409 });
  });

  it('is changed by whom it may, and never by a form of another site', async () => {
    const made = await call('POST', '/firmware/images', { version: '2', fileName: '../../x.bin' });
    expect(made.fileName).toBe('x.bin');
    const reader = await api.person(operatorId, 'readOnly');
    expect((await upload(made.id, Buffer.from('x'), reader)).status).toBe(403);
    const headers = { cookie: person, origin: 'https://evil.example', 'content-type': 'application/octet-stream' };
    const path = `/api/v1/firmware/images/${made.id}/content`;
    expect((await speak(port, path, { headers, body: 'x' })).status).toBe(403);
    const plain = { ...headers, origin: `http://127.0.0.1:${port}`, 'content-type': 'text/plain' };
    expect((await speak(port, path, { headers: plain, body: 'x' })).status).toBe(415);
  });
});

describe('S-15 a signed image', () => {
  let root: Signer;
  let signer: Signer;
  beforeAll(async () => {
    root = await newRoot('Acme Root');
    signer = await root.issue('Acme Firmware');
  });
  const content = Buffer.from('signed image');

  it('is examined when it comes, and again when trust comes or goes; one that does not hold is sent to nobody', async () => {
    await fleet(1);
    const made = await image({ certificate: signer.pem, signature: signer.sign(content) }, content);
    expect(made).toMatchObject({ trust: 'refused', fault: 'certificate.untrusted', signer: 'CN=Acme Firmware' });
    await expect(rollout(made.id)).rejects.toMatchObject({ status: 409 });
    await expect(call('POST', '/firmware/makers', { name: 'Acme', certificate: root.pem })).rejects.toMatchObject({
      status: 403,
    });
    const maker = await call('POST', '/firmware/makers', { name: 'Acme', certificate: root.pem }, administrator);
    expect(await call('GET', `/firmware/images/${made.id}`)).toMatchObject({ trust: 'verified' });
    const begun = await rollout(made.id);
    expect(begun.signed).toBe(true);
    await turn();
    expect(orders[0]!.command.signed).toEqual({
      certificate: `${signer.pem.trim()}\n`,
      signature: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
    });
    await call('DELETE', `/firmware/makers/${maker.id}`, undefined, administrator);
    expect(await call('GET', `/firmware/images/${made.id}`)).toMatchObject({ trust: 'refused' });
  });

  it('needs certificate and signature together, and a signature over this content', async () => {
    await call('POST', '/firmware/makers', { name: 'Acme', certificate: root.pem }, administrator);
    await expect(
      call('POST', '/firmware/images', { version: '2', fileName: 'x', certificate: signer.pem }),
    ).rejects.toMatchObject({ status: 422 });
    const made = await image({ certificate: signer.pem, signature: signer.sign(Buffer.from('other')) }, content);
    expect(made).toMatchObject({ trust: 'refused', fault: 'signature.wrong' });
    const mended = await call('PATCH', `/firmware/images/${made.id}`, { signature: signer.sign(content) });
    expect(mended).toMatchObject({ trust: 'verified' });
    const plain = await call('PATCH', `/firmware/images/${made.id}`, { certificate: null, signature: null });
    expect(plain.trust).toBe('unsigned');
    await expect(
      call('POST', '/firmware/makers', { name: 'Again', certificate: root.pem }, administrator),
    ).rejects.toMatchObject({ status: 409 });
  });
});

it('who runs which version is counted, by page', async () => {
  await fleet(3);
  await fleet(2, { firmware: '1.1', connected: false });
  await fleet(1, { vendor: 'Bolt', model: 'Two' });
  const all = await call('GET', '/firmware/versions');
  expect(all.items).toEqual([
    { vendor: 'Acme', model: 'One', version: '1.0', stations: 3, connected: 3 },
    { vendor: 'Acme', model: 'One', version: '1.1', stations: 2, connected: 0 },
    { vendor: 'Bolt', model: 'Two', version: '1.0', stations: 1, connected: 1 },
  ]);
  const first = await call('GET', '/firmware/versions?limit=2');
  expect((await call('GET', `/firmware/versions?limit=2&after=${first.next}`)).items).toEqual(all.items.slice(2));
  expect((await call('GET', '/firmware/versions?vendor=Bolt')).items).toHaveLength(1);
});

describe('a roll-out', () => {
  it('says first whom it would reach, and reaches them and no others', async () => {
    await fleet(4);
    await fleet(1, { firmware: '2.0' });
    await fleet(2, { connected: false });
    await fleet(3, { vendor: 'Bolt' });
    const made = await image();
    const preview = await call('POST', '/firmware/rollouts/preview', { imageId: made.id, filter: {} });
    expect(preview).toEqual({ stations: 6, current: 1, offline: 2, charging: 0, unfit: 3 });
    await expect(rollout(made.id, { expected: 7 })).rejects.toMatchObject({ status: 409 });
    await expect(rollout(made.id, { filter: { vendor: 'Bolt' } })).rejects.toMatchObject({ status: 422 });
    const begun = await rollout(made.id, { expected: 6 });
    expect(begun).toMatchObject({ state: 'running', wave: 0, counts: { waiting: 6 } });
    expect(begun.waves.map((wave: Json) => wave.size)).toEqual([1, 1, 4]);
    expect((await stationsOf(begun.id, '&wave=0'))[0].connected).toBe(true);
    await expect(call('DELETE', `/firmware/images/${made.id}`)).rejects.toMatchObject({ status: 409 });
  });

  it('goes wave by wave with a pause between, and is done when all are', async () => {
    const ids = await fleet(4);
    const made = await image();
    const begun = await rollout(made.id, {
      waves: [{ stations: 1 }, { percent: 50 }, { percent: 100 }],
      pauseSeconds: 60,
    });
    await turn();
    expect(orders).toHaveLength(1);
    const first = orders[0]!;
    const fetched = await speak(port, new URL(first.command.url).pathname, { method: 'GET' });
    expect(fetched.body.toString()).toBe('image');
    await turn();
    expect(orders).toHaveLength(1);
    await told(first.stationId, first.commandId, 'done');
    await turn();
    expect(await read(begun.id)).toMatchObject({
      wave: 0,
      counts: { done: 1, waiting: 3 },
      nextWaveAt: new Date(now + minute).toISOString(),
    });
    now += minute;
    await turn();
    expect(orders).toHaveLength(3);
    expect(await read(begun.id)).toMatchObject({ wave: 1, counts: { asked: 2 } });
    for (const one of orders.slice(1)) await told(one.stationId, one.commandId, 'done');
    await turn();
    now += minute;
    await turn();
    expect(new Set(orders.map((one) => one.stationId))).toEqual(new Set(ids));
    await told(orders[3]!.stationId, orders[3]!.commandId, 'done');
    await turn();
    expect(await read(begun.id)).toMatchObject({ state: 'done', counts: { done: 4 } });
    expect(new Set(orders.map((one) => one.command.requestId)).size).toBe(4);
    expect(await facts()).toEqual([
      'firmware.created',
      'firmware.uploaded',
      'rollout.created',
      'rollout.waveBegan',
      'rollout.waveBegan',
      'rollout.done',
    ]);
  });

  it('halts by itself when too much fails, goes on when a person says so, and tries the failed again', async () => {
    await fleet(3);
    const made = await image();
    const begun = await rollout(made.id, { waves: [{ percent: 100 }], tries: 1 });
    await turn();
    expect(orders).toHaveLength(3);
    await told(orders[0]!.stationId, orders[0]!.commandId, 'failed', 'InstallationFailed');
    await turn();
    expect(await read(begun.id)).toMatchObject({ state: 'halted', counts: { failed: 1, asked: 2 } });
    // Those at it are watched on.
    await told(orders[1]!.stationId, orders[1]!.commandId, 'done');
    await turn();
    expect((await read(begun.id)).counts).toMatchObject({ done: 1, asked: 1 });
    await call('POST', `/firmware/rollouts/${begun.id}/resume`);
    await turn();
    expect((await read(begun.id)).state).toBe('running');
    await told(orders[2]!.stationId, orders[2]!.commandId, 'done');
    await turn();
    expect(await read(begun.id)).toMatchObject({ state: 'done', counts: { failed: 1, done: 2 } });
    await call('POST', `/firmware/rollouts/${begun.id}/retry`);
    await turn();
    expect(orders).toHaveLength(4);
    expect(orders[3]!.stationId).toBe(orders[0]!.stationId);
    expect(orders[3]!.command.requestId).not.toBe(orders[0]!.command.requestId);
    await told(orders[3]!.stationId, orders[3]!.commandId, 'done');
    await turn();
    expect(await read(begun.id)).toMatchObject({ state: 'done', counts: { done: 3 } });
  });

  it('is paused and cancelled by a person; what is under way goes on', async () => {
    await fleet(3);
    const made = await image();
    const begun = await rollout(made.id, { pauseSeconds: 0 });
    await call('POST', `/firmware/rollouts/${begun.id}/pause`);
    await turn();
    expect(orders).toHaveLength(0);
    await expect(call('POST', `/firmware/rollouts/${begun.id}/pause`)).rejects.toMatchObject({ status: 409 });
    await call('POST', `/firmware/rollouts/${begun.id}/resume`);
    await turn();
    expect(orders).toHaveLength(1);
    await call('POST', `/firmware/rollouts/${begun.id}/cancel`);
    await told(orders[0]!.stationId, orders[0]!.commandId, 'done');
    await turn();
    expect(await read(begun.id)).toMatchObject({ state: 'cancelled', counts: { done: 1, cancelled: 2 } });
    await expect(call('POST', `/firmware/rollouts/${begun.id}/resume`)).rejects.toMatchObject({ status: 409 });
    expect(orders).toHaveLength(1);
  });

  it('waits for idle stations and for those that are away; they are done when they return', async () => {
    const [charging, away, there] = (await fleet(3)) as [number, number, number];
    await set(away, 'connected = false');
    await database.pool.query(
      "INSERT INTO transactions (operator_id, station_id, number, transaction_id, started_at, start_known) VALUES ($1, $2, 1, '1', now(), true)",
      [operatorId, charging],
    );
    const made = await image();
    const begun = await rollout(made.id, { waves: [{ percent: 100 }] });
    await turn();
    expect(orders.map((one) => one.stationId)).toEqual([there]);
    await database.pool.query('UPDATE transactions SET ended_at = now() WHERE operator_id = $1', [operatorId]);
    await set(away, 'connected = true');
    await turn();
    expect(new Set(orders.map((one) => one.stationId))).toEqual(new Set([charging, away, there]));
    await set(there, `firmware = '2.0', booted_at = '${new Date(now + 1000).toISOString()}'`);
    await turn();
    expect((await read(begun.id)).counts).toMatchObject({ done: 1, asked: 2 });
    now += 31 * day;
    await turn();
    expect((await read(begun.id)).counts).toMatchObject({ asked: 2 });
  });

  it('gives up those that never come, at its end', async () => {
    await fleet(2, { connected: false });
    const made = await image();
    const begun = await rollout(made.id, { waves: [{ percent: 100 }], endsAt: new Date(now + day).toISOString() });
    await turn();
    expect((await read(begun.id)).state).toBe('running');
    now += day;
    await turn();
    expect(await read(begun.id)).toMatchObject({ state: 'done', counts: { missed: 2 } });
  });

  it('tries again after a failed download, not after a refused certificate; a station that leaves costs no try', async () => {
    const [a, b, c] = (await fleet(3)) as [number, number, number];
    const made = await image();
    refuse = (stationId) => (stationId === c ? { kind: 'refused', reason: 'station.offline', detail: '' } : undefined);
    const begun = await rollout(made.id, { waves: [{ percent: 100 }], tries: 2, retrySeconds: 60, mostFailures: 5 });
    await turn();
    const of = (id: number) => orders.filter((one) => one.stationId === id);
    await told(a, of(a)[0]!.commandId, 'failed', 'DownloadFailed');
    await told(b, of(b)[0]!.commandId, 'refused', 'x', { outcome: 'refused', status: 'InvalidCertificate' });
    await turn();
    const states = async () => Object.fromEntries((await stationsOf(begun.id)).map((one) => [one.stationId, one]));
    expect(await states()).toMatchObject({
      [a]: { state: 'waiting', reason: 'DownloadFailed', tried: 1 },
      [b]: { state: 'failed', reason: 'InvalidCertificate' },
      [c]: { state: 'waiting', reason: 'station.offline', tried: 0 },
    });
    refuse = undefined;
    now += minute;
    await turn();
    expect(of(a)).toHaveLength(2);
    expect(of(c)).toHaveLength(1);
    await told(a, of(a)[1]!.commandId, 'timedOut', 'effect.missing');
    await turn();
    expect(await states()).toMatchObject({ [a]: { state: 'failed', reason: 'effect.missing', tried: 2 } });
  });

  it('F-05 goes on where a killed program left it: the same request once more, and never twice', async () => {
    const [id] = (await fleet(1)) as [number];
    const made = await image();
    await rollout(made.id);
    refuse = () => {
      throw new Error('the node was killed');
    };
    await turn();
    // As if it had ended before it could put the station back.
    const asked = { request: 77, command: '018f0000-0000-7000-8000-0000000000aa' };
    await database.pool.query(
      "UPDATE rollout_stations SET state = 'asked', tried = 1, request_id = $2, command_id = $3, asked_at = $4 WHERE operator_id = $1",
      [operatorId, asked.request, asked.command, new Date(now).toISOString()],
    );
    refuse = undefined;
    await turn();
    expect(orders).toHaveLength(0);
    now += 3 * minute;
    await turn();
    expect(orders).toMatchObject([{ stationId: id, commandId: asked.command, command: { requestId: 77 } }]);
    now += 3 * minute;
    await turn();
    expect(orders).toHaveLength(1);
  });

  it('two of them never work at one station at once', async () => {
    await fleet(1);
    const made = await image();
    await rollout(made.id);
    const second = await rollout(made.id);
    await turn();
    expect(orders).toHaveLength(1);
    await told(orders[0]!.stationId, orders[0]!.commandId, 'done');
    await turn();
    await turn();
    expect(orders).toHaveLength(2);
    expect((await read(second.id)).counts).toMatchObject({ asked: 1 });
  });

  it('its image goes to whom it was made for: in ranges, for two weeks, by the address alone', async () => {
    await fleet(1);
    const content = randomBytes(5000);
    const made = await image({}, content);
    const begun = await rollout(made.id);
    await turn();
    const path = new URL(orders[0]!.command.url).pathname;
    expect(path.endsWith('/acme%202.0.bin')).toBe(true);
    const get = (headers: Record<string, string> = {}, method = 'GET') => speak(port, path, { method, headers });
    const whole = await get();
    expect(whole.body.equals(content)).toBe(true);
    expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': '5000' });
    const part = await get({ range: 'bytes=4000-', 'if-range': whole.headers.etag! });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 4000-4999/5000' } });
    expect(part.body.equals(content.subarray(4000))).toBe(true);
    expect((await get({ range: 'bytes=-10' })).body.equals(content.subarray(-10))).toBe(true);
    expect((await get({ range: 'bytes=5000-' })).status).toBe(416);
    expect((await get({ range: 'bytes=0-9', 'if-range': '"old"' })).status).toBe(200);
    expect(await get({}, 'HEAD')).toMatchObject({ status: 200, headers: { 'content-length': '5000' } });
    expect((await speak(port, path, { method: 'PUT', body: 'x' })).status).toBe(404);
    expect((await stationsOf(begun.id))[0].fetchedAt).toBe(new Date(now).toISOString());
    const before = now;
    now += 15 * day;
    expect((await get()).status).toBe(404);
    now = before;
    await told(orders[0]!.stationId, orders[0]!.commandId, 'done');
    await turn();
    expect((await get()).status).toBe(404);
  });
});
