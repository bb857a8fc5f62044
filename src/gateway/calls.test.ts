import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command, CommandAnswer } from '../domain/commands.ts';
import { TestRig, type TestSeat, type TestStation, until } from './test-rig.ts';

let rig: TestRig;
let station: TestStation;
let seat: TestSeat;
const connect = async (protocol = 'ocpp1.6') => {
  station = await rig.station('CP1', { protocols: [protocol] });
  await until(() => rig.desk.seats.length > 0);
  seat = rig.desk.seat;
};
beforeEach(async () => {
  rig = await new TestRig({ commandQueue: 3 }).start();
});
afterEach(() => rig.stop());

const clear: Command = { kind: 'clearCache' };
const soon = () => Date.now() + 5000;
const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a command', () => {
  it.each([
    'ocpp1.6',
    'ocpp2.0.1',
    'ocpp2.1',
  ])('%s is stored, sent, answered, and the answer is stored with it', async (protocol) => {
    await connect(protocol);
    const answer = seat.link.send(clear, soon());
    const call = await station.next();
    expect(call).toEqual([2, expect.stringMatching(/^[0-9a-f-]{36}$/), 'ClearCache', {}]);
    expect(seat.frames).toMatchObject([
      { direction: 'out', kind: 'call', action: 'ClearCache', messageId: call[1], call: station.received[0] },
    ]);
    const text = `[3, "${call[1]}", {"status":"Accepted"}]`;
    station.ws.send(text);
    expect(await answer).toMatchObject({ outcome: 'accepted', status: 'Accepted' });
    expect(seat.answers).toMatchObject([{ frame: { id: seat.frames[0]?.id }, answer: text }]);
  });

  it('is sent only after it is stored', async () => {
    await connect();
    let stored = () => {};
    rig.desk.onKeep = () => new Promise((resolve) => (stored = resolve));
    const answer = seat.link.send(clear, soon());
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
    stored();
    const [, id] = await station.next();
    station.ws.send(`[3,"${id}",{"status":"Rejected"}]`);
    expect(await answer).toMatchObject({ outcome: 'refused', status: 'Rejected' });
  });

  it('that could not be stored is not sent', async () => {
    await connect();
    rig.desk.onKeep = async () => Promise.reject(new Error('disk full'));
    expect(await failed(seat.link.send(clear, soon()))).toMatchObject({ id: 'database.away' });
    await station.heartbeat();
    expect(station.received).toHaveLength(1);
  });

  it('W-15 waits for the one before; calls of the station are answered meanwhile', async () => {
    await connect();
    const answers = [seat.link.send(clear, soon()), seat.link.send({ kind: 'reset', mode: 'soft' }, soon())];
    const first = await station.next();
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(station.received).toHaveLength(2);
    station.ws.send(`[3,"${first[1]}",{"status":"Accepted"}]`);
    const second = await station.next();
    expect(second[2]).toBe('Reset');
    station.ws.send(`[3,"${second[1]}",{"status":"Accepted"}]`);
    expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  });

  it('W-15 is answered while a call of the same station is being decided', async () => {
    await connect();
    let release = () => {};
    rig.desk.onMessage = () => new Promise((resolve) => (release = resolve));
    station.ws.send('[2,"long","Heartbeat",{}]');
    await until(() => seat.exchanges.length === 1);
    const answer = seat.link.send(clear, soon());
    const [, id] = await station.next();
    station.ws.send(`[3,"${id}",{"status":"Accepted"}]`);
    expect(await answer).toMatchObject({ outcome: 'accepted' });
    release();
    expect(await station.next()).toMatchObject([3, 'long', {}]);
  });

  it('W-15 is refused when too many wait', async () => {
    await connect();
    const all = Array.from({ length: 5 }, () => failed(seat.link.send(clear, soon())));
    expect(await all[4]).toMatchObject({ id: 'queue.full' });
    await station.next();
  });

  it('W-12 times out by its own deadline; a late answer is known as such and never resolves anything', async () => {
    await connect();
    const late: CommandAnswer[] = [];
    const first = failed(seat.link.send(clear, Date.now() + 50, (answer) => late.push(answer)));
    const waiting = failed(seat.link.send(clear, Date.now() + 20));
    const [, id] = await station.next();
    expect(await waiting).toMatchObject({ id: 'station.silent' });
    expect(await first).toMatchObject({ id: 'station.silent' });
    const second = seat.link.send({ kind: 'reset', mode: 'hard' }, soon());
    const [, next] = await station.next();
    station.ws.send(`[3,"${id}",{"status":"Accepted"}]`);
    station.ws.send(`[3,"${id}",{"status":"Accepted"}]`);
    station.ws.send(`[3,"${next}",{"status":"Rejected"}]`);
    station.ws.send(`[3,"${next}",{"status":"Accepted"}]`);
    expect(await second).toMatchObject({ outcome: 'refused' });
    await station.heartbeat();
    const strays = seat.frames
      .filter((frame) => frame.kind === 'stray')
      .map(({ outcome, action, messageId }) => [outcome, action, messageId]);
    expect(strays).toEqual([
      ['answer.late', 'ClearCache', id],
      ['answer.unexpected', undefined, id],
      ['answer.unexpected', undefined, next],
    ]);
    expect(seat.answers).toHaveLength(1);
    // Whoever asked is told, once, although the time was over.
    expect(late).toMatchObject([{ outcome: 'accepted', status: 'Accepted' }]);
    expect(rig.gateway.counters.strays).toMatchObject({ late: 1, unsolicited: 2 });
  });

  it.each([
    ['NotImplemented', 'unsupported'],
    ['NotSupported', 'unsupported'],
    ['InternalError', 'failed'],
    ['OccurrenceConstraintViolation', 'failed'],
    ['OccurenceConstraintViolation', 'failed'],
    ['FormatViolation', 'failed'],
  ])('W-10 answered with CALLERROR %s is %s', async (code, outcome) => {
    await connect();
    const answer = seat.link.send(clear, soon());
    const [, id] = await station.next();
    station.ws.send(`[4,"${id}","${code}","why not",{}]`);
    expect(await answer).toEqual({ outcome, status: code, detail: 'why not' });
    expect(seat.answers).toMatchObject([{ errorCode: code }]);
  });

  it.each([
    ['ocpp1.6', 'an answer that breaks its schema', '{"status":"Perhaps"}', 'PropertyConstraintViolation'],
    ['ocpp2.1', 'an answer that breaks its schema', '{"status":"Perhaps"}', 'PropertyConstraintViolation'],
    ['ocpp1.6', 'an answer that is no object', '"yes"', 'FormationViolation'],
    ['ocpp2.1', 'an answer that is no object', '"yes"', 'FormatViolation'],
  ])('%s fails by %s, and 2.1 says so with CALLRESULTERROR', async (protocol, _, payload, code) => {
    await connect(protocol);
    const answer = seat.link.send(clear, soon());
    const [, id] = await station.next();
    station.ws.send(`[3,"${id}",${payload}]`);
    expect(await answer).toMatchObject({ outcome: 'failed', status: code });
    if (protocol === 'ocpp2.1') {
      expect(await station.next()).toEqual([5, id, code, expect.any(String), {}]);
      expect(seat.frames[1]).toMatchObject({ direction: 'out', kind: 'stray', messageId: id, errorCode: code });
    }
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
  });

  it('fails by an answer with a broken envelope', async () => {
    await connect();
    const answer = seat.link.send(clear, soon());
    const [, id] = await station.next();
    station.ws.send(`[3,"${id}"]`);
    expect(await answer).toMatchObject({ outcome: 'failed' });
  });

  it('fails as offline when the connection goes', async () => {
    await connect();
    const all = [failed(seat.link.send(clear, soon())), failed(seat.link.send(clear, soon()))];
    await station.next();
    station.ws.close(1000);
    for (const failure of await Promise.all(all)) expect(failure).toMatchObject({ id: 'station.offline' });
    expect(rig.gateway.counters.commands.lost).toBe(2);
    expect(await failed(seat.link.send(clear, soon()))).toMatchObject({ id: 'station.offline' });
  });

  it('that the version cannot do is refused with the reason', async () => {
    await connect('ocpp1.6');
    const command: Command = { kind: 'reset', mode: 'onIdle' };
    const reason = seat.link.unsupported(command);
    expect(reason).toBeTypeOf('string');
    expect(await failed(seat.link.send(command, soon()))).toMatchObject({ id: 'command.unsupported', detail: reason });
    expect(seat.link.unsupported(clear)).toBeUndefined();
  });
});
