import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Config, Role } from '../config.ts';
import { dropCustomerInformation } from '../features/device/index.ts';
import { createDocumentsTurn } from '../features/documents/index.ts';
import { createSlices } from '../features/index.ts';
import { createKeeper } from '../features/local-lists/index.ts';
import { ensureSetupToken } from '../features/setup/index.ts';
import { createStationJobsTurn } from '../features/station-jobs/index.ts';
import { claimIdentity } from '../features/stations/index.ts';
import { createGateway } from '../gateway/gateway.ts';
import { slowHandshakeOptions } from '../gateway/settings.ts';
import { createApp } from '../http/app.ts';
import { type Auth, createAuth } from '../http/auth.ts';
import { forgetOldRequests } from '../http/idempotency.ts';
import { createMetrics } from '../http/metrics.ts';
import { createJobs } from '../jobs/jobs.ts';
import { addressesOfMachine, urlHost } from '../lib/addresses.ts';
import { createIds } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { createLoopLag } from '../lib/loop-lag.ts';
import { createMemoryWatch } from '../lib/memory.ts';
import { day, hour, second, systemClock } from '../lib/time.ts';
import { answerInWords } from '../ocpp/explain-answer.ts';
import { isSecretName, maskFrame } from '../ocpp/mask.ts';
import { createTell } from '../ocpp/tell.ts';
import { v16 } from '../ocpp/v16/index.ts';
import { v21 } from '../ocpp/v21/index.ts';
import { v201 } from '../ocpp/v201/index.ts';
import { veilFrame } from '../ocpp/veil.ts';
import { createCredentials, newStationPassword } from '../stations/credentials.ts';
import { createStations } from '../stations/stations.ts';
import { type Engine, startEmbedded } from '../storage/engines/embedded.ts';
import { connectPostgres } from '../storage/engines/postgres.ts';
import { openFiles } from '../storage/files/open-files.ts';
import { ensurePepper } from '../storage/installation.ts';
import { buildLaterIndexes } from '../storage/later-indexes.ts';
import { createLiveFlush } from '../storage/live-flush.ts';
import { createLookups } from '../storage/lookups.ts';
import { ensurePartitions, migrate, migrationNames } from '../storage/migrate.ts';
import { createPool } from '../storage/pool.ts';
import { keepSick } from '../storage/quarantine.ts';
import { createStationStore } from '../storage/station-store.ts';
import { createWriter } from '../storage/writer.ts';
import { takePlace } from './cluster.ts';
import { createDemo, type Demo } from './demo.ts';
import { keepHouse } from './housekeeping.ts';
import { listenFault } from './listen-fault.ts';
import { measurements } from './measurements.ts';
import { resumeOnOne, shareForgetting, watchOthers } from './others.ts';
import { keepOutbox } from './outbox.ts';
import { openThePast } from './past.ts';
import { openPlainPort, type PlainPort } from './plain-port.ts';
import { createReadiness } from './readiness.ts';
import { sizeMeasurements } from './size-measurements.ts';
import { createStationCertificates } from './station-certificates.ts';
import { createTls, readTlsFiles, type TlsFiles, tlsFiles } from './tls.ts';
import { createTransfers } from './transfers.ts';

export interface Program {
  readonly pool: pg.Pool;
  readonly auth: Auth;
  readonly demo: Demo;
  /** Where people reach it, and where stations do (without the identity). */
  readonly consoleUrl: string;
  readonly ocppUrl: string;
  /** Where stations without TLS do, beside TLS. */
  readonly plainUrl: string | undefined;
  /** The one-time token, while nobody administers this installation yet. */
  readonly setupToken: string | undefined;
  /** Reads the TLS certificates again; false where there are none, or they cannot be used. */
  reloadCertificates(): boolean;
  stop(): Promise<void>;
}

export interface Places {
  readonly migrations: string;
  readonly console: string;
  readonly version: string;
}

const versions = [v16, v201, v21];
/** A read that takes longer counts as lost: neither a station nor a person waits for it any more. */
const slowestQueryMs = 60 * second;
/** With so much of its memory in use the program serves who is here and takes nobody new. */
const fullMemory = 0.95;
/** Reads for stations share their queries: more connections would not make them faster. */
const stationConnections = 6;
/** Connections that may wait to be accepted: beyond, the system drops them, and a station tries again after 1, 3, 7, 15 s (F-06). */
const backlog = 4096;
/** Longest wait for messages in hand when the program stops. */
const graceMs = 10 * second;

/** Builds everything there is, starts it, and opens the port. Rejects with one sentence when that cannot be. */
export async function startProgram(config: Config, log: Log, places: Places): Promise<Program> {
  const tlsPairs = tlsFiles(config.tlsCertificate, config.tlsKey);
  // Found to belong together before anything is started.
  if (tlsPairs) readTlsFiles(tlsPairs);
  const engine =
    config.databaseUrl === undefined
      ? await startEmbedded({ dataDir: config.dataDir, log })
      : await connectPostgres(config.databaseUrl, { log, shared: config.natsUrl !== undefined });
  const waits = { connectionTimeoutMillis: 10_000, query_timeout: slowestQueryMs };
  const poolOf = (max: number): pg.Pool => createPool({ ...engine.connection, max, ...waits }, log);
  const pool = poolOf(config.databaseConnections);
  const stationPool = poolOf(stationConnections);
  try {
    return await assemble(config, log, places, { tlsPairs, engine, pool, stationPool });
  } catch (error) {
    await Promise.all([pool.end(), stationPool.end()]);
    await engine.stop();
    throw error;
  }
}

interface Ground {
  readonly tlsPairs: readonly TlsFiles[] | undefined;
  readonly engine: Engine;
  readonly pool: pg.Pool;
  /** What stations and this node's own life need: pages that hold every connection of the console do not stop them (F-02). */
  readonly stationPool: pg.Pool;
}

async function assemble(
  config: Config,
  log: Log,
  places: Places,
  { tlsPairs, engine, pool, stationPool }: Ground,
): Promise<Program> {
  const clock = systemClock;
  const newId = createIds();
  await migrate(pool, places.migrations);
  await ensurePartitions(pool, clock.now());
  const migrations = await migrationNames(places.migrations);
  const secret = await ensurePepper(pool);
  const place = await takePlace({ config, pool: stationPool, log, clock, newId, schema: migrations.at(-1)!, secret });
  const { bus, owners } = place;
  const plays = (role: Role): boolean => config.roles.includes(role);
  const jobs = createJobs({ pool: stationPool, log, clock, run: place.run });
  jobs.every('idempotency keys', hour, () => forgetOldRequests(pool, clock.now()));
  jobs.every('customer information', day, async () => void (await dropCustomerInformation(pool, clock.now())));

  const files = await openFiles(config);
  const sizes = sizeMeasurements(pool, clock, config.dataDir);
  keepHouse(jobs, { pool, files, clock, newId, log });
  const documentsTurn = createDocumentsTurn({ pool: stationPool, files, clock, newId, log });
  jobs.every('indexes', hour, async ({ signal }) => void (await buildLaterIndexes(stationPool, log, signal)));
  jobs.every('documents', hour, ({ signal }) => documentsTurn(signal));

  const certification = createStationCertificates(stationPool, clock, config, log);
  const renewing = certification.renewing({ bus, newId, log });
  jobs.every('station certificates', hour, ({ signal }) => renewing(signal));

  const store = createStationStore({ pool: stationPool });
  const lookups = createLookups({ pool: stationPool, clock });
  const credentials = createCredentials(secret);
  const writer = createWriter({ pool: stationPool, clock, newId, log, node: config.node, run: place.run });
  const lag = createLoopLag(clock);
  const memory = createMemoryWatch();
  const suspects: Record<string, number> = {};
  const settings = {
    heartbeatInterval: config.heartbeatSeconds,
    connectsPerHour: config.connectsPerHour,
    intervalSpread: 0.2,
    lenientModels: config.lenientModels,
    ...(config.retryBackOff !== 'off' && { retryBackOff: config.retryBackOff }),
  };
  const stations = createStations({
    writer,
    store,
    lookups,
    credentials,
    certificates: certification.certificates,
    plugAndCharge: certification.plugAndCharge,
    clock,
    newId,
    log,
    bus,
    owners,
    yieldPlace: (key, newcomer) => gateway.yieldPlace(key, newcomer),
    settings,
    node: config.node,
    load: () => Math.min(1, Math.max(writer.pressure, gateway.load, lag.ms / 1000)),
    suspected: (rule) => {
      suspects[rule] = (suspects[rule] ?? 0) + 1;
    },
    keepSick: (key, sick) => keepSick(stationPool, key, sick),
  });
  bus.serve(stations.answer, stations.holds);
  place.onLost(stations.loseAll);
  watchOthers({ stations, store, bus, jobs, log, clock });
  const keeper = createKeeper({ pool, bus, clock, newId, log });
  jobs.every('local lists', 2 * second, ({ signal }) => keeper.turn(signal));
  const liveFlush = createLiveFlush({ pool: stationPool, log, collect: stations.collectLive });

  const secure = config.tlsCertificate !== undefined || config.publicUrl?.startsWith('https:') === true;
  const metrics = createMetrics({
    pool,
    collect: async () => [
      ...measurements(
        gateway.counters,
        writer.report(),
        { ...bus.report(), nodes: place.size() },
        suspects,
        tls?.faults,
      ),
      ...(await sizes()),
    ],
  });
  const gateway = createGateway({
    versions,
    observe: metrics,
    crowded: () => memory.share > fullMemory,
    desk: stations.desk,
    clock,
    newId,
    log,
    settings: {
      maxFrameBytes: config.frameLimitBytes,
      messagesPerSecond: config.messagesPerSecond,
      messageBurst: config.messageBurst,
      acceptsPerSecond: config.acceptsPerSecond,
      connectionsPerOperator: config.connectionsPerOperator,
      pingIntervalMs: config.pingSeconds * 1_000,
      pingNetworks: config.pingNetworks.map(({ range, seconds }) => ({ range, intervalMs: seconds * second })),
      trustForwarded: config.trustedProxies,
      ...(config.clientCertificateHeader !== undefined && { certificateHeader: config.clientCertificateHeader }),
      markKey: place.markKey,
    },
  });

  let address = { host: config.host, port: config.port };
  const consoleUrl = () =>
    config.publicUrl?.replace(/\/$/, '') ??
    `${config.tlsCertificate ? 'https' : 'http'}://${urlHost(address.host)}:${address.port}`;
  // Stations are other machines: where this one listens on all its addresses they are told one they can reach.
  const ocppUrl = () =>
    config.publicUrl === undefined
      ? `${config.tlsCertificate ? 'wss' : 'ws'}://${urlHost(address.host, addressesOfMachine()[0])}:${address.port}/ocpp`
      : `${consoleUrl().replace(/^http/, 'ws')}/ocpp`;

  keepOutbox({ jobs, pool, files, clock, newId, log, config, consoleUrl });

  let plain: PlainPort | undefined;
  const plainUrl = () => plain && `ws://${new URL(ocppUrl()).hostname}:${plain.port}/ocpp`;

  const transfers = createTransfers({ pool, files, bus, clock, newId, log, config, ocppUrl, plainUrl });
  jobs.every('rollouts', 2 * second, ({ signal }) => transfers.moveRollouts(signal));

  const auth = shareForgetting(await createAuth({ pool, clock, secure }), bus);
  bus.onTold((notice) => {
    if (notice.kind === 'cards') lookups.forgetCards(notice.operatorId, notice.number);
    if (notice.kind === 'vendorRoutes') lookups.forgetRoutes(notice.operatorId);
    if (notice.kind === 'authorities') certification.forget(notice.operatorId);
  });
  const demo = createDemo({
    pool,
    bus,
    store,
    versions,
    newId,
    now: clock.now,
    log,
    // Its own stations come by loopback, whatever name the outside uses.
    ocppUrl: () => `${config.tlsCertificate ? 'wss' : 'ws'}://${urlHost(address.host)}:${address.port}/ocpp`,
    hashPassword: credentials.hash,
    newPassword: newStationPassword,
    openThePast: async () => {
      await ensurePartitions(pool, clock.now(), 100 * day);
      return openThePast({ pool, store, credentials, clock, newId, log, settings, node: config.node });
    },
  });

  const stationJobs = createStationJobsTurn({
    pool: stationPool,
    bus,
    clock,
    log,
    hashPassword: credentials.hash,
    claimIdentity: (wall, identity) => claimIdentity(stationPool, wall, identity, clock.now()),
  });
  jobs.every('station jobs', second, ({ signal }) => stationJobs(signal));

  const slices = createSlices({
    pool,
    auth,
    bus,
    clock,
    newId,
    demo,
    listening: () => ({ ...address, ocppUrl: `${ocppUrl()}/` }),
    ocppUrl: () => `${ocppUrl()}/`,
    plainUrl: () => plain && `${plainUrl()}/`,
    hashPassword: credentials.hash,
    ...certification.forSlices(
      () => tls?.chains() ?? [],
      (operatorId) => bus.tell({ kind: 'authorities', operatorId }),
    ),
    forgetCard: (operatorId, number) => {
      bus.tell({ kind: 'cards', operatorId, number });
      keeper.cardsChanged(operatorId);
    },
    forgetRoutes: (operatorId) => bus.tell({ kind: 'vendorRoutes', operatorId }),
    unsupported: (protocol, command) => {
      const version = versions.find((one) => one.protocol === protocol);
      if (!version) return undefined;
      const entry = version.commands[command.kind];
      return 'unsupported' in entry ? entry.unsupported : version.unsupported(command);
    },
    parts: (protocol) => versions.find((one) => one.protocol === protocol)?.parts,
    isSecretName,
    consoleUrl,
    mails: config.smtpUrl !== undefined,
    secure,
    mask: maskFrame,
    veil: veilFrame,
    explain: createTell(versions),
    sayAnswer: answerInWords,
    publicUrl: config.publicUrl,
    files,
    documentLimitBytes: config.documentLimitMb * 1_000_000,
    mail: config.mailFrom && { from: config.mailFrom.address },
    ...transfers.deps,
  });

  const tls =
    tlsPairs &&
    (await createTls({
      files: tlsPairs,
      trust: certification.trust,
      log,
      clock,
      onFault: (remote, reason) => stations.handshakeFailed(remote, reason),
    }));

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.startsWith('/ocpp/') && plays('gateway')) gateway.upgrade(request, socket, head);
    else socket.destroy();
  };
  let handle: (request: IncomingMessage, response: ServerResponse) => void;
  let started = false;
  let draining = false;
  const server = { current: undefined as Server | undefined };
  const app = await createApp({
    slices,
    auth,
    pool,
    bus,
    log,
    clock,
    newId,
    settings: { secure, publicUrl: config.publicUrl, trustedProxies: config.trustedProxies, version: places.version },
    consoleDir: places.console,
    api: plays('api'),
    ready: createReadiness({
      pool: stationPool,
      clock,
      node: config.node,
      writes: () => writer.report().reachable,
      bus: () => bus.report().reachable,
      draining: () => draining,
      migrations,
      folder: config.databaseUrl === undefined || config.filesUrl === undefined ? config.dataDir : undefined,
    }),
    started: () => started,
    transfers: transfers.serve,
    metrics,
    strain: () => ({ lagMs: lag.ms, memory: memory.share }),
    createServer: (handler: (request: IncomingMessage, response: ServerResponse) => void) => {
      const made = tls
        ? https.createServer({ ...slowHandshakeOptions, ...tls.options() }, handler)
        : http.createServer(slowHandshakeOptions, handler);
      made.on('upgrade', upgrade);
      handle = handler;
      if (made instanceof https.Server) tls?.serve(made);
      server.current = made;
      return made;
    },
  });

  // What an earlier run left behind is tidied while the port opens: a station that comes back meanwhile tidies its own.
  const tidied = stations
    .start()
    .catch((error: unknown) => log.error({ err: error }, 'Connections of an earlier run could not be closed'));
  let asked = config.port;
  try {
    await app.listen({ host: config.host, port: config.port, backlog });
    address = { host: config.host, port: (server.current!.address() as AddressInfo).port };
    if (config.plainPort !== undefined) {
      asked = config.plainPort;
      plain = await openPlainPort({
        host: config.host,
        port: asked,
        backlog,
        consoleUrl: consoleUrl(),
        upgrade,
        handle: handle!,
      });
    }
  } catch (error) {
    await stations.stop();
    await tidied;
    await writer.stop();
    await app.close();
    const setting = asked === config.plainPort ? 'VOLTYARD_PLAIN_PORT' : 'VOLTYARD_PORT';
    throw new Error(listenFault(error as NodeJS.ErrnoException, { host: config.host, port: asked, setting }), {
      cause: error,
    });
  }
  liveFlush.start();
  await transfers.start();
  lag.start();
  memory.start();
  if (plays('jobs')) jobs.start();
  if (config.natsUrl === undefined) await demo.resume();
  else if (plays('gateway')) resumeOnOne(jobs, demo);

  const setupToken = await ensureSetupToken(pool);
  started = true;
  return {
    pool,
    auth,
    demo,
    consoleUrl: consoleUrl(),
    ocppUrl: ocppUrl(),
    plainUrl: plainUrl(),
    setupToken,
    reloadCertificates: () => tls?.reload() ?? false,
    async stop() {
      draining = true;
      await transfers.stop();
      tls?.stop();
      await jobs.stop();
      keeper.stop();
      await demo.stop();
      // Not ready, and still serving: whoever sends traffic here has this long to look elsewhere.
      await sleep(config.drainWaitSeconds * second);
      await gateway.stop({ drainMs: config.drainSeconds * second, graceMs, code: config.drainCode });
      await plain?.close();
      await app.close();
      lag.stop();
      memory.stop();
      await stations.stop();
      await tidied;
      await liveFlush.stop();
      await writer.stop();
      await place.leave();
      await Promise.all([pool.end(), stationPool.end()]);
      await engine.stop();
    },
  };
}
