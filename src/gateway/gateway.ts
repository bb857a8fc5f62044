import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Desk, Protocol, StationKey } from '../domain/ports.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Clock } from '../lib/time.ts';
import type { OcppVersion } from '../ocpp/table.ts';
import { createServers } from './compression.ts';
import type { GatewayContext } from './context.ts';
import { type GatewayCounters, type GatewayObserver, newCounters } from './counters.ts';
import { byUs } from './endings.ts';
import { isStationPath } from './endpoint.ts';
import { Holds } from './limits.ts';
import { Pings } from './pings.ts';
import { Poison } from './poison.ts';
import { Registry } from './registry.ts';
import { type GatewaySettings, gatewayDefaults } from './settings.ts';
import type { StationSocket } from './socket.ts';
import { Doorkeeper } from './upgrade.ts';
import { within } from './within.ts';

export interface GatewayOptions {
  readonly versions: readonly OcppVersion[];
  readonly desk: Desk;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly settings?: Partial<GatewaySettings>;
  readonly observe?: GatewayObserver;
  /** There is room for who is here, and for nobody else (F-10). */
  readonly crowded?: () => boolean;
  /** When given, its upgrades of `/ocpp/*` are taken; otherwise call `upgrade` for them. */
  readonly server?: Server;
}

export interface ConnectionView {
  readonly key: StationKey;
  readonly connectionId: string;
  readonly protocol: Protocol;
  readonly address: string;
  readonly open: boolean;
}

export interface StopOptions {
  /** Over how long the connections are closed, ms: all at once would bring all back at once. */
  readonly drainMs?: number;
  /** Longest wait for messages in hand and for the desk to note the endings, ms. */
  readonly graceMs?: number;
  /** 1012: we come back (default). 1001: this node goes for good. */
  readonly code?: 1001 | 1012;
}

export interface Gateway {
  /** A request to upgrade, for paths that `isStationPath` knows. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connections(): ConnectionView[];
  /** How many stations wait to be let in, 0 none to 1 as many as may. */
  readonly load: number;
  readonly counters: GatewayCounters;
  /** See `StationsContext.yieldPlace`. */
  readonly yieldPlace: Registry['yieldPlace'];
  /** No new connections; the ones there are answered what is in hand and closed, in random order. Resolves within drainMs + graceMs. */
  stop(options?: StopOptions): Promise<void>;
}

/** The station side of one HTTP server. */
export function createGateway(options: GatewayOptions): Gateway {
  const settings = { ...gatewayDefaults, ...options.settings };
  const context: GatewayContext = {
    desk: options.desk,
    clock: options.clock,
    newId: options.newId,
    log: options.log,
    settings,
    counters: newCounters(),
    pings: new Pings(settings.pingIntervalMs, settings.pingNetworks),
    holds: new Holds(),
    poison: new Poison(options.clock),
    observe: options.observe ?? { handled: () => {}, answered: () => {} },
    crowded: options.crowded ?? (() => false),
  };
  const webSockets = createServers(settings);
  const registry = new Registry(context);
  const versions = new Map(options.versions.map((version) => [version.protocol as string, version]));
  const door = new Doorkeeper(context, versions, registry, webSockets);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => door.upgrade(request, socket, head);
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (isStationPath(request.url)) upgrade(request, socket, head);
  };
  options.server?.on('upgrade', onUpgrade);

  return {
    upgrade,
    counters: context.counters,
    get load() {
      return door.load;
    },
    yieldPlace: (key, newcomer) => registry.yieldPlace(key, newcomer),
    connections: () => [...registry.sockets()].map(viewOf),
    stop: async ({ drainMs = 0, graceMs = 10_000, code = 1012 } = {}) => {
      door.close();
      for (const socket of registry.challengers()) socket.end(byUs(code, 'drain'), 'close');
      await retireAll(registry, drainMs, code);
      await settled(registry, graceMs);
      for (const socket of [...registry.sockets()]) socket.end(byUs(code, 'drain'), 'close');
      await within(registry.departed(), graceMs, 'Noting the endings').catch(() => undefined);
      context.pings.stop();
      context.holds.stop();
      options.server?.off('upgrade', onUpgrade);
      webSockets.close();
    },
  };
}

const viewOf = (socket: StationSocket): ConnectionView => ({
  key: socket.key,
  connectionId: socket.connectionId,
  protocol: socket.protocol,
  address: socket.claimant.address,
  open: socket.life === 'open',
});

const stepMs = 50;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Retires all in random order, evenly over the time given; each goes on working until its turn. */
async function retireAll(registry: Registry, drainMs: number, code: 1001 | 1012): Promise<void> {
  const sockets = shuffled([...registry.sockets()]);
  const steps = Math.max(1, Math.floor(drainMs / stepMs));
  const perStep = Math.ceil(sockets.length / steps);
  for (let from = 0; from < sockets.length; from += perStep) {
    for (const socket of sockets.slice(from, from + perStep)) socket.retire(code);
    if (from + perStep < sockets.length) await pause(stepMs);
  }
}

/** Waits until the last message in hand is answered, or the time is up. */
async function settled(registry: Registry, graceMs: number): Promise<void> {
  for (let waited = 0; registry.size > 0 && waited < graceMs; waited += stepMs) await pause(stepMs);
}

function shuffled<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
