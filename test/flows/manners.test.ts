import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, type KnownStation, startFlow } from '../flow.ts';
import { boot, protocols, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ VOLTYARD_PING: '2' });
});
afterAll(() => flow.stop());

const head = (station: KnownStation): Promise<Json> => flow.call('GET', `/stations/${station.stationId}`);
const history = async (station: KnownStation): Promise<Json[]> =>
  (await flow.call('GET', `/stations/${station.stationId}/connections`)).items;
const path = (station: KnownStation, rest: string) => `/stations/${station.stationId}/${rest}`;
/** The status that this station's handshake gets. */
const handshake = (station: KnownStation): Promise<string> =>
  wire(flow.ocpp, station, 'ocpp1.6').then(
    (one) => {
      one.terminate();
      return '101';
    },
    (error: Error) => error.message,
  );

describe('connections that people end', () => {
  it.each(
    protocols,
  )('%s: disconnect closes the open connection with 1008 and says who; the station comes back', async (protocol) => {
    const station = await flow.station();
    const first = await wire(flow.ocpp, station, protocol);
    await boot(first);
    await flow.call('POST', path(station, 'connections/disconnect'));
    expect(await first.closed).toEqual({ code: 1008, reason: 'kicked' });
    await until(async () => (await history(station))[0]!.closedAt !== undefined);
    expect((await history(station))[0]).toMatchObject({ code: '1008', side: 'broker', reason: 'kicked' });
    await expect(flow.call('POST', path(station, 'connections/disconnect'))).rejects.toThrow(/409/);
    const again = await wire(flow.ocpp, station, protocol);
    await again.ask(again.dialect.heartbeat());
    again.terminate();
  });
});

describe('W-19 a station that is kept out', () => {
  it('shows until when, on the sheet and in the history, and is let in again by a person', async () => {
    const station = await flow.station();
    const one = await wire(flow.ocpp, station, 'ocpp1.6');
    await boot(one);
    one.terminate();
    await until(async () => (await history(station))[0]!.closedAt !== undefined);
    // The fact that a flood leaves behind (the flood itself: gateway/wire.test.ts).
    await flow.pool.query(
      "UPDATE stations SET blocked_until = now() + interval '15 minutes', block_cause = 'flood' WHERE id = $1",
      [station.stationId],
    );
    expect(await handshake(station)).toMatch(/429/);
    const { blocked } = (await head(station)).connection;
    expect(blocked.cause).toBe('flood');
    expect(Date.parse(blocked.until)).toBeGreaterThan(Date.now() + 14 * 60_000);
    await until(async () => (await history(station)).some((row) => row.refused === 'station.blocked'));
  });

  it('C-03 more than 60 connections within an hour: throttled, visible, and lifted through the API', async () => {
    const station = await flow.station();
    let count = 0;
    while ((await handshake(station)) === '101') count++;
    expect(count).toBe(60);
    expect((await head(station)).connection.blocked.cause).toBe('reconnects');
    await flow.call('DELETE', path(station, 'block'));
    expect((await head(station)).connection.blocked).toBeUndefined();
    expect(await handshake(station)).toBe('101');
  });
});

describe('commands that wait', () => {
  it('are listed and taken back; the station never gets them', async () => {
    const station = await flow.station();
    const { commandId, state } = await flow.call('POST', path(station, 'commands/clearCache'), {
      whenOffline: 'queue',
    });
    expect(state).toBe('queued');
    const underWay = await flow.call('GET', path(station, 'commands?underWay=true'));
    expect(underWay.items).toMatchObject([{ id: commandId, state: 'queued' }]);
    await flow.call('DELETE', path(station, `commands/${commandId}`));
    expect(await flow.call('GET', path(station, `commands/${commandId}`))).toMatchObject({ state: 'cancelled' });
    await expect(flow.call('DELETE', path(station, `commands/${commandId}`))).rejects.toThrow(/404|409/);
    const one = await wire(flow.ocpp, station, 'ocpp1.6');
    await boot(one);
    await one.ask(one.dialect.heartbeat());
    expect(one.called).toEqual([]);
    one.terminate();
  });
});
