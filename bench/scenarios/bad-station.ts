import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, memoryOf } from '../cpu.ts';
import { type Connected, connectAll, type Driven, type Load, newLoad, percentile } from '../driver.ts';
import { type Flood, flood } from '../flood.ts';
import { mix16 } from '../scripts.ts';
import { card } from './mix.ts';
import type { Scenario } from './scenario.ts';

/** Messages per second of the bad one. */
const rate = 5_000;
/** So long a well-behaved station does nothing between two calls: the server is at work, and not at its limit. */
const thinkMs = 250;

interface Calm {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly callsPerSecond: number;
}

async function listen(load: Load, seconds: number): Promise<Calm> {
  load.latencies.length = 0;
  load.measuring = true;
  await sleep(seconds * 1_000);
  load.measuring = false;
  const sorted = load.latencies.toSorted((a, b) => a - b);
  const of = (share: number) => Number(percentile(sorted, share).toFixed(1));
  return { p50Ms: of(0.5), p99Ms: of(0.99), maxMs: of(1), callsPerSecond: Math.round(sorted.length / seconds) };
}

/** Handshakes that begin and go no further (W-18). */
function halfOpen(url: string, count: number): Socket[] {
  const { hostname, port } = new URL(url);
  return Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write('GET /ocpp/SLOW HTTP/1.1\r\nHost: x\r\nUpg');
    return socket;
  });
}

/**
 * One bad station among well-behaved ones (W-18, W-19): how much of it the others notice. Each kind of harm is measured against the
 * same stations just before it, because a shared machine is not the same from minute to minute.
 */
export const badStation: Scenario = async ({ product, password, stations, seconds }) => {
  const load = newLoad();
  const others: Driven[] = Array.from({ length: stations - 1 }, (_, index) => ({
    identity: `BENCH-${index + 1}`,
    password,
    protocol: 'ocpp1.6',
    script: mix16(card),
    pauseMs: thinkMs,
  }));
  const connected: Connected[] = await connectAll(product.url, others, load);
  for (const one of connected) one.run();
  await sleep(5_000);

  const bad = `BENCH-${stations}`;
  const meter = (n: number) =>
    `[2,"f${n}","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"${new Date().toISOString()}","sampledValue":[{"value":"${n}"}]}]}]`;
  const harms: Record<string, () => { stop(): Promise<unknown>; readonly told: () => object }> = {
    'valid messages': () => flooding(flood(product.url, bad, password, rate, meter)),
    'handshakes that go no further': () => {
      const sockets = halfOpen(product.url, rate);
      return {
        told: () => ({ sockets: sockets.length }),
        stop: async () => {
          for (const socket of sockets) socket.destroy();
        },
      };
    },
    // Last: twenty of them in a minute, and then too many connections, and it is kept out.
    'no OCPP at all': () => flooding(flood(product.url, bad, password, rate, () => 'rubbish')),
  };
  const figures: Record<string, object> = {};
  for (const [name, begin] of Object.entries(harms)) {
    const without = await listen(load, seconds);
    const [cpu, memory] = [cpuOf(product.pid), memoryOf(product.pid)];
    const harm = begin();
    const during = await listen(load, seconds);
    figures[name] = {
      without,
      during,
      ratioP99: Number((during.p99Ms / without.p99Ms).toFixed(2)),
      cpuShare: Number(((cpuOf(product.pid) - cpu) / (seconds * 1_000)).toFixed(2)),
      memoryGrewMiB: Math.round((memoryOf(product.pid) - memory) / 1_048_576),
      ...harm.told(),
    };
    await harm.stop();
    await sleep(2_000);
  }
  for (const one of connected) one.end();
  return { stations, wantedPerSecond: rate, errors: load.errors, figures };
};

const flooding = (one: Flood) => ({
  told: () => ({ sent: one.sent, answered: one.answered, ended: one.ended }),
  stop: () => one.stop(),
});
