import { atMost } from '../asked.ts';
import type { Driven } from '../driver.ts';
import { closedLoop, type Figures } from '../measure.ts';
import { startNodes } from '../nodes.ts';
import { mixed } from './mix.ts';
import type { Ground, Scenario } from './scenario.ts';

/** Between an answer and the next call: the load is the same whatever serves it, and below what one node can do. */
const pauseMs = 500;
const warmSeconds = 15;
/** As often both, in turns, so that what else the machine does falls on both. */
const turns = [1, 2, 2, 1];
const mostGrowth = 1.1;

async function run({ home, password, stations, seconds }: Ground, count: number): Promise<Figures> {
  const nodes = await startNodes(home, ['a', 'b'].slice(0, count));
  try {
    const { all } = nodes;
    const driven: Driven[] = mixed(stations, password).map((one, index) => ({
      ...one,
      pauseMs,
      url: all[Math.floor((index * all.length) / stations)]!.url,
    }));
    return await closedLoop({ ...all[0]!, pids: all.map(({ pid }) => pid) }, driven, warmSeconds, seconds);
  } finally {
    await nodes.stop();
  }
}

/** One gateway node against two with the same stations and the same load: what a call costs our processes. */
export const twoNodes: Scenario = async (ground) => {
  await ground.product.stop();
  const runs: { readonly nodes: number; readonly figures: Figures }[] = [];
  for (const nodes of turns) runs.push({ nodes, figures: await run(ground, nodes) });
  const costOf = (nodes: number): number => {
    const costs = runs.filter((one) => one.nodes === nodes).map(({ figures }) => figures.cpuPerCallUs);
    return costs.reduce((sum, one) => sum + one, 0) / costs.length;
  };
  const ratio = costOf(2) / costOf(1);
  return {
    pauseMs,
    cpuPerCallUs: { one: Math.round(costOf(1)), two: Math.round(costOf(2)) },
    runs,
    bound: atMost(mostGrowth, ratio, 'times the CPU per call of one node'),
  };
};
