import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

/** How the network is just now. Every field may be changed while connections go through it. */
export interface Weather {
  /** Each piece takes this long, ms, drawn anew each time. */
  latencyMs: readonly [from: number, to: number];
  /** Bytes per second in each direction. */
  bytesPerSecond: number;
  /** Chance of each piece to break its connection instead of arriving. */
  breakChance: number;
  /** What is sent at once arrives in pieces of so many bytes. */
  pieceBytes: number;
  /** Chance of a new connection not to come through. */
  refuseChance: number;
}

export const fair: Weather = {
  latencyMs: [0, 0],
  bytesPerSecond: Number.POSITIVE_INFINITY,
  breakChance: 0,
  pieceBytes: 65_536,
  refuseChance: 0,
};

export type Way = 'toServer' | 'toStation';

export interface BadNetwork {
  readonly port: number;
  readonly weather: Weather;
  readonly connections: number;
  /** Nothing arrives any more that way (or both); the connections stay. */
  freeze(way?: Way): void;
  thaw(): void;
  /** The connections break: each side finds out when it writes or is told by a reset. */
  breakAll(): void;
  /** The receiver that way is told that nothing more will come; the other way works on. */
  halfClose(way: Way): void;
  stop(): Promise<void>;
}

/** A network between stations and a server, or that and its database, which is as bad as wanted: a TCP proxy on a free port of the loopback. */
export async function badNetwork(to: NetConnectOpts, random: Random): Promise<BadNetwork> {
  const weather = { ...fair };
  const frozen = new Set<Way>();
  const pairs = new Set<Record<Way, Socket>>();

  const carry = async (from: Socket, into: Socket, way: Way): Promise<void> => {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += weather.pieceBytes) {
        const piece = chunk.subarray(at, at + weather.pieceBytes);
        const ms = random.between(...weather.latencyMs) + (piece.length * 1000) / weather.bytesPerSecond;
        if (ms > 0) await sleep(ms);
        while (frozen.has(way) && !into.destroyed) await sleep(5);
        if (into.destroyed || random.chance(weather.breakChance)) throw new Error('broken');
        if (into.writable && !into.write(piece))
          await new Promise((resolve) => into.once('drain', resolve).once('close', resolve));
      }
    }
    into.end();
  };

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (station) => {
    station.on('error', ignore);
    if (random.chance(weather.refuseChance)) {
      station.resetAndDestroy();
      return;
    }
    const upstream = connect({ ...to, allowHalfOpen: true });
    const pair = { toServer: upstream, toStation: station };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      station.destroy();
      upstream.destroy();
    };
    upstream.on('error', ignore);
    void Promise.all([carry(station, upstream, 'toServer'), carry(upstream, station, 'toStation')]).then(end, end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as { port: number }).port,
    weather,
    get connections() {
      return pairs.size;
    },
    freeze(way) {
      for (const one of way === undefined ? (['toServer', 'toStation'] as const) : [way]) frozen.add(one);
    },
    thaw: () => frozen.clear(),
    breakAll() {
      for (const { toServer, toStation } of pairs) {
        toStation.resetAndDestroy();
        // Only TCP can reset.
        if ('path' in to) toServer.destroy();
        else toServer.resetAndDestroy();
      }
    },
    halfClose(way) {
      for (const pair of pairs) pair[way].end();
    },
    async stop() {
      frozen.clear();
      for (const { toServer, toStation } of pairs) {
        toServer.destroy();
        toStation.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ignore = (): void => {};
