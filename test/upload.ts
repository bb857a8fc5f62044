import { type IncomingHttpHeaders, request } from 'node:http';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Buffer | string;
  /** Hangs up after the body without having ended it. */
  readonly cut?: boolean;
}

/** One request as a station makes it: no clever client between, odd paths go out as they are. */
export function speak(
  port: number,
  path: string,
  { method = 'PUT', headers = {}, body, cut }: Sent = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces) }),
      );
      response.on('error', reject);
    });
    call.on('error', reject);
    if (cut) call.write(body, () => setTimeout(() => call.destroy(new Error('cut')), 50));
    else call.end(body);
  });
}
