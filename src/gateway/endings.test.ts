import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closeReason, isSendable, partingOfClose } from './endings.ts';
import type { GatewaySettings } from './settings.ts';
import { clientFrame, pause, TestRig, until } from './test-rig.ts';

let rig: TestRig;
const open = async (settings: Partial<GatewaySettings> = {}): Promise<TestRig> =>
  (rig = await new TestRig(settings).start());
afterEach(() => rig?.stop());

const ended = async () => {
  await until(() => rig.desk.seat?.ending !== undefined);
  expect(rig.desk.seat.endings).toBe(1);
  return rig.desk.seat.ending!;
};

/** Reads the close frame that the server sends on a raw connection. */
const closeFrame = (socket: import('node:net').Socket): Promise<number> =>
  new Promise((resolve) => {
    socket.on('data', (chunk) => {
      if (chunk[0] === 0x88) resolve(chunk.readUInt16BE(2));
    });
  });

describe('CON-1 the Connection history has the code that went over the wire', () => {
  it.each([
    [1000, '1000'],
    [1001, '1001'],
    [1011, '1011'],
    [4321, '4321'],
  ])('the station closed with %d', async (code, kept) => {
    const station = await (await open()).station();
    await station.heartbeat();
    station.ws.close(code, 'bye');
    expect(await ended()).toMatchObject({
      code: kept,
      side: 'station',
      reason: 'bye',
      received: 1,
      sent: 1,
      lastAction: 'Heartbeat',
    });
    expect(rig.gateway.counters.ended).toEqual({ [kept === '4321' ? 'other' : kept]: 1 });
  });

  it('0000: the station closed and said nothing', async () => {
    const station = await (await open()).station();
    station.ws.close();
    expect(await ended()).toMatchObject({ code: '0000', side: 'station', reason: '' });
  });

  it('1006: the connection broke off', async () => {
    const socket = await (await open()).rawStation();
    socket.destroy();
    expect(await ended()).toMatchObject({ code: '1006', side: 'unknown', reason: 'lost' });
  });

  it('1001 and 1012: the server goes, for good or to come back', async () => {
    for (const code of [1001, 1012] as const) {
      const station = await (await open()).station();
      await station.heartbeat();
      await rig.gateway.stop({ code });
      expect((await station.closed).code).toBe(code);
      expect(await ended()).toMatchObject({ code: String(code), side: 'broker', reason: 'drain' });
      await rig.stop();
    }
    await open();
  });

  it('1011: the desk could not open the station', async () => {
    await open();
    rig.desk.onOpen = async () => Promise.reject(new Error('broken'));
    const station = await rig.station();
    expect((await station.closed).code).toBe(1011);
    expect(rig.gateway.counters.ended).toEqual({ 1011: 1 });
    // Nobody sat there who could tell of its end: the history has it as an attempt that was not taken.
    expect(rig.desk.refusals).toMatchObject([{ cause: 'server.fault', key: { stationId: 1 }, protocol: 'ocpp1.6' }]);
    expect(rig.gateway.connections()).toHaveLength(0);
    rig.desk.onOpen = async () => undefined;
    expect(await (await rig.station()).heartbeat()).toMatchObject([3, 'h', {}]);
  });

  it('W-01 1009: a frame of the limit is read, one byte more ends it', async () => {
    await open({ maxFrameBytes: 1024 });
    const station = await rig.station();
    const call = (size: number) => {
      const head = '[2,"a","DataTransfer",{"vendorId":"v","data":"';
      return `${head}${'x'.repeat(size - head.length - 3)}"}]`;
    };
    expect(await station.ask(call(1024))).toMatchObject([3, 'a', {}]);
    station.ws.send(call(1025));
    expect((await station.closed).code).toBe(1009);
    expect(await ended()).toMatchObject({ code: '1009', side: 'broker', reason: 'tooBig' });
  });

  it('W-01 a million fragments end it as too big, in bounded memory', async () => {
    const socket = await (await open()).rawStation();
    const code = closeFrame(socket);
    const before = process.memoryUsage().rss;
    const fragments = Buffer.concat(Array(10_000).fill(clientFrame(0, ' ', { fin: false })));
    socket.write(clientFrame(1, '[', { fin: false }));
    for (let i = 0; i < 100; i++) socket.write(fragments);
    expect(await code).toBe(1009);
    expect(await ended()).toMatchObject({ code: '1009', side: 'broker', reason: 'fragments' });
    expect(process.memoryUsage().rss - before).toBeLessThan(10 * 1024 * 1024);
  });

  it('W-01 fragments together above the limit end it as too big', async () => {
    const socket = await (await open({ maxFrameBytes: 1024 })).rawStation();
    const code = closeFrame(socket);
    for (let i = 0; i < 20; i++) socket.write(clientFrame(i === 0 ? 1 : 0, 'x'.repeat(100), { fin: false }));
    expect(await code).toBe(1009);
    expect(await ended()).toMatchObject({ code: '1009', reason: 'tooBig' });
  });

  it('W-02 a binary frame ends it with 1003 and is kept, not read', async () => {
    const station = await (await open()).station();
    station.ws.send(Buffer.from('[2,"a","Heartbeat",{}]'));
    expect((await station.closed).code).toBe(1003);
    expect(await ended()).toMatchObject({ code: '1003', side: 'broker', reason: 'binary' });
    expect(rig.desk.seat.frames).toMatchObject([
      { kind: 'stray', malformed: 'binary', call: Buffer.from('[2,"a","Heartbeat",{}]').toString('base64') },
    ]);
  });

  it.each([
    ['text that is not UTF-8', clientFrame(1, Buffer.from([0xff, 0xfe])), 1007, 'invalidText'],
    ['an unmasked frame', clientFrame(1, '[]', { mask: false }), 1002, 'protocolError'],
    ['a reserved opcode', clientFrame(3, 'x'), 1002, 'protocolError'],
  ])('W-03 %s', async (_, bytes, code, reason) => {
    const socket = await (await open()).rawStation();
    const said = closeFrame(socket);
    socket.write(bytes);
    expect(await said).toBe(code);
    expect(await ended()).toMatchObject({ code: String(code), side: 'broker', reason });
  });

  it('a person disconnects it', async () => {
    const station = await (await open()).station();
    await station.heartbeat();
    rig.desk.seat.link.close(1000, 'kicked');
    expect(await station.closed).toEqual({ code: 1000, reason: 'kicked' });
    expect(await ended()).toMatchObject({ code: '1000', side: 'broker', reason: 'kicked' });
  });

  it('W-18 who answers no ping is dropped, who answers or just talks is not', async () => {
    await open({ pingIntervalMs: 60 });
    const silent = await rig.station('SILENT', { autoPong: false });
    const answering = await rig.station('ANSWERING');
    const talking = await rig.station('TALKING', { autoPong: false });
    const timer = setInterval(() => talking.ws.send('[2,"t","Heartbeat",{}]'), 20);
    expect((await silent.closed).code).toBe(1006);
    await pause(300);
    clearInterval(timer);
    const seatOf = (identity: string) =>
      rig.desk.seats.find((seat) => seat.key.stationId === rig.desk.keyOf(identity).stationId)!;
    expect(seatOf('SILENT').ending).toMatchObject({ code: '1006', side: 'broker', reason: 'pingTimeout' });
    expect(seatOf('ANSWERING').ending).toBeUndefined();
    expect(seatOf('TALKING').ending).toBeUndefined();
    expect(seatOf('ANSWERING').roundTrips.length).toBeGreaterThan(1);
    expect(answering.ws.readyState).toBe(WebSocket.OPEN);
  });

  it('W-18 each network has its ping interval: by where a station really comes from, behind a proxy too', async () => {
    const hour = 3_600_000;
    await open({
      pingIntervalMs: hour,
      pingNetworks: [
        { range: '100.64.0.0/10', intervalMs: 60 },
        { range: 'fd00::/8', intervalMs: 60 },
      ],
      trustForwarded: ['127.0.0.1'],
    });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    const mobile = await rig.station('MOBILE', { autoPong: false, ...from('100.70.1.2') });
    const mobile6 = await rig.station('MOBILE6', { autoPong: false, ...from('fd00::7') });
    const wired = await rig.station('WIRED', { autoPong: false, ...from('192.0.2.7') });
    let pinged = 0;
    wired.ws.on('ping', () => pinged++);
    for (const one of [mobile, mobile6]) expect((await one.closed).code).toBe(1006);
    expect(await wired.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(pinged).toBe(0);
  });

  it('W-18 silence of our own making is not the station’s', async () => {
    await open({ pingIntervalMs: 50 });
    const station = await rig.station();
    await station.heartbeat('a');
    rig.desk.pressure = 1;
    await station.heartbeat('b');
    await pause(400);
    expect(rig.desk.seat.ending).toBeUndefined();
    rig.desk.pressure = 0;
    expect(await station.heartbeat('c')).toMatchObject([3, 'c', {}]);
  });
});

describe('a close frame', () => {
  it('has at most 123 bytes of reason', () => {
    expect(Buffer.byteLength(closeReason('ü'.repeat(200)))).toBe(122);
    expect(closeReason('short')).toBe('short');
  });
  it('never has a code that may not be sent', () => {
    expect([1000, 1012, 3000, 4999].every(isSendable)).toBe(true);
    expect([0, 999, 1004, 1005, 1006, 1015, 2000, 5000].some(isSendable)).toBe(false);
  });
  it('that never came is 1006', () => {
    expect(partingOfClose(1006, '')).toEqual({ code: '1006', side: 'unknown', reason: 'lost' });
  });
});

describe('stopping', () => {
  it('F-07 answers what is in hand, takes nobody new, closes with 1012', async () => {
    await open();
    const [busy, idle] = [await rig.station('BUSY'), await rig.station('IDLE')];
    let release = () => {};
    rig.desk.onMessage = () => new Promise((resolve) => (release = resolve));
    busy.ws.send('[2,"last","Heartbeat",{}]');
    await until(() => rig.desk.seats.some((seat) => seat.exchanges.length > 0));
    const stopped = rig.gateway.stop({ drainMs: 100 });
    expect((await idle.closed).code).toBe(1012);
    // The server no longer listens for upgrades of ours once stopped; while stopping it says 503.
    expect(await rig.status('NEW')).toBe(503);
    release();
    expect(await busy.next()).toMatchObject([3, 'last', {}]);
    expect((await busy.closed).code).toBe(1012);
    await stopped;
    expect(rig.desk.seats.map((seat) => seat.ending?.code)).toEqual(['1012', '1012']);
  });

  it('F-07 does not wait for ever', async () => {
    await open();
    const station = await rig.station();
    rig.desk.onMessage = () => new Promise(() => undefined);
    station.ws.send('[2,"never","Heartbeat",{}]');
    await until(() => rig.desk.seat?.exchanges.length === 1);
    await rig.gateway.stop({ graceMs: 200 });
    expect((await station.closed).code).toBe(1012);
  });
});
