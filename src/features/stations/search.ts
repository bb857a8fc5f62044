import type { Static } from 'typebox';
import { present } from '../../lib/present.ts';
import type { SearchHit } from './contract.ts';
import type { HitRow } from './search-store.ts';

/** Which of its words made a station a hit, the most telling first. */
export function hitOf(row: HitRow, text: string): Static<typeof SearchHit> {
  const bare = text.replace(/[^a-z0-9]/g, '');
  const has = (word: string | null) => word?.toLowerCase().includes(text) === true;
  const evseId = row.evse_ids?.find(
    (id) =>
      has(id) ||
      (bare !== '' &&
        id
          .toLowerCase()
          .replace(/[^a-z0-9]/g, '')
          .includes(bare)),
  );
  const [matched, found] = has(row.name)
    ? (['name', row.name] as const)
    : has(row.identity)
      ? (['identity', row.identity] as const)
      : evseId !== undefined
        ? (['evseId', evseId] as const)
        : has(row.serial)
          ? (['serial', row.serial!] as const)
          : has(row.box_serial)
            ? (['serial', row.box_serial!] as const)
            : has(row.iccid)
              ? (['iccid', row.iccid!] as const)
              : ([
                  'location',
                  [row.location, has(row.location) ? null : row.address].filter(Boolean).join(', '),
                ] as const);
  return present({
    stationId: row.id,
    identity: row.identity,
    name: row.name,
    location: row.location,
    standing: row.standing,
    matched,
    text: found,
  });
}
