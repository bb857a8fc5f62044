import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createOutside } from './outside.ts';

const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
const ask = createOutside({ privateAddresses: true, timeoutMs: 2000 });

it('asks and gives what came', async () => {
  const url = await serve(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.end(`${request.method} ${request.headers['content-type']} ${Buffer.concat(parts)}`);
  });
  const reply = await ask({ url, post: { type: 'text/plain', body: 'hello' }, mostBytes: 100 });
  expect('body' in reply && reply.body.toString()).toBe('POST text/plain hello');
});

it('A-20 too much, a redirection, an error, silence: none of it is an answer', async () => {
  let elsewhere = 0;
  const url = await serve((request, response) => {
    if (request.url === '/big') response.end(Buffer.alloc(1001));
    else if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end();
    else if (request.url === '/elsewhere') response.end(String(++elsewhere));
    else if (request.url === '/broken') response.socket!.destroy();
    else if (request.url === '/half') response.writeHead(200, { 'content-length': '9' }).write('x');
  });
  const fault = async (path: string) => ask({ url: url + path, mostBytes: 1000 });
  expect(await fault('/big')).toEqual({ fault: 'tooBig' });
  expect(await fault('/moved')).toEqual({ fault: 'refused' });
  expect(elsewhere).toBe(0);
  expect(await fault('/broken')).toEqual({ fault: 'silent' });
  expect(await Promise.all([fault('/never'), fault('/half')])).toEqual([{ fault: 'silent' }, { fault: 'silent' }]);
  expect(await ask({ url: 'http://127.0.0.1:1/', mostBytes: 9 })).toEqual({ fault: 'silent' });
});

it('who asks may give up before', async () => {
  const url = await serve(() => {});
  const giving = new AbortController();
  const asked = ask({ url, mostBytes: 9, signal: giving.signal });
  giving.abort();
  expect(await asked).toEqual({ fault: 'silent' });
});

it('addresses that stations name lead outside, and nowhere else', async () => {
  const outsideOnly = createOutside({ privateAddresses: false });
  const url = await serve((_, response) => response.end('secret'));
  const port = new URL(url).port;
  for (const inside of [
    url,
    `http://localhost:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://2130706433:${port}/`,
    'http://169.254.169.254/latest/meta-data/',
    'http://10.1.2.3/',
    'http://[fd00::1]/',
    'file:///etc/passwd',
    'ldap://directory/cn=ca',
    'http://user:password@example.org/',
    'no address',
  ])
    expect(await outsideOnly({ url: inside, mostBytes: 100 }), inside).toEqual({ fault: 'address' });
});

it('so many at once, and no more wait than it can bear', async () => {
  let running = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const url = await serve((_, response) => {
    most = Math.max(most, ++running);
    waiting.push(() => {
      running--;
      response.end('x');
    });
  });
  const few = createOutside({ privateAddresses: true, atOnce: 2 });
  const asked = Array.from({ length: 23 }, () => few({ url, mostBytes: 9 }));
  const letGo = setInterval(() => waiting.shift()?.(), 5);
  const replies = await Promise.all(asked);
  clearInterval(letGo);
  expect(replies.filter((reply) => 'fault' in reply)).toEqual([{ fault: 'busy' }]);
  expect(most).toBe(2);
});
