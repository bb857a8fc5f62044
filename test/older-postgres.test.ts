import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './console.ts';
import { noSecondPostgres, type SecondPostgres, secondPostgres } from './debian-postgres.ts';
import { type Flow, startFlow } from './flow.ts';
import { boot, newSession, protocols, reading, wire } from './flow-station.ts';
import { until } from './until.ts';

// The program brings the newest PostgreSQL along; whoever has one of their own may have an older one, from 15 on.

describe.skipIf(noSecondPostgres !== undefined)('a PostgreSQL of the distribution', () => {
  let postgres: SecondPostgres;
  let flow: Flow;
  beforeAll(async () => {
    postgres = await secondPostgres();
    flow = await startFlow({ DATABASE_URL: await postgres.newDatabase() });
  }, 120_000);
  afterAll(async () => {
    await flow?.stop();
    await postgres?.stop();
  });

  test.each(
    protocols,
  )('%s: a station comes, charges, is asked and goes; every list of it answers; all is there after a restart', async (protocol) => {
    const card = `FADE${protocols.indexOf(protocol)}`;
    await flow.call('POST', '/cards', { number: card, type: 'iso14443', holder: 'Ada' });
    const known = await flow.station();
    const station = await wire(flow.ocpp, known, protocol, {
      onCall: (action) => (/ClearCache/.test(action) ? { status: 'Accepted' } : undefined),
    });
    const { dialect } = station;
    await boot(station);
    const begin = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
    const session = newSession(protocol, card, 1);
    const start = await station.say(dialect.start(session, reading(1000, begin), false));
    dialect.started(session, JSON.parse(start)[2]);
    await station.ask(dialect.meter(session, reading(4500, begin + 1_200_000), false));
    await station.ask(dialect.stop(session, reading(9000, begin + 2_400_000), 'EVDisconnected', false));
    await station.ask(dialect.status(1, 'faulted', Date.now()));
    const { commandId } = await flow.call('POST', `/stations/${known.stationId}/commands/clearCache`, {});
    await until(
      async () => (await flow.call('GET', `/stations/${known.stationId}/commands/${commandId}`)).state === 'done',
    );
    await station.close();

    await until(
      async () => (await flow.call('GET', `/stations/${known.stationId}/connections`)).items[0].closedAt !== undefined,
    );
    // Every page of a station that needs no more than to be named.
    const { paths } = await (await fetch(`${flow.program.consoleUrl}/api/openapi.json`)).json();
    const pages = Object.entries<Json>(paths)
      .filter(([path, { get }]) => /\/stations\/\{stationId\}(\/[^{]+)?$/.test(path) && get !== undefined)
      .filter(([, { get }]) => !get.parameters.some((one: Json) => one.in === 'query' && one.required))
      .map(([path]) => path.replace(/^\/api\/v1/, '').replace('{stationId}', String(known.stationId)));
    expect(pages.length).toBeGreaterThan(20);
    const answers = await Promise.all(pages.map(async (page) => [page, (await flow.ask('GET', page)).status]));
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);

    const sessions = async () => (await flow.call('GET', `/stations/${known.stationId}/charge-logs`)).items;
    const before = await sessions();
    expect(before).toMatchObject([{ energyWh: 8000, endedBy: 'station' }]);
    await flow.restart();
    expect(await sessions()).toEqual(before);
    const { items } = await flow.call('GET', `/stations?text=${known.identity}`);
    expect(items.map((one: Json) => one.id)).toEqual([known.stationId]);
  });
});
