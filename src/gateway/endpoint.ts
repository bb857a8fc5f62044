import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { OcppVersion } from '../ocpp/table.ts';
import { presentedChain } from './client-certificate.ts';

export interface Endpoint {
  readonly operator?: string;
  readonly identity: string;
}

/** OCPP 2.1 Part 4 section 3.1.1: at most 48 characters, no colon (it separates user and password). */
const maxIdentity = 48;

export const isStationPath = (url: string | undefined): boolean => url?.startsWith('/ocpp/') ?? false;

/** `/ocpp/<identity>` or `/ocpp/<operator>/<identity>`, percent-encoded. `undefined`: no such place; `invalid`: no station can be called so. */
export function parseEndpoint(url: string): Endpoint | 'invalid' | undefined {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  if (!path.startsWith('/ocpp/')) return undefined;
  const segments = path.slice('/ocpp/'.length).replace(/\/$/, '').split('/');
  if (segments.length > 2 || segments[0] === '') return undefined;
  const names: string[] = [];
  for (const segment of segments) {
    const name = decode(segment);
    if (name === undefined || name === '' || name.length > maxIdentity || hasForbidden(name)) return 'invalid';
    names.push(name);
  }
  return names.length === 2 ? { operator: names[0]!, identity: names[1]! } : { identity: names[0]! };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function hasForbidden(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code < 0x20 || code === 0x7f || code === 0x3a) return true;
  }
  return false;
}

/** The first version the station offers that we speak: its order of preference, and never the URL, decides (W-16). */
export function chooseVersion(
  header: string | undefined,
  versions: ReadonlyMap<string, OcppVersion>,
): OcppVersion | undefined {
  if (header === undefined) return undefined;
  for (const offer of header.split(',')) {
    const version = versions.get(offer.trim());
    if (version !== undefined) return version;
  }
  return undefined;
}

/**
 * HTTP Basic. OCPP-J 1.6 section 6.2.2 allows any 20 bytes as password: those that are not UTF-8 are read as latin1,
 * one character per byte, so that nothing is lost.
 */
export function parseCredentials(header: string | undefined): { user: string; password: string } | undefined {
  if (header === undefined || header.length > 1024 || !/^basic /i.test(header)) return undefined;
  const bytes = Buffer.from(header.slice(6).trim(), 'base64');
  const colon = bytes.indexOf(0x3a);
  if (colon < 0) return undefined;
  const text = (part: Buffer) => part.toString(isUtf8(part) ? 'utf8' : 'latin1');
  return { user: text(bytes.subarray(0, colon)), password: text(bytes.subarray(colon + 1)) };
}

export interface Peer {
  readonly address: string;
  readonly secure: boolean;
  /** Version and cipher, e.g. `TLSv1.3 TLS_AES_128_GCM_SHA256`. */
  readonly tls?: string;
  /** See client-certificate.ts. */
  readonly certificate?: readonly Uint8Array[];
}

/** Which peers are our own proxies; addresses or ranges in CIDR form. Throws on what is neither. */
export function proxies(trusted: boolean | readonly string[]): (address: string) => boolean {
  if (typeof trusted === 'boolean') return () => trusted;
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

const plain = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

/** Where the connection comes from. The last hop of X-Forwarded-For is the one our own proxy wrote. */
export function peerOf(
  request: IncomingMessage,
  isProxy: (address: string) => boolean,
  certificateHeader?: string,
): Peer {
  const socket = request.socket as TLSSocket;
  const secure = socket.encrypted === true;
  const address = plain(socket.remoteAddress ?? '');
  const { 'x-forwarded-for': hops, 'x-forwarded-proto': scheme } = request.headers;
  const proxied = isProxy(address);
  const hop = proxied
    ? String(hops ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined;
  const certificate = presentedChain(request, proxied, certificateHeader);
  return {
    address: hop ? plain(hop.slice(0, 45)) : address,
    secure: secure || (proxied && scheme === 'https'),
    ...(secure && { tls: `${socket.getProtocol() ?? 'TLS'} ${socket.getCipher()?.name ?? ''}`.trim() }),
    ...(certificate !== undefined && { certificate }),
  };
}
