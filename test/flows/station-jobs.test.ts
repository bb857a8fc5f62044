import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, wire } from '../flow-station.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow?.stop());

const plan = async (text: string | Buffer, fileName = 'stations.csv'): Promise<Json> =>
  flow.call('POST', `/station-imports?fileName=${fileName}`, new Uint8Array(Buffer.from(text)));
const job = (id: string): Promise<Json> => flow.call('GET', `/station-jobs/${id}`);
const finished = (id: string) => until(async () => ((await job(id)).state === 'done' ? job(id) : undefined), 60);
const identities = async (text: string): Promise<string[]> =>
  (await flow.call('GET', `/stations?text=${text}`)).items.map((row: Json) => row.identity).sort();

describe('a table of stations', () => {
  it('is shown row by row before anything is done', async () => {
    await flow.call('POST', '/locations', { name: 'Depot', city: 'Köln' });
    await flow.call('POST', '/stations', { identity: 'TAB-0', name: 'Zero' });
    const { jobId, leftOut } = await plan(
      'Kennung;Name;Standort;EVSE-IDs;Zeitzone;Farbe\nTAB-0;Null;Depot;;;rot\nTAB-1;Eins;Depot;1.1 DE*TAB*E1;;\nTAB-2;;Hof;;Mars;\nTAB-3;Drei;Hof;;;\nTAB-3;x;;;;\n',
    );
    expect(leftOut).toEqual(['Farbe']);
    expect(await job(jobId)).toMatchObject({
      state: 'planned',
      counts: { rows: 5, create: 2, change: 1, none: 0, refuse: 2, done: 0, failed: 0 },
      credentials: false,
    });
    const { items } = await flow.call('GET', `/station-jobs/${jobId}/rows`);
    expect(
      items.map((row: Json) => [
        row.row,
        row.label,
        row.action,
        row.problems.map((each: Json) => each.detail).join(),
        row.notes.length,
      ]),
    ).toEqual([
      [2, 'TAB-0', 'change', '', 0],
      [3, 'TAB-1', 'create', '', 0],
      [4, 'TAB-2', 'refuse', 'There is no time zone Mars.', 1],
      [5, 'TAB-3', 'create', '', 1],
      [6, 'TAB-3', 'refuse', 'Row 5 has the same identity.', 0],
    ]);
    expect(items[0].says).toMatchObject([{ field: 'name', from: 'Zero', to: 'Null' }, { field: 'locationId' }]);
    expect(await identities('tab-')).toEqual(['TAB-0']);
    // Nothing is made yet: there is nothing to fetch.
    expect((await flow.ask('POST', `/station-jobs/${jobId}/credentials`)).status).toBe(409);
  });

  it('is done when it is begun, once; S-13 its passwords are given out once and let the stations in', async () => {
    const { jobId } = await plan('Identity,Name,Location,EVSE IDs\nTAB-1,Eins,Depot,1.1 DE*TAB*E1\nTAB-3,Drei,Hof,\n');
    await flow.call('POST', `/station-jobs/${jobId}/begin`);
    expect((await flow.ask('POST', `/station-jobs/${jobId}/begin`)).status).toBe(409);
    expect(await finished(jobId)).toMatchObject({ counts: { create: 2, done: 2, failed: 0 }, credentials: true });
    expect(await identities('tab-')).toEqual(['TAB-0', 'TAB-1', 'TAB-3']);
    const [one] = (await flow.call('GET', '/stations?text=tab-1')).items;
    expect(one).toMatchObject({ name: 'Eins', location: 'Depot' });
    expect((await flow.call('GET', `/stations/${one.id}/charge-points`)).items).toMatchObject([
      { evse: 1, evseId: 'DE*TAB*E1' },
    ]);
    const file = await flow.ask('POST', `/station-jobs/${jobId}/credentials`);
    const line = file.text.split('\r\n').find((each) => each.startsWith('TAB-1'))!;
    const [identity, url, user, password] = line.split(';');
    expect([identity, user]).toEqual(['TAB-1', 'TAB-1']);
    expect(url).toBe(`${flow.ocpp}/TAB-1`);
    expect((await flow.ask('POST', `/station-jobs/${jobId}/credentials`)).status).toBe(404);
    expect((await job(jobId)).credentials).toBe(false);
    const { rows } = await flow.pool.query(
      "SELECT coalesce(string_agg(j::text, ''), '') || (SELECT string_agg(r::text, '') FROM station_job_rows r) AS all FROM station_jobs j",
    );
    expect(rows[0].all).not.toContain(password);
    expect(flow.log()).not.toContain(password);
    const station = await wire(flow.ocpp, { identity: 'TAB-1', password: password! }, 'ocpp1.6');
    expect(await boot(station)).toMatchObject({ status: 'Accepted' });
    await station.close();
  });

  it('makes no difference the second time, also from what is exported', async () => {
    const file = await flow.ask('GET', '/station-imports/stations.csv?language=de');
    expect(file.text).toContain('Kennung;Name;');
    expect(file.text).toContain('TAB-1;Eins;');
    const { jobId } = await plan(file.text);
    expect((await job(jobId)).counts).toMatchObject({ rows: 3, none: 3, create: 0, change: 0, refuse: 0 });
  });

  it('F-02 is gone on with where it was cut off, and no station is made twice', async () => {
    const text = `Identity,Name\n${Array.from({ length: 400 }, (_, n) => `CUT-${n},Cut ${n}`).join('\n')}`;
    const { jobId } = await plan(text);
    await flow.call('POST', `/station-jobs/${jobId}/begin`);
    await until(
      async () => (await flow.pool.query("SELECT FROM stations WHERE identity LIKE 'CUT-%'")).rowCount! > 20,
      60,
    );
    await flow.restart();
    expect(await finished(jobId)).toMatchObject({ counts: { create: 400, done: 400, failed: 0 } });
    const { rows } = await flow.pool.query(
      "SELECT count(*)::integer AS stations, count(*) FILTER (WHERE adopted AND password_hash IS NOT NULL)::integer AS whole FROM stations WHERE identity LIKE 'CUT-%'",
    );
    expect(rows[0]).toEqual({ stations: 400, whole: 400 });
  });

  it('every deed of it is in the record', async () => {
    const { rows } = await flow.pool.query(
      "SELECT DISTINCT type FROM operator_facts WHERE type LIKE 'stationJob.%' ORDER BY 1",
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'stationJob.begun',
      'stationJob.credentialsFetched',
      'stationJob.planned',
    ]);
  });
});
