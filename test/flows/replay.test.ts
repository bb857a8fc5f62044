import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Frame, IncomingExchange } from '../../src/domain/ports.ts';
import { errorText, resultText } from '../../src/gateway/framing.ts';
import type { OcppVersion } from '../../src/ocpp/table.ts';
import { v16 } from '../../src/ocpp/v16/index.ts';
import { v21 } from '../../src/ocpp/v21/index.ts';
import { v201 } from '../../src/ocpp/v201/index.ts';
import { defaultStationsSettings } from '../../src/stations/context.ts';
import { replay } from '../../src/stations/replay.ts';
import { rebuild } from '../../src/storage/rebuild.ts';
import { testDatabase } from '../database.ts';
import { testDesk } from '../desk.ts';
import { dumpFacts, dumpState } from '../dump.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, newSession, protocols, reading, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow.stop());

const versions: readonly OcppVersion[] = [v16, v201, v21];

/** What a recorded frame means, by the table of its version, as the gateway read it. */
function meaning(protocol: string, frame: Frame): Pick<IncomingExchange, 'message' | 'encode'> | undefined {
  const version = versions.find((one) => one.protocol === protocol)!;
  const entry = frame.action === undefined ? undefined : version.incoming.get(frame.action);
  if (entry === undefined) return undefined;
  const payload = JSON.parse(frame.call)[3] as Record<string, unknown>;
  return {
    message: entry.read(payload),
    encode: (answer) =>
      answer.kind === 'failure'
        ? { text: errorText(frame.messageId, version.errorCodes.security, answer.detail) }
        : { text: resultText(frame.messageId!, entry.answer(answer, payload)) },
  };
}

test('COM-4 what was recorded over real sockets, replayed into an empty database, gives the same facts and the same state, byte for byte; so does a rebuild', async () => {
  const { id: cardId } = await flow.call('POST', '/cards', { number: 'REPLAY1', concurrentAllowed: true });
  for (const protocol of protocols) {
    const known = await flow.station();
    const onCall = () => ({ status: 'Accepted' });
    let station = await wire(flow.ocpp, known, protocol, { onCall });
    const begin = Date.now() - 3_600_000;
    const { dialect } = station;
    await boot(station);
    await station.ask(dialect.status(1, 'preparing', begin));
    await station.ask(dialect.authorize('REPLAY1'));
    const session = newSession(protocol, 'REPLAY1');
    const start = dialect.start(session, reading(100, begin), false);
    dialect.started(session, await station.ask(start));
    await station.say(start);
    for (let n = 1; n < 30; n++)
      await station.ask(dialect.meter(session, { ...reading(100 + n * 50, begin + n * 10_000), soc: 20 + n }, false));
    station.raw('not json at all');
    await station.say(['StatusNotification', { connectorId: 'one' }]);
    const next = await wire(flow.ocpp, known, protocol, { onCall });
    await station.closed;
    station = next;
    await station.ask(dialect.stop(session, reading(2000, begin + 600_000, 0), 'Local', false));
    await station.ask(
      dialect.stop(
        { ...newSession(protocol, 'X'), id: '4711', seqNo: 9 },
        reading(7, begin + 700_000, 0),
        'Local',
        true,
      ),
    );
    const fault = { code: 'GroundFailure', vendorCode: 'E1', info: 'x' };
    await station.ask(dialect.status(1, 'faulted', begin + 800_000, fault));
    await station.ask(dialect.status(2, 'available', begin + 801_000));
    await flow.call('PATCH', `/stations/${known.stationId}`, { location: 'Here', note: 'nül' });
    await flow.call('POST', `/stations/${known.stationId}/commands/start`, { evse: 2, cardId });
    await flow.call('POST', `/stations/${known.stationId}/commands/clearCache`, {});
    await until(() => station.called.length === 2);
    const remote = {
      ...newSession(protocol, 'REPLAY1', 2),
      remoteStartId: station.called[0]!.payload.remoteStartId ?? 1,
    };
    await station.ask(dialect.start(remote, reading(5, begin + 900_000), false));
    await expect(wire(flow.ocpp, known, protocol, { password: 'no' })).rejects.toThrow('401');
    await until(
      async () => (await flow.call('GET', `/stations/${known.stationId}/commands?underWay=true`)).items.length === 0,
    );
    if (protocol !== 'ocpp2.1') await station.close();
  }
  await flow.halt();
  const [facts, state] = [await dumpFacts(flow.pool), await dumpState(flow.pool)];
  expect(facts.split('\n').length).toBeGreaterThan(120);

  const empty = await testDatabase();
  const desk = testDesk(empty.pool);
  await replay({
    from: flow.pool,
    to: empty.pool,
    context: { ...desk.options, settings: defaultStationsSettings },
    read: meaning,
  });
  await desk.stop();
  expect(await dumpFacts(empty.pool)).toBe(facts);
  expect(await dumpState(empty.pool)).toBe(state);
  await empty.drop();

  await rebuild(flow.pool);
  expect(await dumpState(flow.pool)).toBe(state);
});
