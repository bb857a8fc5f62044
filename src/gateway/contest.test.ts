import { afterEach, describe, expect, it } from 'vitest';
import type { GatewaySettings } from './settings.ts';
import { clientFrame, pause, TestRig, until } from './test-rig.ts';

let rig: TestRig;
const open = async (settings: Partial<GatewaySettings> = {}): Promise<TestRig> =>
  (rig = await new TestRig({ contestMs: 300, ...settings }).start());
afterEach(() => rig.stop());
const elsewhere = { localAddress: '127.0.0.2' };

describe('a second connection of a station', () => {
  it('C-02 from the same address with the same secret wins at once, the old one is told why', async () => {
    await open();
    const old = await rig.station();
    await old.heartbeat();
    const next = await rig.station();
    expect(await old.closed).toEqual({ code: 1008, reason: 'replaced by a new connection' });
    expect(await next.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seats[0]?.ending).toMatchObject({
      code: '1008',
      side: 'broker',
      reason: 'replaced',
      received: 1,
      sent: 1,
      lastAction: 'Heartbeat',
    });
    expect(rig.desk.log).toEqual(['open', 'close 1008', 'open']);
    expect(rig.gateway.counters.takeovers).toEqual({ replaced: 1, refused: 0 });
  });

  it('C-02 opens only after the desk has noted the end of the old one', async () => {
    await open();
    await rig.station();
    let noted = () => {};
    rig.desk.onClose = () => new Promise((resolve) => (noted = resolve));
    const next = await rig.station();
    const answer = next.heartbeat();
    await pause(50);
    expect(rig.desk.log).toEqual(['open', 'close 1008']);
    noted();
    expect(await answer).toMatchObject([3, 'h', {}]);
    rig.desk.onClose = async () => undefined;
  });

  it('C-05 the late end of the replaced one changes nothing', async () => {
    await open();
    const old = await rig.rawStation();
    const next = await rig.station();
    await until(() => rig.desk.seats.length === 2);
    old.destroy();
    await pause(50);
    expect(rig.gateway.connections()).toMatchObject([
      { connectionId: rig.desk.seats[1]?.opening.connectionId, open: true },
    ]);
    expect(await next.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seats.map((seat) => seat.endings)).toEqual([1, 0]);
  });

  it('C-05 what the replaced one still says is not heard', async () => {
    await open();
    const old = await rig.rawStation();
    const next = await rig.station();
    await next.heartbeat();
    old.write(clientFrame(1, '[2,"ghost","Heartbeat",{}]'));
    old.write(clientFrame(2, 'ghost'));
    await pause(50);
    expect(await next.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seats.map((seat) => [seat.frames.length, seat.endings])).toEqual([
      [0, 1],
      [2, 0],
    ]);
    expect(rig.gateway.counters.messages.in).toMatchObject({ call: 2, binary: 0 });
  });

  it('C-01 wins when the old one shows no life, and what it said meanwhile is not lost', async () => {
    await open();
    await rig.station('CP1', { autoPong: false });
    const next = await rig.station('CP1', elsewhere);
    next.ws.send('[2,"early","Heartbeat",{}]');
    expect(rig.gateway.counters.connections).toMatchObject({ open: 1, contending: 1 });
    await pause(100);
    expect(rig.desk.seats).toHaveLength(1);
    expect(await next.next()).toMatchObject([3, 'early', {}]);
    expect(rig.desk.seats[0]?.ending).toMatchObject({ code: '1006', side: 'broker', reason: 'replaced' });
    expect(rig.gateway.counters.connections).toEqual({ opening: 0, open: 1, contending: 0 });
  });

  it('C-01 wins at once when the old one breaks while it is asked', async () => {
    await open({ contestMs: 60_000 });
    const old = await rig.rawStation();
    const next = await rig.station('CP1', elsewhere);
    old.destroy();
    expect(await next.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seats[0]?.ending).toMatchObject({ code: '1006', side: 'unknown', reason: 'lost' });
  });

  it('C-03 from elsewhere is refused while the old one lives, and listed', async () => {
    await open();
    const old = await rig.station();
    const next = await rig.station('CP1', elsewhere);
    next.ws.send('[2,"x","Heartbeat",{}]');
    expect(await next.closed).toEqual({ code: 1008, reason: 'another connection of this station is alive' });
    expect(next.received).toEqual([]);
    expect(rig.desk.refusals).toMatchObject([
      { cause: 'second.connection', key: { stationId: 1 }, attempt: { address: '127.0.0.2' }, protocol: 'ocpp1.6' },
    ]);
    expect(await old.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seats).toHaveLength(1);
  });

  it('C-03 a person lets the second one in, while it waits or when it comes again', async () => {
    await open({ contestMs: 60_000 });
    const old = await rig.station();
    await old.heartbeat();
    const next = await rig.station('CP1', { ...elsewhere, autoPong: true });
    await until(() => rig.gateway.counters.connections.contending === 1 || rig.desk.refusals.length === 1);
    rig.desk.seats[0]!.link.letIn('127.0.0.2');
    expect(await old.closed).toEqual({ code: 1008, reason: 'replaced by a new connection' });
    const again = rig.desk.refusals.length === 0 ? next : await rig.station('CP1', elsewhere);
    expect(await again.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seat.opening.address).toBe('127.0.0.2');
    expect(rig.desk.seats[0]!.ending).toMatchObject({ code: '1008', reason: 'replaced' });
    // The permission was for that connection: the former one does not get in again by it.
    const back = await rig.station('CP1');
    expect((await back.closed).reason).toBe('another connection of this station is alive');
  });

  it('C-03 a person lets in who waits while the old one is asked', async () => {
    await open({ contestMs: 60_000 });
    const old = await rig.station('CP1', { autoPong: false });
    await old.heartbeat();
    const next = await rig.station('CP1', elsewhere);
    await until(() => rig.gateway.counters.connections.contending === 1);
    rig.desk.seats[0]!.link.letIn('127.0.0.3');
    await pause(30);
    expect(rig.gateway.counters.connections.contending).toBe(1);
    rig.desk.seats[0]!.link.letIn('127.0.0.2');
    expect((await old.closed).code).toBe(1008);
    expect(await next.heartbeat()).toMatchObject([3, 'h', {}]);
  });

  it('C-03 on profile 0 is a contest even from the same address', async () => {
    await open();
    rig.desk.admission = async ({ identity }) => ({
      admitted: true,
      key: rig.desk.keyOf(identity),
      adopted: true,
      securityProfile: 0,
    });
    const old = await rig.station('CP1', { password: null });
    const next = await rig.station('CP1', { password: null });
    expect((await next.closed).code).toBe(1008);
    expect(await old.heartbeat()).toMatchObject([3, 'h', {}]);
  });

  it('C-03 a checked password replaces at once who came in unchecked, however alive, and never the other way round', async () => {
    await open({ contestMs: 60_000 });
    rig.desk.admission = async ({ identity, credentials }) => ({
      admitted: true,
      key: rig.desk.keyOf(identity),
      adopted: true,
      securityProfile: credentials === undefined ? 0 : 1,
      proven: credentials !== undefined,
    });
    const squatter = await rig.station('CP1', { password: null });
    await squatter.heartbeat();
    const station = await rig.station('CP1', elsewhere);
    expect(await squatter.closed).toEqual({ code: 1008, reason: 'replaced by a new connection' });
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seats.map(({ opening }) => opening.proven)).toEqual([false, true]);
    const back = await rig.station('CP1', { password: null });
    expect((await back.closed).reason).toBe('another connection of this station is alive');
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
  });

  it('C-03 the holder can prove its life while it is held back', async () => {
    await open();
    const old = await rig.station();
    await old.heartbeat('first');
    rig.desk.pressure = 1;
    await old.heartbeat('second');
    const next = await rig.station('CP1', elsewhere);
    expect((await next.closed).code).toBe(1008);
    rig.desk.pressure = 0;
    expect(await old.heartbeat('third')).toMatchObject([3, 'third', {}]);
  });

  it('C-03 the newest challenger takes the older one’s place, in the time that runs already', async () => {
    await open();
    await rig.station('CP1', { autoPong: false });
    const second = await rig.station('CP1', elsewhere);
    const third = await rig.station('CP1', { localAddress: '127.0.0.3' });
    expect(await second.closed).toMatchObject({ code: 1008, reason: 'replaced by a new connection' });
    expect(await third.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.seat.opening.address).toBe('127.0.0.3');
  });

  it('C-03 a challenger that gives up leaves the holder in peace', async () => {
    await open();
    const old = await rig.station('CP1', { autoPong: false });
    const next = await rig.station('CP1', elsewhere);
    next.ws.close();
    await pause(500);
    expect(await old.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.gateway.counters.connections.contending).toBe(0);
  });

  it('CON-3 two equal devices do not push each other out for ever', async () => {
    await open();
    let holder = await rig.station();
    for (let i = 0; i < 5; i++) holder = await rig.station();
    for (let i = 0; i < 3; i++) {
      const { reason } = await (await rig.station()).closed;
      expect(reason).toBe('another connection of this station is alive');
    }
    expect(await holder.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.refusals).toHaveLength(3);
    expect(rig.gateway.counters.takeovers.replaced).toBe(5);
    expect(rig.gateway.connections()).toHaveLength(1);
  });

  it('C-06 commands under way fail as replaced, and an answer to them on the new connection is nothing', async () => {
    await open();
    const old = await rig.station();
    await until(() => rig.desk.seats.length === 1);
    const command = rig.desk.seat.link.send({ kind: 'clearCache' }, Date.now() + 10_000);
    const failure = command.catch((error: unknown) => error);
    const [, id] = await old.next();
    const next = await rig.station();
    expect(await failure).toMatchObject({ id: 'station.offline', detail: 'connection replaced' });
    next.ws.send(`[3,"${id}",{"status":"Accepted"}]`);
    await next.heartbeat();
    expect(rig.desk.seat.frames[0]).toMatchObject({ kind: 'stray', outcome: 'answer.unexpected' });
    await expect(rig.desk.seats[0]?.link.send({ kind: 'clearCache' }, Date.now() + 1000)).rejects.toMatchObject({
      id: 'station.offline',
    });
  });

  it('a station whose connection is still being opened can come again', async () => {
    await open();
    let release = () => {};
    rig.desk.onOpen = () => new Promise((resolve) => (release = resolve));
    const old = await rig.station();
    const next = await rig.station();
    expect((await old.closed).code).toBe(1008);
    rig.desk.onOpen = async () => undefined;
    release();
    expect(await next.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(rig.desk.log).toEqual(['open', 'close 1008', 'open']);
  });
});

describe('a limit of connections for one operator', () => {
  it('C-08 counts a station once, however often it comes back, dead or alive; a place that is free is taken', async () => {
    await open({ connectionsPerOperator: 2, contestMs: 60 });
    const other = await rig.station('OTHER');
    let last = await rig.station('CP1', { autoPong: false });
    expect(await rig.status('THIRD')).toBe(503);
    expect(rig.desk.refusals).toMatchObject([{ cause: 'connections.full', key: { operatorId: 1 } }]);
    for (let i = 0; i < 20; i++) {
      // From the same place, from elsewhere over one that is dead, and from elsewhere in vain.
      const next = await rig.station('CP1', i % 2 === 0 ? {} : { ...elsewhere, autoPong: false });
      await next.heartbeat();
      last = next;
      if (i % 2 === 0) last.ws.terminate();
    }
    await rig.station('OTHER', elsewhere).then((one) => one.closed);
    expect(await other.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(await rig.status('THIRD')).toBe(503);
    last.ws.terminate();
    await until(() => rig.gateway.connections().length === 1);
    expect(await (await rig.station('THIRD')).heartbeat()).toMatchObject([3, 'h', {}]);
    expect(await rig.status('FOURTH')).toBe(503);
  });
});
