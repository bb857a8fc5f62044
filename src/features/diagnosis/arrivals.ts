import type pg from 'pg';
import type { Bus } from '../../domain/ports.ts';
import { Failure, isFailure } from '../../lib/errors.ts';
import type { NewId } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import type { Clock } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { type FileStore, newFileKey } from '../../storage/files/file-store.ts';
import { measured } from '../../storage/files/measured.ts';
import { writeOperatorFact } from '../../storage/operator-facts.ts';
import type { Receipt, Upload, UploadDesk } from '../../transfer/ports.ts';
import { readToken } from '../../transfer/token.ts';
import * as store from './store.ts';

export interface ArrivalsDeps {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Largest file a station may bring, bytes. */
  readonly uploadLimitBytes: number;
}

/** Files taken side by side: each has a part of itself in memory, for as long as the store takes (F-12). */
export const mostAtOnce = 32;

interface Found extends store.ArrivalRow {
  readonly operatorId: number;
}

/** Takes the files that stations bring to the addresses made for them. One file per address; archives are kept as they come. */
export function createArrivals({ pool, files, bus, clock, newId, log, uploadLimitBytes }: ArrivalsDeps): UploadDesk {
  /** By request: the upload under way. A station that dials again has lost the line of the one before. */
  const underWay = new Map<string, AbortController>();

  const find = async (text: string): Promise<Found | undefined> => {
    const address = readToken(text);
    if (address === undefined) return undefined;
    const { operatorId, hash } = address;
    const row = await asOperator(pool, allOf(operatorId), (client) => store.findByToken(client, operatorId, hash));
    return row === undefined || row.removed_at !== null ? undefined : { ...row, operatorId };
  };
  const isOver = (row: Found) => row.expires_at.getTime() < clock.now();

  /** The answer to a whole file may not have been heard: the same content again is fine, another one is not (DIA-3). */
  const compare = async (row: Found, { size, content }: Upload): Promise<Receipt> => {
    if (size !== undefined && size !== Number(row.size)) return 'taken';
    const again = measured(content, { limitBytes: Number(row.size) });
    try {
      for await (const _ of again.content);
    } catch (error) {
      if (isFailure(error, 'file.tooLarge')) return 'taken';
      throw error;
    }
    return again.result().sha256 === row.sha256 ? 'same' : 'taken';
  };

  const keep = async (row: Found, upload: Upload, signal: AbortSignal): Promise<Receipt> => {
    const { operatorId, id } = row;
    const { key, size, sha256 } = await files.put(newFileKey('logs'), upload.content, {
      limitBytes: uploadLimitBytes,
      signal,
    });
    const at = clock.now();
    const name = upload.name ?? `request-${row.request_id}`;
    const kept =
      size > 0 &&
      (await asOperator(pool, allOf(operatorId), async (client) => {
        if (!(await store.keepArrived(client, operatorId, id, { key, name, size, sha256, at, from: upload.from })))
          return false;
        const body = { station: row.station_id, file: id, name, size, sha256, from: upload.from };
        await writeOperatorFact(client, { operatorId, id: newId(at), at, type: 'stationFile.received', body });
        return true;
      }).catch(async (error: unknown) => {
        await files.remove(key).catch(() => {});
        throw error;
      }));
    if (kept) return 'stored';
    await files.remove(key);
    if (size === 0) return 'empty';
    const first = await asOperator(pool, allOf(operatorId), (client) => store.readArrival(client, operatorId, id));
    return first?.sha256 === sha256 ? 'same' : 'taken';
  };

  return {
    async expects(token) {
      const row = await find(token);
      return row !== undefined && !isOver(row);
    },
    async receive(token, upload) {
      const row = await find(token);
      if (row === undefined) return 'unknown';
      if (isOver(row)) return 'over';
      if (row.file_key !== null) return compare(row, upload);
      const { operatorId, id } = row;
      const name = `${operatorId}.${id}`;
      if (underWay.size >= mostAtOnce && !underWay.has(name))
        throw new Failure('server.busy', 'Many stations bring files just now: come again in a moment.');
      underWay.get(name)?.abort(new Error('The station began this upload anew.'));
      const mine = new AbortController();
      underWay.set(name, mine);
      try {
        const receipt = await keep(row, upload, mine.signal);
        if (receipt === 'stored')
          bus.publish({ key: { operatorId, stationId: row.station_id }, facts: [], frames: [] });
        return receipt;
      } catch (error) {
        // F-03: no room is our fault, and the station may come again; too large is not.
        if (isFailure(error)) {
          log.warn({ station: row.station_id, fault: error.id }, 'A file of a station could not be taken');
          await asOperator(pool, allOf(operatorId), (client) =>
            store.noteFault(client, operatorId, id, error.id, clock.now()),
          ).catch(() => {});
        }
        throw error;
      } finally {
        if (underWay.get(name) === mine) underWay.delete(name);
      }
    },
  };
}
