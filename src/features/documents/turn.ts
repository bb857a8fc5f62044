import type pg from 'pg';
import type { NewId } from '../../lib/ids.ts';
import { localTime } from '../../lib/local-time.ts';
import type { Log } from '../../lib/log.ts';
import { type Clock, day, iso } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import type { FileStore } from '../../storage/files/file-store.ts';
import { writeOperatorFact } from '../../storage/operator-facts.ts';
import { dayAfter, keptDays } from './rules.ts';

export interface DocumentsTurnDeps {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

const atOnce = 200;

/** Timed work: reminds of what expires, once per document and day of expiry, and deletes the files of what was removed long ago. */
export function createDocumentsTurn(deps: DocumentsTurnDeps): (signal: AbortSignal) => Promise<void> {
  const { pool, clock } = deps;
  return async (signal) => {
    const { rows } = await pool.query<{ id: number; time_zone: string; days: number }>(
      'SELECT id, time_zone, document_reminder_days AS days FROM operators ORDER BY id',
    );
    for (const { id, time_zone, days } of rows) {
      if (signal.aborted) return;
      await remind(deps, id, dayAfter(localTime(time_zone).dayOf(clock.now()), days));
    }
    while (!signal.aborted && (await deleteOld(deps)) === atOnce);
  };
}

/** The mark and the fact are one transaction: a turn cut off and done again tells nothing twice (DOC-4). */
async function remind({ pool, clock, newId }: DocumentsTurnDeps, operatorId: number, until: string): Promise<void> {
  for (let told = atOnce; told === atOnce; ) {
    told = await asOperator(pool, allOf(operatorId), async (client) => {
      const { rows } = await client.query<{
        id: string;
        kind: string;
        subject: string;
        station_id: number | null;
        name: string;
        category: string;
        expires_on: string;
      }>(
        `UPDATE documents SET reminded_of = expires_on WHERE operator_id = $1 AND id IN
           (SELECT id FROM documents WHERE operator_id = $1 AND removed_at IS NULL AND expires_on <= $2::date
              AND reminded_of IS DISTINCT FROM expires_on LIMIT $3)
         RETURNING id, kind, subject, station_id, name, category, expires_on::text`,
        [operatorId, until, atOnce],
      );
      const at = clock.now();
      for (const { id, kind, subject, station_id, name, category, expires_on: expiresOn } of rows)
        await writeOperatorFact(client, {
          operatorId,
          id: newId(at),
          at,
          type: 'document.expiring',
          stationId: station_id ?? undefined,
          body: { document: id, kind, subject, name, category, expiresOn },
        });
      return rows.length;
    });
  }
}

async function deleteOld({ pool, files, clock, log }: DocumentsTurnDeps): Promise<number> {
  const { rows } = await pool.query<{ operator_id: number; id: string; keys: string[] }>(
    `SELECT d.operator_id, d.id, ARRAY (SELECT v.file_key FROM document_versions v
       WHERE v.operator_id = d.operator_id AND v.document_id = d.id AND v.file_key IS NOT NULL) AS keys
     FROM documents d WHERE d.removed_at < $1 AND d.emptied_at IS NULL ORDER BY d.removed_at LIMIT $2`,
    [iso(clock.now() - keptDays * day), atOnce],
  );
  for (const { operator_id: operatorId, id, keys } of rows) {
    for (const key of keys) await files.remove(key);
    await asOperator(pool, allOf(operatorId), async (client) => {
      await client.query(
        'UPDATE document_versions SET file_key = NULL, thumbnail = NULL WHERE operator_id = $1 AND document_id = $2',
        [operatorId, id],
      );
      await client.query('UPDATE documents SET emptied_at = $3 WHERE operator_id = $1 AND id = $2', [
        operatorId,
        id,
        iso(clock.now()),
      ]);
    });
  }
  if (rows.length > 0) log.info({ documents: rows.length }, 'Files of removed documents were deleted');
  return rows.length;
}
