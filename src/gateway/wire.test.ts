import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../lib/errors.ts';
import type { GatewaySettings } from './settings.ts';
import { clientFrame, pause, TestRig, type TestStation, until } from './test-rig.ts';

let rig: TestRig;
const open = async (settings: Partial<GatewaySettings> = {}): Promise<TestRig> =>
  (rig = await new TestRig(settings).start());
afterEach(() => rig.stop());

const versions = [['ocpp1.6'], ['ocpp2.0.1'], ['ocpp2.1']] as const;
const bootOf = (protocol: string) =>
  protocol === 'ocpp1.6'
    ? { chargePointVendor: 'V', chargePointModel: 'M' }
    : { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M' } };

describe.each(versions)('a station with %s', (protocol) => {
  const connect = async (): Promise<TestStation> => (await open()).station('CP1', { protocols: [protocol] });

  it('is answered, and its frame is kept as it was sent', async () => {
    const station = await connect();
    const text = `[2, "b-1",  "BootNotification", ${JSON.stringify(bootOf(protocol))}]`;
    expect(await station.ask(text)).toMatchObject([3, 'b-1', { status: 'Accepted', interval: 300 }]);
    expect(rig.desk.seat.frames).toMatchObject([
      { direction: 'in', kind: 'call', action: 'BootNotification', messageId: 'b-1', call: text },
    ]);
    expect(rig.desk.seat.exchanges[0]?.message).toMatchObject({ kind: 'boot', vendor: 'V', model: 'M' });
  });

  it('W-04 gets "-1" for what cannot be read, and both are kept', async () => {
    const station = await connect();
    const code = protocol === 'ocpp1.6' ? 'FormationViolation' : 'RpcFrameworkError';
    expect(await station.ask('hello\u0000')).toEqual([4, '-1', code, 'The frame is not JSON', {}]);
    const [frame] = rig.desk.seat.frames;
    expect(frame).toMatchObject({
      kind: 'stray',
      malformed: 'json',
      call: 'hello\\u0000',
      errorCode: code,
      answer: station.received[0],
    });
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
  });

  it('W-05 W-06 gets the code of its version, under its own id', async () => {
    const station = await connect();
    expect(await station.ask('[2,"x","Foo",{}]')).toEqual([4, 'x', 'NotImplemented', expect.any(String), {}]);
    expect(await station.ask('[2,"y","Reset",{}]')).toEqual([4, 'y', 'NotSupported', expect.any(String), {}]);
    expect((await station.ask('[2,"z","BootNotification",{}]')).slice(0, 3)).toEqual([
      4,
      'z',
      protocol === 'ocpp1.6' ? 'ProtocolError' : 'OccurrenceConstraintViolation',
    ]);
    expect(rig.desk.seat.frames[2]).toMatchObject({
      kind: 'call',
      malformed: 'schema',
      weight: 2,
      violations: expect.arrayContaining([expect.stringContaining('missing')]),
    });
    expect(rig.desk.seat.exchanges).toHaveLength(0);
  });

  it('W-08 is not answered where its version says so', async () => {
    const station = await connect();
    station.ws.send('[7,"q",{}]');
    const answers = [await station.heartbeat()];
    if (protocol !== 'ocpp1.6') {
      expect(answers[0]?.slice(0, 3)).toEqual([4, 'q', 'MessageTypeNotSupported']);
      answers.push(await station.next());
    }
    expect(answers.at(-1)).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seat.frames[0]).toMatchObject({ kind: 'stray', malformed: 'type', call: '[7,"q",{}]' });
  });

  it('W-09 the same id twice at once is executed once', async () => {
    const station = await connect();
    let release = () => {};
    rig.desk.onMessage = () => new Promise((resolve) => (release = resolve));
    const [first, other, third] = ['[2,"d","Heartbeat",{}]', '[2,"d","Heartbeat",{ }]', '[2,"d","Heartbeat",{}]'];
    for (const text of [first, third, other]) station.ws.send(text!);
    await until(() => rig.gateway.counters.messages.in.call === 3);
    release();
    const answer = await station.next();
    expect(answer).toMatchObject([3, 'd', {}]);
    expect(await station.next()).toEqual(answer);
    expect(await station.next()).toMatchObject([4, 'd', 'GenericError', expect.any(String), {}]);
    expect(rig.desk.seat.exchanges).toHaveLength(1);
    rig.desk.onMessage = async () => undefined;
    expect(await station.ask(other!)).toMatchObject([3, 'd', {}]);
    expect(rig.desk.seat.exchanges).toHaveLength(2);
  });

  it('W-12 answers nobody asked for are kept and counted', async () => {
    const station = await connect();
    station.ws.send('[3,"nobody",{}]');
    station.ws.send('[4,"nobody","NotSupported","",{}]');
    await station.heartbeat();
    expect(rig.desk.seat.frames.slice(0, 2)).toMatchObject([
      { kind: 'stray', outcome: 'answer.unexpected', messageId: 'nobody', direction: 'in' },
      { kind: 'stray', outcome: 'answer.unexpected', errorCode: 'NotSupported' },
    ]);
    expect(rig.gateway.counters.strays.unsolicited).toBe(2);
  });

  it.each([
    ['10,000 nested arrays', `{"vendorId":"x","data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['keys of the prototype', '{"vendorId":"x","__proto__":{"a":1},"constructor":{"b":1}}'],
    ['NUL', '{"vendorId":"x\\u0000y","data":"\\u0000"}'],
    ['half a surrogate pair', '{"vendorId":"x\\ud800y","data":"\\udfff"}'],
    ['numbers beyond all bounds', '{"vendorId":"x","data":"1","a":1e400,"b":-0,"c":9223372036854775808}'],
  ])('W-13 lives through %s', async (_, payload) => {
    const station = await connect();
    expect((await station.ask(`[2,"w","DataTransfer",${payload}]`))[1]).toBe('w');
    const message = rig.desk.seat.exchanges[0]?.message;
    expect(JSON.stringify(message ?? '')).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
  });
});

describe('OCPP 2.1', () => {
  const stream = '{"id":1,"pending":0,"basetime":"2026-01-01T00:00:00Z","data":[{"t":0,"v":"230"}]}';
  it('W-08 a SEND is processed and never answered, fit or not', async () => {
    const station = await (await open()).station('CP1', { protocols: ['ocpp2.1'] });
    station.ws.send(`[6,"s","NotifyPeriodicEventStream",${stream}]`);
    station.ws.send('[6,"t","NotifyPeriodicEventStream",{}]');
    station.ws.send('[6,"u","Heartbeat",{}]');
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(station.received).toHaveLength(1);
    expect(rig.desk.seat.exchanges.map(({ frame }) => [frame.kind, frame.action])).toEqual([
      ['send', 'NotifyPeriodicEventStream'],
      ['call', 'Heartbeat'],
    ]);
    expect(rig.desk.seat.frames.slice(1, 3)).toMatchObject([
      { kind: 'send', malformed: 'schema' },
      { kind: 'send', malformed: 'action' },
    ]);
    expect(rig.desk.seat.frames.every((frame) => frame.kind !== 'send' || frame.answer === undefined)).toBe(true);
  });

  it('W-08 a SEND is not answered even where the seat has something to say', async () => {
    const station = await (await open()).station('CP1', { protocols: ['ocpp2.1'] });
    await station.heartbeat('h1');
    const { seat } = rig.desk;
    const message = seat.message.bind(seat);
    seat.message = async (exchange) => (await message(exchange)) ?? '[3,"s",{}]';
    station.ws.send(`[6,"s","NotifyPeriodicEventStream",${stream}]`);
    expect(await station.heartbeat('h2')).toMatchObject([3, 'h2', {}]);
    expect(seat.exchanges).toHaveLength(3);
  });

  it('keeps what the station thinks of our answers', async () => {
    const station = await (await open()).station('CP1', { protocols: ['ocpp2.1'] });
    await station.heartbeat('h1');
    station.ws.send('[5,"h1","FormatViolation","bad time",{}]');
    expect(await station.heartbeat('h2')).toMatchObject([3, 'h2', {}]);
    expect(rig.desk.seat.frames[1]).toMatchObject({
      kind: 'stray',
      outcome: 'answer.refused',
      errorCode: 'FormatViolation',
      messageId: 'h1',
    });
  });
});

describe('limits', () => {
  it('W-04 twenty unreadable frames within a minute end the connection', async () => {
    const station = await (await open()).station();
    for (let i = 0; i < 20; i++) station.ws.send('rubbish');
    expect(await station.closed).toMatchObject({ code: 1008, reason: 'badFrames' });
    expect(station.received).toHaveLength(20);
    expect(rig.desk.seat.ending).toMatchObject({ code: '1008', side: 'broker', reason: 'badFrames', received: 20 });
    expect(rig.desk.seat.frames).toHaveLength(20);
  });

  it('calls are decided one at a time, in order, and all are answered', async () => {
    const station = await (await open()).station();
    let atOnce = 0;
    let most = 0;
    rig.desk.onMessage = async () => {
      most = Math.max(most, ++atOnce);
      await pause(1);
      atOnce--;
    };
    for (let i = 0; i < 100; i++) station.ws.send(`[2,"m${i}","Heartbeat",{}]`);
    const ids: unknown[] = [];
    for (let i = 0; i < 100; i++) ids.push((await station.next())[1]);
    expect(ids).toEqual(Array.from({ length: 100 }, (_, i) => `m${i}`));
    expect(most).toBe(1);
  });

  it('W-19 a flood is held at the socket: nothing is lost, little is in memory, others are served', async () => {
    await open({ messagesPerSecond: 2000, messageBurst: 50 });
    const flood = await rig.station('FLOOD');
    const other = await rig.station('OTHER');
    const filler = 'x'.repeat(400);
    const total = 2000;
    for (let i = 0; i < total; i++) flood.ws.send(`[2,"m${i}","DataTransfer",{"vendorId":"v","data":"${filler}"}]`);
    await until(() => rig.gateway.counters.held.rate > 0);
    const { in: came } = rig.gateway.counters.messages;
    // What one read of the socket delivers (64 KiB) may wait, not what the station has sent.
    expect(came.call - rig.desk.seats[0]!.exchanges.length).toBeLessThan(400);
    expect(await other.heartbeat()).toMatchObject([3, 'h', {}]);
    await until(() => flood.received.length === total);
    expect(rig.desk.seats[0]!.ending).toBeUndefined();
  });

  it('W-19 who floods without end is disconnected', async () => {
    await open({ messagesPerSecond: 50, messageBurst: 50, floodMs: 300 });
    const station = await rig.station();
    const timer = setInterval(() => {
      for (let i = 0; i < 50; i++)
        station.ws.send('[2,"m","DataTransfer",{"vendorId":"v","data":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}]');
    }, 10);
    const { code, reason } = await station.closed;
    clearInterval(timer);
    expect({ code, reason }).toEqual({ code: 1008, reason: 'rate' });
    expect(rig.desk.seat.ending).toMatchObject({ code: '1008', reason: 'rate', side: 'broker' });
  });

  it('T-16 a station that drains its queue call by call at the limit is not taken for a flood', async () => {
    await open({ messagesPerSecond: 100, messageBurst: 5, floodMs: 100 });
    const station = await rig.station();
    for (let i = 0; i < 60; i++) expect(await station.heartbeat(`m${i}`)).toMatchObject([3, `m${i}`, {}]);
    expect(rig.desk.seat.ending).toBeUndefined();
  });

  it('the socket is not read while the desk is under pressure, and read again after', async () => {
    await open();
    const station = await rig.station();
    await station.heartbeat('h0');
    rig.desk.pressure = 0.9;
    await station.heartbeat('h1');
    expect(rig.gateway.counters.held.pressure).toBe(1);
    const before = rig.gateway.counters.messages.in.call;
    for (let i = 0; i < 50; i++) station.ws.send('[2,"q","Heartbeat",{}]');
    await pause(150);
    expect(rig.gateway.counters.messages.in.call).toBe(before);
    rig.desk.pressure = 0.1;
    for (let i = 0; i < 50; i++) await station.next();
  });

  it('F-01 what could not be stored is not answered, the connection stays, the resend is', async () => {
    await open();
    const station = await rig.station();
    let full = true;
    rig.desk.onMessage = async () => {
      if (full) throw new Failure('queue.full', 'too much waits');
    };
    station.ws.send('[2,"a","Heartbeat",{}]');
    await until(() => rig.gateway.counters.unanswered === 1);
    full = false;
    expect(await station.heartbeat('b')).toMatchObject([3, 'b', {}]);
    expect(station.received).toHaveLength(1);
    expect(rig.desk.seat.ending).toBeUndefined();
  });

  it('F-01 while nothing can be made durable a heartbeat is answered beside what waits, within the rate; nothing else is', async () => {
    await open({ messagesPerSecond: 1, messageBurst: 4 });
    const station = await rig.station();
    await station.heartbeat('before');
    let release = () => {};
    rig.desk.onMessage = () => new Promise((resolve) => (release = resolve));
    rig.desk.away = true;
    const data = '"DataTransfer",{"vendorId":"v"}]';
    station.ws.send(`[2,"waits",${data}`);
    await until(() => rig.desk.seat.exchanges.length === 2);
    expect(await station.heartbeat('beside')).toMatchObject([3, 'beside', {}]);
    station.ws.send(`[2,"next",${data}`);
    station.ws.send('[2,"too many","Heartbeat",{}]');
    await until(() => rig.gateway.counters.messages.in.call === 5);
    expect(station.received).toHaveLength(2);
    expect(rig.desk.seat.exchanges).toHaveLength(2);
    rig.desk.onMessage = async () => undefined;
    release();
    for (const id of ['waits', 'next', 'too many']) expect((await station.next())[1]).toBe(id);
  });

  it('F-09 a bug is answered InternalError and touches nobody else', async () => {
    await open();
    const station = await rig.station();
    rig.desk.onMessage = async () => {
      throw new TypeError('cannot read properties of undefined');
    };
    expect(await station.heartbeat('a')).toEqual([
      4,
      'a',
      'InternalError',
      expect.not.stringContaining('undefined'),
      {},
    ]);
    rig.desk.onMessage = async () => undefined;
    expect(await station.heartbeat('b')).toMatchObject([3, 'b', {}]);
    expect(rig.gateway.counters.crashed).toBe(1);
  });

  it('W-20 who does not read is let go', async () => {
    await open({ maxBufferedBytes: 64 * 1024, messagesPerSecond: 100_000, messageBurst: 100_000 });
    const socket = await rig.rawStation('SLOW');
    socket.pause();
    const seat = rig.desk.seat;
    seat.message = async () => `[3,"a",{"x":"${'x'.repeat(60_000)}"}]`;
    const call = clientFrame(1, '[2,"a","Heartbeat",{}]');
    const timer = setInterval(() => socket.write(Buffer.concat(Array(20).fill(call))), 2);
    await until(() => seat.ending !== undefined);
    clearInterval(timer);
    expect(seat.ending).toMatchObject({ code: '1006', side: 'broker', reason: 'slowConsumer' });
  });
});
