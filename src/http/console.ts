import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Failure } from '../lib/errors.ts';
import { problemOf, sendProblem } from './problem.ts';

/**
 * The console's files. Names under /assets carry a hash of their content and are kept for ever; the page itself is asked
 * for again each time. Ready-made .br and .gz files are sent where the browser takes them.
 */
export async function serveConsole(app: FastifyInstance, directory: string | undefined): Promise<void> {
  const built = directory !== undefined && existsSync(join(directory, 'index.html'));
  if (built) {
    await app.register(files, {
      root: directory,
      // Also for who takes no compressed files: a check of a load balancer, a tool.
      index: ['index.html'],
      wildcard: true,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const page =
      (request.method === 'GET' || request.method === 'HEAD') && request.headers.accept?.includes('text/html');
    const path = request.url.split('?')[0]!;
    if (page && !/^\/(api|ocpp|assets|livez|readyz|startupz|metrics)(\/|$)/.test(path)) {
      if (built) return reply.sendFile('index.html');
      return sendProblem(
        reply,
        problemOf(new Failure('thing.unknown', 'The console is not built here: run `npm run build`.')).problem,
      );
    }
    return sendProblem(
      reply,
      problemOf(new Failure('thing.unknown', `There is no ${request.method} ${path.slice(0, 200)} here.`)).problem,
    );
  });
}
