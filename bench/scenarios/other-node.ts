import { type Client, connect } from '../../sim/client.ts';
import { apiKey } from '../api-key.ts';
import { atMost } from '../asked.ts';
import { percentile } from '../driver.ts';
import { startNodes } from '../nodes.ts';
import type { Scenario } from './scenario.ts';

const commands = 1_200;
/** Not counted: compiling, and connections that open. */
const warm = 200;
const askedMs = 10;

/** A command by the API of one node to a station whose socket is at another, one after the other. */
export const otherNode: Scenario = async ({ home, product, password, operatorId, stations }) => {
  await product.stop();
  const nodes = await startNodes(home, ['a', 'b']);
  const clients: Client[] = [];
  try {
    const [near, far] = nodes.all;
    const { rows } = await home.pool.query<{ id: number; identity: string }>(
      "SELECT id, identity FROM stations WHERE identity LIKE 'BENCH-%' ORDER BY id",
    );
    let arrived = (): void => {};
    for (const { identity } of rows) {
      const client = await connect({
        url: far!.url,
        identity,
        password,
        protocol: 'ocpp1.6',
        onCall: () => {
          arrived();
          return { status: 'Accepted' };
        },
      });
      await client.call('BootNotification', { chargePointVendor: 'Bench', chargePointModel: 'One' });
      clients.push(client);
    }
    const headers = {
      authorization: `Bearer ${await apiKey(home.pool, operatorId)}`,
      'content-type': 'application/json',
    };
    const reached: number[] = [];
    const told: number[] = [];
    for (let n = 0; n < warm + commands; n++) {
      const begun = performance.now();
      const atStation = new Promise<number>((resolve) => {
        arrived = () => resolve(performance.now() - begun);
      });
      const path = `/api/v1/stations/${rows[n % rows.length]!.id}/commands/clearCache`;
      const reply = await fetch(`${near!.http}${path}`, { method: 'POST', headers, body: '{}' });
      const text = await reply.text();
      const answeredMs = performance.now() - begun;
      if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
      const reachedMs = await atStation;
      if (n < warm) continue;
      told.push(answeredMs);
      reached.push(reachedMs);
    }
    const spread = (times: number[]) => {
      times.sort((a, b) => a - b);
      const of = (share: number) => Number(percentile(times, share).toFixed(2));
      return { p50Ms: of(0.5), p99Ms: of(0.99), maxMs: of(1) };
    };
    const figures = { stationHasIt: spread(reached), callerIsAnswered: spread(told) };
    const worst = Math.max(figures.stationHasIt.p99Ms, figures.callerIsAnswered.p99Ms);
    return { stations, commands, ...figures, bound: atMost(askedMs, worst, 'ms, p99 of both') };
  } finally {
    for (const client of clients) client.terminate();
    await nodes.stop();
  }
};
