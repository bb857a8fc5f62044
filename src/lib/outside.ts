import { type LookupAddress, lookup } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Why nothing came from outside. */
export type OutsideFault = 'address' | 'silent' | 'refused' | 'tooBig' | 'busy';
export type Fetched = { readonly body: Buffer } | { readonly fault: OutsideFault };
/** What was answered, without its words: `retryAfterMs` where the other side asked for patience. */
export type Told =
  | { readonly status: number; readonly retryAfterMs?: number | undefined }
  | { readonly fault: OutsideFault };

export interface OutsideRequest {
  readonly url: string;
  /** Posted with this content type; without it the address is read. */
  readonly post?: { readonly type: string; readonly body: Buffer | string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly mostBytes: number;
  readonly signal?: AbortSignal;
}

export interface OutsideOptions {
  /** Addresses of private networks may be asked too. */
  readonly privateAddresses: boolean;
  readonly timeoutMs?: number;
  /** So many questions at once; more wait, and of those again so many times ten. */
  readonly atOnce?: number;
}

/** Asks servers outside whose addresses others named: bounded in time, size and number, never redirected. */
export interface Outside {
  (request: OutsideRequest): Promise<Fetched>;
  /** For what is told and not asked: any answer will do, and its body is thrown away. */
  tell(request: OutsideRequest): Promise<Told>;
}

/** What no address on the internet is: this machine, its networks, and what is kept for special use (RFC 6890). */
const inside = new BlockList();
for (const range of [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16',
  '198.18.0.0/15 224.0.0.0/4 240.0.0.0/4',
]
  .join(' ')
  .split(' ')) {
  const [address, bits] = range.split('/');
  inside.addSubnet(address!, Number(bits), 'ipv4');
}
for (const range of ['::/127', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8', '64:ff9b::/96', '2002::/16']) {
  const [address, bits] = range.split('/');
  inside.addSubnet(address!, Number(bits), 'ipv6');
}

/** BlockList knows IPv4 addresses written as IPv6 ones, too. */
const isInside = (address: string): boolean => inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Looks a name up, and gives only addresses that may be asked: what was looked at is what is connected to. */
const outsideOnly: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return done(error, '', 0);
    const allowed = addresses.filter(({ address }) => !isInside(address));
    if (allowed.length === 0)
      return done(Object.assign(new Error('The address is of a private network'), { code: 'EINSIDE' }), '', 0);
    return options.all
      ? (done as (error: null, addresses: LookupAddress[]) => void)(null, allowed)
      : done(null, allowed[0]!.address, allowed[0]!.family);
  });
};

const usualTimeoutMs = 5000;

export function createOutside({ privateAddresses, timeoutMs = usualTimeoutMs, atOnce = 32 }: OutsideOptions): Outside {
  let running = 0;
  const waiting: (() => void)[] = [];
  const free = (): void => {
    running--;
    waiting.shift()?.();
  };

  const within = async <T>(
    request: OutsideRequest,
    work: (url: URL, signal: AbortSignal, look: LookupFunction | undefined) => Promise<T>,
  ): Promise<T | { readonly fault: OutsideFault }> => {
    const url = addressOf(request.url, privateAddresses);
    if (url === undefined) return { fault: 'address' };
    if (running >= atOnce) {
      if (waiting.length >= 10 * atOnce) return { fault: 'busy' };
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running++;
    try {
      const patience = AbortSignal.timeout(timeoutMs);
      const signal = request.signal === undefined ? patience : AbortSignal.any([patience, request.signal]);
      return await work(url, signal, privateAddresses ? undefined : outsideOnly);
    } finally {
      free();
    }
  };
  const ask = (request: OutsideRequest) =>
    within<Fetched>(request, (url, signal, look) => exchange(url, request, signal, look, bodyOf));
  const tell = (request: OutsideRequest) =>
    within<Told>(request, (url, signal, look) => exchange(url, request, signal, look, statusOf));
  return Object.assign(ask, { tell });
}

function addressOf(text: string, privateAddresses: boolean): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  // An address written as such is not looked up.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !privateAddresses && isInside(host) ? undefined : url;
}

type Take<T> = (
  response: IncomingMessage,
  mostBytes: number,
  resolve: (answer: T | { readonly fault: OutsideFault }) => void,
) => void;

function exchange<T>(
  url: URL,
  { post, headers, mostBytes }: OutsideRequest,
  signal: AbortSignal,
  look: LookupFunction | undefined,
  take: Take<T>,
): Promise<T | { readonly fault: OutsideFault }> {
  return new Promise((resolve) => {
    const body = post && Buffer.from(post.body);
    const client = url.protocol === 'https:' ? https : http;
    const asking = client.request(
      url,
      {
        method: post === undefined ? 'GET' : 'POST',
        headers: {
          ...headers,
          ...(post && { 'content-type': post.type, 'content-length': body!.length }),
        },
        agent: false,
        signal,
        ...(look && { lookup: look }),
      },
      (response) => take(response, mostBytes, resolve),
    );
    asking.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ fault: error.code === 'EINSIDE' ? 'address' : 'silent' }),
    );
    asking.end(body);
  });
}

const bodyOf: Take<Fetched> = (response, mostBytes, resolve) => {
  const parts: Buffer[] = [];
  let bytes = 0;
  if (response.statusCode !== 200) {
    response.destroy();
    return resolve({ fault: 'refused' });
  }
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > mostBytes) {
      response.destroy();
      resolve({ fault: 'tooBig' });
    } else parts.push(part);
  });
  response.on('end', () => resolve({ body: Buffer.concat(parts) }));
  response.on('error', () => resolve({ fault: 'silent' }));
  response.on('close', () => resolve({ fault: 'silent' }));
};

/** The first line says it all: what comes after is let run to its end, a little of it, so that the other side can close in peace. */
const statusOf: Take<Told> = (response, mostBytes, resolve) => {
  const asked = Number(response.headers['retry-after']);
  const told: Told = {
    status: response.statusCode ?? 0,
    ...(asked > 0 && { retryAfterMs: asked * 1000 }),
  };
  let bytes = 0;
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > mostBytes) response.destroy();
  });
  for (const end of ['end', 'error', 'close']) response.on(end, () => resolve(told));
};
