import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { registerAjvFormats } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type pg from 'pg';
import type { Bus } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Clock } from '../lib/time.ts';
import type { Auth } from './auth.ts';
import { hurryBodies } from './bodies.ts';
import { serveConsole } from './console.ts';
import type { Slice } from './contract.ts';
import { serveEvents } from './events.ts';
import { guardPages } from './headers.ts';
import { type Readiness, serveHealth } from './health.ts';
import { createIdempotency } from './idempotency.ts';
import type { Metrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { checkOrigins } from './origin.ts';
import { handleErrors } from './problem.ts';
import { serveSlices } from './routes.ts';
import type { Strain } from './shedding.ts';
import { compileCheck } from './validate.ts';

export interface AppSettings {
  /** People reach us by https, here or at a proxy. */
  readonly secure: boolean;
  /** The address people use, where a proxy changes the Host header. */
  readonly publicUrl?: string | undefined;
  /** Whose X-Forwarded-For is believed; empty: nobody's. */
  readonly trustedProxies?: readonly string[];
  readonly version: string;
}

export interface AppOptions {
  readonly slices: readonly Slice[];
  readonly auth: Auth;
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly log: Log;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly settings: AppSettings;
  /** False: this node serves health and figures only, no console and no API. */
  readonly api?: boolean;
  /** The built console; absent: API only. */
  readonly consoleDir?: string | undefined;
  readonly ready: () => Promise<Readiness>;
  /** Everything is there that the program starts with; absent: always. */
  readonly started?: () => boolean;
  readonly metrics: Metrics;
  /** Addresses beside the API: where stations bring files and fetch them. */
  readonly transfers?: (app: FastifyInstance) => void;
  /** How the server fares; absent: always well. */
  readonly strain?: () => Strain;
  /** The server that also carries the stations' sockets: gets the request handler, gives the server. */
  readonly createServer?: (handler: (request: IncomingMessage, response: ServerResponse) => void) => Server;
}

/** So many requests may wait for a connection to the database; more would only wait in vain (F-02). */
const mostWaiting = 200;

/** The whole HTTP side, ready to listen. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { slices, auth, pool, bus, log, clock, newId, settings, consoleDir, ready, metrics, transfers, createServer } =
    options;
  const { started = () => true } = options;
  const proxies = settings.trustedProxies ?? [];
  registerAjvFormats();
  const app = fastify({
    logger: false,
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    ...(createServer ? { serverFactory: createServer } : {}),
  } satisfies FastifyServerOptions as FastifyServerOptions).withTypeProvider<TypeBoxTypeProvider>() as unknown as FastifyInstance;

  app.setValidatorCompiler(compileCheck);
  // Only JSON comes in: a form or a text from another site is not even read.
  app.removeContentTypeParser('text/plain');
  handleErrors(app, { log, clock, newId });
  app.addHook('onResponse', async (request, reply) => {
    metrics.request(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
  });
  app.addHook('onRequest', async (request) => {
    if (pool.waitingCount >= mostWaiting && request.url.startsWith('/api/'))
      throw new Failure('server.busy', 'Too many requests wait for the database. Try again in a moment.');
  });
  hurryBodies(app);
  await guardPages(app, settings.secure);
  checkOrigins(app, settings.publicUrl);
  if (options.api === false) {
    serveHealth(app, { ready, started, metrics });
    await app.ready();
    return app;
  }
  await describeApi(app, settings.version);
  serveHealth(app, { ready, started, metrics });
  serveSlices(app, slices, auth, options.strain, createIdempotency({ pool, clock }));
  serveEvents(app, { auth, bus, pool, log });
  transfers?.(app);
  await serveConsole(app, consoleDir);
  await app.ready();
  return app;
}
