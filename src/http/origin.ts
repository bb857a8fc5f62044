import type { FastifyInstance } from 'fastify';
import { Failure } from '../lib/errors.ts';
import { bearerOf } from './callers.ts';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Every change must come from our own pages: its Origin is the host it was sent to, or the address that the
 * operator of the server named. A machine with an API key has no origin and no cookies; it is judged by its key alone.
 */
export function checkOrigins(app: FastifyInstance, publicUrl: string | undefined): void {
  const named = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  app.addHook('onRequest', async (request) => {
    if (harmless.has(request.method) || !request.url.startsWith('/api/')) return;
    if (bearerOf(request.headers) !== undefined) return;
    const { origin } = request.headers;
    const host = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : undefined;
    if (host === undefined || host === '' || (host !== request.headers.host && host !== named)) {
      throw new Failure(
        'origin.foreign',
        'Changes are taken from the console itself or with an API key, not from other sites.',
      );
    }
  });
}
