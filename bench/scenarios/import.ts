import { setTimeout as sleep } from 'node:timers/promises';
import { apiKey } from '../api-key.ts';
import type { Scenario } from './scenario.ts';

const stationCount = 10_000;
/** Asked: planned and done, in seconds together. */
const asked = 60;

/** A table of 10,000 new stations with a location and an EVSE-ID each: planned, begun, done; passwords fetched. */
export const importTable: Scenario = async ({ product, operatorId }) => {
  const authorization = `Bearer ${await apiKey(product.pool, operatorId)}`;
  const send = async (path: string, body?: string) => {
    const reply = await fetch(`${product.http}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }) },
      ...(body === undefined ? {} : { body }),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  const lines = Array.from(
    { length: stationCount },
    (_, n) => `BULK-${n};Station ${n};Street ${n};Europe/Berlin;2026-03-31;44;1.1 DE*BLK*E${n}`,
  );
  const table = `Identity;Name;Address;Time zone;Commissioned;Grid limit (kW);EVSE IDs\n${lines.join('\n')}`;
  const begun = performance.now();
  const { jobId } = (await (await send('/station-imports?fileName=bulk.csv', table)).json()) as { jobId: string };
  const planned = performance.now();
  await send(`/station-jobs/${jobId}/begin`);
  let job: { state: string; counts: { done: number; failed: number } };
  do {
    await sleep(200);
    const reply = await fetch(`${product.http}/api/v1/station-jobs/${jobId}`, { headers: { authorization } });
    job = (await reply.json()) as typeof job;
  } while (job.state === 'running' && performance.now() - planned < 10 * 60_000);
  const done = performance.now();
  const passwords = (await (await send(`/station-jobs/${jobId}/credentials`)).text()).trim().split('\r\n').length - 1;
  const { rows } = await product.pool.query(
    "SELECT count(*)::integer AS stations FROM stations WHERE identity LIKE 'BULK-%' AND adopted AND password_hash IS NOT NULL",
  );
  const seconds = (done - begun) / 1000;
  return {
    planSeconds: Number(((planned - begun) / 1000).toFixed(1)),
    seconds: Number(seconds.toFixed(1)),
    stationsPerSecond: Math.round(stationCount / seconds),
    counts: job.counts,
    passwords,
    inDatabase: rows[0].stations,
    asked: { seconds: asked, reached: seconds <= asked },
  };
};
