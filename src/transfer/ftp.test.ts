import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../lib/errors.ts';
import { createLog } from '../lib/log.ts';
import { createFtp, type Ftp } from './ftp.ts';
import type { Upload } from './ports.ts';
import { ftpLogin, newToken, readToken } from './token.ts';

const token = newToken(7).text;
const full = newToken(7).text;
const taken: { token: string; upload: Upload; content: string }[] = [];
let ftp: Ftp;
let port: number;
const passive = { from: 41_200, to: 41_219 };

beforeAll(async () => {
  ftp = createFtp({
    uploads: {
      expects: async (given) => given === token || given === full,
      receive: async (given, upload) => {
        if (given === full) throw new Failure('storage.full', 'full');
        const pieces: Uint8Array[] = [];
        for await (const piece of upload.content) pieces.push(piece);
        taken.push({ token: given, upload, content: Buffer.concat(pieces).toString() });
        return pieces.length === 0 ? 'empty' : 'stored';
      },
    },
    log: createLog('silent'),
    host: '127.0.0.1',
    port: 0,
    passive,
    patienceMs: 2_000,
  });
  port = await ftp.start();
});
afterAll(() => ftp.stop());

/** An FTP client as small as those in stations. */
async function dial() {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let held = '';
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  socket.on('data', (text) => {
    held += text;
    const parts = held.split('\r\n');
    held = parts.pop()!;
    // The lines between the first and the last of a long answer say nothing here.
    for (const line of parts.filter((one) => /^\d{3} /.test(one))) (waiting.shift() ?? ((l) => lines.push(l)))(line);
  });
  const next = () =>
    new Promise<string>((resolve) => {
      const line = lines.shift();
      if (line !== undefined) resolve(line);
      else waiting.push(resolve);
    });
  const say = (line: string) => {
    socket.write(`${line}\r\n`);
    return next();
  };
  expect(await next()).toMatch(/^220/);
  const signIn = async (of = token) => {
    const { user, password } = ftpLogin(of);
    expect(await say(`USER ${user}`)).toMatch(/^331/);
    return say(`PASS ${password}`);
  };
  const data = async (): Promise<Socket> => {
    const [, high, low] = /,(\d+),(\d+)\)$/.exec(await say('PASV'))!;
    const open = connect(Number(high) * 256 + Number(low), '127.0.0.1');
    await once(open, 'connect');
    return open;
  };
  return { socket, say, next, signIn, data };
}

describe('FTP for old stations', () => {
  it('DIA-1 A-09 takes a file from who has the login of one request', async () => {
    const client = await dial();
    expect(await client.signIn()).toMatch(/^230/);
    for (const line of ['SYST', 'TYPE I', 'CWD logs', 'PWD', 'MKD logs', 'FEAT', 'NOOP', 'OPTS UTF8 ON'])
      expect(await client.say(line), line).toMatch(/^2/);
    const data = await client.data();
    expect(await client.say('STOR ../../etc/diag.log')).toMatch(/^150/);
    data.end('content of the log');
    expect(await client.next()).toMatch(/^226/);
    expect(taken.at(-1)).toMatchObject({
      token,
      content: 'content of the log',
      upload: { name: 'diag.log', from: '127.0.0.1' },
    });
    expect(await client.say('QUIT')).toMatch(/^221/);
  });

  it('also by extended passive mode, and through a range of its own ports only', async () => {
    const client = await dial();
    await client.signIn();
    const chosen = Number(/\|\|\|(\d+)\|/.exec(await client.say('EPSV'))![1]);
    expect(chosen).toBeGreaterThanOrEqual(passive.from);
    expect(chosen).toBeLessThanOrEqual(passive.to);
    const data = connect(chosen, '127.0.0.1');
    await once(data, 'connect');
    await client.say('STOR a');
    data.end('x');
    expect(await client.next()).toMatch(/^226/);
    client.socket.destroy();
  });

  it('A-09 gives nothing out and connects to nobody', async () => {
    const client = await dial();
    await client.signIn();
    for (const line of [
      'PORT 127,0,0,1,0,80',
      'EPRT |1|127.0.0.1|80|',
      'RETR diag.log',
      'LIST',
      'NLST',
      'MLSD',
      'SIZE diag.log',
      'DELE diag.log',
      'RNFR a',
      'APPE a',
      'SITE CHMOD 777 a',
      'AUTH TLS',
      'ABRACADABRA',
      '',
    ])
      expect(await client.say(line), line).toMatch(/^502/);
    expect(await client.say('STOR without-a-port')).toMatch(/^425/);
    client.socket.destroy();
  });

  it('A-09 knows nobody else: wrong logins are hung up on', async () => {
    const client = await dial();
    expect(await client.say('STOR x')).toMatch(/^530/);
    expect(await client.say('PASV')).toMatch(/^530/);
    for (const [user, password] of [
      ['anonymous', 'me@example.com'],
      ['root', 'root'],
    ]) {
      await client.say(`USER ${user}`);
      expect(await client.say(`PASS ${password}`)).toMatch(/^530/);
    }
    expect(await client.signIn(newToken(7).text)).toMatch(/^421/);
    await once(client.socket, 'close');
  });

  it('F-03 says when there is no room, and when a file is empty', async () => {
    const client = await dial();
    await client.signIn(full);
    const data = await client.data();
    await client.say('STOR a');
    data.on('error', () => {});
    data.end('x');
    expect(await client.next()).toMatch(/^452/);
    await client.signIn(token);
    const nothing = await client.data();
    await client.say('STOR a');
    nothing.end();
    expect(await client.next()).toMatch(/^550/);
    client.socket.destroy();
  });

  it('endless lines and silence are not waited for', async () => {
    const client = await dial();
    client.socket.write('x'.repeat(5000));
    expect(await client.next()).toMatch(/^500/);
    await once(client.socket, 'close');
    const silent = await dial();
    expect(await silent.next()).toMatch(/^421/);
    await once(silent.socket, 'close');
  });
});

it('a token is read with whatever a station put behind it', () => {
  expect(readToken(`${token}/a.log`)).toMatchObject({ token, operatorId: 7, rest: '/a.log' });
  expect(readToken(`${token}a.log`)).toMatchObject({ token });
  for (const text of ['', 'x', `7-${'g'.repeat(48)}`, `zzzzzz-${'0'.repeat(47)}`, `zzzzzzz-${'0'.repeat(48)}`])
    expect(readToken(text)).toBeUndefined();
});
