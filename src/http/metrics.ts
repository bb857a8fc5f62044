import { monitorEventLoopDelay } from 'node:perf_hooks';
import type pg from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One figure another part counts for itself, as it stands now. Never a station's id as a label. */
export interface Measurement {
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metrics {
  /** Prometheus text. */
  text(): Promise<{ body: string; type: string }>;
  /** How long one of our requests took. */
  request(method: string, route: string, status: number, seconds: number): void;
  /** Time to handle a station's call, and a station's to answer ours. */
  handled(version: string, seconds: number): void;
  answered(version: string, seconds: number): void;
}

const resolutionMs = 20;
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `collect` is called at each scrape and tells what gateway, stations and storage have counted (ocpp_..., db_..., tx_...). */
export function createMetrics({
  pool,
  collect,
}: {
  pool: pg.Pool;
  collect: () => readonly Measurement[] | Promise<readonly Measurement[]>;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const loop = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();

  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer a request of the console or API',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  });
  const handle = new Histogram({
    name: 'ocpp_handle_seconds',
    help: 'From a call of a station to its answer',
    labelNames: ['version'],
    buckets,
    registers,
  });
  const call = new Histogram({
    name: 'ocpp_call_seconds',
    help: 'From a call of ours to the answer of the station',
    labelNames: ['version'],
    buckets,
    registers,
  });
  new Gauge({
    name: 'eventloop_lag_seconds',
    help: 'How late the event loop was since the last scrape, 99th percentile',
    registers,
    collect() {
      // What is measured is the time between two looks; how late the second one was is what matters.
      this.set(Math.max(0, loop.percentile(99) / 1e9 - resolutionMs / 1000));
      loop.reset();
    },
  });
  new Gauge({
    name: 'db_pool_wait_seconds',
    help: 'Time to get a database connection, tried at this scrape; -1: none within a second',
    registers,
    async collect() {
      this.set(await waitFor(pool));
    },
  });

  const known = new Map<string, Counter | Gauge>();
  const refresh = async () => {
    const measured = await collect();
    for (const metric of known.values()) metric.reset();
    for (const { name, kind, help, labels = {}, value } of measured) {
      let metric = known.get(name);
      if (!metric) {
        const options = { name, help, labelNames: Object.keys(labels), registers };
        metric = kind === 'counter' ? new Counter(options) : new Gauge(options);
        known.set(name, metric);
      }
      metric.inc({ ...labels }, value);
    }
  };

  return {
    async text() {
      await refresh();
      return { body: await registry.metrics(), type: registry.contentType };
    },
    request: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    handled: (version, seconds) => handle.labels(version).observe(seconds),
    answered: (version, seconds) => call.labels(version).observe(seconds),
  };
}

async function waitFor(pool: pg.Pool): Promise<number> {
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const connection = pool.connect().then(
    (client) => {
      client.release();
      return (performance.now() - start) / 1000;
    },
    () => -1,
  );
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(resolve, 1000, -1);
  });
  const seconds = await Promise.race([connection, late]);
  clearTimeout(timer);
  return seconds;
}
