import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type TestFiles, testFiles } from '../../../test/files.ts';
import { recordedStations } from '../../../test/recorded.ts';
import { createIds } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { type Clock, day, hour, type Instant, iso, minute } from '../../lib/time.ts';
import { boundsOf } from '../archives/drop-partition.ts';
import { searchExchanges } from '../exchange-search.ts';
import { ensurePartitions } from '../migrate.ts';
import { keepRetention } from './keep.ts';
import { contradiction, readRetention, usualRetention, writeRetention } from './settings.ts';
import { readSizes } from './sizes.ts';

let database: TestDatabase;
let stored: TestFiles;
let operatorId: number;
let stationId: number;
const time = { at: Date.UTC(2027, 0, 4) };
const clock: Clock = { now: () => time.at, monotonic: () => time.at };
const newId = createIds();
const turn = () =>
  keepRetention({
    pool: database.pool,
    files: stored.files,
    clock,
    newId,
    log: createLog('silent'),
    signal: new AbortController().signal,
  });

beforeAll(async () => {
  database = await testDatabase();
  stored = await testFiles();
  const made = await recordedStations(database.pool, ['A']);
  operatorId = made.operatorId;
  stationId = made.stations.A!;
});
afterAll(async () => {
  stored.drop();
  await database.drop();
});

/** What a day of a station leaves behind: messages with their answers, a connection, a command, an error, a fact. */
async function live(from: Instant): Promise<void> {
  const { pool } = database;
  const steps = Array.from({ length: 96 }, (_, n) => from + n * 15 * minute);
  const connection = newId(from);
  await pool.query(
    `INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, action, message_id, call, answer, commit_id)
     SELECT $1, $2, r.at, r.id, $3, 'in', 'call', 'MeterValues', 'm', '[2,"m","MeterValues",{"x":"' || repeat(md5(r.id::text), 20) || '"}]', '[3,"m",{}]', r.id
     FROM unnest($4::timestamptz[], $5::uuid[]) AS r (at, id)`,
    [operatorId, stationId, connection, steps.map(iso), steps.map((at) => newId(at))],
  );
  await pool.query('INSERT INTO commits (id, sent_at) SELECT id, received_at FROM frames WHERE connection_id = $1', [
    connection,
  ]);
  await pool.query(
    "INSERT INTO connections (operator_id, station_id, id, opened_at, closed_at, protocol) VALUES ($1, $2, $3, $4, $5, 'ocpp1.6')",
    [operatorId, stationId, connection, iso(from), iso(from + day)],
  );
  await pool.query(
    `INSERT INTO connections (operator_id, station_id, id, opened_at, refused) VALUES ($1, $2, $3, $4, 'password')`,
    [operatorId, stationId, newId(from + 1), iso(from)],
  );
  await pool.query(
    `INSERT INTO commands (operator_id, station_id, id, kind, command, state, asked_at, ended_at, deadline) VALUES ($1, $2, $3, 'reset', '{}', 'done', $4, $4, $4)`,
    [operatorId, stationId, newId(from), iso(from)],
  );
  await pool.query(
    `INSERT INTO errors (operator_id, station_id, id, evse, connector, code, source, severity, first_seen, last_seen, count, closed_at)
     VALUES ($1, $2, $3, 1, 1, 'x', 'station', 'minor', $4, $4, 1, $4)`,
    [operatorId, stationId, newId(from), iso(from)],
  );
  await pool.query(
    `INSERT INTO facts (operator_id, station_id, seq, received_at, at, type, body) VALUES ($1, $2, $3, $4, $4, 'x', '{}')`,
    [operatorId, stationId, Math.round(from / day), iso(from)],
  );
}
const count = async (table: string) =>
  Number(
    (await database.pool.query(`SELECT count(*) AS n FROM ${table} WHERE operator_id = $1`, [operatorId])).rows[0].n,
  );

describe('A-17 what is older than the settings say leaves the database', () => {
  it('60 days with an hourly turn: the size is bounded, partitions are there before they are needed, facts stay, every message is found', async () => {
    await writeRetention(database.pool, {
      ...usualRetention,
      framesDays: 14,
      connectionsDays: 20,
      commandsDays: 10,
      errorsDays: 5,
    });
    await ensurePartitions(database.pool, time.at);
    const begun = time.at;
    const bytes: number[] = [];
    const partitions: number[] = [];
    for (let n = 0; n < 60; n++) {
      await live(time.at);
      for (let turns = 0; turns < 3; turns++) {
        time.at += 8 * hour;
        await turn();
      }
      const { tables } = await readSizes(database.pool);
      bytes.push(tables.find(({ table }) => table === 'frames')!.bytes);
      partitions.push((await boundsOf(database.pool, 'frames')).length);
      const ahead = (await boundsOf(database.pool, 'frames')).at(-1)!.until;
      expect(ahead - time.at).toBeGreaterThan(60 * day);
    }
    // Two weeks and the week that is not over are all there ever is.
    expect(Math.max(...bytes.slice(40))).toBeLessThanOrEqual(Math.max(...bytes.slice(20, 40)) * 1.1);
    expect(Math.max(...partitions)).toBeLessThanOrEqual(Math.min(...partitions) + 4);
    expect(await count('frames')).toBeLessThanOrEqual(22 * 96);
    expect(await count('frames')).toBeGreaterThanOrEqual(14 * 96);
    const { rows } = await database.pool.query('SELECT count(*) AS n, min(sent_at) AS oldest FROM commits');
    expect(Number(rows[0].n)).toBeLessThanOrEqual(30 * 96);
    // A day more for what ended in the moment of the last turn.
    expect(await count('connections')).toBeLessThanOrEqual(2 * 21);
    expect(await count('commands')).toBeLessThanOrEqual(11);
    expect(await count('errors')).toBeLessThanOrEqual(6);
    expect(await count('facts')).toBe(60);
    let found = 0;
    let after: Parameters<typeof searchExchanges>[2]['after'];
    do {
      const page = await searchExchanges(
        { pool: database.pool, files: stored.files },
        { operatorId, stationId },
        { filter: { from: begun }, order: 'newest', limit: 500, ...(after && { after }) },
      );
      found += page.items.length;
      expect(page.items.every(({ answeredAt }) => answeredAt !== undefined)).toBe(true);
      after = page.next;
    } while (after !== undefined);
    expect(found).toBe(60 * 96);
  }, 120_000);

  it('archives have an end too, when it is set', async () => {
    const files = async () => {
      let n = 0;
      for await (const _ of stored.files.list('frames')) n++;
      return n;
    };
    const before = await files();
    await writeRetention(database.pool, { ...usualRetention, framesDays: 14, archivesDays: 35 });
    expect((await turn()).archivesDeleted).toBeGreaterThan(0);
    expect(await files()).toBeLessThan(before);
    const { rows } = await database.pool.query('SELECT min(until_at) AS oldest, count(*) AS n FROM frame_archives');
    expect(rows[0].oldest.getTime()).toBeGreaterThan(time.at - 35 * day);
    expect(Number(rows[0].n)).toBe(await files());
    expect((await turn()).archivesDeleted).toBe(0);
  });

  it('for ever means for ever', async () => {
    const before = await count('frames');
    await writeRetention(database.pool, {
      framesDays: null,
      archiveFrames: true,
      archivesDays: null,
      connectionsDays: null,
      commandsDays: null,
      errorsDays: null,
    });
    time.at += 400 * day;
    expect(await turn()).toEqual({ partitions: 0, archived: 0, archivesDeleted: 0, rows: 0 });
    expect(await count('frames')).toBe(before);
  });

  it('what people left that has run out goes by itself', async () => {
    await database.pool.query("INSERT INTO auth_user (id, name, email) VALUES ('u', 'U', 'u@example.com')");
    await database.pool.query(
      "INSERT INTO auth_session (id, token, user_id, expires_at) VALUES ('old', 'a', 'u', $1), ('new', 'b', 'u', $2)",
      [iso(time.at - 2 * day), iso(time.at + day)],
    );
    await turn();
    expect((await database.pool.query('SELECT id FROM auth_session')).rows).toEqual([{ id: 'new' }]);
  });
});

it('settings that contradict each other are named', () => {
  expect(contradiction(usualRetention)).toBeUndefined();
  expect(contradiction({ ...usualRetention, archivesDays: 30 })?.field).toBe('archivesDays');
  expect(contradiction({ ...usualRetention, archivesDays: 30, archiveFrames: false })).toBeUndefined();
  expect(contradiction({ ...usualRetention, connectionsDays: 60 })?.field).toBe('connectionsDays');
  expect(contradiction({ ...usualRetention, framesDays: null })?.field).toBe('connectionsDays');
  expect(contradiction({ ...usualRetention, framesDays: null, connectionsDays: null })).toBeUndefined();
});

it('a database of monthly partitions goes on with weeks; the month is dropped as a whole', async () => {
  const { pool } = database;
  const at = Date.UTC(2031, 4, 1);
  await pool.query(
    "CREATE TABLE frames_y2031m05 PARTITION OF frames FOR VALUES FROM ('2031-05-01Z') TO ('2031-06-01Z')",
  );
  await ensurePartitions(pool, Date.UTC(2031, 4, 20));
  const parts = (await boundsOf(pool, 'frames')).filter(({ from }) => from >= at - 14 * day);
  for (const [n, { until }] of parts.entries()) if (parts[n + 1]) expect(parts[n + 1]!.from).toBe(until);
  // 1 June 2031 is a Sunday: one day is left of its week.
  expect(parts.find(({ from }) => from === Date.UTC(2031, 5, 1))?.until).toBe(Date.UTC(2031, 5, 2));
  expect(await readRetention(pool)).toMatchObject({ framesDays: null });
  await writeRetention(pool, { ...usualRetention, framesDays: 7 });
  time.at = Date.UTC(2031, 5, 7);
  await turn();
  expect((await boundsOf(pool, 'frames')).some(({ name }) => name === 'frames_y2031m05')).toBe(true);
  time.at = Date.UTC(2031, 5, 9);
  await turn();
  expect((await boundsOf(pool, 'frames')).some(({ name }) => name === 'frames_y2031m05')).toBe(false);
});
