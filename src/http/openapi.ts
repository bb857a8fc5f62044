import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { Problem } from './schema.ts';

type Operation = { responses?: Record<string, unknown>; parameters?: unknown[]; security?: unknown[] };

/** The API's description, made from the contracts (OpenAPI 3.1), and a page to read and try it. Must come before the routes. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Voltyard',
        version,
        description:
          'Everything the console does, it does through these routes. Lists go page by page: send the `next` of a page as `after`. Times are ISO 8601 in UTC, energy is Wh, power W. Errors are `application/problem+json`; their `type` is stable.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'voltyard.session_token' },
          key: { type: 'http', scheme: 'bearer', description: 'An API key: `vy_...`' },
        },
        schemas: { Problem: JSON.parse(JSON.stringify(Problem)) },
      },
      security: [{ session: [] }, { key: [] }],
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      const described = document.openapiObject;
      for (const path of Object.values(described.paths ?? {})) {
        for (const [method, operation] of Object.entries(path ?? {}) as [string, Operation][]) {
          if (operation?.responses) operation.responses.default = problemReply;
          // Public ones have no caller whose keys they could be.
          if (method === 'post' && operation.security?.length !== 0)
            operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
        }
      }
      return described;
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    uiConfig: { docExpansion: 'none', displayOperationId: true },
    theme: { title: 'Voltyard API' },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

const idempotencyKey = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', minLength: 16, maxLength: 255 },
  description:
    'The same request under the same key is done once within 24 hours, and answered the same: a UUID, for example.',
};

const problemReply = {
  description: 'Refused or failed',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
