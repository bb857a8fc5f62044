import type pg from 'pg';
import { type Handlers, type Slice, slice } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { readSick } from '../../storage/quarantine.ts';
import { requireStation } from '../../storage/require-station.ts';
import type { MaskFrame } from '../logs/words.ts';
import { maskFor } from '../veiled.ts';
import { quarantineContract } from './contract.ts';

export interface QuarantineDeps {
  readonly pool: pg.Pool;
  readonly mask: MaskFrame;
  readonly veil: MaskFrame;
}

/** Messages that the server could not handle, for those who mend it. */
export function createQuarantine({ pool, mask, veil }: QuarantineDeps): Slice {
  const handlers: Handlers<typeof quarantineContract> = {
    listQuarantine: ({ caller, params: { stationId }, query: { after, limit = 50 } }) =>
      asOperator(pool, caller, async (client) => {
        const { operatorId } = caller;
        const shows = maskFor(caller, { mask, veil });
        await requireStation(client, operatorId, stationId);
        const place = after === undefined ? undefined : readCursor(after, 'number', 'uuid');
        const rows = await readSick(client, { operatorId, stationId }, present({ limit: limit + 1, after: place }));
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({
          items: rows
            .slice(0, limit)
            .map((sick) => ({ ...sick, at: iso(sick.at), call: shows(sick.call, sick.action) })),
          next: last && writeCursor(last.at, last.id),
        });
      }),
  };
  return slice('quarantine', quarantineContract, handlers);
}
