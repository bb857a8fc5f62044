/** What every row of a log has. */
export interface LogRow {
  readonly id: string;
  /** ISO 8601 */
  readonly receivedAt: string;
}

const isNewer = (a: LogRow, b: LogRow): boolean =>
  a.receivedAt === b.receivedAt ? a.id > b.id : a.receivedAt > b.receivedAt;

/**
 * Puts rows into a list that is newest first: known ones are renewed in place, others go where their time says. `most`
 * bounds the list; what falls off is the oldest, and can be read again.
 */
export function mergeRows<R extends LogRow>(
  rows: readonly R[],
  incoming: readonly R[],
  most: number,
): { readonly rows: readonly R[]; readonly dropped: boolean } {
  if (incoming.length === 0) return { rows, dropped: false };
  const renewed = new Map(incoming.map((row) => [row.id, row]));
  const merged: R[] = [];
  const fresh: R[] = [];
  const known = new Set(rows.map((row) => row.id));
  for (const row of renewed.values()) if (!known.has(row.id)) fresh.push(row);
  fresh.sort((a, b) => (isNewer(a, b) ? -1 : 1));
  let next = 0;
  for (const row of rows) {
    while (next < fresh.length && isNewer(fresh[next]!, row)) merged.push(fresh[next++]!);
    merged.push(renewed.get(row.id) ?? row);
  }
  while (next < fresh.length) merged.push(fresh[next++]!);
  return { rows: merged.length > most ? merged.slice(0, most) : merged, dropped: merged.length > most };
}

/** From where the live tail has to be read so that rows without an answer get it too; undefined when none waits. */
export function oldestWaiting<R extends LogRow>(
  rows: readonly R[],
  waits: (row: R) => boolean,
  now: number,
  patienceMs: number,
): string | undefined {
  const earliest = new Date(now - patienceMs).toISOString();
  let oldest: string | undefined;
  for (const row of rows) {
    if (row.receivedAt < earliest) break;
    if (waits(row)) oldest = row.receivedAt;
  }
  return oldest;
}
