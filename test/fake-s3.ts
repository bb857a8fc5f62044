import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const s3Keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'not/a+secret', region: 'eu-test-1' } as const;

export interface FakeS3 {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  /** Uploads in parts that were begun and neither completed nor given up. */
  readonly open: () => number;
  readonly requests: string[];
  /** The next answers are this: to be taken for a store in trouble. */
  fail(times: number, status: number, code: string): void;
  /** It takes every request and answers none; or it begins to answer, and goes no further. Absent: as ever. */
  hang(how?: 'silent' | 'halfway'): void;
  readonly connections: () => Promise<number>;
  /** Every connection breaks. */
  drop(): void;
  close(): Promise<void>;
}

/** An S3 on loopback, bucket in the path, that checks every signature (AWS Signature Version 4) and every checksum of a body. */
export async function fakeS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const requests: string[] = [];
  const failing = { times: 0, status: 0, code: '' };
  let hanging: 'silent' | 'halfway' | undefined;

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces);
      if (hanging === 'silent') return;
      const { status, text = '', bytes, headers = {} } = answer(request, body);
      if (hanging === 'halfway') {
        response.writeHead(status, { ...headers, 'content-length': 1000 });
        response.write((bytes ?? Buffer.from(text)).subarray(0, 3));
        return;
      }
      response.writeHead(status, { ...headers, 'content-length': bytes?.length ?? Buffer.byteLength(text) });
      response.end(request.method === 'HEAD' ? undefined : (bytes ?? text));
    });
  });

  const answer = (request: IncomingMessage, body: Buffer): Answer => {
    const url = new URL(request.url!, 'http://x');
    requests.push(`${request.method} ${request.url}`);
    const fault = faultOf(request, url, body);
    if (fault !== undefined) return error(403, fault);
    if (failing.times > 0) {
      failing.times--;
      return error(failing.status, failing.code);
    }
    const [, bucket, ...rest] = url.pathname.split('/');
    if (bucket !== 'bucket') return error(404, 'NoSuchBucket');
    const key = decodeURIComponent(rest.join('/'));
    const query = url.searchParams;
    const uploadId = query.get('uploadId');
    switch (request.method) {
      case 'POST':
        if (query.has('uploads')) {
          const id = randomBytes(8).toString('hex');
          uploads.set(id, new Map());
          return { status: 200, text: `<X><UploadId>${id}</UploadId></X>` };
        }
        return complete(uploadId!, key, body.toString());
      case 'PUT': {
        const tag = `"${createHash('md5').update(body).digest('hex')}"`;
        if (uploadId === null) objects.set(key, body);
        else if (uploads.has(uploadId)) uploads.get(uploadId)!.set(Number(query.get('partNumber')), body);
        else return error(404, 'NoSuchUpload');
        return { status: 200, headers: { etag: tag } };
      }
      case 'DELETE':
        if (uploadId === null) objects.delete(key);
        else uploads.delete(uploadId);
        return { status: 204 };
      default:
        if (query.get('list-type') === '2') return list(query);
        return deliver(key, request.headers.range);
    }
  };

  const complete = (id: string, key: string, list: string): Answer => {
    const parts = uploads.get(id);
    if (parts === undefined) return error(404, 'NoSuchUpload');
    const named = [...list.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>(.*?)<\/ETag>/g)];
    const wrong = named.some(([, number, tag]) => {
      const part = parts.get(Number(number));
      return part === undefined || tag !== `"${createHash('md5').update(part).digest('hex')}"`;
    });
    // As S3 does: the status is sent before it knows.
    if (wrong || named.length !== parts.size) return { status: 200, text: '<Error><Code>InvalidPart</Code></Error>' };
    objects.set(key, Buffer.concat(named.map(([, number]) => parts.get(Number(number))!)));
    uploads.delete(id);
    return { status: 200, text: '<X><ETag>"whole"</ETag></X>' };
  };

  const list = (query: URLSearchParams): Answer => {
    const after = query.get('continuation-token') ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
    const page = keys.slice(0, 3);
    const more = keys.length > page.length;
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)!.length}</Size></Contents>`,
    );
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    return { status: 200, text: `<L><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</L>` };
  };

  const deliver = (key: string, range: string | undefined): Answer => {
    const bytes = objects.get(key);
    if (bytes === undefined) return error(404, 'NoSuchKey');
    const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    if (asked === null) return { status: 200, bytes };
    return { status: 206, bytes: bytes.subarray(Number(asked[1]), asked[2] === '' ? undefined : Number(asked[2]) + 1) };
  };

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    open: () => uploads.size,
    requests,
    fail: (times, status, code) => Object.assign(failing, { times, status, code }),
    hang(how) {
      hanging = how;
    },
    drop: () => server.closeAllConnections(),
    connections: () => new Promise((done) => server.getConnections((_, count) => done(count))),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly bytes?: Buffer;
  readonly headers?: Record<string, string>;
}

const error = (status: number, code: string): Answer => ({ status, text: `<Error><Code>${code}</Code></Error>` });
const hex = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const sign = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The signature made anew from what came over the wire; the code of S3's refusal, or undefined when it is right. */
function faultOf(request: IncomingMessage, url: URL, body: Buffer): string | undefined {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/;
  const [, keyId, date, region, names, signature] = form.exec(request.headers.authorization ?? '') ?? [];
  if (keyId === undefined) return 'AccessDenied';
  if (keyId !== s3Keys.accessKeyId) return 'InvalidAccessKeyId';
  const sum = request.headers['x-amz-content-sha256'];
  if (sum !== hex(body)) return 'XAmzContentSHA256Mismatch';
  const signed = names!.split(';');
  if (!signed.includes('host') || !signed.includes('x-amz-content-sha256')) return 'AccessDenied';
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const path = url.pathname
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
  const headers = signed.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  const canonical = [request.method, path, query.join('&'), headers, names, sum].join('\n');
  const at = String(request.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', at, `${date}/${region}/s3/aws4_request`, hex(canonical)].join('\n');
  const day = sign(`AWS4${s3Keys.secretAccessKey}`, date!);
  const key = sign(sign(sign(day, region!), 's3'), 'aws4_request');
  return at.startsWith(date!) && sign(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}
