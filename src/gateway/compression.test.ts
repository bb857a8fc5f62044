import { deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { GatewaySettings } from './settings.ts';
import { clientFrame, TestRig, until } from './test-rig.ts';

let rig: TestRig;
const open = async (settings: Partial<GatewaySettings> = {}): Promise<TestRig> =>
  (rig = await new TestRig(settings).start());
afterEach(() => rig?.stop());

const headers = { authorization: `Basic ${Buffer.from('CP1:secret').toString('base64')}` };

/** What the server takes of this offer. */
async function taken(protocol: string, offer: string): Promise<string> {
  const ws = new WebSocket(`ws://127.0.0.1:${rig.port}/ocpp/CP1`, [protocol], {
    headers: { ...headers, 'sec-websocket-extensions': offer },
    perMessageDeflate: false,
  });
  return new Promise((resolve) => {
    // A client of this library that offered nothing itself breaks off when something is taken: the answer tells all the same.
    ws.on('error', () => undefined);
    ws.on('upgrade', (response) => {
      resolve(String(response.headers['sec-websocket-extensions'] ?? ''));
      ws.terminate();
    });
    ws.on('unexpected-response', (_request, response) => resolve(`HTTP ${response.statusCode}`));
  });
}

/** The first 0x88 frame on the wire. */
const closeCode = (socket: import('node:net').Socket): Promise<number> =>
  new Promise((resolve) => {
    socket.on('data', (chunk) => {
      if (chunk[0] === 0x88) resolve(chunk.readUInt16BE(2));
    });
  });

const ours = 'server_no_context_takeover; client_no_context_takeover';

describe('compression', () => {
  it.each([
    ['ocpp1.6', 'permessage-deflate; client_max_window_bits', ''],
    ['ocpp2.0.1', 'permessage-deflate', `permessage-deflate; ${ours}; server_max_window_bits=9`],
    [
      'ocpp2.1',
      'permessage-deflate; client_max_window_bits',
      `permessage-deflate; client_max_window_bits=10; ${ours}; server_max_window_bits=9`,
    ],
    [
      'ocpp2.1',
      'permessage-deflate; client_max_window_bits=9',
      `permessage-deflate; client_max_window_bits=9; ${ours}; server_max_window_bits=9`,
    ],
    [
      'ocpp2.0.1',
      'permessage-deflate; server_max_window_bits=12',
      `permessage-deflate; server_max_window_bits=9; ${ours}`,
    ],
    // What cannot be taken is left, and never a reason to refuse the station.
    ['ocpp2.1', 'permessage-deflate; server_max_window_bits=8', ''],
    ['ocpp2.1', 'permessage-deflate; x=1', ''],
    ['ocpp2.1', 'x-webkit-deflate-frame', ''],
    ['ocpp2.1', ';;=,', ''],
  ])('W-17 %s offering %j', async (protocol, offer, expected) => {
    await open();
    const parts = (text: string) => text.split('; ').sort();
    expect(parts(await taken(protocol, offer))).toEqual(parts(expected));
  });

  it('W-17 a station that compresses is understood, and answered compressed where that saves something', async () => {
    await open();
    const ws = new WebSocket(`ws://127.0.0.1:${rig.port}/ocpp/CP1`, ['ocpp2.0.1'], {
      headers,
      perMessageDeflate: { threshold: 0 },
    });
    const answers: string[] = [];
    ws.on('message', (data) => answers.push(data.toString()));
    await new Promise((resolve) => ws.once('open', resolve));
    expect(ws.extensions).toContain('permessage-deflate');
    for (let i = 0; i < 3; i++) {
      ws.send(`[2,"a${i}","Heartbeat",{}]`);
      await until(() => answers.length === i + 1);
      expect(JSON.parse(answers[i]!)).toMatchObject([3, `a${i}`, {}]);
    }
    void rig.desk.seat.link
      .send({ kind: 'dataTransfer', vendorId: 'v', data: 'abc'.repeat(5000) }, Date.now() + 10_000)
      .catch(() => undefined);
    await until(() => answers.length === 4);
    expect(JSON.parse(answers[3]!)[3].data).toBe('abc'.repeat(5000));
    const { bytesRead } = (ws as unknown as { _socket: { bytesRead: number } })._socket;
    expect(bytesRead).toBeLessThan(3000);
    ws.terminate();
  });

  it('W-01 W-17 a bomb of 50 MB is cut at the limit: 1009, in bounded memory', async () => {
    await open();
    const bomb = deflateRawSync(Buffer.alloc(50 * 1024 * 1024, 0x20));
    const socket = await rig.rawStation('CP1', {
      protocol: 'ocpp2.1',
      extensions: 'permessage-deflate; client_max_window_bits',
    });
    const code = closeCode(socket);
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 1);
    // Below the limit of a frame as it is sent: in fragments, and all of them one message.
    const size = 60_000;
    for (let at = 0; at < bomb.length; at += size) {
      const opcode = at === 0 ? 0x41 : 0;
      socket.write(clientFrame(opcode, bomb.subarray(at, at + size), { fin: at + size >= bomb.length }));
    }
    expect(await code).toBe(1009);
    await until(() => rig.desk.seat.ending !== undefined);
    clearInterval(watch);
    expect(rig.desk.seat.ending).toMatchObject({ code: '1009', side: 'broker', reason: 'tooBig' });
    expect(most - before).toBeLessThan(10 * 1024 * 1024);
  });
});
