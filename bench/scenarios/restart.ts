import { createCrowds } from '../crowd/crowds.ts';
import type { Scenario } from './scenario.ts';
import { backOff } from './storm.ts';

/** The server is killed and started again; how soon its ports open and its known stations are back. */
export const restart: Scenario = async ({ product, password, stations }) => {
  const come = async (url: string) => {
    const crowds = createCrowds();
    const came = await crowds.come({
      url,
      prefix: 'BENCH',
      from: 1,
      to: stations,
      password,
      address: 2,
      withinMs: 1_000,
      atOnce: stations,
      backOff,
      connectors: 0,
    });
    return { came, leave: () => crowds.leave() };
  };
  const first = await come(product.url);
  const again = await product.restart('SIGKILL');
  await first.leave();
  const back = await come(again.url);
  await back.leave();
  const clean = await again.restart('SIGTERM');
  const openedAfterMs = { afterKill: Math.round(again.openedAfterMs), afterStop: Math.round(clean.openedAfterMs) };
  await clean.stop();
  return { stations, openedAfterMs, back: back.came.booted, backSeconds: Number(back.came.seconds.toFixed(2)) };
};
