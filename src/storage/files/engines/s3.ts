import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { Failure } from '../../../lib/errors.ts';
import { second } from '../../../lib/time.ts';
import { checkedKey, type FileStore, missingFile, type PutOptions, type StoredFile } from '../file-store.ts';
import { measured } from '../measured.ts';

export interface S3Options {
  readonly bucket: string;
  /** Keys begin with it; ends with a slash, or is empty. */
  readonly prefix: string;
  readonly region: string;
  /** Absent: Amazon's own. With one the bucket stands in the path, as MinIO, Ceph and Garage want it. */
  readonly endpoint?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Bytes of one part, the memory that one upload takes. S3 wants at least 5 MiB. */
  readonly partBytes?: number;
  /** How long one request may take until its answer begins, and how long a file that is read may pause, ms. */
  readonly patienceMs?: number;
}

const usualPart = 8 * 1024 * 1024;
/** 10,000 parts is S3's bound; they grow, so that a file may have about 5 TiB. */
const partOf = (number: number, partBytes: number) => partBytes * 2 ** Math.floor(number / 1_000);

/** Files in a bucket of S3 or of whatever speaks its protocol. Content is sent in parts with checksums, a part in memory at a time. */
export function s3Files(options: S3Options): FileStore {
  const { bucket, prefix, region, endpoint, partBytes = usualPart, patienceMs = 60 * second } = options;
  const root =
    endpoint === undefined
      ? `https://${bucket}.s3.${region}.amazonaws.com`
      : `${endpoint.replace(/\/$/, '')}/${bucket}`;
  const place = `s3://${bucket}/${prefix}`;
  const aws = new AwsClient({
    accessKeyId: options.accessKeyId,
    secretAccessKey: options.secretAccessKey,
    ...(options.sessionToken !== undefined && { sessionToken: options.sessionToken }),
    region,
    service: 's3',
    retries: 4,
  });
  const urlOf = (key: string, query = '') => `${root}/${prefix}${checkedKey(key)}${query}`;

  /** One signed request. A store that hangs at any moment of it is away: `pulse` says that there is life in it still (F-12). */
  const begin = async (
    method: string,
    url: string,
    body?: Buffer,
    headers: Record<string, string> = {},
  ): Promise<{ readonly reply: Response; readonly pulse: () => void; readonly end: () => void }> => {
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => clearTimeout(timer);
    const pulse = (): void => {
      end();
      timer = setTimeout(() => late.abort(new Error(`no answer within ${patienceMs / second} s`)), patienceMs);
    };
    pulse();
    try {
      const reply = await aws.fetch(url, {
        method,
        ...(body && { body: new Uint8Array(body) }),
        headers: { ...headers, 'x-amz-content-sha256': sha256(body ?? Buffer.alloc(0)) },
        signal: late.signal,
      });
      return { reply, pulse, end };
    } catch (cause) {
      end();
      throw away(place, reasonOf(cause), cause);
    }
  };
  /** A request with the whole of its answer, which is short. */
  const send = async (
    ...args: Parameters<typeof begin>
  ): Promise<{ readonly reply: Response; readonly text: string }> => {
    const { reply, end } = await begin(...args);
    try {
      return { reply, text: await reply.text() };
    } catch (cause) {
      throw away(place, reasonOf(cause), cause);
    } finally {
      end();
    }
  };
  /** As `send`, and anything but success is a Failure. */
  const succeed = async (...args: Parameters<typeof send>): Promise<string> => {
    const { reply, text } = await send(...args);
    // CompleteMultipartUpload may fail after it has said 200.
    if (reply.ok && !/<Error>/.test(text)) return text;
    throw refused(place, reply.status, text);
  };

  const put = async (
    key: string,
    content: AsyncIterable<Uint8Array>,
    options: PutOptions = {},
  ): Promise<StoredFile> => {
    const through = measured(content, options);
    let uploadId: string | undefined;
    const tags: string[] = [];
    const sendPart = async (part: Buffer): Promise<void> => {
      uploadId ??= only(await succeed('POST', urlOf(key, '?uploads')), 'UploadId');
      const number = tags.length + 1;
      const { reply, text } = await send(
        'PUT',
        urlOf(key, `?partNumber=${number}&uploadId=${encodeURIComponent(uploadId)}`),
        part,
      );
      if (!reply.ok) throw refused(place, reply.status, text);
      tags.push(reply.headers.get('etag') ?? '');
    };
    try {
      let waiting: Uint8Array[] = [];
      let bytes = 0;
      for await (const piece of through.content) {
        waiting.push(piece);
        bytes += piece.byteLength;
        if (bytes < partOf(tags.length, partBytes)) continue;
        await sendPart(Buffer.concat(waiting));
        waiting = [];
        bytes = 0;
      }
      const rest = Buffer.concat(waiting);
      // What fits into one part is one request, and needs no completing.
      if (uploadId === undefined) await succeed('PUT', urlOf(key), rest);
      else {
        if (rest.byteLength > 0) await sendPart(rest);
        const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
        const list = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
        await succeed('POST', urlOf(key, `?uploadId=${encodeURIComponent(uploadId)}`), list);
      }
      return { key, ...through.result() };
    } catch (error) {
      // Parts of an upload without an end are paid for until somebody looks.
      if (uploadId !== undefined)
        await send('DELETE', urlOf(key, `?uploadId=${encodeURIComponent(uploadId)}`)).catch(() => {});
      throw error;
    }
  };

  return {
    place,
    put,
    room: async () => undefined,
    async read(key, range) {
      const bytes = range && `bytes=${range.from}-${range.to ?? ''}`;
      const { reply, pulse, end } = await begin(
        'GET',
        urlOf(key),
        undefined,
        bytes === undefined ? {} : { range: bytes },
      );
      if (reply.ok && reply.body !== null)
        return Readable.from(whileAlive(reply.body as ReadableStream<Uint8Array>, pulse, end), { objectMode: false });
      const text = await reply.text().catch(() => '');
      end();
      throw reply.status === 404 ? missingFile(key) : refused(place, reply.status, text);
    },
    async sizeOf(key) {
      const { reply } = await send('HEAD', urlOf(key));
      if (reply.status === 404) return undefined;
      if (!reply.ok) throw refused(place, reply.status, '');
      return Number(reply.headers.get('content-length'));
    },
    async remove(key) {
      const { reply, text } = await send('DELETE', urlOf(key));
      if (!reply.ok && reply.status !== 404) throw refused(place, reply.status, text);
    },
    async *list(below) {
      const under = `${prefix}${below === undefined ? '' : `${below}/`}`;
      for (let token: string | undefined; ; ) {
        const query = new URLSearchParams({
          'list-type': '2',
          prefix: under,
          ...(token !== undefined && { 'continuation-token': token }),
        });
        const text = await succeed('GET', `${root}/?${query}`);
        for (const [, one] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs))
          yield { key: only(one!, 'Key').slice(prefix.length), size: Number(only(one!, 'Size')) };
        if (!/<IsTruncated>true</.test(text)) return;
        token = only(text, 'NextContinuationToken');
      }
    },
  };

  /** The content piece by piece; one that does not come in time ends it. Whoever reads slowly is not the store's fault. */
  async function* whileAlive(
    body: ReadableStream<Uint8Array>,
    pulse: () => void,
    end: () => void,
  ): AsyncGenerator<Buffer> {
    try {
      for await (const piece of body) {
        end();
        yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
        pulse();
      }
    } catch (cause) {
      throw away(place, reasonOf(cause), cause);
    } finally {
      end();
    }
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The text of an element that is there once. Keys and tokens of ours need no more of XML than this. */
function only(xml: string, name: string): string {
  const found = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1];
  if (found === undefined) throw new Error(`S3 answered without ${name}: ${xml.slice(0, 200)}`);
  return found.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);
}
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
};

const away = (place: string, reason: string, cause?: unknown): Failure =>
  new Failure(
    'storage.away',
    `The file store ${place} does not answer: ${reason}. Look at FILES_URL and at the store.`,
    cause === undefined ? {} : { cause },
  );

function refused(place: string, status: number, text: string): Failure {
  const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1];
  if (status === 507 || code === 'XMinioStorageFull' || code === 'QuotaExceeded')
    return new Failure('storage.full', `The file store ${place} is full: make room in it.`);
  return away(place, `it answered ${status}${code === undefined ? '' : ` ${code}`}`);
}
