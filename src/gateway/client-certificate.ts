import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

/** A header that our own proxies set, and nobody else may: nginx `$ssl_client_escaped_cert`, Envoy `x-forwarded-client-cert`. */
const longest = 16_384;
const mostInChain = 6;

/**
 * The certificate that a station signed itself in with, DER, its own first, then those it sent along. Empty: there is one
 * and it cannot be read. Undefined: there is none. Nothing is believed of it here.
 */
export function presentedChain(
  request: IncomingMessage,
  proxied: boolean,
  header: string | undefined,
): readonly Uint8Array[] | undefined {
  if (proxied) {
    // The certificate of the connection itself would be the proxy's own.
    const forwarded = header === undefined ? undefined : request.headers[header];
    return forwarded === undefined || forwarded.length === 0 ? undefined : fromHeader(String(forwarded));
  }
  const socket = request.socket as TLSSocket;
  if (socket.encrypted !== true) return undefined;
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return undefined;
  const chain = [leaf.raw];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.issuerCertificate !== undefined && next.issuerCertificate !== next && chain.length < mostInChain) {
    next = next.issuerCertificate;
    if (next.raw !== undefined) chain.push(next.raw);
  }
  return chain;
}

const blocks = /-----BEGIN CERTIFICATE-----[^-]{1,20000}-----END CERTIFICATE-----/g;

function fromHeader(value: string): readonly Uint8Array[] {
  if (value.length > longest) return [];
  // Envoy: `Hash=...;Cert="<url-encoded PEM>";Chain="<url-encoded PEMs>"`.
  const named = [/(?:^|;)Cert="([^"]+)"/i, /(?:^|;)Chain="([^"]+)"/i].flatMap((part) => part.exec(value)?.[1] ?? []);
  try {
    // `+` is a character of Base64 here, never a space.
    const text = (named.length > 0 ? named : [value]).map(decodeURIComponent).join('\n').replaceAll('\t', '\n');
    return (text.match(blocks) ?? []).slice(0, mostInChain).map((pem) => new X509Certificate(pem).raw);
  } catch {
    return [];
  }
}
