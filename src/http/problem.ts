import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { Failure, type FailureId, failures } from '../lib/errors.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { isPassing } from '../lib/passing.ts';
import type { Clock } from '../lib/time.ts';
import type { Problem } from './schema.ts';

/** A request that does not fit its contract: which field, and what is wrong with it. */
export class InvalidRequest extends Failure {
  constructor(where: string, fields: Record<string, string>) {
    const [first] = Object.entries(fields);
    super('request.invalid', first ? `${where}: ${first[0] || 'it'} ${first[1]}.` : `The ${where} is not valid.`, {
      fields,
    });
  }
}

/** What fastify itself refuses before a handler runs. */
const refused: Readonly<Record<string, readonly [status: number, id: FailureId, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'request.invalid', 'The body is too large.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'request.invalid', 'Send application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'request.invalid', 'The body is empty; JSON is expected.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'request.invalid', 'The body is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'request.invalid', 'The length of the body is not what was announced.'],
};

/** PostgreSQL: character not in repertoire. Its texts have no U+0000. */
const unstorable = '22021';

/** What the socket to the database says. Others of its kind are of files, and a bug. */
const socketFaults = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
/** The database is not there, takes no writes just now, or is too slow (F-02): asking again may help. */
const isAway = (error: unknown): boolean => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  const away = typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? socketFaults.has(code) : isPassing(error);
  // The sign-in library wraps what it meets.
  return away || (cause !== undefined && isAway(cause));
};

export function problemOf(error: unknown): { problem: Problem; bug: boolean } {
  if (error instanceof Failure)
    return { problem: write(error.id, error.detail, error.status, error.fields), bug: false };
  const { code, statusCode } = error as FastifyError;
  const own = refused[code ?? ''];
  if (own) return { problem: write(own[1], own[2], own[0]), bug: false };
  if (code?.startsWith('FST_') && statusCode !== undefined && statusCode < 500) {
    return { problem: write('request.invalid', 'The request could not be read.', statusCode), bug: false };
  }
  if (code === unstorable) {
    return {
      problem: write('request.invalid', 'A text has a character in it that cannot be kept (U+0000).', 400),
      bug: false,
    };
  }
  if (isAway(error))
    return { problem: write('database.away', 'The database does not answer. Try again in a moment.', 503), bug: false };
  // SyntaxError of the JSON parser
  if (statusCode === 400) return { problem: write('request.invalid', 'The body is not JSON.', 400), bug: false };
  return {
    problem: {
      type: 'internal',
      title: 'Something went wrong on our side',
      status: 500,
      detail: 'The server hit a fault that it did not expect. It is in its log under the incident below.',
    },
    bug: true,
  };
}

const write = (id: FailureId, detail: string, status: number, fields?: Readonly<Record<string, string>>): Problem => ({
  type: id,
  title: failures[id].title,
  status,
  detail,
  ...(fields ? { fields: { ...fields } } : {}),
});

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 429 || problem.status === 503) {
    if (!reply.hasHeader('retry-after')) reply.header('retry-after', '5');
  }
  // Bytes: no schema of a reply must touch it.
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((text: unknown) => text as string)
    .send(JSON.stringify(problem));
}

/** Every error of every route leaves here. A bug is logged once, with an id; the answer tells nothing but the id. */
export function handleErrors(
  app: FastifyInstance,
  { log, clock, newId }: { log: Log; clock: Clock; newId: NewId },
): void {
  app.setErrorHandler((error, request, reply) => {
    const { problem, bug } = problemOf(error);
    if (bug) {
      const incident = newId(clock.now());
      log.error({ incident, err: error, method: request.method, route: request.routeOptions.url }, 'A request failed');
      return sendProblem(reply, { ...problem, incident });
    }
    if (error instanceof RateExceeded) reply.header('retry-after', String(error.retryAfterSeconds));
    return sendProblem(reply, problem);
  });
}

/** Too many attempts; says when the next one has a chance. */
export class RateExceeded extends Failure {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('rate.exceeded', `Too many attempts. Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
