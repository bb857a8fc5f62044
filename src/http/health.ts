import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

export interface Readiness {
  readonly ready: boolean;
  /** What is missing, one word each, e.g. `database`, `draining`. */
  readonly missing: readonly string[];
}

/** For those who run the server: does the loop turn, is the start over, may traffic come, and the figures. */
export function serveHealth(
  app: FastifyInstance,
  { ready, started, metrics }: { ready: () => Promise<Readiness>; started: () => boolean; metrics: Metrics },
): void {
  app.get('/livez', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ live: true }),
  );
  // Until then nobody should take a slow start (a migration, a recovery) for a death.
  app.get('/startupz', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .code(started() ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ started: started() }),
  );
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const state = await ready().catch(() => ({ ready: false, missing: ['database'] }));
    return reply
      .code(state.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(state);
  });
  // Figures are for the machine itself and its own collectors, not for whoever reaches the console.
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isLoopback(request.socket.remoteAddress) || request.headers['x-forwarded-for'] !== undefined)
      return reply.callNotFound();
    const { body, type } = await metrics.text();
    return reply.header('cache-control', 'no-store').type(type).send(body);
  });
}

const isLoopback = (address: string | undefined): boolean =>
  address === undefined || address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
