import type pg from 'pg';
import { apiKey } from '../api-key.ts';
import { percentile } from '../driver.ts';
import type { Scenario } from './scenario.ts';

const frameCount = 5_000_000;
const stationCount = 100_000;

/** 100,000 stations with two connectors each, and 5 million frames, 2,000 stations sharing them. */
async function fill(pool: pg.Pool, operatorId: number): Promise<number> {
  await pool.query(
    `INSERT INTO stations (operator_id, id, identity, name, adopted, vendor, model, serial, firmware, protocol, standing, connected, connector_count, created_at)
     SELECT $1, nextval('station_ids'), 'LIST-' || n, (ARRAY['Salzburg','Wien','Graz','Linz','Bern','Ulm'])[1 + n % 6] || ' ' || n, true,
            (ARRAY['Alpenstrom','Nordlade','Voltaris'])[1 + n % 3], 'M' || n % 7, 'SN' || n, '2.' || n % 9,
            (ARRAY['ocpp1.6','ocpp2.0.1','ocpp2.1'])[1 + n % 3],
            (ARRAY['available','charging','available','faulted','offline','available','suspended'])[1 + n % 7], n % 7 <> 4, 2, now()
     FROM generate_series(1, ${stationCount}) AS n ON CONFLICT DO NOTHING`,
    [operatorId],
  );
  await pool.query(
    `INSERT INTO station_live (operator_id, station_id, last_message_at, power_w)
     SELECT operator_id, id, now() - id % 900 * interval '1 second', id % 300000 FROM stations WHERE identity LIKE 'LIST-%' ON CONFLICT DO NOTHING`,
  );
  await pool.query(
    `INSERT INTO connectors (operator_id, station_id, evse, connector, status, source, evse_id, evse_id_normal)
     SELECT operator_id, id, e, 1, 'available', 'station', 'AT*VYD*E' || id || '*' || e, 'ATVYDE' || id || e FROM stations, generate_series(1, 2) AS e
     WHERE identity LIKE 'LIST-%' ON CONFLICT DO NOTHING`,
  );
  const { rows } = await pool.query("SELECT min(id) AS first FROM stations WHERE identity LIKE 'LIST-%'");
  const first = Number(rows[0].first);
  await pool.query("SELECT ensure_partitions('frames', now() - interval '40 days', now())");
  // In the order they arrived, as in life: many stations side by side.
  for (let part = 0; part < 10; part++) {
    await pool.query(
      `INSERT INTO frames (operator_id, station_id, received_at, id, connection_id, direction, kind, action, message_id, call, answer, evse, outcome)
       SELECT $1, $2 + n % 2000, now() - (${frameCount} - n) * interval '0.6 seconds', gen_random_uuid(), '00000000-0000-7000-8000-000000000000', 'in', 'call',
              (ARRAY['MeterValues','MeterValues','MeterValues','Heartbeat','StatusNotification'])[1 + (n / 2000) % 5], 'm' || n,
              '[2,"m' || n || '","MeterValues",{"connectorId":1,"transactionId":' || n || ',"meterValue":[{"timestamp":"2026-11-23T10:00:00Z","sampledValue":[{"value":"' || n || '","measurand":"Energy.Active.Import.Register","unit":"Wh"}]}]}]',
              '[3,"m' || n || '",{}]', 1, 'accepted'
       FROM generate_series(${(part * frameCount) / 10}, ${((part + 1) * frameCount) / 10 - 1}) AS n`,
      [operatorId, first],
    );
  }
  await pool.query('ANALYZE');
  return first;
}

/** First pages and filters of the large lists, time of the whole request on loopback, ms. */
export const lists: Scenario = async ({ product, operatorId }) => {
  const began = performance.now();
  const station = (await fill(product.pool, operatorId)) + 7;
  const filledSeconds = Math.round((performance.now() - began) / 1_000);
  const key = await apiKey(product.pool, operatorId);
  const paths: Record<string, string> = {
    'station list, first page': '/stations?limit=50',
    'station list, faulted': '/stations?standing=faulted&limit=50',
    'station list, text': '/stations?text=Graz&limit=50',
    'station list, by power': '/stations?sort=power&limit=50',
    'station list, one serial': '/stations?text=SN77777&limit=50',
    search: '/search?text=LIST-5000',
    'communication log, first page': `/stations/${station}/frames?limit=100`,
    'communication log, one action': `/stations/${station}/frames?limit=100&action=StatusNotification`,
  };
  const figures: Record<string, { p50Ms: number; p95Ms: number; items: number }> = {};
  for (const [name, path] of Object.entries(paths)) {
    const times: number[] = [];
    let items = 0;
    for (let n = 0; n < 25; n++) {
      const begun = performance.now();
      const reply = await fetch(`${product.http}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
      const body = (await reply.json()) as { items?: unknown[] };
      if (!reply.ok) throw new Error(`${path}: ${reply.status} ${JSON.stringify(body)}`);
      items = body.items?.length ?? 0;
      if (n >= 5) times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    figures[name] = {
      p50Ms: Number(percentile(times, 0.5).toFixed(1)),
      p95Ms: Number(percentile(times, 0.95).toFixed(1)),
      items,
    };
  }
  return { stations: stationCount, frames: frameCount, filledSeconds, figures };
};
