import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { judgeRoot, readCertificate } from '../src/certificates/reading.ts';
import { createCertificateStore } from '../src/certificates/store.ts';
import { createBus, type NodeBus } from '../src/cluster/bus.ts';
import type { Ask, AskReply, StationKey } from '../src/domain/ports.ts';
import { createArrivals } from '../src/features/diagnosis/index.ts';
import { createHandout } from '../src/features/firmware/index.ts';
import { createSlices } from '../src/features/index.ts';
import { completeSetup } from '../src/features/setup/index.ts';
import { createApp } from '../src/http/app.ts';
import { type Auth, createAuth } from '../src/http/auth.ts';
import { createMetrics } from '../src/http/metrics.ts';
import type { Role } from '../src/http/roles.ts';
import type { Strain } from '../src/http/shedding.ts';
import { createIds } from '../src/lib/ids.ts';
import { createLog } from '../src/lib/log.ts';
import { type Clock, systemClock } from '../src/lib/time.ts';
import { veilFrame } from '../src/ocpp/veil.ts';
import type { FileStore } from '../src/storage/files/file-store.ts';
import type { UploadDesk } from '../src/transfer/ports.ts';
import { serveTransfers } from '../src/transfer/routes.ts';
import { type TestFiles, testFiles } from './files.ts';

/** What a reply holds: tests look into it field by field. */
// biome-ignore lint/suspicious/noExplicitAny: its form is what is being tested
export type Json = any;

export interface TestApi {
  readonly app: FastifyInstance;
  readonly auth: Auth;
  readonly bus: NodeBus;
  readonly uploads: UploadDesk;
  readonly stored: TestFiles;
  readonly asked: { key: StationKey; question: Ask }[];
  readonly forgotten: string[];
  /** A new person in this role, signed in: the value of the Cookie header. */
  person(operatorId: number, role: Role): Promise<string>;
  operator(name: string): Promise<number>;
  call(method: string, url: string, options?: CallOptions): ReturnType<TestApi['send']>;
  send(
    options: { method: string; url: string } & CallOptions,
  ): Promise<{ status: number; body: Json; headers: Record<string, Json>; text: string; cookies: string[] }>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly cookie?: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface TestApiOptions {
  readonly pool: pg.Pool;
  readonly clock?: Clock;
  readonly secure?: boolean;
  readonly consoleDir?: string;
  /** Who stands in for the nodes that hold stations. */
  readonly answer?: (key: StationKey, question: Ask) => Promise<AskReply>;
  readonly hashPassword?: (password: string) => string;
  /** Largest file a station may bring. */
  readonly uploadLimitBytes?: number;
  readonly ftp?: boolean;
  /** Another file store than a folder of its own. */
  readonly files?: FileStore;
  readonly strain?: () => Strain;
}

export const password = 'correct horse battery';

/** The whole HTTP side on a test database; the stations behind the bus are played by `answer`. */
export async function createTestApi({
  pool,
  clock = systemClock,
  secure = false,
  consoleDir,
  answer,
  strain,
  hashPassword = (text) => `hash of ${text.length}`,
  uploadLimitBytes = 100_000,
  ftp = false,
  files,
}: TestApiOptions): Promise<TestApi> {
  const log = createLog('silent');
  const newId = createIds();
  const own = await testFiles();
  const stored: TestFiles = { ...own, ...(files === undefined ? {} : { files }) };
  const bus = createBus({ log });
  const asked: TestApi['asked'] = [];
  const forgotten: string[] = [];
  bus.serve(async (key, question) => {
    asked.push({ key, question });
    return (await answer?.(key, question)) ?? { kind: 'done' };
  });
  const auth = await createAuth({ pool, clock, secure });
  const transferUrls = {
    http: (token: string) => `http://console.test/files/${token}/`,
    ftp: (token: string) => (ftp ? `ftp://console.test/${token}` : undefined),
  };
  const arrivals = { pool, files: stored.files, bus, clock, newId, log, uploadLimitBytes };
  const uploads = createArrivals(arrivals);
  const certificates = createCertificateStore(pool);
  const slices = createSlices({
    pool,
    auth,
    bus,
    clock,
    newId,
    listening: () => ({ host: '127.0.0.1', port: 8080, ocppUrl: 'ws://127.0.0.1:8080/ocpp/' }),
    ocppUrl: () => 'ws://127.0.0.1:8080/ocpp/',
    plainUrl: () => undefined,
    hashPassword,
    demo: {
      state: async () => ({ state: 'off', stations: 0 }),
      start: async () => ({ state: 'starting', stations: 12, progress: 0 }),
      remove: async () => ({ state: 'removing', stations: 12 }),
    },
    forgetCard: (_operatorId, number) => {
      forgotten.push(number);
    },
    forgetRoutes: () => {},
    unsupported: (protocol, command) =>
      protocol === 'ocpp1.6' && command.kind === 'reset' && command.mode === 'onIdle' ? 'Not in 1.6' : undefined,
    parts: () => undefined,
    isSecretName: (name) => /^wifipsk$|password/i.test(name),
    consoleUrl: () => 'http://console.test',
    mails: true,
    mask: (text) => text,
    veil: veilFrame,
    explain: () => undefined,
    sayAnswer: ({ status }) => `Answer: ${status}`,
    files: stored.files,
    mail: undefined,
    transferUrls,
    imageLimitBytes: 1_000_000,
    documentLimitBytes: 1_000_000,
    authorities: {
      organisation: certificates.organisation,
      own: () => certificates.roots.all('station'),
      v2g: () => certificates.roots.all('v2g'),
      server: () => [],
      read: readCertificate,
      forget: () => {},
    },
    readCertificate,
    judgeRoot,
  } as Parameters<typeof createSlices>[0]);
  const app = await createApp({
    slices,
    auth,
    pool,
    bus,
    log,
    clock,
    newId,
    settings: { secure, version: '0.0.0' },
    consoleDir,
    transfers: (server) =>
      serveTransfers(server, { uploads, downloads: createHandout({ pool, files: stored.files, clock }) }),
    ready: async () => ({ ready: true, missing: [] }),
    ...(strain === undefined ? {} : { strain }),
    metrics: createMetrics({
      pool,
      collect: () => [{ name: 'ocpp_connections', kind: 'gauge', help: 'Open', labels: { state: 'open' }, value: 3 }],
    }),
  });

  const send: TestApi['send'] = async ({ method, url, cookie, key, body, headers }) => {
    const reply = await app.inject({
      method: method as 'GET',
      url: url.startsWith('/api/') || /^\/(livez|readyz|metrics|page|assets|$)/.test(url) ? url : `/api/v1${url}`,
      headers: {
        host: 'console.test',
        ...(key === undefined && method !== 'GET'
          ? { origin: secure ? 'https://console.test' : 'http://console.test' }
          : {}),
        ...(cookie === undefined ? {} : { cookie }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const set = reply.headers['set-cookie'];
    return {
      status: reply.statusCode,
      text: reply.body,
      body:
        /[/+]json/.test(String(reply.headers['content-type'])) && reply.body !== ''
          ? JSON.parse(reply.body)
          : undefined,
      headers: reply.headers as Record<string, unknown>,
      cookies: set === undefined ? [] : Array.isArray(set) ? set : [set],
    };
  };

  let people = 0;
  return {
    app,
    auth,
    bus,
    uploads,
    stored,
    asked,
    forgotten,
    send,
    call: (method, url, options = {}) => send({ method, url, ...options }),
    async operator(name) {
      const { rows } = await pool.query(
        'INSERT INTO operators (slug, name, created_at) VALUES ($1, $2, now()) RETURNING id',
        [name.toLowerCase(), name],
      );
      return rows[0].id;
    },
    async person(operatorId, role) {
      const email = `person${++people}@example.com`;
      const userId = await auth.signIn.createUser({ name: `Person ${people}`, email, password });
      await pool.query('INSERT INTO members (operator_id, user_id, role, created_at) VALUES ($1, $2, $3, now())', [
        operatorId,
        userId,
        role,
      ]);
      const { cookies } = await auth.signIn.withPassword(email, password, { headers: {}, address: '127.0.0.1' });
      return cookies.map((line) => line.split(';')[0]).join('; ');
    },
    async close() {
      await app.close();
      stored.drop();
    },
  };
}

/** The first administrator through the front door. */
export async function setUp(pool: pg.Pool, auth: Auth, email = 'ada@example.com') {
  return completeSetup(
    { pool, auth, clock: systemClock, newId: createIds() },
    {
      operator: 'Stadtwerke Köln',
      language: 'de',
      timeZone: 'Europe/Berlin',
      administrator: { name: 'Ada', email, password },
    },
    '127.0.0.1',
  );
}
