import type pg from 'pg';
import type { Bus } from '../domain/ports.ts';

/** The drivers of the demo network: some with a name, one blocked, one that has run out. */
export const demoCards = [
  { number: '04A1B2C3D4E5F0', holder: 'Anna Brandstätter' },
  { number: '04B7C8D9E0F1A2', holder: 'Lena Hofer' },
  { number: '0455667788AABB', holder: 'Stadtwerke Fuhrpark 7' },
  { number: '04DEADBEEF0101', holder: 'Jonas Meier' },
  { number: '0490817263544F', holder: 'Mira Reiter' },
  { number: '04C0FFEE00C0DE', holder: 'Paketdienst Süd' },
] as const;

export async function rememberCards(pool: pg.Pool, operatorId: number, from: number): Promise<void> {
  const more = [
    { number: '04BADBADBADBAD', holder: 'Verlorene Karte', status: 'blocked', validUntil: null },
    { number: '04019283746556', holder: 'Gastkarte 2025', status: 'active', validUntil: from },
  ];
  const all = [...demoCards.map((card) => ({ ...card, status: 'active', validUntil: null })), ...more];
  for (const card of all) {
    await pool.query(
      `INSERT INTO cards (operator_id, number, number_normal, type, status, holder, valid_until, concurrent_allowed, demo, created_at)
       VALUES ($1, $2, $2, 'iso14443', $3, $4, to_timestamp($5::double precision / 1000), true, true, to_timestamp($6::double precision / 1000))
       ON CONFLICT (operator_id, number_normal) DO NOTHING`,
      [operatorId, card.number, card.status, card.holder, card.validUntil, from],
    );
  }
}

const tables = [
  'station_live',
  'station_owners',
  'connectors',
  'transactions',
  'errors',
  'connections',
  'commands',
  'settings',
  'request_statuses',
  'station_files',
  'variables',
  'holdings',
  'reservations',
  'frames',
  'frame_blocks',
  'facts',
] as const;

/** Takes the demo's stations off the air, then everything of them out of the database. */
export async function forgetDemo(pool: pg.Pool, bus: Bus, operatorId: number): Promise<void> {
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM stations WHERE operator_id = $1 AND demo', [
    operatorId,
  ]);
  const ids = rows.map((row) => row.id);
  for (const stationId of ids) {
    await bus.ask({ operatorId, stationId }, { kind: 'disconnect', reason: 'kicked' });
    // Each change of a station takes its turn: after this one the end of the connection is written, and nothing follows.
    await bus.ask({ operatorId, stationId }, { kind: 'change', change: { kind: 'decommission' } });
  }
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const table of tables)
      await client.query(`DELETE FROM ${table} WHERE operator_id = $1 AND station_id = ANY($2)`, [operatorId, ids]);
    await client.query('DELETE FROM stations WHERE operator_id = $1 AND id = ANY($2)', [operatorId, ids]);
    await client.query('DELETE FROM cards WHERE operator_id = $1 AND demo', [operatorId]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
