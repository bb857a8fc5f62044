import { connect as tcp } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freeze } from '../../sim/misbehaviour.ts';
import type { Json } from '../console.ts';
import { type Flow, type KnownStation, startFlow } from '../flow.ts';
import { boot, protocols, type Wire, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ VOLTYARD_PING: '1', VOLTYARD_FRAME_LIMIT: '4096' });
});
afterAll(() => flow.stop());

const history = async (stationId: number, query = ''): Promise<Json[]> =>
  (await flow.call('GET', `/stations/${stationId}/connections${query}`)).items;
const head = (stationId: number): Promise<Json> => flow.call('GET', `/stations/${stationId}`);
/** The newest connection once it has ended. */
const ending = (stationId: number): Promise<Json> =>
  until(async () => {
    const [newest] = await history(stationId, '?kind=connection');
    return newest?.closedAt !== undefined && newest;
  });
const tcpOf = (station: Wire) => (station.client.socket as unknown as { _socket: import('node:net').Socket })._socket;
const opened = (known: KnownStation): Promise<Json> =>
  until(async () => (await head(known.stationId)).connection.state === 'online');

describe.each(protocols)('%s', (protocol) => {
  const connected = async (): Promise<{ known: KnownStation; station: Wire }> => {
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    return { known, station };
  };

  test('CON-1 1000 and 1001 by the station, 0000 without a code, 1006 when it just breaks off', async () => {
    const known = await flow.station();
    for (const [end, expected] of [
      [(one: Wire) => one.client.socket.close(1000, 'bye'), { code: '1000', side: 'station', reason: 'bye' }],
      [(one: Wire) => one.client.socket.close(1001, 'moving'), { code: '1001', side: 'station', reason: 'moving' }],
      [(one: Wire) => one.client.socket.close(), { code: '0000', side: 'station' }],
      [(one: Wire) => one.terminate(), { code: '1006', side: 'unknown', reason: 'lost' }],
    ] as const) {
      const station = await wire(flow.ocpp, known, protocol);
      await boot(station);
      end(station);
      const row = await ending(known.stationId);
      expect(row).toMatchObject({
        ...expected,
        protocol,
        address: '127.0.0.1',
        node: 'node-1',
        securityProfile: 1,
        lastAction: 'BootNotification',
        received: 1,
        sent: 1,
      });
      expect(row.durationMs).toBeGreaterThanOrEqual(0);
    }
    expect(await history(known.stationId)).toHaveLength(4);
  });

  test('CON-1 1009 for a frame that is too big, 1002 for a broken WebSocket frame, 1007 for bad UTF-8, 1003 for binary, by the broker', async () => {
    const breaks = [
      [(one: Wire) => one.raw(`[2,"x","Heartbeat",{"pad":"${'x'.repeat(5000)}"}]`), { code: '1009', reason: 'tooBig' }],
      // A reserved opcode, masked as it must be.
      [
        (one: Wire) => tcpOf(one).write(Buffer.from([0x83, 0x80, 0, 0, 0, 0])),
        { code: '1002', reason: 'protocolError' },
      ],
      [
        (one: Wire) => tcpOf(one).write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28])),
        { code: '1007', reason: 'invalidText' },
      ],
      [(one: Wire) => one.client.socket.send(Buffer.from([1, 2, 3])), { code: '1003', reason: 'binary' }],
    ] as const;
    for (const [commit, expected] of breaks) {
      const { known, station } = await connected();
      commit(station);
      const closed = await station.closed;
      expect(await ending(known.stationId)).toMatchObject({ ...expected, side: 'broker' });
      expect(String(closed.code)).toBe(expected.code);
    }
  });

  test('CON-3 C-02 a second connection of the same device: the old one is closed as replaced, the new one works', async () => {
    const { known, station } = await connected();
    const second = await wire(flow.ocpp, known, protocol);
    expect(await station.closed).toMatchObject({ code: 1008 });
    await boot(second);
    const rows = await until(async () => {
      const all = await history(known.stationId);
      return all.length === 2 && all[1].closedAt !== undefined && all;
    });
    expect(rows[1]).toMatchObject({ code: '1008', side: 'broker', reason: 'replaced' });
    expect(rows[0]).toMatchObject({ replacing: rows[1].id });
    expect(rows[0].closedAt).toBeUndefined();
    expect((await head(known.stationId)).connection.state).toBe('online');
    await second.close();
  });

  test('CON-4 a wrong password, none, another user name: 401, listed as attempts and counted; the open connection is not touched', async () => {
    const { known, station } = await connected();
    await expect(wire(flow.ocpp, known, protocol, { password: 'wrong' })).rejects.toThrow('401');
    await expect(wire(flow.ocpp, known, protocol, { password: 'wrong' })).rejects.toThrow('401');
    await expect(wire(flow.ocpp, known, protocol, { password: null })).rejects.toThrow('401');
    const rows = await until(async () => {
      const all = await history(known.stationId, '?kind=refused');
      return all.length === 2 && all.some((one) => one.attempts === 2) && all;
    });
    expect(rows.map((one) => [one.refused, one.attempts]).sort()).toEqual([
      ['password.missing', 1],
      ['password.wrong', 2],
    ]);
    await station.ask(station.dialect.heartbeat());
    await station.close();
  });

  test('INF-2 W-18 a socket that is cut turns the sheet offline, a frozen one after two pings, and pages are told', async () => {
    const { known, station } = await connected();
    const page = await flow.listen(known.stationId);
    station.terminate();
    await page.heard(
      ({ event, data }) =>
        event === 'changed' && data.stations.some((one: Json) => one.facts.includes('station.disconnected')),
    );
    expect((await head(known.stationId)).connection.state).toBe('offline');
    const frozen = await wire(flow.ocpp, known, protocol);
    await boot(frozen);
    freeze(frozen.client.socket);
    expect(await ending(known.stationId)).toMatchObject({ code: '1006', side: 'broker', reason: 'pingTimeout' });
    expect((await head(known.stationId)).connection.state).toBe('offline');
    frozen.terminate();
  });
});

test('CON-3 two devices that fight for one name: the one that is alive keeps it, no flapping loop', async () => {
  const known = await flow.station();
  const open: Wire[] = [];
  for (let i = 0; i < 12; i++) {
    open.push(await wire(flow.ocpp, known, 'ocpp1.6'));
    await sleep(30);
  }
  // After a few takeovers the holder is asked for a sign of life first, and it lives.
  const ends = await Promise.all(open.map((one) => Promise.race([one.closed, sleep(6000).then(() => undefined)])));
  const alive = ends.flatMap((end, index) => (end === undefined ? [open[index]!] : []));
  expect(alive).toHaveLength(1);
  await boot(alive[0]!);
  const refused = await until(async () => {
    const rows = await history(known.stationId, '?kind=refused');
    return rows.length > 0 && rows;
  });
  expect(refused[0]).toMatchObject({ refused: 'second.connection' });
  await alive[0]!.close();
});

test('CON-4 S-03 an unknown subprotocol is not spoken to, and no state is made of it', async () => {
  const { stationId, identity, password } = await flow.station();
  const socket = new WebSocket(`${flow.ocpp}/${identity}`, ['ocpp9.9'], {
    headers: { authorization: `Basic ${Buffer.from(`${identity}:${password}`).toString('base64')}` },
  });
  const end = await new Promise<string>((resolve) => {
    socket.on('close', (code) => resolve(String(code)));
    socket.on('error', (error) => resolve(error.message));
  });
  expect(end).toMatch(/1002|subprotocol/);
  expect(await history(stationId, '?kind=connection')).toEqual([]);
});

test('CON-4 S-02 guessing passwords ends in 429, and the right one is let in all the same', async () => {
  const known = await flow.station();
  const status = (password: string) =>
    wire(flow.ocpp, known, 'ocpp2.0.1', { password }).then(
      async (one) => {
        await one.close();
        return '101';
      },
      (error: Error) => /\d{3}/.exec(error.message)?.[0],
    );
  const seen: (string | undefined)[] = [];
  for (let i = 0; i < 14; i++) seen.push(await status(`guess ${i}`));
  expect(new Set(seen)).toEqual(new Set(['401', '429']));
  expect(seen.slice(-3)).toEqual(['429', '429', '429']);
  expect(await status(known.password)).toBe('101');
  const rows = await history(known.stationId, '?kind=refused');
  expect(rows.map((one) => one.refused)).toContain('rate.exceeded');
});

test('S-01 profile 0 only where it was allowed for that one station, with a badge, and no longer when taken back', async () => {
  const [open, strict] = [await flow.station(), await flow.station()];
  await flow.call('PUT', `/stations/${open.stationId}/unauthenticated`, { allowed: true, reason: 'old device' });
  const station = await wire(flow.ocpp, { identity: open.identity }, 'ocpp1.6');
  await boot(station);
  await opened(open);
  expect((await head(open.stationId)).badges).toContain('unauthenticated');
  expect((await head(open.stationId)).connection.securityProfile).toBe(0);
  expect((await flow.call('GET', '/stations?unauthenticated=true')).items.map((one: Json) => one.id)).toEqual([
    open.stationId,
  ]);
  await expect(wire(flow.ocpp, { identity: strict.identity }, 'ocpp1.6')).rejects.toThrow('401');
  await flow.call('PUT', `/stations/${open.stationId}/unauthenticated`, { allowed: false, reason: 'replaced' });
  expect((await station.closed).code).toBe(1008);
  await expect(wire(flow.ocpp, { identity: open.identity }, 'ocpp1.6')).rejects.toThrow('401');
});

test('S-02 a new password works at once, the old one no longer', async () => {
  const known = await flow.station();
  const { credentials } = await flow.call('POST', `/stations/${known.stationId}/credentials`);
  expect(credentials.url).toBe(`${flow.ocpp}/${known.identity}`);
  await expect(wire(flow.ocpp, known, 'ocpp2.1')).rejects.toThrow('401');
  const station = await wire(flow.ocpp, known, 'ocpp2.1', { password: credentials.password });
  await boot(station);
  await station.close();
});

test('a decommissioned station is let in no more, and its connection ends', async () => {
  const known = await flow.station();
  const station = await wire(flow.ocpp, known, 'ocpp1.6');
  await boot(station);
  await flow.call('POST', `/stations/${known.stationId}/decommission`, { identity: known.identity });
  expect((await station.closed).code).toBe(1008);
  await expect(wire(flow.ocpp, known, 'ocpp1.6')).rejects.toThrow('404');
});

test('CON-1 1012 when the server restarts in good order', async () => {
  const known = await flow.station();
  const station = await wire(flow.ocpp, known, 'ocpp1.6');
  await boot(station);
  await flow.restart();
  expect((await station.closed).code).toBe(1012);
  expect((await history(known.stationId))[0]).toMatchObject({ code: '1012', side: 'broker', reason: 'drain' });
});

test('W-18 half a handshake is answered 408 and closed', async () => {
  const { hostname, port } = new URL(flow.url);
  const socket = tcp(Number(port), hostname);
  socket.write('GET /ocpp/x HTTP/1.1\r\nHost: x\r\n');
  const text = await new Promise<string>((resolve) => {
    let all = '';
    socket.on('data', (data) => {
      all += data.toString();
    });
    socket.on('close', () => resolve(all));
  });
  expect(text).toContain('408');
});
