import { setTimeout as sleep } from 'node:timers/promises';
import { atMost } from '../asked.ts';
import { createCrowds } from '../crowd/crowds.ts';
import { queuedCount } from '../scripts.ts';
import { seedStations } from '../seed.ts';
import { card } from './mix.ts';
import type { Scenario } from './scenario.ts';
import { backOff, toldBy } from './storm.ts';

const days = 7;
/** How often each of those that go on charging says something, ms. */
const everyMs = 2_000;
/** What the others may wait: as long as an answer may take at any time. */
const mostWaitMs = 250;

/** Half the stations bring what they could not say for a week, as fast as they are answered, while the other half goes on charging. */
export const offlineQueue: Scenario = async (ground) => {
  const { product, password, passwordHash, operatorId, stations, seconds, messages } = ground;
  const half = Math.floor(stations / 2);
  await seedStations(product.pool, operatorId, half, 'RIDER', passwordHash);
  const common = { url: product.url, password, from: 1, to: half, backOff, connectors: 0, card };
  const riders = createCrowds();
  const bringers = createCrowds();
  try {
    await riders.ride({ ...common, prefix: 'RIDER', address: 2, withinMs: 0, atOnce: 50, everyMs });
    await sleep(10_000);
    await riders.report();
    await sleep(seconds * 1_000);
    const before = toldBy(await riders.report());
    const brought = await bringers.bring({
      ...common,
      prefix: 'BENCH',
      address: 10,
      withinMs: 1_000,
      atOnce: half,
      messages,
      days,
    });
    const during = toldBy(await riders.report());
    const { answered, errors, lost, latencies } = await bringers.report();
    const { rows } = await product.pool.query(
      `SELECT count(*)::integer AS kept, count(*) FILTER (WHERE place <> said)::integer AS out_of_order
       FROM (SELECT substr(message_id, 2)::integer AS said, row_number() OVER (PARTITION BY station_id ORDER BY received_at, id) - 1 AS place
             FROM frames WHERE direction = 'in' AND kind = 'call' AND answer IS NOT NULL AND message_id ~ '^q[0-9]+$') f`,
    );
    const sessions = await product.pool.query(
      `SELECT count(*)::integer AS kept, count(*) FILTER (WHERE ended_at IS NOT NULL AND started_at >= before)::integer AS whole
       FROM (SELECT ended_at, started_at, coalesce(lag(started_at) OVER (PARTITION BY station_id ORDER BY number), '-infinity') AS before
             FROM transactions t JOIN stations s ON s.operator_id = t.operator_id AND s.id = t.station_id WHERE s.identity LIKE 'BENCH-%') t`,
    );
    const each = queuedCount(messages);
    const [{ kept, out_of_order: outOfOrder }] = rows;
    return {
      stations: half,
      others: half,
      days,
      messagesEach: each.messages,
      everyMs,
      booted: brought.booted,
      drainedSeconds: Number(brought.seconds.toFixed(1)),
      drainedPerSecond: Math.round(answered / brought.seconds),
      errors,
      lost,
      longestWaitMs: Math.round(latencies.at(-1) ?? Number.NaN),
      sessionsKept: sessions.rows[0].kept,
      othersBefore: before,
      othersDuring: during,
      bounds: {
        missing: atMost(0, half * each.messages - kept, 'messages'),
        outOfOrder: atMost(0, outOfOrder, 'messages'),
        sessionsNotWhole: atMost(0, half * each.sessions - sessions.rows[0].whole, 'sessions'),
        others: atMost(mostWaitMs, during.p99Ms, 'ms, their p99'),
      },
    };
  } finally {
    await Promise.all([riders.leave(), bringers.leave()]);
  }
};
