import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { profileOf } from './profile.ts';
import { createRandom } from './random.ts';
import { simulate } from './station.ts';

const server = createServer();
const sockets = new WebSocketServer({ noServer: true });
const connected: WebSocket[] = [];
/** Lets the handshake that waits go on. */
let letIn: (() => void) | undefined;
let knocked: Promise<void>;

beforeAll(async () => {
  knocked = new Promise((resolve) => {
    server.on('upgrade', (request, socket, head) => {
      letIn = () => sockets.handleUpgrade(request, socket, head, (ws) => void connected.push(ws));
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  for (const socket of connected) socket.terminate();
  server.close();
});

it('a station that is stopped while it connects stays away: stop ends when nothing comes any more', async () => {
  const simulation = simulate({
    profile: profileOf(0, 'ocpp1.6', createRandom(1), 'STOP'),
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ocpp`,
    cards: [],
    seed: 1,
    meterSeconds: 10,
    pace: 1,
    pauseSeconds: 60,
    faultChance: 0,
    dropChance: 0,
  });
  void simulation.start();
  await knocked;
  let over = false;
  const stopped = simulation.stop().then(() => {
    over = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(over).toBe(false);
  const said: string[] = [];
  letIn!();
  connected[0]!.on('message', (data) => said.push(String(data)));
  const gone = new Promise((resolve) => connected[0]!.once('close', resolve));
  await stopped;
  expect(await gone).toBe(1000);
  expect(said).toEqual([]);
  expect(simulation.connected).toBe(false);
});
