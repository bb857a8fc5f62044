import { EventEmitter } from 'node:events';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { spreadHandshakes } from './handshakes.ts';

class FakeSocket extends EventEmitter {
  destroyed = false;
  destroy(): void {
    this.destroyed = true;
  }
}

function door(options: { begunPerTurn?: number; longestMs?: number } = {}) {
  const server = new EventEmitter();
  const begun: FakeSocket[] = [];
  server.on('connection', (socket: FakeSocket) => begun.push(socket));
  let now = 0;
  const handshakes = spreadHandshakes(server as unknown as Server, { monotonic: () => now }, options);
  const come = (count: number): FakeSocket[] =>
    Array.from({ length: count }, () => {
      const socket = new FakeSocket();
      server.emit('connection', socket as unknown as Socket);
      return socket;
    });
  return { begun, handshakes, come, pass: (ms: number) => (now += ms) };
}

it('F-06 handshakes of a crowd are begun in order, a few in each turn of the loop', async () => {
  const { begun, handshakes, come } = door({ begunPerTurn: 4 });
  const crowd = come(10);
  expect(begun).toEqual([]);
  const seen: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    seen.push(begun.length);
  }
  expect(seen).toEqual([4, 8, 10]);
  expect(begun).toEqual(crowd);
  expect(handshakes.waiting).toBe(0);
});

it('F-06 who went away or waited too long is not begun, and takes nobody the turn', async () => {
  const { begun, come, pass } = door({ begunPerTurn: 2, longestMs: 1_000 });
  const late = come(1)[0]!;
  pass(1_001);
  const [gone, first, second] = come(3);
  gone!.emit('error', new Error('ECONNRESET'));
  gone!.destroy();
  await nextTurn();
  expect(begun).toEqual([first, second]);
  expect(late.destroyed).toBe(true);
  // Nothing of ours stays with those who came in.
  expect(first!.listenerCount('error')).toBe(0);
});
