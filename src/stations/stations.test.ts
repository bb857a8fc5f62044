import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, type TestDesk, testDesk } from '../../test/desk.ts';
import type { Answer, StationMessage } from '../domain/message.ts';
import type { ConnectionAttempt, Happened, StationKey } from '../domain/ports.ts';
import { iso } from '../lib/time.ts';
import { readFacts } from '../storage/fact-store.ts';
import { readFrames } from '../storage/frame-store.ts';
import { createLiveFlush } from '../storage/live-flush.ts';

let database: TestDatabase;
let desk: TestDesk;
let keys: StationKey[];
let next = 0;
const fresh = (): StationKey => keys[next++]!;

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool, { settings: { maxInbox: 3, newPerMinute: 5, refusalMs: 50 } });
  keys = await adopted(desk, database.pool, 36);
  await database.pool.query(
    "INSERT INTO cards (operator_id, number, number_normal, type, status, created_at) VALUES (1, '04-AB', '04AB', 'iso14443', 'active', now()), (1, '04-BB', '04BB', 'iso14443', 'blocked', now())",
  );
  await desk.stations.start();
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

const boot: StationMessage = { kind: 'boot', vendor: 'V', model: 'M', serial: 'S1', firmware: '1.0' };
const place = { evse: 1, connector: 1 };
const at = (ms: number) => ({ raw: iso(ms), at: ms });
const card = { number: '04AB', type: 'iso14443' } as const;
const started = (ms: number): StationMessage => ({
  kind: 'transaction',
  phase: 'started',
  place,
  time: at(ms),
  token: card,
  meter: 1000,
  samples: [],
});
const numberOf = (answer: Answer): number => (answer.kind === 'transaction' ? answer.transactionNumber : Number.NaN);
const ended = (ms: number, transactionId: string): StationMessage => ({
  kind: 'transaction',
  phase: 'ended',
  transactionId,
  time: at(ms),
  meter: 2000,
  samples: [],
});

const rowOf = async (table: string, { stationId }: StationKey, id = 'station_id') =>
  (await database.pool.query(`SELECT * FROM ${table} WHERE ${id} = $1`, [stationId])).rows;

describe('messages', () => {
  it('leave frames, facts and rows, and the answer comes when they are there', async () => {
    const key = fresh();
    const heard: Happened[] = [];
    const stop = desk.options.bus.onHappened(
      (happened) => happened.key.stationId === key.stationId && heard.push(happened),
    );
    const station = await connect(desk, key);
    expect(await station.say(boot)).toMatchObject({ kind: 'boot', status: 'accepted', interval: 300 });
    const now = Date.now();
    await station.say({ kind: 'status', ...place, status: 'preparing', time: at(now) });
    const answer = await station.say(started(now));
    expect(answer).toMatchObject({ kind: 'transaction', authorisation: { status: 'accepted' } });
    const [frame] = await readFrames(database.pool as never, key, {}, { limit: 1 });
    expect(JSON.parse(frame!.answer!)[2]).toEqual(answer);
    expect(frame).toMatchObject({ evse: 1, connector: 1, transactionNumber: numberOf(answer), outcome: 'accepted' });
    expect((await rowOf('stations', key, 'id'))[0]).toMatchObject({
      vendor: 'V',
      connected: true,
      standing: 'preparing',
      connector_standings: 'preparing',
      last_transaction_number: 1,
    });
    expect(await rowOf('transactions', key)).toMatchObject([
      { number: 1, token_normal: '04AB', meter_start: 1000, ended_at: null },
    ]);
    expect(heard.at(-1)!.frames[0]!.id).toBe(frame!.id);
    const facts = await readFacts(database.pool, key, {}, { limit: 50, order: 'oldest' });
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
    stop();
  });

  it('T-01 a start sent again after a restart gets the same answer and leaves one session', async () => {
    const key = fresh();
    const now = Date.now() - 5000;
    const first = await connect(desk, key);
    const answer = await first.say(started(now));
    const stopAnswer = await first.say(ended(now + 1000, String(numberOf(answer))));
    await first.close();
    const restarted = testDesk(database.pool, { node: 'node-2' });
    const again = await connect(restarted, key);
    expect(await again.say(started(now))).toEqual(answer);
    expect(await again.say(ended(now + 1000, String(numberOf(answer))))).toEqual(stopAnswer);
    await again.close();
    await restarted.stop();
    expect(await rowOf('transactions', key)).toHaveLength(1);
  });

  it('of one station are decided strictly in order though nobody waits', async () => {
    const key = fresh();
    const station = await connect(desk, key);
    const now = Date.now();
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => station.say(started(now + index * 1000))),
      station.say({ kind: 'heartbeat' }),
    ]);
    expect(answers.slice(0, 20).map(numberOf)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const frames = await readFrames(database.pool as never, key, {}, { limit: 50, order: 'oldest' });
    expect(
      frames.filter(({ action }) => action === 'transaction').map(({ transactionNumber }) => transactionNumber),
    ).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('of one card at many stations at the same moment: one is first, the others are told', async () => {
    const some = [fresh(), fresh(), fresh()];
    await database.pool.query(
      "INSERT INTO cards (operator_id, number, number_normal, type, status, created_at) VALUES (1, 'ONE', 'ONE', 'iso14443', 'active', now())",
    );
    const connected = await Promise.all(some.map((key) => connect(desk, key)));
    const token = { number: 'ONE', type: 'iso14443' } as const;
    const answers = await Promise.all(
      connected.map((station) => station.say({ ...started(Date.now()), token } as StationMessage)),
    );
    const statuses = answers.map((answer) =>
      answer.kind === 'transaction' ? answer.authorisation?.status : undefined,
    );
    expect(statuses.sort()).toEqual(['accepted', 'concurrent', 'concurrent']);
  });

  it('W-13 with NUL and lone surrogates are kept as sent and do no harm', async () => {
    const key = fresh();
    const station = await connect(desk, key);
    await station.say({ ...boot, serial: 'a\0b\ud800c' } as StationMessage);
    expect((await rowOf('stations', key, 'id'))[0].serial).toBe('a␀b�c');
    const [frame] = await readFrames(database.pool as never, key, {}, { limit: 1 });
    expect(JSON.parse(frame!.call)[3].serial).toBe('a\0b\ud800c');
  });

  it('F-09 one that cannot be kept is not answered, and the station goes on as if it had not been', async () => {
    const key = fresh();
    const station = await connect(desk, key);
    // A number that no column holds, as if a rule had let it through.
    await expect(
      station.say(
        { kind: 'status', ...place, status: 'available', time: at(Date.now()) },
        { transactionNumber: 2 ** 40 },
      ),
    ).rejects.toThrow(/cannot hold/);
    expect(await rowOf('connectors', key)).toHaveLength(0);
    await station.say({ kind: 'status', ...place, status: 'charging', time: at(Date.now()) });
    expect(await rowOf('connectors', key)).toMatchObject([{ status: 'charging' }]);
    const facts = await readFacts(database.pool, key, {}, { limit: 50, order: 'oldest' });
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
  });
});

describe('admission', () => {
  const attempt = (over: Partial<ConnectionAttempt>): ConnectionAttempt => ({
    connectionId: desk.newId(Date.now()),
    identity: 'CP-1-0',
    address: '10.1.1.1',
    secure: false,
    at: Date.now(),
    ...over,
  });
  const admit = (over: Partial<ConnectionAttempt>) => desk.stations.desk.admit(attempt(over));

  it('S-01 S-02 asks a known station for its password, and that the user is the identity', async () => {
    const key = keys[25]!;
    const named = { identity: 'AUTH-1' };
    await database.pool.query('UPDATE stations SET identity = $1 WHERE id = $2', [named.identity, key.stationId]);
    expect(await admit(named)).toMatchObject({ admitted: false, cause: 'password.missing', httpStatus: 401, key });
    await desk.stations.answer(key, {
      kind: 'change',
      change: { kind: 'setCredentials', passwordHash: desk.credentials.hash('right') },
    });
    const by = (user: string, password: string) => ({ ...named, credentials: { user, password } });
    expect(await admit(by(named.identity, 'wrong'))).toMatchObject({
      admitted: false,
      cause: 'password.wrong',
      httpStatus: 401,
    });
    expect(await admit(by('someone', 'right'))).toMatchObject({
      admitted: false,
      cause: 'identity.mismatch',
      httpStatus: 401,
    });
    expect(await admit(by(named.identity, 'right'))).toMatchObject({
      admitted: true,
      key,
      adopted: true,
      securityProfile: 1,
    });
    expect(await admit({ ...by(named.identity, 'right'), secure: true })).toMatchObject({ securityProfile: 2 });
    await desk.stations.answer(key, { kind: 'change', change: { kind: 'allowUnauthenticated', allowed: true } });
    expect(await admit(named)).toMatchObject({ admitted: true, securityProfile: 0 });
    expect(await admit(by(named.identity, 'wrong'))).toMatchObject({ admitted: false, cause: 'password.wrong' });
  });

  it('lets an unknown identity into the inbox, bounded, and executes nothing there', async () => {
    const admission = await admit({ identity: 'NEW-1' });
    expect(admission).toMatchObject({ admitted: true, adopted: false });
    if (!admission.admitted) throw new Error('not admitted');
    expect(await admit({ identity: 'NEW-1' })).toMatchObject({ key: admission.key });
    const station = await connect(desk, admission.key);
    expect(await station.say(boot)).toMatchObject({ kind: 'boot', status: 'pending' });
    expect(await station.say(started(Date.now()))).toMatchObject({ kind: 'failure', failure: 'notAccepted' });
    expect(await rowOf('transactions', admission.key)).toHaveLength(0);
    await desk.stations.answer(admission.key, { kind: 'change', change: { kind: 'adoptStation', name: 'Now ours' } });
    expect(await station.say(boot)).toMatchObject({ kind: 'boot', status: 'accepted' });
    await admit({ identity: 'NEW-2', address: '10.1.1.2' });
    await admit({ identity: 'NEW-3', address: '10.1.1.3' });
    await admit({ identity: 'NEW-4', address: '10.1.1.4' });
    expect(await admit({ identity: 'NEW-5', address: '10.1.1.5' })).toMatchObject({
      admitted: false,
      cause: 'inbox.full',
      httpStatus: 429,
    });
    // Who was dismissed takes nobody's place.
    const waiting = await admit({ identity: 'NEW-2', address: '10.1.1.2' });
    if (!waiting.admitted) throw new Error('not admitted');
    await desk.stations.answer(waiting.key, { kind: 'change', change: { kind: 'decommission' } });
    expect(await admit({ identity: 'NEW-5', address: '10.1.1.5' })).toMatchObject({ admitted: true });
    for (let i = 0; i < 5; i++) await admit({ identity: `NEW-9${i}`, address: '10.1.1.9' });
    expect(await admit({ identity: 'NEW-99', address: '10.1.1.9' })).toMatchObject({
      admitted: false,
      cause: 'rate.exceeded',
      httpStatus: 429,
    });
  });

  it('CON-4 counts refused attempts of one address in one row of the history', async () => {
    const key = fresh();
    for (let i = 0; i < 30; i++) desk.stations.desk.refused(key, attempt({ address: '6.6.6.6' }), 'password.wrong');
    desk.stations.desk.refused(key, attempt({ address: '7.7.7.7' }), 'password.wrong');
    await expect
      .poll(
        async () =>
          (await rowOf('connections', key))
            .map(({ address, attempts, refused }) => [address, attempts, refused])
            .sort(),
        { timeout: 10_000 },
      )
      .toEqual([
        ['6.6.6.6', 30, 'password.wrong'],
        ['7.7.7.7', 1, 'password.wrong'],
      ]);
  });
});

describe('connections', () => {
  it('open and close on the history, the late end of a replaced one changes nothing (C-05)', async () => {
    const key = fresh();
    const first = await connect(desk, key);
    const second = await connect(desk, key);
    await first.close('1008', 'replaced');
    expect((await rowOf('stations', key, 'id'))[0]).toMatchObject({
      connected: true,
      connection_id: second.connectionId,
    });
    const rows = (await rowOf('connections', key)).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(rows).toMatchObject([
      { id: first.connectionId, code: '1008', reason: 'replaced', address: '10.0.0.1' },
      { id: second.connectionId, replacing: first.connectionId, closed_at: null },
    ]);
    await second.close();
    expect((await rowOf('stations', key, 'id'))[0]).toMatchObject({ connected: false, standing: 'offline' });
  });

  it('CON-2 that a killed server left open end with 0001 at the last known time, found by itself or by the next connection', async () => {
    const [one, two] = [fresh(), fresh()];
    const killed = testDesk(database.pool, { node: 'node-k' });
    const spoken: number[] = [];
    for (const key of [one, two]) {
      const station = await connect(killed, key);
      await station.say(boot);
      const frames = await readFrames(database.pool as never, key, {}, { limit: 1 });
      spoken.push(frames[0]!.receivedAt);
    }
    await killed.writer.stop();
    const again = testDesk(database.pool, { node: 'node-k' });
    await connect(again, two);
    await again.stations.start();
    for (const [index, key] of [one, two].entries()) {
      const closed = (await rowOf('connections', key)).find((row) => row.closed_at !== null);
      expect(closed).toMatchObject({ code: '0001', side: 'broker', reason: 'serverRestart', received: 1, sent: 1 });
      expect(closed.closed_at.getTime()).toBe(spoken[index]);
    }
    await again.stop();
  });
});

describe('commands', () => {
  const order = (over: object = {}) =>
    ({
      kind: 'command',
      commandId: desk.newId(Date.now()),
      command: { kind: 'clearCache' },
      whenOffline: 'refuse',
      timeoutMs: 5000,
      ...over,
    }) as const;
  const stateOf = async (key: StationKey) => (await rowOf('commands', key)).map(({ state, reason }) => [state, reason]);

  it('are sent, answered and done', async () => {
    const key = fresh();
    const station = await connect(desk, key);
    expect(await desk.options.bus.ask(key, order())).toMatchObject({ kind: 'command', state: 'sent' });
    await expect.poll(() => stateOf(key)).toEqual([['done', null]]);
    expect(station.sent).toEqual([{ kind: 'clearCache' }]);
  });

  it('are refused at once when the station is offline, or wait until it returns', async () => {
    const key = fresh();
    expect(await desk.options.bus.ask(key, order())).toMatchObject({ kind: 'refused', reason: 'station.offline' });
    expect(await desk.options.bus.ask(key, order({ whenOffline: 'queue' }))).toMatchObject({
      kind: 'command',
      state: 'queued',
    });
    expect(await stateOf(key)).toEqual([['queued', null]]);
    const station = await connect(desk, key);
    await expect.poll(() => stateOf(key)).toEqual([['done', null]]);
    expect(station.sent).toHaveLength(1);
  });

  it('that the version cannot do, and those to nobody, are refused with the reason', async () => {
    const key = fresh();
    await connect(desk, key, { unsupported: 'not in 1.6' });
    expect(await desk.options.bus.ask(key, order())).toMatchObject({
      kind: 'refused',
      reason: 'command.unsupported',
      detail: 'not in 1.6',
    });
    expect(await desk.options.bus.ask({ operatorId: 1, stationId: 999_999 }, order())).toMatchObject({
      kind: 'refused',
      reason: 'thing.unknown',
    });
  });

  it('C-06 F-05 under way when the connection goes are not called done', async () => {
    const key = fresh();
    const station = await connect(desk, key, { obey: () => new Promise(() => {}) });
    await desk.options.bus.ask(key, order({ command: { kind: 'reset', mode: 'soft' } }));
    await station.close();
    expect(await stateOf(key)).toEqual([['failed', 'connection.lost']]);
  });

  it('without an answer time out', async () => {
    const key = fresh();
    await connect(desk, key, { obey: () => new Promise(() => {}) });
    await desk.options.bus.ask(key, order({ timeoutMs: 100 }));
    await expect.poll(() => stateOf(key), { timeout: 10_000 }).toEqual([['timedOut', 'answer.missing']]);
  });
});

describe('changes', () => {
  it('are facts with the person, and CP-2 an EVSE-ID belongs to one charge point whatever happens at once', async () => {
    const some = keys.slice(-8);
    const replies = await Promise.all(
      some.map(async (key) => {
        await desk.options.bus.ask(key, {
          kind: 'change',
          change: { kind: 'addChargePoint', evse: 1, connector: 1 },
          userId: 'u1',
        });
        return desk.options.bus.ask(key, {
          kind: 'change',
          change: { kind: 'describeChargePoint', evse: 1, connector: 1, evseId: 'DE*ABC*E1' },
          userId: 'u1',
        });
      }),
    );
    expect(replies.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
    expect(replies.filter((reply) => reply.kind === 'refused' && reply.reason === 'name.taken')).toHaveLength(7);
    const winner = some[replies.findIndex(({ kind }) => kind === 'changed')]!;
    const facts = await readFacts(database.pool, winner, { types: ['station.changed'] }, { limit: 10 });
    expect(facts[0]).toMatchObject({ userId: 'u1', body: { change: { evseId: 'DE*ABC*E1' } } });
  });
});

describe('live values', () => {
  it('come from memory and are flushed for those that moved', async () => {
    const key = fresh();
    const station = await connect(desk, key);
    const now = Date.now();
    const number = numberOf(await station.say(started(now)));
    const reading = { measurand: 'power', value: 7400, context: 'periodic' } as const;
    await station.say({
      kind: 'transaction',
      phase: 'updated',
      transactionId: String(number),
      place,
      time: at(now),
      samples: [{ time: at(now), readings: [reading] }],
    });
    station.seat.roundTrip(12);
    const reply = await desk.options.bus.ask(key, { kind: 'live' });
    expect(reply).toMatchObject({
      kind: 'live',
      live: { connected: true, powerW: 7400, roundTripMs: 12, connectors: { '1.1': { powerW: 7400 } } },
    });
    const flush = createLiveFlush({ pool: database.pool, log: desk.options.log, collect: desk.stations.collectLive });
    await flush.flush();
    expect(await rowOf('station_live', key)).toMatchObject([{ power_w: 7400, round_trip_ms: 12, messages: '2' }]);
    await station.close();
    await flush.stop();
    expect(await desk.options.bus.ask(key, { kind: 'live' })).toMatchObject({
      live: { connected: false, lastMessageAt: expect.any(Number) },
    });
  });
});
