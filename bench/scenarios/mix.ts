import type { Driven } from '../driver.ts';
import { closedLoop } from '../measure.ts';
import { heartbeats, mix16, mix201 } from '../scripts.ts';
import type { Scenario } from './scenario.ts';

export const card = 'BENCH0001';

export const mixed = (count: number, password: string | undefined, prefix = 'BENCH'): Driven[] =>
  Array.from({ length: count }, (_, index) => {
    const identity = `${prefix}-${index + 1}`;
    return index % 2 === 0
      ? { identity, password, protocol: 'ocpp1.6', script: mix16(card) }
      : { identity, password, protocol: 'ocpp2.0.1', script: mix201(card, identity) };
  });

/** Half 1.6, half 2.0.1, whole sessions in a closed loop, everything durable before the answer. */
export const mix: Scenario = async ({ floor, product, password, stations, seconds }) => {
  const bare = await closedLoop(floor, mixed(stations, undefined), 3, seconds);
  const ours = await closedLoop(product, mixed(stations, password), 5, seconds);
  return { figures: [bare, ours], ratioToFloor: ours.callsPerSecond / bare.callsPerSecond };
};

const beating = (count: number, password: string | undefined): Driven[] =>
  Array.from({ length: count }, (_, index) => ({
    identity: `BENCH-${index + 1}`,
    password,
    protocol: 'ocpp1.6',
    script: heartbeats(),
  }));

export const heartbeat: Scenario = async ({ floor, product, password, stations, seconds }) => {
  const bare = await closedLoop(floor, beating(stations, undefined), 3, seconds);
  const ours = await closedLoop(product, beating(stations, password), 5, seconds);
  return { figures: [bare, ours], ratioToFloor: ours.callsPerSecond / bare.callsPerSecond };
};
