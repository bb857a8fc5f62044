import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../lib/errors.ts';
import { minute } from '../lib/time.ts';
import { boundaryOf, firstFile } from './form.ts';
import { attachment, harmlessName, nameInDisposition, unescaped } from './names.ts';
import type { Download, DownloadDesk, Receipt, UploadDesk } from './ports.ts';
import { readToken } from './token.ts';

export interface TransferRoutesOptions {
  readonly uploads: UploadDesk;
  readonly downloads: DownloadDesk;
  /** A sender that sends nothing for so long is hung up on, ms. */
  readonly patienceMs?: number;
}

const unknown = () => new Failure('thing.unknown', 'There is nothing at this address, or no longer.');

/**
 * Where stations put files and fetch them: `/files/<token>/<name>`. No listing, no reading of what was brought, no word about what is
 * not there. The token is in no log: routes are logged by their pattern.
 */
export function serveTransfers(app: FastifyInstance, options: TransferRoutesOptions): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies are streams of any kind and any length; the desk says when it is enough.
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.route({
      method: ['PUT', 'POST'],
      url: '/files/*',
      config: { longBody: true },
      schema: { hide: true },
      handler: (request, reply) => take(request, reply, options),
    });
    scope.route({
      method: ['GET', 'HEAD'],
      url: '/files/*',
      schema: { hide: true },
      handler: (request, reply) => give(request, reply, options.downloads),
    });
  });
}

const tokenIn = (request: FastifyRequest) => readToken((request.params as { '*': string })['*']);

async function take(
  request: FastifyRequest,
  reply: FastifyReply,
  { uploads, patienceMs = minute }: TransferRoutesOptions,
): Promise<unknown> {
  const address = tokenIn(request);
  // RFC 9110 section 14.4: a part of a file is not taken for the whole.
  if (request.headers['content-range'] !== undefined) {
    close(request, reply);
    throw new Failure('request.invalid', 'Files are taken whole: send it from its beginning, without Content-Range.');
  }
  if (address === undefined || !(await uploads.expects(address.token))) {
    close(request, reply);
    throw unknown();
  }
  const { raw } = request;
  raw.socket.setTimeout(patienceMs, () => raw.destroy(new Error('The sender fell silent.')));
  try {
    const { name, content } = await fileIn(request);
    const length = Number(request.headers['content-length']);
    const receipt = await uploads.receive(address.token, {
      name: harmlessName(unescaped(address.rest)) ?? harmlessName(name),
      size:
        Number.isSafeInteger(length) && boundaryOf(request.headers['content-type']) === undefined ? length : undefined,
      content,
      from: request.ip,
    });
    raw.socket?.setTimeout(0);
    return answer(request, reply, receipt);
  } catch (error) {
    close(request, reply);
    throw error;
  }
}

async function fileIn({ raw, headers }: FastifyRequest) {
  const boundary = boundaryOf(headers['content-type']);
  if (boundary !== undefined) return firstFile(raw, boundary);
  return { name: nameInDisposition(headers['content-disposition']), content: raw as AsyncIterable<Uint8Array> };
}

function answer(request: FastifyRequest, reply: FastifyReply, receipt: Receipt): FastifyReply {
  if (!request.raw.complete) close(request, reply);
  switch (receipt) {
    case 'stored':
    case 'same':
      return reply.code(200).header('cache-control', 'no-store').type('text/plain').send('');
    case 'taken':
      throw new Failure('state.conflict', 'Another file was brought to this address already; it is kept.');
    case 'empty':
      throw new Failure('request.invalid', 'The file is empty: nothing was taken, the address may be used again.');
    case 'unknown':
    case 'over':
      throw unknown();
  }
}

/** What was not read must not be taken for the next request; it is read away for a moment, so that the answer is heard. */
function close({ raw }: { raw: IncomingMessage }, reply: FastifyReply): void {
  reply.header('connection', 'close');
  raw.resume();
}

async function give(request: FastifyRequest, reply: FastifyReply, downloads: DownloadDesk): Promise<FastifyReply> {
  const address = tokenIn(request);
  const file = address && (await downloads.find(address.token));
  if (file === undefined) throw unknown();
  const tag = `"${file.sha256}"`;
  reply
    .header('cache-control', 'private, no-store')
    .header('accept-ranges', 'bytes')
    .header('etag', tag)
    .header('content-disposition', attachment(file.name))
    .header('x-content-type-options', 'nosniff')
    .type('application/octet-stream');
  const range = rangeOf(request, file, tag);
  if (range === 'outside') {
    return reply.code(416).header('content-range', `bytes */${file.size}`).type('text/plain').send('');
  }
  if (range !== undefined) {
    reply.code(206).header('content-range', `bytes ${range.from}-${range.to}/${file.size}`);
    reply.header('content-length', range.to - range.from + 1);
  } else reply.header('content-length', file.size);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(await file.read(range));
}

/** One range, as stations use to go on with a download that broke (RFC 9110 section 14.2). Anything else is given whole. */
function rangeOf({ headers }: FastifyRequest, { size }: Download, tag: string) {
  const { range } = headers;
  const condition = headers['if-range'];
  if (range === undefined || (condition !== undefined && condition !== tag)) return undefined;
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range);
  if (found === null || (found[1] === '' && found[2] === '')) return undefined;
  const [from, to] =
    found[1] === ''
      ? [Math.max(0, size - Number(found[2])), size - 1]
      : [Number(found[1]), found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1)];
  return from > to ? 'outside' : { from, to };
}
