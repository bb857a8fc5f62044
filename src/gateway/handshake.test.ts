import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pause, TestRig, until } from './test-rig.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await new TestRig().start();
});
afterEach(() => rig.stop());

describe('a station that may come in', () => {
  it('S-01 is let in with user name equal to the identity in the URL', async () => {
    const station = await rig.station('CP1');
    expect(station.ws.protocol).toBe('ocpp1.6');
    expect(rig.desk.attempts[0]).toMatchObject({
      identity: 'CP1',
      address: '127.0.0.1',
      secure: false,
      credentials: { user: 'CP1', password: 'secret' },
    });
    expect(await station.heartbeat()).toMatchObject([3, 'h', { currentTime: expect.any(String) }]);
    expect(rig.desk.seat.opening).toMatchObject({ protocol: 'ocpp1.6', address: '127.0.0.1', securityProfile: 1 });
  });

  it('S-02 has its identity percent-decoded', async () => {
    await rig.station('RDAM%7C123');
    expect(rig.desk.attempts[0]).toMatchObject({ identity: 'RDAM|123', credentials: { user: 'RDAM|123' } });
  });

  it('names its operator in the path where there are several', async () => {
    await rig.station('north/CP1', { user: 'CP1' });
    expect(rig.desk.attempts[0]).toMatchObject({ operator: 'north', identity: 'CP1' });
  });

  it.each([
    [['ocpp2.1', 'ocpp2.0.1', 'ocpp1.6'], 'ocpp2.1'],
    [['ocpp1.6', 'ocpp2.1'], 'ocpp1.6'],
    [['ocpp2.0', 'ocpp2.0.1'], 'ocpp2.0.1'],
  ])('W-16 gets the first of %j that we speak', async (protocols, chosen) => {
    const station = await rig.station('1.6', { protocols });
    expect(station.ws.protocol).toBe(chosen);
    expect(rig.desk.seat.link.protocol).toBe(chosen);
  });
});

describe('a station that may not', () => {
  it.each([
    ['a wrong password', 'CP1', { password: 'guess' }, 'password.wrong'],
    ['no credentials', 'CP1', { password: null }, 'password.missing'],
    ['another user name', 'CP1', { user: 'CP2' }, 'identity.mismatch'],
    ['the identity in another case', 'CP1', { user: 'cp1' }, 'identity.mismatch'],
  ])('S-02 is refused with 401 on the upgrade: %s', async (_, path, options, cause) => {
    expect(await rig.status(path, options)).toBe(401);
    expect(rig.desk.refusals).toMatchObject([{ cause, key: { stationId: 1 }, attempt: { address: '127.0.0.1' } }]);
    expect(rig.desk.seats).toHaveLength(0);
    expect(rig.gateway.counters.authFailures).toEqual({ [cause]: 1 });
  });

  it.each([
    ['a colon in the identity', 'a%3Ab', 401],
    ['an identity of 49 characters', 'x'.repeat(49), 401],
    ['no such place', 'a/b/c', 404],
  ])('S-02 is refused before anybody is asked: %s', async (_, path, status) => {
    expect(await rig.status(path, { user: 'x' })).toBe(status);
    expect(rig.desk.attempts).toHaveLength(0);
  });

  it.each([404, 503] as const)('gets the status that the desk says: %d', async (httpStatus) => {
    rig.desk.admission = async () => ({ admitted: false, cause: 'inbox.full', httpStatus });
    expect(await rig.status('CP1')).toBe(httpStatus);
  });

  it('is asked to come back when the desk fails or does not answer', async () => {
    rig.desk.admission = async () => Promise.reject(new Error('no database'));
    expect(await rig.status('CP1')).toBe(503);
    expect(rig.gateway.counters.overloaded).toBe(1);
  });

  it('S-03 speaks no version of ours: handshake without subprotocol, then closed, no state', async () => {
    const socket = rig.raw(
      'GET /ocpp/CP1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.2, ocpp1.5\r\n\r\n',
    );
    const bytes: Buffer[] = [];
    socket.on('data', (chunk) => bytes.push(chunk));
    await new Promise((resolve) => socket.once('close', resolve));
    const all = Buffer.concat(bytes);
    const [head] = all.toString('latin1').split('\r\n\r\n');
    expect(head).toContain('101 Switching Protocols');
    expect(head?.toLowerCase()).not.toContain('sec-websocket-protocol');
    expect(all.subarray(Buffer.byteLength(`${head}\r\n\r\n`, 'latin1')).subarray(0, 4)).toEqual(
      Buffer.from([0x88, 24, 1002 >> 8, 1002 & 0xff]),
    );
    expect(rig.desk.attempts).toHaveLength(0);
    expect(rig.desk.seats).toHaveLength(0);
    expect(rig.desk.refusals).toMatchObject([{ cause: 'protocol.unknown', protocol: 'ocpp1.2, ocpp1.5' }]);
  });

  it('does not reach the desk when it is no WebSocket handshake', async () => {
    const socket = rig.raw(
      'GET /ocpp/CP1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect(first.toString()).toContain('400 Bad Request');
    expect(rig.desk.attempts).toHaveLength(0);
  });
});

describe('guessing', () => {
  it('S-02 is answered 429 beyond ten a minute, and a correct password is let through all the same', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++) statuses.push(await rig.status('CP1', { password: `guess ${i}` }));
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
    expect(rig.desk.refusals.at(-1)).toMatchObject({ cause: 'rate.exceeded', key: { stationId: 1 } });
    expect(await rig.status('CP1')).toBe(101);
    expect(await rig.status('CP2', { password: 'typo' })).toBe(401);
  });

  it('side by side is not served beyond a few', async () => {
    for (let i = 0; i < 11; i++) await rig.status('CP1', { password: 'guess' });
    const before = rig.desk.attempts.length;
    let release = () => {};
    const gate = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    rig.desk.admission = () => gate;
    const statuses = Array.from({ length: 20 }, () => rig.status('CP1', { password: 'guess' }));
    await until(() => rig.desk.refusals.length >= 11 + 16);
    expect(rig.desk.attempts.length - before).toBe(4);
    release();
    expect(await Promise.all(statuses)).toEqual(Array(20).fill(429));
  });

  it('C-04 does not touch the connection that is there', async () => {
    const station = await rig.station('CP1');
    let pinged = 0;
    station.ws.on('ping', () => pinged++);
    expect(await rig.status('CP1', { password: 'guess' })).toBe(401);
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
    expect(pinged).toBe(0);
    expect(rig.desk.seat.ending).toBeUndefined();
  });
});

describe('slow handshakes', () => {
  it('W-18 half a request and a silent one are answered 408 and closed', async () => {
    const half = rig.raw('GET /ocpp/CP1 HTTP/1.1\r\nHost: x\r\nUpg');
    const silent = rig.raw('');
    const dripping = rig.raw('GET /ocpp/CP1 HTTP/1.1\r\nX: ');
    const drip = setInterval(() => dripping.write('x'), 500);
    dripping.on('error', () => undefined);
    const said = await Promise.all(
      [half, silent, dripping].map((one) => new Promise<Buffer>((resolve) => one.once('data', resolve))),
    );
    clearInterval(drip);
    for (const text of said) expect(text.toString()).toContain('408 Request Timeout');
    expect(rig.desk.attempts).toHaveLength(0);
  }, 15_000);

  it('W-18 is about headers: a body that takes longer than a handshake may is read to its end', async () => {
    rig.server.on('request', (request, response) => request.on('end', () => response.end('whole')).resume());
    const upload = rig.raw('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na');
    const said = new Promise<Buffer>((resolve) => upload.once('data', resolve));
    await pause(7000);
    upload.write('b');
    expect((await said).toString()).toContain('200 OK');
  }, 15_000);

  it('F-06 more handshakes than can be decided at once are asked to come back', async () => {
    await rig.stop();
    rig = await new TestRig({ maxAdmitting: 2 }).start();
    let release = () => {};
    const gate = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    rig.desk.admission = () => gate;
    const waiting = [rig.status('A'), rig.status('B')];
    await until(() => rig.desk.attempts.length === 2);
    expect(await rig.status('C')).toBe(503);
    release();
    expect(await Promise.all(waiting)).toEqual([101, 101]);
    rig.desk.admission = async () => undefined;
    expect(await rig.status('C')).toBe(101);
  });

  it('F-10 while memory is short nobody new comes in, and who is here goes on', async () => {
    const station = await rig.station('HERE');
    rig.crowded = true;
    expect(await rig.status('NEW')).toBe(503);
    expect(await station.heartbeat()).toMatchObject([3, 'h', {}]);
    rig.crowded = false;
    expect(await rig.status('NEW')).toBe(101);
  });

  it('a station that goes while it is being decided leaves nothing', async () => {
    let release = () => {};
    const gate = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    rig.desk.admission = () => gate;
    const ws = rig.dial('CP1');
    ws.on('error', () => undefined);
    await until(() => rig.desk.attempts.length === 1);
    ws.terminate();
    await pause(50);
    release();
    await pause(50);
    expect(rig.gateway.connections()).toHaveLength(0);
    expect(rig.desk.seats.every((seat) => seat.ending !== undefined)).toBe(true);
  });
});
