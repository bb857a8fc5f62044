import { atMost } from '../asked.ts';
import type { Driven } from '../driver.ts';
import { closedLoop, type Figures } from '../measure.ts';
import { startNodes } from '../nodes.ts';
import { mixed } from './mix.ts';
import type { Ground, Scenario } from './scenario.ts';

/** Between an answer and the next call: the load is the same whatever serves it, and below what one node can do. */
const pauseMs = 500;
const warmSeconds = 15;
/** How many nodes serve which share of the stations; in turns, so that what else the machine does falls on all. */
const half = { nodes: 1, share: 0.5 };
const whole = { nodes: 1, share: 1 };
const both = { nodes: 2, share: 1 };
const turns = [half, both, whole, both, half];
const mostGrowth = 1.1;

type Turn = (typeof turns)[number];

async function run({ home, password, stations, seconds }: Ground, { nodes: count, share }: Turn): Promise<Figures> {
  const nodes = await startNodes(home, ['a', 'b'].slice(0, count));
  try {
    const { all } = nodes;
    const driven: Driven[] = mixed(Math.ceil(stations * share), password).map((one, index) => ({
      ...one,
      pauseMs,
      url: all[Math.floor((index * all.length) / stations)]!.url,
    }));
    return await closedLoop({ ...all[0]!, pids: all.map(({ pid }) => pid) }, driven, warmSeconds, seconds);
  } finally {
    await nodes.stop();
  }
}

/**
 * A second node beside the first, each with as many stations as the one had alone: what a call costs our processes. And, as a
 * second figure, the same stations on one node: fewer calls at a node make smaller groups to commit, whatever the number of nodes.
 */
export const twoNodes: Scenario = async (ground) => {
  await ground.product.stop();
  const runs: { readonly turn: Turn; readonly figures: Figures }[] = [];
  for (const turn of turns) runs.push({ turn, figures: await run(ground, turn) });
  const costOf = (turn: Turn): number => {
    const costs = runs.filter((one) => one.turn === turn).map(({ figures }) => figures.cpuPerCallUs);
    return Math.round(costs.reduce((sum, one) => sum + one, 0) / costs.length);
  };
  return {
    pauseMs,
    cpuPerCallUs: { oneWithHalf: costOf(half), oneWithAll: costOf(whole), two: costOf(both) },
    runs,
    ofTheSameStations: Number((costOf(both) / costOf(whole)).toFixed(2)),
    bound: atMost(
      mostGrowth,
      costOf(both) / costOf(half),
      'times the CPU per call of one node with as many calls as each',
    ),
  };
};
