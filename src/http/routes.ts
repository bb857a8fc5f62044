import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, HTTPMethods, RouteOptions } from 'fastify';
import { Failure } from '../lib/errors.ts';
import type { Auth } from './auth.ts';
import { bearerOf } from './callers.ts';
import type { Caller, Raw, Request, RouteContract, Slice } from './contract.ts';
import type { Idempotency } from './idempotency.ts';
import { noStrain, type Strain, shed } from './shedding.ts';
import { routeVeil } from './veil.ts';

export const apiBase = '/api/v1';

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** Serves every route of every slice as its contract says. */
export function serveSlices(
  app: FastifyInstance,
  slices: readonly Slice[],
  auth: Auth,
  strain: () => Strain = () => noStrain,
  idempotency?: Idempotency,
): void {
  app.decorateRequest('caller', undefined);
  for (const slice of slices) {
    for (const [name, contract] of Object.entries(slice.contract)) {
      const handler = slice.handlers[name];
      if (!handler) throw new Error(`Slice ${slice.name} does not implement its route ${name}.`);
      const veil = routeVeil(contract);
      const route: RouteOptions = {
        method: contract.method as HTTPMethods,
        url: apiBase + contract.url,
        schema: schemaOf(slice.name, name, contract),
        // Before the body is read: who may not ask gets no word about what they asked.
        onRequest: async (request, reply) => {
          shed(contract.shed, strain);
          await admit(auth, contract, request, reply);
        },
        handler: async (request, reply) => {
          veil.question(request.caller, request.query, request.body);
          const work = async () => veil.reply(request.caller, await handler(requestFor(request, reply)));
          if (idempotency !== undefined && mayRepeat(contract, request))
            return once(idempotency, work, contract, request, reply);
          const answer = await work();
          if (contract.produces !== undefined) return sendRaw(reply, contract.produces, answer as Raw);
          reply.header('cache-control', 'no-store');
          return contract.reply === undefined ? reply.code(204).send() : reply.send(answer);
        },
      };
      if (contract.consumes === undefined) app.route(route);
      else serveStream(app, contract.consumes, route);
    }
  }
}

/** What creates or commands, asked with a key: done once, however often it is asked (http/idempotency.ts). */
const mayRepeat = (contract: RouteContract, request: FastifyRequest): boolean =>
  contract.method === 'POST' &&
  contract.consumes === undefined &&
  contract.produces === undefined &&
  request.caller !== undefined &&
  request.headers['idempotency-key'] !== undefined;

async function once(
  idempotency: Idempotency,
  work: () => Promise<unknown>,
  contract: RouteContract,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { operatorId, userId } = request.caller!;
  const status = contract.reply === undefined ? 204 : 200;
  const { body, again } = await idempotency.once(
    {
      operatorId,
      userId,
      key: String(request.headers['idempotency-key']),
      method: contract.method,
      url: request.url,
      body: request.body,
    },
    async () => {
      const answer = await work();
      return { status, body: contract.reply === undefined ? '' : String(reply.code(status).serialize(answer)) };
    },
  );
  reply.code(status).header('cache-control', 'no-store');
  if (again) reply.header('idempotency-replayed', 'true');
  if (contract.reply === undefined) return reply.send();
  return reply
    .type('application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(body);
}

/** A route whose body is a file: in a scope of its own, so that no other route is ever given a stream. */
function serveStream(app: FastifyInstance, type: string, route: RouteOptions): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
    scope.route({ ...route, config: { longBody: true } });
  });
}

/** Throws unless the caller may use this route; public routes learn who asks as well, if it is known. */
export async function admit(
  auth: Auth,
  contract: Pick<RouteContract, 'right' | 'whileViewing'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const resolved = await auth.callers.resolve(request.headers, request.ip);
  if (resolved) {
    request.caller = resolved.caller;
    if (resolved.session && resolved.session.cookies.length > 0)
      reply.header('set-cookie', [...resolved.session.cookies]);
  }
  const { right } = contract;
  if (right === 'public') return;
  if (!resolved) {
    reply.header('www-authenticate', 'Bearer realm="voltyard"');
    const key = bearerOf(request.headers) !== undefined;
    throw new Failure(
      'session.missing',
      key ? 'This API key is not valid, or no longer.' : 'Sign in, or send an API key.',
    );
  }
  if (right !== 'member' && !resolved.caller.rights.has(right)) {
    const { role, roleName = role } = resolved.caller;
    throw new Failure('right.missing', `The role ${roleName} does not have the right ${right}.`);
  }
  if (resolved.caller.viewing && request.method !== 'GET' && contract.whileViewing !== true)
    throw new Failure(
      'state.conflict',
      'You look at the console as somebody else: end that before you change anything.',
    );
  await seesStation(auth, request, resolved.caller);
}

/** A station of another entity is a station that does not exist (RGT-3): nothing tells the two apart. */
async function seesStation(auth: Auth, request: FastifyRequest, caller: Caller): Promise<void> {
  if (caller.entities === undefined) return;
  const { stationId } = (request.params ?? {}) as { stationId?: unknown };
  if (stationId === undefined) return;
  const id = Number(stationId);
  if (Number.isSafeInteger(id) && id > 0 && id < 2 ** 31 && !(await auth.callers.sees(caller, id)))
    throw new Failure('thing.unknown', `There is no station ${id}.`);
}

const requestFor = (request: FastifyRequest, reply: FastifyReply): Request<RouteContract> =>
  ({
    caller: request.caller,
    params: request.params,
    query: request.query,
    body: request.body,
    headers: request.headers,
    address: request.ip,
    setHeader: (name: string, value: string | string[]) => {
      reply.header(name, value);
    },
  }) as unknown as Request<RouteContract>;

function sendRaw(reply: FastifyReply, type: string, { raw, headers = {} }: Raw): FastifyReply {
  return reply
    .type(type)
    .headers({ 'cache-control': 'private, no-cache', ...headers })
    .send(raw);
}

function schemaOf(slice: string, name: string, contract: RouteContract): FastifySchema {
  const { params, query, body, reply, right, tag, summary } = contract;
  const success = reply ?? { type: 'null', description: 'Done' };
  return {
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    response: contract.produces === undefined ? { [reply ? 200 : 204]: success } : {},
    tags: [tag],
    summary,
    operationId: `${slice}.${name}`,
    description:
      right === 'public'
        ? 'Needs no session.'
        : right === 'member'
          ? 'For every member.'
          : `Needs the right \`${right}\`.`,
    ...(right === 'public' ? { security: [] } : {}),
  } as FastifySchema;
}
