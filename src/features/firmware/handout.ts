import type pg from 'pg';
import type { Clock } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import type { FileStore } from '../../storage/files/file-store.ts';
import type { DownloadDesk } from '../../transfer/ports.ts';
import { readToken } from '../../transfer/token.ts';
import { fetchedBy } from './rollout-store.ts';

/** Hands out the image that a station was asked to install, to whoever has the address made for it, as often as it takes to load it. */
export function createHandout({
  pool,
  files,
  clock,
}: {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly clock: Clock;
}): DownloadDesk {
  return {
    async find(token) {
      const address = readToken(token);
      if (address === undefined) return undefined;
      const { operatorId, hash } = address;
      const image = await asOperator(pool, allOf(operatorId), (client) =>
        fetchedBy(client, operatorId, hash, clock.now()),
      );
      if (image === undefined) return undefined;
      return {
        name: image.file_name,
        size: Number(image.size),
        sha256: image.sha256,
        read: (range) => files.read(image.file_key, range),
      };
    },
  };
}
