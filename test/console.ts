/** What a reply holds: tests look into it field by field. */
// biome-ignore lint/suspicious/noExplicitAny: its form is what is being tested
export type Json = any;

export interface Reply {
  readonly status: number;
  readonly body: Json;
  readonly text: string;
  readonly headers: Headers;
}

export interface Told {
  readonly event: string;
  readonly data: Json;
}

export interface Listening {
  readonly told: readonly Told[];
  /** The first event that fits, also one that came before it was asked for. */
  heard(fits: (told: Told) => boolean, seconds?: number): Promise<Told>;
  close(): void;
}

/** A person at the console: real HTTP with a cookie and an origin. */
export interface Console {
  readonly url: string;
  /** The reply's body; rejects when it is a refusal. */
  call(method: string, path: string, body?: unknown): Promise<Json>;
  /** The reply, whatever it is. */
  ask(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Live events, of one station where it is named. */
  listen(stationId?: number): Promise<Listening>;
  /** What the browser would send to say who it is. */
  cookie(): string;
  /** Another person at the same server, not signed in. */
  another(): Console;
  hangUp(): void;
}

export function createConsole(url: string): Console {
  const cookies = new Map<string, string>();
  const open = new Set<AbortController>();
  const headers = (): Record<string, string> => ({
    origin: url,
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  const ask: Console['ask'] = async (method, path, body) => {
    const isFile = body instanceof Uint8Array;
    const reply = await fetch(
      path.startsWith('/api/') || !path.startsWith('/') ? `${url}${path}` : `${url}/api/v1${path}`,
      {
        method,
        headers: {
          ...headers(),
          ...(body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
      },
    );
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    const text = await reply.text();
    const isJson =
      /json/.test(reply.headers.get('content-type') ?? '') && !/ndjson/.test(reply.headers.get('content-type') ?? '');
    return {
      status: reply.status,
      text,
      headers: reply.headers,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };
  return {
    url,
    ask,
    cookie: () => headers().cookie!,
    async call(method, path, body) {
      const reply = await ask(method, path, body);
      if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
      return reply.body;
    },
    async listen(stationId) {
      const abort = new AbortController();
      open.add(abort);
      const query = stationId === undefined ? '' : `?station=${stationId}`;
      const reply = await fetch(`${url}/api/v1/events${query}`, { headers: headers(), signal: abort.signal });
      if (reply.status !== 200) throw new Error(`events: ${reply.status} ${await reply.text()}`);
      const told: Told[] = [];
      const waiting = new Set<() => void>();
      void (async () => {
        let rest = '';
        const decoder = new TextDecoder();
        for await (const bytes of reply.body!) {
          rest += decoder.decode(bytes as Uint8Array, { stream: true });
          const blocks = rest.split('\n\n');
          rest = blocks.pop()!;
          for (const block of blocks) {
            const event = /^event: (.*)$/m.exec(block)?.[1];
            const data = /^data: (.*)$/m.exec(block)?.[1];
            if (event !== undefined) told.push({ event, data: JSON.parse(data ?? 'null') });
          }
          for (const look of [...waiting]) look();
        }
      })().catch(() => {});
      return {
        told,
        heard: (fits, seconds = 15) =>
          new Promise((resolve, reject) => {
            const late = setTimeout(() => {
              waiting.delete(look);
              reject(new Error(`nothing of the kind was told: ${JSON.stringify(told).slice(0, 2000)}`));
            }, seconds * 1000);
            const look = () => {
              const found = told.find(fits);
              if (found === undefined) return;
              clearTimeout(late);
              waiting.delete(look);
              resolve(found);
            };
            waiting.add(look);
            look();
          }),
        close() {
          abort.abort();
          open.delete(abort);
        },
      };
    },
    another: () => createConsole(url),
    hangUp() {
      for (const abort of open) abort.abort();
      open.clear();
    },
  };
}
