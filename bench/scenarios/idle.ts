import { atMost } from '../asked.ts';
import { createCrowds } from '../crowd/crowds.ts';
import { startNodes } from '../nodes.ts';
import { settledMemory } from '../settle.ts';
import type { Scenario } from './scenario.ts';
import { backOff } from './storm.ts';

const connectors = 2;
const askedKib = 12;
/** A few come and go first, so that code and pools are warm and only stations are counted. */
const warm = 200;

interface Place {
  readonly pid: number;
  readonly url: string;
}

/** Memory of these processes for each idle station, all stations spread over them: connected, booted, their charge points told. */
async function measure(places: readonly Place[], stations: number, password: string | undefined, mostSeconds: number) {
  const pids = places.map(({ pid }) => pid);
  const share = stations / places.length;
  const come = (count: number, address: number) => {
    const crowds = createCrowds();
    const coming = Promise.all(
      places.map(({ url }, place) =>
        crowds.come({
          url,
          prefix: 'BENCH',
          password,
          withinMs: 0,
          atOnce: 200,
          backOff,
          connectors,
          from: Math.floor(share * place) + 1,
          to: Math.min(Math.floor(share * place) + count, Math.floor(share * (place + 1))),
          address: address + 20 * place,
        }),
      ),
    );
    return { crowds, coming };
  };
  const first = come(Math.min(warm, share), 2);
  await first.coming;
  await first.crowds.leave();
  const before = await settledMemory(pids, mostSeconds);
  const all = come(Math.ceil(share), 10);
  const came = await all.coming;
  const after = await settledMemory(pids, mostSeconds, (mostSeconds * 4) / 5);
  const { open, lost } = await all.crowds.report();
  await all.crowds.leave();
  return {
    booted: came.reduce((sum, { booted }) => sum + booted, 0),
    open,
    lost,
    beforeMiB: Math.round(before.bytes / 1_048_576),
    afterMiB: Math.round(after.bytes / 1_048_576),
    settledSeconds: [before.seconds, after.seconds],
    kibPerStation: Number(((after.bytes - before.bytes) / 1_024 / stations).toFixed(2)),
  };
}

/** Memory of our process per idle station, beside the floor's. `seconds`: the longest wait until memory has settled. */
export const idle: Scenario = async ({ floor, product, password, stations, seconds }) => {
  const bare = await measure([floor], stations, undefined, seconds);
  const ours = await measure([product], stations, password, seconds);
  return {
    stations,
    connectors,
    floor: bare,
    voltyard: ours,
    bound: atMost(askedKib, ours.kibPerStation, 'KiB of each'),
  };
};

/** The same on two nodes: a process may open 20,000 descriptors, so more stations are more processes. */
export const idleTwo: Scenario = async ({ home, product, password, stations, seconds }) => {
  await product.stop();
  const nodes = await startNodes(home, ['a', 'b']);
  try {
    const ours = await measure(nodes.all, stations, password, seconds);
    return {
      stations,
      nodes: nodes.all.length,
      connectors,
      voltyard: ours,
      bound: atMost(askedKib, ours.kibPerStation, 'KiB of each'),
    };
  } finally {
    await nodes.stop();
  }
};
