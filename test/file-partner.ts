import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody's file server on loopback: gives what it holds, keeps what is brought. */
export interface FilePartner {
  readonly url: string;
  readonly held: Map<string, Buffer>;
  readonly brought: Map<string, Buffer>;
  stop(): Promise<void>;
}

export async function startFilePartner(): Promise<FilePartner> {
  const held = new Map<string, Buffer>();
  const brought = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(request.url!.slice(1));
    if (request.method === 'GET') {
      const file = held.get(name);
      response.writeHead(file ? 200 : 404).end(file);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    brought.set(name, Buffer.concat(parts));
    response.writeHead(201).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    brought,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
