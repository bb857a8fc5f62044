import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fact, FactBody } from '../../src/domain/facts.ts';
import type { Frame, Happened } from '../../src/domain/ports.ts';
import { createTestApi, type Json, setUp, type TestApi } from '../api.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

let database: TestDatabase;
let api: TestApi;
let operatorId: number;
let cookie: string;
let port: number;
let power = 0;

beforeAll(async () => {
  database = await testDatabase();
  api = await createTestApi({
    pool: database.pool,
    answer: async () => ({ kind: 'live', live: { connected: true, powerW: ++power, connectors: {} } }),
  });
  ({ operatorId } = await setUp(database.pool, api.auth));
  cookie = await api.person(operatorId, 'controlRoom');
  await database.pool.query(
    "INSERT INTO stations (operator_id, id, identity, name, adopted, created_at) VALUES ($1, 1001, 'A', 'A', true, now())",
    [operatorId],
  );
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  port = (api.app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Told {
  readonly event: string;
  readonly data: Json;
}

/** A page that listens, over a real socket. */
function listen(query: string, own = cookie) {
  const told: Told[] = [];
  const waiting: (() => void)[] = [];
  let ended = false;
  let comments = 0;
  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const call = request(
    { port, host: '127.0.0.1', path: `/api/v1/events${query}`, headers: { cookie: own } },
    (response) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        rest += text;
        const blocks = rest.split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const event = /^event: (.*)$/m.exec(block)?.[1];
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (block.startsWith(':')) comments++;
          if (event !== undefined) told.push({ event, data: data === undefined ? undefined : JSON.parse(data) });
        }
        wake();
      });
      response.on('close', () => {
        ended = true;
        wake();
      });
    },
  );
  call.on('error', () => {});
  call.end();
  const until = async <T>(find: () => T | undefined | false): Promise<T> => {
    for (;;) {
      const found = find();
      if (found) return found as T;
      if (ended) throw new Error(`The stream ended; told: ${JSON.stringify(told)}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return {
    told,
    until,
    event: (name: string, fits: (data: Json) => boolean = () => true) =>
      until(() => told.find(({ event, data }) => event === name && fits(data))),
    ended: async () => {
      while (!ended) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    comments: () => comments,
    close: () => call.destroy(),
  };
}

const fact = (body: FactBody): Fact => ({ operatorId, stationId: 1001, seq: 1, at: 0, receivedAt: 0, body });
const started = fact({ type: 'transaction.started', number: 1, transactionId: '1' });
const status = fact({ type: 'connector.statusChanged', place: { evse: 1, connector: 1 }, status: 'charging' });
const frame: Frame = {
  id: '018f0000-0000-7000-8000-000000000001',
  connectionId: 'c',
  direction: 'in',
  kind: 'call',
  receivedAt: 5,
  action: 'Heartbeat',
  call: '[2,"1","Heartbeat",{}]',
  answer: '[3,"1",{}]',
};
const happen = (happened: Partial<Happened> & { stationId?: number; operator?: number }) =>
  api.bus.publish({
    key: { operatorId: happened.operator ?? operatorId, stationId: happened.stationId ?? 1001 },
    facts: happened.facts ?? [],
    frames: happened.frames ?? [],
  });

describe('live events', () => {
  it('tell in one event what happened to stations of the own operator, gathered', async () => {
    const page = listen('');
    expect((await page.event('hello')).data).toEqual({ operatorId });
    happen({ facts: [started] });
    happen({ facts: [status, started], frames: [frame] });
    happen({ operator: operatorId + 1, stationId: 7, facts: [status] });
    const { data } = await page.event('changed');
    expect(data.stations).toHaveLength(1);
    expect(data.stations[0].station).toBe(1001);
    expect(data.stations[0].topics.sort()).toEqual(['connector', 'station', 'transaction']);
    expect(data.stations[0].facts).toEqual(['transaction.started', 'connector.statusChanged']);
    expect(page.told.filter(({ event }) => event === 'changed')).toHaveLength(1);
    expect(JSON.stringify(page.told)).not.toContain('Heartbeat');
    page.close();
  });

  it('tell the frames and the values of the moment of a watched station', async () => {
    const page = listen('?station=1001');
    await page.event('hello');
    happen({ frames: [frame] });
    const { data } = await page.event('frames');
    expect(data).toEqual({
      station: 1001,
      left: 0,
      frames: [
        {
          id: frame.id,
          receivedAt: 5,
          direction: 'in',
          frame: 'call',
          weight: 0,
          answered: true,
          bytes: frame.call.length + frame.answer!.length,
          action: 'Heartbeat',
        },
      ],
    });
    const one = await page.event('live');
    await page.event('live', ({ live }) => live.powerW > one.data.live.powerW);
    page.close();
  });

  it('bound what a page gets at once: the rest is a number', async () => {
    const page = listen('?station=1001');
    await page.event('hello');
    happen({ frames: Array.from({ length: 500 }, () => frame) });
    const { data } = await page.event('frames');
    expect(data.frames).toHaveLength(200);
    expect(data.left).toBe(300);
    page.close();
  });

  it('say fetch again when too much happened at once', async () => {
    const page = listen('');
    await page.event('hello');
    for (let id = 1; id <= 1200; id++) happen({ stationId: id, facts: [status] });
    await page.event('resync');
    page.close();
  });

  it('A-12 end when the session does', async () => {
    const own = await api.person(operatorId, 'readOnly');
    const page = listen('', own);
    await page.event('hello');
    await api.call('DELETE', '/session', { cookie: own });
    await page.ended();
  });

  it('RGT-3 tell those of an entity nothing of the stations of others', async () => {
    const { rows } = await database.pool.query(
      "INSERT INTO entities (operator_id, name, created_at) VALUES ($1, 'North', now()) RETURNING id",
      [operatorId],
    );
    const own = await api.person(operatorId, 'stationOwner');
    await database.pool.query("UPDATE members SET entity_id = $1 WHERE role = 'stationOwner'", [rows[0].id]);
    await database.pool.query(
      `INSERT INTO stations (operator_id, id, identity, name, adopted, entity_id, created_at) VALUES ($1, 2001, 'OWN', 'Own', true, $2, now())`,
      [operatorId, rows[0].id],
    );
    api.auth.callers.forget();
    const page = listen('', own);
    await page.event('hello');
    happen({ stationId: 1001, facts: [status] });
    happen({ stationId: 2001, facts: [status] });
    const { data } = await page.event('changed');
    expect(data.stations.map(({ station }: { station: number }) => station)).toEqual([2001]);
    page.close();
  });

  it('A-01 are not to be had for a foreign station, nor without a session', async () => {
    const status = async (path: string, headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${port}/api/v1/events${path}`, { headers })).status;
    expect(await status('?station=999', { cookie })).toBe(404);
    expect(await status('', {})).toBe(401);
  });

  it('a page that does not read is dropped from, and told to fetch again when it does', async () => {
    const { createListener } = await import('../../src/http/live-listener.ts');
    const { PassThrough } = await import('node:stream');
    const slow = new PassThrough({ highWaterMark: 1 });
    const listener = createListener({
      response: slow as never,
      channel: `${operatorId}.all`,
      station: undefined,
      headers: {},
      address: '',
    });
    for (let i = 0; i < 5000; i++)
      listener.send({ kind: 'changed', stations: [{ station: i, topics: ['station'], facts: [] }] });
    expect(slow.writableLength + slow.readableLength).toBeLessThan(100_000);
    let text = '';
    slow.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    while (slow.writableLength > 0) await new Promise((resolve) => setImmediate(resolve));
    listener.send({ kind: 'changed', stations: [] });
    await new Promise((resolve) => setImmediate(resolve));
    expect(text).toMatch(/event: resync\ndata: \{\}\n\nevent: changed/);
  });
});
