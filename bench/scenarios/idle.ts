import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../cpu.ts';
import { createCrowds } from '../crowd/crowds.ts';
import type { Scenario } from './scenario.ts';
import { backOff } from './storm.ts';

const connectors = 2;
/** Long enough for the garbage of their coming to be collected and its memory given back, ms. */
const settleMs = 20_000;

/** Memory of our process per idle station: connected, booted, its charge points told. */
export const idle: Scenario = async ({ floor, product, password, stations }) => {
  const measure = async (pid: number, url: string, pass: string | undefined) => {
    const crowds = createCrowds();
    const common = { url, prefix: 'BENCH', password: pass, withinMs: 0, atOnce: 200, backOff, connectors };
    // A few first, so that code and pools are warm and only stations are counted.
    const warm = createCrowds();
    await warm.come({ ...common, from: 1, to: 200, address: 2 });
    await warm.leave();
    await sleep(3_000);
    const before = memoryOf(pid);
    const came = await crowds.come({ ...common, from: 1, to: stations, address: 10 });
    await sleep(settleMs);
    const after = memoryOf(pid);
    const { open, lost } = await crowds.report();
    await crowds.leave();
    return {
      booted: came.booted,
      open,
      lost,
      beforeMiB: Math.round(before / 1_048_576),
      afterMiB: Math.round(after / 1_048_576),
      kibPerStation: Number(((after - before) / 1_024 / stations).toFixed(2)),
    };
  };
  return {
    stations,
    connectors,
    floor: await measure(floor.pid, floor.url, undefined),
    voltyard: await measure(product.pid, product.url, password),
  };
};
