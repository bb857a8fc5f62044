import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { type TProperties, Type } from 'typebox';
import type { Bus, Happened, StationKey } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Auth } from './auth.ts';
import type { Caller } from './contract.ts';
import { type Channel, createChannel } from './live-channel.ts';
import { createListener, type Listener } from './live-listener.ts';
import { admit, apiBase } from './routes.ts';

const gatherMs = 100;
const liveMs = 1000;
const lookMs = 5000;
const heartbeatMs = 15_000;
const mostListeners = 2000;

export interface EventsOptions {
  readonly auth: Auth;
  readonly bus: Bus;
  readonly pool: pg.Pool;
  readonly log: Log;
}

const query: TProperties = { station: Type.Optional(Type.Integer({ minimum: 1, maximum: 2147483647 })) };

/**
 * Live events over HTTP (server-sent events): what happened after its commit, to the pages of the operator it happened to.
 * What a page misses it fetches again after `hello` or `resync`; nothing is kept here for those who are away.
 */
export function serveEvents(app: FastifyInstance, { auth, bus, pool, log }: EventsOptions): void {
  /** By operator, and for those who see some entities only by those. */
  const channels = new Map<string, ScopedChannel>();
  const listeners = new Set<Listener>();

  // For every message of every station: without a list of its own.
  const hear = (happened: Happened) => {
    const { operatorId, stationId } = happened.key;
    for (const channel of channels.values())
      if (channel.operatorId === operatorId && (channel.sees === undefined || channel.sees.has(stationId)))
        channel.add(happened);
  };
  const stopHearing = bus.onHappened(hear, {
    interest: () => ({
      operators: new Set([...channels.values()].map(({ operatorId }) => operatorId)),
      stations: [...channels.values()].flatMap((channel) =>
        channel.watched().map((key) => `${key.operatorId}.${key.stationId}`),
      ),
    }),
    heard: hear,
    missed: (operators) => {
      const told = operators && new Set(operators);
      for (const channel of channels.values()) if (told === undefined || told.has(channel.operatorId)) channel.resync();
    },
  });
  const timers = [
    setInterval(() => {
      for (const channel of channels.values()) channel.flush();
    }, gatherMs),
    setInterval(() => {
      for (const listener of listeners) listener.beat();
    }, heartbeatMs),
    setInterval(() => {
      for (const channel of channels.values()) for (const key of channel.watched()) void tellLive(channel, key);
      for (const listener of listeners) void recheck(listener);
    }, liveMs),
    setInterval(() => {
      for (const channel of channels.values()) void look(channel);
    }, lookMs),
  ];
  for (const timer of timers) timer.unref();

  /** Which stations somebody of some entities sees changes now and then: who got one more is told to fetch again. */
  const look = async (channel: ScopedChannel) => {
    if (channel.entities === undefined) return;
    try {
      const seen = new Set(await stationsOf(pool, channel.operatorId, channel.entities));
      const same = seen.size === channel.sees?.size && [...seen].every((id) => channel.sees?.has(id));
      channel.sees = seen;
      if (!same) channel.resync();
    } catch (error) {
      log.debug({ err: error }, 'The stations of an entity were not to be had');
    }
  };

  const asking = new Set<number>();
  const tellLive = async (channel: Channel, key: StationKey) => {
    if (asking.has(key.stationId)) return;
    asking.add(key.stationId);
    try {
      const reply = await bus.ask(key, { kind: 'live' });
      if (reply.kind === 'live') channel.live(key.stationId, reply.live);
    } catch (error) {
      log.debug({ err: error }, 'Live values were not to be had');
    } finally {
      asking.delete(key.stationId);
    }
  };

  // A session that ended, or now works for another operator, hears nothing more within about a second.
  const recheck = async (listener: Listener) => {
    const resolved = await auth.callers.resolve(listener.headers, listener.address).catch(() => undefined);
    const { caller } = resolved ?? {};
    if (caller === undefined || channelOf(caller) !== listener.channel || !caller.rights.has('stations.see'))
      return listener.end();
    if (listener.station !== undefined && !(await auth.callers.sees(caller, listener.station).catch(() => false)))
      listener.end();
  };

  app.route({
    method: 'GET',
    url: `${apiBase}/events`,
    exposeHeadRoute: false,
    schema: {
      querystring: Type.Object(query),
      tags: ['Live events'],
      operationId: 'events.listen',
      summary:
        'Server-sent events: what changes, as it changes; with `station` also its exchanges and values of the moment',
      description:
        'Needs the right `stations.see`. Events: hello, changed, frames, live, resync. After hello and resync fetch again what is on the screen.',
      response: { 200: { content: { 'text/event-stream': { schema: { type: 'string' } } } } },
    },
    onRequest: (request, reply) => admit(auth, { right: 'stations.see' }, request, reply),
    handler: async (request, reply) => {
      const caller = request.caller!;
      const { station } = request.query as { station?: number };
      if (listeners.size >= mostListeners) throw new Failure('queue.full', 'Too many pages listen already.');
      if (station !== undefined) await mustExist(pool, auth, caller, station);
      reply.hijack();
      const response: ServerResponse = reply.raw;
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      const name = channelOf(caller);
      const known = channels.get(name);
      const channel = known ?? scopedChannel(caller);
      channels.set(name, channel);
      if (known === undefined) await look(channel);
      const listener = createListener({
        response,
        channel: name,
        station,
        headers: request.headers,
        address: request.ip,
      });
      listeners.add(listener);
      channel.join(listener);
      response.on('close', () => {
        listeners.delete(listener);
        channel.leave(listener);
        if (channel.size === 0) channels.delete(name);
      });
      listener.send({
        kind: 'hello',
        operatorId: caller.operatorId,
        ...(station === undefined ? {} : { stationId: station }),
      });
    },
  });

  app.addHook('preClose', async () => {
    stopHearing();
    for (const timer of timers) clearInterval(timer);
    for (const listener of listeners) listener.end();
  });
}

interface ScopedChannel extends Channel {
  readonly operatorId: number;
  readonly entities: readonly number[] | undefined;
  /** The stations they see; undefined: all. */
  sees: ReadonlySet<number> | undefined;
}

const channelOf = ({ operatorId, entities }: Caller): string => `${operatorId}.${entities ?? 'all'}`;

const scopedChannel = ({ operatorId, entities }: Caller): ScopedChannel =>
  Object.assign(createChannel(operatorId), { operatorId, entities, sees: entities && new Set<number>() });

async function stationsOf(pool: pg.Pool, operatorId: number, entities: readonly number[]): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM stations WHERE operator_id = $1 AND entity_id = ANY($2)',
    [operatorId, entities],
  );
  return rows.map(({ id }) => id);
}

async function mustExist(pool: pg.Pool, auth: Auth, caller: Caller, stationId: number): Promise<void> {
  const { rowCount } = await pool.query('SELECT 1 FROM stations WHERE operator_id = $1 AND id = $2', [
    caller.operatorId,
    stationId,
  ]);
  if (rowCount === 0 || !(await auth.callers.sees(caller, stationId)))
    throw new Failure('thing.unknown', 'There is no such station here.');
}
