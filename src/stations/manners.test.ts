import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { adopted, connect, type TestDesk, testDesk } from '../../test/desk.ts';
import { until } from '../../test/until.ts';
import type { CommandAnswer } from '../domain/commands.ts';
import type { FactType } from '../domain/facts.ts';
import type { Admission, Ask, ConnectionAttempt, Ending, StationKey } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import { minute, systemClock } from '../lib/time.ts';
import { readFacts } from '../storage/fact-store.ts';

let database: TestDatabase;
let desk: TestDesk;
let keys: StationKey[];
let next = 0;
/** The wall clock can be moved, as an operator's clock is. */
let ahead = 0;
const clock = { now: () => systemClock.now() + ahead, monotonic: systemClock.monotonic };

beforeAll(async () => {
  database = await testDatabase();
  desk = testDesk(database.pool, { clock, settings: { connectsPerHour: 5, blockMs: 15 * minute, refusalMs: 20 } });
  keys = await adopted(desk, database.pool, 8);
  for (const key of keys)
    await desk.stations.answer(key, { kind: 'change', change: { kind: 'allowUnauthenticated', allowed: true } });
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

const fresh = (): StationKey => keys[next++]!;
const identityOf = async ({ stationId }: StationKey): Promise<string> =>
  (await database.pool.query('SELECT identity FROM stations WHERE id = $1', [stationId])).rows[0].identity;
const knock = async (key: StationKey): Promise<Admission> => {
  const attempt: ConnectionAttempt = {
    connectionId: desk.newId(clock.now()),
    identity: await identityOf(key),
    address: '10.0.0.1',
    secure: false,
    at: clock.now(),
  };
  return desk.stations.desk.admit(attempt);
};
const flooded = (): Ending => ({
  code: '1008',
  side: 'broker',
  reason: 'rate',
  received: 9000,
  sent: 1,
  bytes: 1,
  at: clock.now(),
});
const ask = (key: StationKey, question: Ask) => desk.stations.answer(key, question);
const factsOf = (key: StationKey, type: FactType) =>
  readFacts(database.pool, key, { types: [type] }, { limit: 50, order: 'oldest' });
const commandOf = async (key: StationKey, id: string) =>
  (await database.pool.query('SELECT * FROM commands WHERE station_id = $1 AND id = $2', [key.stationId, id])).rows[0];

describe('a station with bad manners', () => {
  it('W-19 that floods is kept out until a time that everybody sees, and a person can lift it', async () => {
    const key = fresh();
    const station = await connect(desk, key);
    await station.seat.close(flooded());
    const refused = await knock(key);
    expect(refused).toMatchObject({ admitted: false, cause: 'station.blocked', httpStatus: 429, key });
    expect('retryAfterSeconds' in refused && refused.retryAfterSeconds).toBeGreaterThan(14 * 60);
    const { rows } = await database.pool.query('SELECT blocked_until, block_cause FROM stations WHERE id = $1', [
      key.stationId,
    ]);
    expect(rows[0].block_cause).toBe('flood');
    expect(Math.abs(rows[0].blocked_until.getTime() - clock.now() - 15 * minute)).toBeLessThan(minute);
    expect(await factsOf(key, 'station.blocked')).toHaveLength(1);

    expect(await ask(key, { kind: 'change', change: { kind: 'liftBlock' }, userId: 'u1' })).toMatchObject({
      kind: 'changed',
    });
    expect(await knock(key)).toMatchObject({ admitted: true });
    expect((await factsOf(key, 'station.changed')).at(-1)).toMatchObject({
      userId: 'u1',
      body: { change: { kind: 'liftBlock' }, before: { blockCause: 'flood' } },
    });
    // Lifted already: nothing to change.
    await ask(key, { kind: 'change', change: { kind: 'liftBlock' }, userId: 'u1' });
    expect(
      (await factsOf(key, 'station.changed')).filter(
        ({ body }) => 'change' in body && body.change.kind === 'liftBlock',
      ),
    ).toHaveLength(1);
  });

  it('W-19 comes back by itself when the time is over', async () => {
    const key = fresh();
    await (await connect(desk, key)).seat.close(flooded());
    expect(await knock(key)).toMatchObject({ admitted: false });
    ahead += 16 * minute;
    expect(await knock(key)).toMatchObject({ admitted: true });
    ahead -= 16 * minute;
  });

  it('C-03 that connects anew too often is kept out for a while; others are not', async () => {
    const [key, other] = [fresh(), fresh()];
    for (let i = 0; i < 5; i++) expect(await knock(key)).toMatchObject({ admitted: true });
    expect(await knock(key)).toMatchObject({ admitted: false, cause: 'station.blocked', httpStatus: 429 });
    expect(await knock(key)).toMatchObject({ admitted: false, cause: 'station.blocked' });
    expect(await knock(other)).toMatchObject({ admitted: true });
    expect(await factsOf(key, 'station.blocked')).toMatchObject([{ body: { cause: 'reconnects' } }]);
  });

  it('C-03 a second connection that was refused is a security event with both addresses', async () => {
    const key = fresh();
    await connect(desk, key);
    const attempt = {
      connectionId: desk.newId(clock.now()),
      identity: await identityOf(key),
      address: '203.0.113.9',
      secure: false,
      at: clock.now(),
    };
    desk.stations.desk.refused(key, attempt, 'second.connection', 'ocpp1.6');
    await until(async () => (await factsOf(key, 'security.reported')).length === 1);
    desk.stations.desk.refused(key, attempt, 'second.connection', 'ocpp1.6');
    const [fact] = await factsOf(key, 'security.reported');
    expect(fact!.body).toMatchObject({ event: 'SecondConnection' });
    expect((fact!.body as { info: string }).info).toContain('10.0.0.1');
    expect((fact!.body as { info: string }).info).toContain('203.0.113.9');
    const { rows } = await database.pool.query(
      'SELECT * FROM connections WHERE station_id = $1 AND refused IS NOT NULL',
      [key.stationId],
    );
    expect(rows).toMatchObject([{ refused: 'second.connection', address: '203.0.113.9' }]);
  });
});

describe('what people want of it', () => {
  it('C-03 disconnect and switch reach the connection and say who', async () => {
    const key = fresh();
    expect(await ask(key, { kind: 'disconnect', reason: 'kicked', userId: 'u1' })).toMatchObject({
      reason: 'station.offline',
    });
    expect(await ask(key, { kind: 'switch', address: '10.0.0.2', userId: 'u1' })).toMatchObject({
      reason: 'station.offline',
    });
    const said: unknown[] = [];
    await connect(desk, key, { onLink: (...what) => said.push(what) });
    await ask(key, { kind: 'switch', address: '10.0.0.2', userId: 'u1' });
    await ask(key, { kind: 'disconnect', reason: 'kicked', userId: 'u1' });
    expect(said).toEqual([
      ['letIn', '10.0.0.2'],
      ['close', 1008, 'kicked'],
    ]);
    expect(await factsOf(key, 'connection.ordered')).toMatchObject([
      { userId: 'u1', body: { order: 'switch', address: '10.0.0.2' } },
      { userId: 'u1', body: { order: 'disconnect' } },
    ]);
  });

  it('a command that waits is taken back; one that was sent is not', async () => {
    const key = fresh();
    const commandId = desk.newId(clock.now());
    const clear = { kind: 'command', command: { kind: 'clearCache' }, whenOffline: 'queue', timeoutMs: 1000 } as const;
    expect(await ask(key, { ...clear, commandId })).toMatchObject({ state: 'queued' });
    expect(await ask(key, { kind: 'cancel', commandId, userId: 'u2' })).toEqual({ kind: 'done' });
    expect(await commandOf(key, commandId)).toMatchObject({ state: 'cancelled' });
    expect(await ask(key, { kind: 'cancel', commandId, userId: 'u2' })).toMatchObject({ kind: 'refused' });
    const station = await connect(desk, key, { obey: () => new Promise(() => {}) });
    expect(station.sent).toEqual([]);
    const other = desk.newId(clock.now());
    await ask(key, { ...clear, commandId: other });
    expect(await ask(key, { kind: 'cancel', commandId: other, userId: 'u2' })).toMatchObject({
      kind: 'refused',
      reason: 'state.conflict',
    });
  });

  it('W-12 an answer that comes late is put to its command, which stays timed out', async () => {
    const key = fresh();
    let late: ((answer: CommandAnswer) => void) | undefined;
    const station = await connect(desk, key, {
      obey: (_command, onLate) => {
        late = onLate;
        return Promise.reject(new Failure('station.silent', 'The station did not answer in time'));
      },
    });
    const commandId = desk.newId(clock.now());
    await ask(key, {
      kind: 'command',
      commandId,
      command: { kind: 'clearCache' },
      whenOffline: 'refuse',
      timeoutMs: 50,
    });
    const over = await until(async () => {
      const row = await commandOf(key, commandId);
      return row?.state === 'timedOut' && row;
    });
    expect(over).toMatchObject({ reason: 'answer.missing', answer: null });
    // Other messages come in between.
    await station.say({ kind: 'heartbeat' });
    await station.say({ kind: 'heartbeat' });
    late!({ outcome: 'accepted', status: 'Accepted' });
    const told = await until(async () => {
      const row = await commandOf(key, commandId);
      return row.answer !== null && row;
    });
    expect(told).toMatchObject({ state: 'timedOut', reason: 'answer.late', answer: { status: 'Accepted' } });
    expect(told.ended_at).toEqual(over.ended_at);
    expect(told.answered_at.getTime()).toBeGreaterThanOrEqual(over.ended_at.getTime());
  });
});
