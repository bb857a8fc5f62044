import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { slowHandshakeOptions } from '../gateway/settings.ts';

export interface PlainPort {
  readonly port: number;
  close(): Promise<void>;
}

export interface PlainPortOptions {
  readonly host: string;
  readonly port: number;
  readonly backlog: number;
  /** Where a person finds the console. */
  readonly consoleUrl: string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * A port without TLS beside the one with it, for stations that know none (security profiles 0 and 1). They connect here, and bring and
 * fetch their files; nobody signs in here.
 */
export async function openPlainPort(options: PlainPortOptions): Promise<PlainPort> {
  const server = http.createServer(slowHandshakeOptions, (request, response) => {
    if (request.url?.startsWith('/files/')) return options.handle(request, response);
    response.writeHead(421, { 'content-type': 'text/plain', connection: 'close' });
    response.end(`Only charging stations are served on this port. The console is at ${options.consoleUrl}\n`);
  });
  server.on('upgrade', options.upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: options.backlog }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
