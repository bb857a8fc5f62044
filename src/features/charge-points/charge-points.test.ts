import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type TestDesk, testDesk } from '../../../test/desk.ts';
import { addConnector, addOperator, addStation, addTransaction, requestOf } from '../../../test/sheet-rows.ts';
import type { AskReply, Bus } from '../../domain/ports.ts';
import { chargePointsRoutes } from './routes.ts';

let database: TestDatabase;
let operator: number;
let routes: ReturnType<typeof chargePointsRoutes>;
const now = Date.parse('2026-03-31T10:00:00Z');

let desk: TestDesk;

beforeAll(async () => {
  database = await testDatabase();
  operator = await addOperator(database.pool);
  desk = testDesk(database.pool);
  const { bus: real } = desk.options;
  // Changes go to the stations themselves; only the values of the moment are given.
  const bus: Bus = {
    ...real,
    ask: async (key, question): Promise<AskReply> =>
      question.kind === 'live'
        ? { kind: 'live', live: { connected: true, connectors: { '1.1': { powerW: 184_400, soc: 64 } } } }
        : real.ask(key, question),
  };
  routes = chargePointsRoutes({
    pool: database.pool,
    bus,
    clock: { now: () => now, monotonic: () => now },
    publicUrl: 'https://charge.example.org/',
  });
});
afterAll(async () => {
  await desk.stop();
  await database.drop();
});

async function stationWith(charge_points: number): Promise<number> {
  const station = await addStation(database.pool, operator, { connected: true });
  for (let evse = 1; evse <= charge_points; evse++) await addConnector(database.pool, operator, station, evse);
  return station;
}
const describeAt = (
  stationId: number,
  evse: number,
  body: Parameters<typeof routes.describeChargePoint>[0]['body'],
  operatorId = operator,
) => routes.describeChargePoint(requestOf(operatorId, { stationId, evse, connector: 1 }, undefined, body));

describe('charts', () => {
  it('CP-1 sessions and energy by charge point equal the seeded ones; silence is not zero', async () => {
    const station = await stationWith(6);
    let number = 0;
    const seed: Record<number, (number | null)[]> = {
      1: [30_000, 12_500, 0],
      2: [500],
      3: [null, 4000],
      4: [null, null],
      5: [7000],
    };
    for (const [evse, energies] of Object.entries(seed))
      for (const energy of energies)
        await addTransaction(database.pool, operator, station, ++number, {
          evse: Number(evse),
          connector: 1,
          started_at: '2026-03-20T08:00:00Z',
          ended_at: '2026-03-20T09:00:00Z',
          energy_wh: energy,
        });
    // Outside the period, at a place nobody declared, and at no place at all
    await addTransaction(database.pool, operator, station, ++number, {
      evse: 1,
      connector: 1,
      started_at: '2026-02-01T08:00:00Z',
      energy_wh: 99_999,
    });
    await addTransaction(database.pool, operator, station, ++number, {
      evse: 42,
      connector: 1,
      started_at: '2026-03-20T08:00:00Z',
      energy_wh: 100,
    });
    await addTransaction(database.pool, operator, station, ++number, {
      started_at: '2026-03-20T08:00:00Z',
      energy_wh: 200,
    });

    const reply = await routes.chargePointShares(
      requestOf(operator, { stationId: station }, { from: '2026-03-01T10:00:00Z' }),
    );
    const seen = reply.items.map((item) => [
      item.evse,
      item.sessions,
      item.energyWh,
      item.withoutEnergy,
      item.averageWh,
    ]);
    expect(seen).toEqual([
      [1, 3, 42_500, 0, 42_500 / 3],
      [2, 1, 500, 0, 500],
      [3, 2, 4000, 1, 4000],
      [4, 2, undefined, 2, undefined],
      [5, 1, 7000, 0, 7000],
      [6, 0, 0, 0, undefined],
      [42, 1, 100, 0, 100],
    ]);
    expect(reply).toMatchObject({ nowhere: 1, sessions: 11, energyWh: 54_300 });
  });

  it('a station that never reports energy has no sum', async () => {
    const station = await stationWith(1);
    await addTransaction(database.pool, operator, station, 1, {
      evse: 1,
      connector: 1,
      started_at: '2026-03-20T08:00:00Z',
    });
    const reply = await routes.chargePointShares(requestOf(operator, { stationId: station }, {}));
    expect(reply).not.toHaveProperty('energyWh');
  });
});

describe('list', () => {
  it('shows state, current session, live power and battery', async () => {
    const station = await addStation(database.pool, operator, { connected: true });
    await addConnector(database.pool, operator, station, 0, { connector: 0 });
    await addConnector(database.pool, operator, station, 1, {
      name: 'Bay 1',
      status: 'occupied',
      status_since: '2026-03-31T09:46:00Z',
      evse_id: 'DE*AB7*E840*6487',
      connector_type: 'cCCS2',
      max_power_w: 300_000,
      transaction_number: 7,
    });
    await addConnector(database.pool, operator, station, 2);
    await addTransaction(database.pool, operator, station, 7, {
      evse: 1,
      connector: 1,
      started_at: '2026-03-31T09:46:00Z',
      charging_state: 'charging',
      energy_wh: 31_800,
      power_w: 1,
    });
    const { items } = await routes.chargePoints(requestOf(operator, { stationId: station }));
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      name: 'Bay 1',
      standing: 'charging',
      status: 'occupied',
      evseIdParts: { country: 'DE', operator: 'AB7', number: '840*6487' },
      session: { number: 7, transactionId: '7', energyWh: 31_800, powerW: 184_400, soc: 64 },
    });
    expect(items[1]).toEqual({ evse: 2, connector: 1, source: 'station', standing: 'unknown' });
  });
});

describe('EVSE-ID', () => {
  it('CP-2 the same id with and without separators collides, also across stations', async () => {
    const [a, b] = [await stationWith(2), await stationWith(1)];
    await describeAt(a, 1, { evseId: 'DE*ABC*E1' });
    const taken = { id: 'name.taken', fields: { evseId: expect.stringContaining('DE*ABC*E1') } };
    await expect(describeAt(a, 2, { evseId: 'DEABCE1' })).rejects.toMatchObject(taken);
    await expect(
      describeAt(b, 1, { evseIdParts: { country: 'de', operator: 'abc', number: 'E1' } }),
    ).rejects.toMatchObject(taken);
    // Writing its own id again, in another form, is no collision.
    await describeAt(a, 1, { evseId: 'DEABCE1' });
  });

  it('CP-2 of 20 concurrent writes one wins', async () => {
    const stations = await Promise.all(Array.from({ length: 20 }, () => stationWith(1)));
    const results = await Promise.allSettled(
      stations.map((station, index) =>
        describeAt(station, 1, { evseId: index % 2 ? 'AT*ION*E203953' : 'ATIONE203953' }),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const refused = results
      .filter((result) => result.status === 'rejected')
      .map((result) => (result as PromiseRejectedResult).reason);
    expect(refused.every((reason) => reason.id === 'name.taken' && reason.fields.evseId)).toBe(true);
    const { rows } = await database.pool.query(
      "SELECT count(*)::integer AS count FROM connectors WHERE evse_id_normal = 'ATIONE203953'",
    );
    expect(rows[0].count).toBe(1);
  });

  it('two operators do not see each other', async () => {
    const other = await addOperator(database.pool);
    const station = await addStation(database.pool, other);
    await addConnector(database.pool, other, station, 1);
    const mine = await stationWith(1);
    await describeAt(mine, 1, { evseId: 'DE*XYZ*E1' });
    await describeAt(station, 1, { evseId: 'DE*XYZ*E1' }, other);
    await expect(describeAt(station, 1, { name: 'not mine' })).rejects.toMatchObject({ id: 'thing.unknown' });
  });

  it('CP-3 the form adds the E once and refuses at the field', async () => {
    const station = await stationWith(1);
    await describeAt(station, 1, { evseIdParts: { country: 'DE', operator: 'AB7', number: 'E840*6487' } });
    const { items } = await routes.chargePoints(requestOf(operator, { stationId: station }));
    expect(items[0]!.evseId).toBe('DE*AB7*E840*6487');
    await expect(describeAt(station, 1, { evseId: 'de*box*e1' })).rejects.toMatchObject({
      id: 'value.refused',
      fields: { evseId: expect.any(String) },
    });
    await describeAt(station, 1, { evseId: null });
    expect((await routes.chargePoints(requestOf(operator, { stationId: station }))).items[0]).not.toHaveProperty(
      'evseId',
    );
  });

  it('CP-2 checks while it is typed', async () => {
    const station = await stationWith(2);
    await describeAt(station, 1, { evseId: 'DE*CHK*E1' });
    const check = (query: object) => routes.checkEvseId(requestOf(operator, undefined, query));
    expect(await check({ evseId: 'DE*BOX*AC0004' })).toEqual({ valid: false, problem: 'e' });
    expect(await check({ country: 'de', operator: 'chk', number: 'e2' })).toEqual({ valid: true, evseId: 'DE*CHK*E2' });
    expect(await check({ evseId: 'DECHKE1', stationId: station, evse: 2, connector: 1 })).toMatchObject({
      valid: true,
      takenBy: { stationId: station, evse: 1, connector: 1 },
    });
    expect(await check({ evseId: 'DECHKE1', stationId: station, evse: 1, connector: 1 })).toEqual({
      valid: true,
      evseId: 'DECHKE1',
    });
  });
});

describe('adding', () => {
  it('adds a charge point once, with its description', async () => {
    const station = await stationWith(1);
    const add = (evse: number, evseId: string) =>
      routes.addChargePoint(requestOf(operator, { stationId: station }, undefined, { evse, evseId }));
    await add(2, 'DE*ADD*E2');
    expect((await routes.chargePoints(requestOf(operator, { stationId: station }))).items[1]).toMatchObject({
      evse: 2,
      source: 'user',
      evseId: 'DE*ADD*E2',
    });
    await expect(add(2, 'DE*ADD*E3')).rejects.toMatchObject({ id: 'name.taken', fields: { evse: expect.any(String) } });
    await expect(add(3, 'DE*ADD*E2')).rejects.toMatchObject({
      id: 'name.taken',
      fields: { evseId: expect.any(String) },
    });
    expect((await routes.chargePoints(requestOf(operator, { stationId: station }))).items).toHaveLength(2);
  });
});

describe('QR code', () => {
  it('CP-5 the PNG decodes to the address of the EVSE, which leads back to the charge point', async () => {
    const station = await stationWith(1);
    await describeAt(station, 1, { evseId: 'DE*QR1*E840*6487' });
    const place = { stationId: station, evse: 1, connector: 1 };
    const { raw } = await routes.qrPng(requestOf(operator, place));
    const png = PNG.sync.read(raw as Buffer);
    expect(png.width).toBe(1024);
    const url = jsQR(new Uint8ClampedArray(png.data), png.width, png.height)?.data;
    expect(url).toBe('https://charge.example.org/evse/DE*QR1*E840*6487');
    const evseId = decodeURIComponent(new URL(url!).pathname.split('/').at(-1)!);
    expect(await routes.evse(requestOf(operator, { evseId }))).toEqual({ ...place, evseId });
  });

  it('CP-5 the SVG decodes to the same address', async () => {
    const station = await stationWith(1);
    await describeAt(station, 1, { evseId: '+49*810*000*438' });
    const { raw } = await routes.qrSvg(requestOf(operator, { stationId: station, evse: 1, connector: 1 }));
    expect(decodeSvg(String(raw))).toBe('https://charge.example.org/evse/%2B49*810*000*438');
  });

  it('CP-5 without a public address the code leads where it was asked for, by https where that is spoken', async () => {
    const station = await stationWith(1);
    await describeAt(station, 1, { evseId: 'DE*QR3*E1' });
    const request = {
      ...requestOf(operator, { stationId: station, evse: 1, connector: 1 }),
      headers: { host: 'csms:8443' },
    };
    for (const [secure, scheme] of [
      [true, 'https'],
      [false, 'http'],
    ] as const) {
      const own = chargePointsRoutes({ pool: database.pool, bus: desk.options.bus, clock: desk.options.clock, secure });
      expect(decodeSvg(String((await own.qrSvg(request)).raw))).toBe(`${scheme}://csms:8443/evse/DE*QR3*E1`);
    }
  });

  it('without an EVSE-ID it says what to do', async () => {
    const station = await stationWith(1);
    const asked = routes.qrPng(requestOf(operator, { stationId: station, evse: 1, connector: 1 }));
    await expect(asked).rejects.toMatchObject({ id: 'state.conflict', detail: expect.stringContaining('EVSE-ID') });
  });
});

/** Paints the modules of the library's SVG (horizontal strokes of one unit) and reads them as a scanner would. */
function decodeSvg(svg: string): string | undefined {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = 8;
  const pixels = new Uint8ClampedArray(size * scale * size * scale * 4).fill(255);
  let x = 0;
  let y = 0;
  for (const [, command, numbers] of /stroke="#000000" d="([^"]+)"/.exec(svg)![1]!.matchAll(/([Mmh])([^Mmh]*)/g)) {
    const [a = 0, b = 0] = numbers!.trim().split(/[ ,]+/).map(Number);
    if (command === 'M') [x, y] = [a, b];
    else if (command === 'm') [x, y] = [x + a, y + b];
    else {
      for (let dx = 0; dx < a * scale; dx++)
        for (let dy = 0; dy < scale; dy++) {
          const at = ((Math.floor(y) * scale + dy) * size * scale + x * scale + dx) * 4;
          pixels.set([0, 0, 0], at);
        }
      x += a;
    }
  }
  return jsQR(pixels, size * scale, size * scale)?.data;
}
