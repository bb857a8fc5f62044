import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, payloadText, protocols, reading, type Wire, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
let card: string;
let cards = 0;
beforeAll(async () => {
  flow = await startFlow();
});
// Each test has a card of its own: one that still charges elsewhere would be told so.
beforeEach(async () => {
  card = `C0FFEE${++cards}`;
  await flow.call('POST', '/cards', { number: card, type: 'iso14443', holder: 'Ada' });
});
afterAll(() => flow.stop());

const chargeLogs = async (stationId: number): Promise<Json[]> =>
  (await flow.call('GET', `/stations/${stationId}/charge-logs`)).items;
const hourAgo = () => Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

/** Starts a session at a point; gives it with the answer. */
async function start(station: Wire, begin: number, meterWh = 1000, point = 1) {
  const session = newSession(station.client.protocol as (typeof protocols)[number], card, point);
  const call = station.dialect.start(session, reading(meterWh, begin), false);
  const answer = await station.say(call);
  station.dialect.started(session, JSON.parse(answer)[2]);
  return { session, call, answer };
}

describe.each(protocols)('%s', (protocol) => {
  test('INF-1 what a station says at its boot is on its data sheet, and its page is told; INF-5 a new firmware leaves a row', async () => {
    const known = await flow.station();
    const page = await flow.listen(known.stationId);
    const station = await wire(flow.ocpp, known, protocol);
    const answer = await boot(station);
    expect(answer).toMatchObject({ status: 'Accepted' });
    // F-06: 900 s, spread by a fifth, so that stations that boot together do not beat together.
    expect(answer.interval).toBeGreaterThanOrEqual(720);
    expect(answer.interval).toBeLessThanOrEqual(1080);
    expect(Math.abs(Date.parse(answer.currentTime) - Date.now())).toBeLessThan(10_000);
    await page.heard(
      ({ event, data }) =>
        event === 'changed' &&
        data.stations.some((one: Json) => one.station === known.stationId && one.facts.includes('station.booted')),
    );
    const { profile } = station;
    const before = await flow.call('GET', `/stations/${known.stationId}/information`);
    expect(before.connection).toMatchObject({ state: 'online', protocol, securityProfile: 1, address: '127.0.0.1' });
    expect(before.model).toMatchObject({ vendor: profile.vendor, model: profile.model, firmware: profile.firmware });
    expect(before.serials).toMatchObject({ chargePoint: profile.serial, iccid: profile.iccid, imsi: profile.imsi });
    if (protocol === 'ocpp1.6')
      expect(before.serials).toMatchObject({
        chargeBox: `${profile.serial}-B`,
        meter: profile.meterSerial,
        meterType: profile.meterType,
      });
    await station.ask(station.dialect.boot(profile, 'FirmwareUpdate', '99.1'));
    const { model } = await flow.call('GET', `/stations/${known.stationId}/information`);
    expect(model.firmware).toBe('99.1');
    expect(model.firmwareHistory).toEqual([
      { from: profile.firmware, to: '99.1', at: expect.any(String) },
      expect.objectContaining({ to: profile.firmware }),
    ]);
    await station.close();
  });

  test('INF-6 a station whose clock is five minutes behind shows the drift', async () => {
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    await station.ask(station.dialect.status(1, 'available', Date.now() - 300_000));
    const { connection } = await flow.call('GET', `/stations/${known.stationId}/information`);
    expect(connection.driftSeconds).toBeGreaterThan(-310);
    expect(connection.driftSeconds).toBeLessThan(-290);
    expect(connection.driftSuspicious).toBe(true);
    await station.close();
  });

  test('LOG-1 a session runs, shows its values live, ends, and stands in the charge logs', async () => {
    const known = await flow.station();
    const page = await flow.listen(known.stationId);
    const station = await wire(flow.ocpp, known, protocol);
    const { dialect } = station;
    await boot(station);
    const begin = hourAgo();
    await station.ask(dialect.status(1, 'preparing', begin - 1000));
    expect(JSON.stringify(await station.ask(dialect.authorize(card)))).toContain('Accepted');
    const { session, answer } = await start(station, begin);
    expect(answer).toContain('"Accepted"');
    await station.ask(dialect.status(1, 'charging', begin + 1000));
    await station.ask(dialect.meter(session, { ...reading(4500, begin + 1_200_000, 10_500), soc: 61 }, false));

    const [running] = await chargeLogs(known.stationId);
    expect(running).toMatchObject({
      evse: 1,
      energyWh: 3500,
      powerW: 10_500,
      soc: 61,
      startedAt: new Date(begin).toISOString(),
    });
    expect(running.endedAt).toBeUndefined();
    expect(running.token).toMatchObject({ number: card, holder: 'Ada' });
    const live = await page.heard(({ event, data }) => event === 'live' && data.live.powerW === 10_500);
    expect(live.data.live.connectors['1.1']).toMatchObject({ powerW: 10_500, soc: 61, energyWh: 3500 });
    const [bay] = (await flow.call('GET', `/stations/${known.stationId}/information`)).chargePoints;
    expect(bay).toMatchObject({
      evse: 1,
      connector: 1,
      standing: 'charging',
      session: { energyWh: 3500, powerW: 10_500 },
    });
    // The list shows what was last flushed, a few seconds old at most.
    await until(async () => {
      const { items } = await flow.call('GET', `/stations/rows?ids=${known.stationId}`);
      expect(items[0]).toMatchObject({ standing: 'charging', connection: 'online', powerW: 10_500, protocol });
      return true;
    });

    await station.ask(dialect.stop(session, reading(9000, begin + 2_400_000, 0), 'EVDisconnected', false));
    await page.heard(
      ({ event, data }) =>
        event === 'changed' && data.stations.some((one: Json) => one.facts.includes('transaction.ended')),
    );
    const logs = await chargeLogs(known.stationId);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({
      energyWh: 8000,
      reason: 'EVDisconnected',
      endedBy: 'station',
      endedAt: new Date(begin + 2_400_000).toISOString(),
      startKnown: true,
    });
    const detail = await flow.call('GET', `/stations/${known.stationId}/charge-logs/${logs[0].number}`);
    expect(detail).toMatchObject({ meterStart: 1000, meterEnd: 9000, authorisation: { status: 'accepted' }, gaps: [] });
    expect(detail.curve.power.length).toBeGreaterThan(0);
    expect(detail.timeline.map((one: Json) => one.type)).toEqual(
      expect.arrayContaining(['transaction.started', 'transaction.ended']),
    );
    await station.close();
  });

  test('T-01 LOG-4 resent messages, with the same id or a new one, also after the server was restarted: one session, the same answer byte for byte', async () => {
    const known = await flow.station();
    const first = await wire(flow.ocpp, known, protocol);
    const { dialect } = first;
    await boot(first);
    const begin = hourAgo();
    const { session, call, answer } = await start(first, begin);
    const meter = dialect.meter(session, reading(2000, begin + 60_000), false);
    const stop = dialect.stop(session, reading(3000, begin + 120_000, 0), 'Local', false);
    const said = [[call, answer]] as [typeof call, string][];
    for (const next of [meter, stop]) said.push([next, await first.say(next)]);
    const startId = JSON.parse(answer)[1];
    expect(await first.say(call, startId)).toBe(answer);
    for (const [again, was] of said) expect(payloadText(await first.say(again))).toBe(payloadText(was));
    await first.close();

    await flow.restart();
    const second = await wire(flow.ocpp, known, protocol);
    for (const [again, was] of said) {
      expect(payloadText(await second.say(again))).toBe(payloadText(was));
      expect(await second.say(again, JSON.parse(was)[1])).toBe(was);
    }
    const logs = await chargeLogs(known.stationId);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({ energyWh: 2000, endedAt: expect.any(String) });
    await second.close();
  });

  test('T-01 a session that runs while the server restarts goes on: no boot is needed, the same number, energy exact', async () => {
    const known = await flow.station();
    const first = await wire(flow.ocpp, known, protocol);
    await boot(first);
    const begin = hourAgo();
    const { session, call, answer } = await start(first, begin);
    await first.ask(first.dialect.meter(session, reading(1500, begin + 60_000), false));
    await flow.restart();
    await first.closed;
    const second = await wire(flow.ocpp, known, protocol);
    expect(payloadText(await second.say(call))).toBe(payloadText(answer));
    await second.ask(second.dialect.meter(session, reading(1800, begin + 120_000), false));
    await second.ask(second.dialect.stop(session, reading(2500, begin + 180_000, 0), 'Local', false));
    const logs = await chargeLogs(known.stationId);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({ energyWh: 1500, endedBy: 'station' });
    await second.close();
  });

  test('T-04 T-05 a stop that nobody knows the start of is answered, kept, and shown as incomplete', async () => {
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    const session = { ...newSession(protocol, card), id: protocol === 'ocpp1.6' ? '4711' : 'never-started', seqNo: 3 };
    const answer = await station.ask(station.dialect.stop(session, reading(5000, hourAgo(), 0), 'Local', false));
    if (protocol === 'ocpp1.6') expect(answer.transactionId).toBeUndefined();
    const logs = await chargeLogs(known.stationId);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({ startKnown: false, endedAt: expect.any(String) });
    expect(logs[0].energyWh).toBeUndefined();
    await station.close();
  });

  test('T-07 meter values and a stop with the number of another station change nothing there', async () => {
    const [mine, theirs] = [await flow.station(), await flow.station()];
    const [victim, other] = [await wire(flow.ocpp, mine, protocol), await wire(flow.ocpp, theirs, protocol)];
    await boot(victim);
    await boot(other);
    const begin = hourAgo();
    const { session } = await start(victim, begin);
    await other.ask(other.dialect.meter({ ...session }, reading(999_000, begin + 30_000), false));
    await other.ask(other.dialect.stop({ ...session }, reading(999_999, begin + 60_000, 0), 'Local', false));
    const [untouched] = await chargeLogs(mine.stationId);
    expect(untouched.endedAt).toBeUndefined();
    expect(untouched.energyWh ?? 0).toBe(0);
    const foreign = await chargeLogs(theirs.stationId);
    expect(foreign.every((one) => one.startKnown === false)).toBe(true);
    expect(foreign.length).toBeGreaterThan(0);
    await Promise.all([victim.close(), other.close()]);
  });

  test('T-09 a second start on one connector closes the first as superseded, with its last known meter', async () => {
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    const begin = hourAgo();
    const { session } = await start(station, begin, 1000);
    await station.ask(station.dialect.meter(session, reading(1700, begin + 60_000), false));
    const { answer } = await start(station, begin + 120_000, 2000);
    expect(JSON.parse(answer)[0]).toBe(3);
    const logs = await chargeLogs(known.stationId);
    expect(logs).toHaveLength(2);
    expect(logs[1]).toMatchObject({ endedBy: 'superseded', energyWh: 700 });
    expect(logs[0].endedAt).toBeUndefined();
    await station.close();
  });

  test('T-13 T-14 W-07 odd times, places, cards and units are answered, kept and flagged; every page still opens', async () => {
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    const odd = [
      '222222017-10-27T19:10:11Z',
      '1970-01-01T00:00:00Z',
      '2016-12-31T23:59:60Z',
      '2026-01-01T24:00:00Z',
      '2099-01-01T00:00:00Z',
    ];
    for (const [index, timestamp] of odd.entries()) {
      const session = newSession(protocol, 'UNKNOWN-CARD', 42 + index);
      const [action, payload] = station.dialect.start(session, reading(100, hourAgo()), false);
      const answer = await station.say([action, { ...payload, timestamp }]);
      // The card is unknown and the time is nonsense: both are said in a CALLRESULT, never in a CALLERROR.
      expect(JSON.parse(answer), timestamp).toMatchObject([3, expect.any(String), {}]);
      expect(answer, timestamp).not.toContain('"Accepted"');
    }
    const known16 = protocol === 'ocpp1.6';
    const meter: [string, Json] = known16
      ? [
          'MeterValues',
          {
            connectorId: 1,
            meterValue: [
              {
                timestamp: new Date().toISOString(),
                sampledValue: [{ value: 'NaN' }, { value: '-5', measurand: 'Energy.Active.Import.Register' }],
              },
            ],
          },
        ]
      : [
          'MeterValues',
          {
            evseId: 1,
            meterValue: [
              {
                timestamp: new Date().toISOString(),
                sampledValue: [{ value: -5, unitOfMeasure: { unit: 'bananas' } }],
              },
            ],
          },
        ];
    expect(JSON.parse(await station.say(meter))[0]).toBe(3);
    const logs = await chargeLogs(known.stationId);
    expect(logs).toHaveLength(odd.length);
    expect(logs.filter((one) => one.suspect.length > 0).length).toBeGreaterThanOrEqual(3);
    for (const path of [
      'information',
      'patterns',
      'charge-points',
      'errors',
      'log',
      'frames',
      'connections',
      'charge-logs/sums',
    ])
      await flow.call('GET', `/stations/${known.stationId}/${path}`);
    await station.close();
  });

  test('T-10 a card that is blocked is told so, and its energy is recorded all the same', async () => {
    const { id, number } = await flow.call('POST', '/cards', { number: `B10C${protocol.replace(/\D/g, '')}` });
    await flow.call('PATCH', `/cards/${id}`, { status: 'blocked' });
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol);
    await boot(station);
    const session = newSession(protocol, number);
    const begin = hourAgo();
    const answer = await station.ask(station.dialect.start(session, reading(0, begin), true));
    station.dialect.started(session, answer);
    expect(answer.idTagInfo ?? answer.idTokenInfo).toMatchObject({ status: 'Blocked' });
    await station.ask(station.dialect.stop(session, reading(1234, begin + 60_000, 0), 'Local', true));
    await until(async () => (await chargeLogs(known.stationId))[0]?.energyWh === 1234);
    await station.close();
  });
});
