import { setTimeout as sleep } from 'node:timers/promises';
import { protocols } from '../../sim/profile.ts';
import { steadfast } from '../../sim/steadfast.ts';
import { proofOf } from '../../test/cluster/proof.ts';
import { apiKey } from '../api-key.ts';
import { atMost } from '../asked.ts';
import { startNodes } from '../nodes.ts';
import { card } from './mix.ts';
import type { Ground, Scenario } from './scenario.ts';

/** Commands that are with stations of the node when it dies; half of them must not be done twice, half may. */
const mostInFlight = 200;
/** A run ends, whatever is wrong. */
const patienceSeconds = 180;

/** About a thousand messages a second, however many stations there are. */
const pauseOf = (stations: number): number => Math.max(250, stations);

async function gatherFleet({ home, password, stations }: Ground, urls: readonly string[], holding: () => boolean) {
  const { rows } = await home.pool.query<{ id: number; identity: string }>(
    "SELECT id, identity FROM stations WHERE identity LIKE 'BENCH-%' ORDER BY id",
  );
  const heard = new Map<string, string[]>();
  const all = rows.map(({ id: stationId, identity }, index) => ({
    stationId,
    identity,
    station: steadfast({
      identity,
      password,
      protocol: protocols[index % protocols.length]!,
      urls,
      card,
      pauseMs: pauseOf(stations),
      patienceMs: 10_000,
      onCall: (action) => {
        heard.set(identity, [...(heard.get(identity) ?? []), action]);
        return holding() ? new Promise<undefined>(() => {}) : { status: 'Accepted' };
      },
    }),
  }));
  return { all, heard };
}

/** Waits until it is true; resolves with the seconds that took, NaN when it never was. */
async function secondsUntil(look: () => boolean | Promise<boolean>): Promise<number> {
  const begun = performance.now();
  while (!(await look())) {
    if (performance.now() - begun > patienceSeconds * 1_000) return Number.NaN;
    await sleep(100);
  }
  return (performance.now() - begun) / 1_000;
}

/** Three nodes under load, one is killed with commands in flight (F-05): who comes back, what becomes of the commands, what is lost. */
export const nodeLoss: Scenario = async (ground) => {
  const { home, product, operatorId, stations } = ground;
  const { pool } = home;
  await product.stop();
  const nodes = await startNodes(home, ['a', 'b', 'c']);
  try {
    const [here, , dying] = nodes.all;
    let holding = true;
    const { all, heard } = await gatherFleet(
      ground,
      nodes.all.map(({ url }) => url),
      () => holding,
    );
    const goesOn = () => {
      const since = performance.now();
      return secondsUntil(() => all.every(({ station }) => station.connected && station.answeredAt > since));
    };
    for (const { station } of all) station.start();
    const cameSeconds = await goesOn();
    const doomed = all.filter(({ station }) => station.at === 2);

    const headers = { authorization: `Bearer ${await apiKey(pool, operatorId)}`, 'content-type': 'application/json' };
    const asked: { readonly commandId: string; readonly identity: string; readonly once: boolean }[] = [];
    for (const [n, { stationId, identity }] of doomed.slice(0, mostInFlight).entries()) {
      const once = n % 2 === 0;
      const path = `/api/v1/stations/${stationId}/commands/${once ? 'reset' : 'clearCache'}`;
      const body = JSON.stringify(once ? { mode: 'soft' } : { whenOffline: 'queue' });
      const reply = await fetch(`${here!.http}${path}`, { method: 'POST', headers, body });
      const { commandId } = (await reply.json()) as { commandId?: string };
      if (commandId === undefined) throw new Error(`${path}: ${reply.status}`);
      asked.push({ commandId, identity, once });
    }
    await secondsUntil(() => asked.every(({ identity }) => heard.has(identity)));

    const [killed] = [performance.now(), await dying!.kill()];
    holding = false;
    await secondsUntil(() =>
      doomed.every(({ station }) => station.connected && station.answeredAt > killed && station.at !== 2),
    );
    const backSeconds = (performance.now() - killed) / 1_000;
    const ids = asked.map(({ commandId }) => commandId);
    await secondsUntil(async () => {
      const { rows } = await pool.query(
        'SELECT count(*)::integer AS open FROM commands WHERE id = ANY($1::uuid[]) AND ended_at IS NULL',
        [ids],
      );
      return rows[0].open === 0;
    });
    const commandsSeconds = (performance.now() - killed) / 1_000;
    const { rows: lives } = await pool.query('SELECT id, state, reason FROM commands WHERE id = ANY($1::uuid[])', [
      ids,
    ]);
    const lifeOf = new Map(lives.map((row) => [row.id, `${row.state} ${row.reason ?? ''}`.trim()]));
    const wrong = asked.filter(
      ({ commandId, once }) => lifeOf.get(commandId) !== (once ? 'unknown node.lost' : 'done'),
    );
    const twice = asked.filter(
      ({ identity, once }) => once && heard.get(identity)!.filter((action) => action === 'Reset').length !== 1,
    );
    const { rows: left } = await pool.query(
      `SELECT (SELECT count(*) FROM station_owners o JOIN nodes n USING (run) WHERE n.ended_at IS NOT NULL)::integer AS owned,
         (SELECT count(*) FROM connections WHERE node = 'c' AND closed_at IS NULL)::integer AS open`,
    );

    await Promise.all(all.map(({ station }) => station.finish()));
    const { faults, sessions, messages } = await proofOf(pool, all);
    return {
      stations,
      onTheLostNode: doomed.length,
      commandsInFlight: asked.length,
      cameSeconds: Math.round(cameSeconds),
      backSeconds: Number(backSeconds.toFixed(1)),
      commandsEndedSeconds: Number(commandsSeconds.toFixed(1)),
      leftBehind: left[0],
      sessions,
      messages,
      firstFaults: faults.slice(0, 5),
      bounds: {
        notBack: atMost(0, doomed.filter(({ station }) => station.at === 2).length, 'stations'),
        commandsEndedOtherwise: atMost(0, wrong.length, 'not unknown as their node was lost, or done'),
        sentTwice: atMost(0, twice.length, 'that must be sent once'),
        lost: atMost(0, faults.length, 'answers, sessions or facts that are not as the stations have them'),
      },
    };
  } finally {
    await nodes.stop();
  }
};
