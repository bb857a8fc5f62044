import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { createCredentials } from '../src/stations/credentials.ts';
import { ensurePepper } from '../src/storage/installation.ts';
import { badStation } from './scenarios/bad-station.ts';
import { mixFull } from './scenarios/full.ts';
import { idle, idleTwo } from './scenarios/idle.ts';
import { importTable } from './scenarios/import.ts';
import { lists } from './scenarios/lists.ts';
import { card, heartbeat, mix } from './scenarios/mix.ts';
import { nodeLoss } from './scenarios/node-loss.ts';
import { offlineQueue } from './scenarios/offline-queue.ts';
import { otherNode } from './scenarios/other-node.ts';
import { outage } from './scenarios/outage.ts';
import { restart } from './scenarios/restart.ts';
import { rights } from './scenarios/rights.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { bootStorm } from './scenarios/storm.ts';
import { tlsStorm } from './scenarios/tls-storm.ts';
import { twoNodes } from './scenarios/two-nodes.ts';
import { seedCard, seedOperator, seedStations } from './seed.ts';
import { productHome, startFloor } from './targets.ts';

const scenarios: Record<string, { readonly run: Scenario; readonly stations: number; readonly seconds: number }> = {
  mix: { run: mix, stations: 1_000, seconds: 20 },
  heartbeat: { run: heartbeat, stations: 1_000, seconds: 15 },
  'boot-storm': { run: bootStorm, stations: 10_000, seconds: 0 },
  'tls-storm': { run: tlsStorm, stations: 2_000, seconds: 0 },
  idle: { run: idle, stations: 18_000, seconds: 300 },
  'idle-two': { run: idleTwo, stations: 36_000, seconds: 300 },
  restart: { run: restart, stations: 2_000, seconds: 0 },
  outage: { run: outage, stations: 500, seconds: 60 },
  'bad-station': { run: badStation, stations: 300, seconds: 15 },
  'mix-full': { run: mixFull, stations: 1_000, seconds: 20 },
  lists: { run: lists, stations: 1, seconds: 0 },
  rights: { run: rights, stations: 1, seconds: 0 },
  import: { run: importTable, stations: 1, seconds: 0 },
  'two-nodes': { run: twoNodes, stations: 2_000, seconds: 30 },
  'other-node': { run: otherNode, stations: 200, seconds: 0 },
  'node-loss': { run: nodeLoss, stations: 9_000, seconds: 0 },
  'offline-queue': { run: offlineQueue, stations: 1_000, seconds: 30 },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stations: { type: 'string' },
    seconds: { type: 'string' },
    sessions: { type: 'string' },
    frames: { type: 'string' },
    messages: { type: 'string' },
  },
});
const name = positionals[0] ?? '';
const scenario = scenarios[name];
if (!scenario) {
  console.error(
    `npm run bench -- <${Object.keys(scenarios).join(' | ')}> [--stations N] [--seconds S] [--sessions N --frames N (mix-full)] [--messages N (offline-queue)]`,
  );
  process.exit(2);
}
const stations = Number(values.stations ?? scenario.stations);
const seconds = Number(values.seconds ?? scenario.seconds);
const sessions = Number(values.sessions ?? 1_000_000);
const frames = Number(values.frames ?? 20_000_000);
const messages = Number(values.messages ?? 500);
const password = 'bench-password-of-all-stations';

const floor = await startFloor();
const home = await productHome();
let product = await home.start();
try {
  const operatorId = await seedOperator(home.pool);
  await seedCard(home.pool, operatorId, card);
  const passwordHash = createCredentials(await ensurePepper(home.pool)).hash(password);
  await seedStations(home.pool, operatorId, stations, 'BENCH', passwordHash);
  // What it learnt at its start (no operator yet) must not count.
  product = await product.restart('SIGTERM');
  const result = await scenario.run({
    floor,
    home,
    product,
    password,
    passwordHash,
    operatorId,
    stations,
    seconds,
    sessions,
    frames,
    messages,
  });
  const report = {
    scenario: name,
    at: new Date().toISOString(),
    node: process.version,
    cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    ...result,
  };
  console.log(JSON.stringify(report, null, 2));
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(`bench/results/${name}-${Date.now()}.json`, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await product.stop().catch(() => {});
  await floor.stop();
  await home.close();
}
process.exit(0);
