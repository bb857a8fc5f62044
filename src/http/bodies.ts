import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body is a stream that may take long; whoever reads it sees to it that it moves on. */
    longBody?: boolean;
  }
}

/**
 * The server waits long for a body, because files come over slow lines; ordinary bodies have to be there in `withinMs`, so that nobody
 * holds a connection by dripping into it.
 */
export function hurryBodies(app: FastifyInstance, withinMs = 30_000): void {
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers;
    if (routeOptions.config?.longBody === true || (length === undefined && encoding === undefined)) return;
    const late = setTimeout(() => raw.destroy(), withinMs);
    late.unref();
    const over = () => clearTimeout(late);
    raw.once('end', over).once('close', over);
  });
}
