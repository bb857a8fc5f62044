import type { Point } from '../../domain/curve.ts';
import type { Fact } from '../../domain/facts.ts';
import { shownNumber } from '../../domain/secret.ts';
import type { Instant } from '../../lib/time.ts';

/** A place in the list: sessions are ordered by start, the newest first, and by number where starts are equal. */
export interface Cursor {
  readonly startedAt: Instant;
  readonly number: number;
}

export const cursorText = (cursor: Cursor): string => `${cursor.startedAt.toString(36)}-${cursor.number.toString(36)}`;

/** Undefined for anything that no page has handed out. */
export function readCursor(text: string): Cursor | undefined {
  const [, startedAt, number] = /^(-?[0-9a-z]{1,11})-([0-9a-z]{1,7})$/.exec(text) ?? [];
  if (startedAt === undefined || number === undefined) return undefined;
  const cursor = { startedAt: Number.parseInt(startedAt, 36), number: Number.parseInt(number, 36) };
  return Math.abs(cursor.startedAt) <= 8.64e15 && cursor.number <= 2_147_483_647 ? cursor : undefined;
}

/** `1.2` -> EVSE 1, connector 2. */
export function placeOf(text: string): { evse: number; connector: number } {
  const [evse = 0, connector = 0] = text.split('.').map(Number);
  return { evse, connector };
}

/**
 * Sequence numbers of 2.x that never came (T-08), as closed ranges. `seen` are closed ranges, ascending. The numbers
 * before the first one count only where the start is missing: a session may begin with any number.
 */
export function gapsOf(
  seen: readonly (readonly [number, number])[],
  known: { readonly start: boolean; readonly endSeqNo?: number },
): [number, number][] {
  const gaps: [number, number][] = [];
  let expected = known.start ? undefined : 0;
  for (const [from, to] of seen) {
    if (expected !== undefined && from > expected) gaps.push([expected, from - 1]);
    expected = to + 1;
  }
  if (expected !== undefined && known.endSeqNo !== undefined && known.endSeqNo >= expected)
    gaps.push([expected, known.endSeqNo]);
  return gaps;
}

/** Power below this does not charge, W: meters of stations show a few watts when nothing flows. */
const idleBelowW = 100;

/** How long the vehicle stood without charging at the end, ms; undefined where power was not reported. */
export function idleAtEnd(power: readonly Point[], end: Instant): number | undefined {
  if (power.length === 0) return undefined;
  let since: Instant | undefined;
  for (const [at, w] of power) {
    if (w >= idleBelowW) since = undefined;
    else since ??= at;
  }
  return since === undefined ? 0 : Math.max(0, end - since);
}

type Detail = Record<string, string | number | boolean>;

/** What is particular to a fact of a session, for one line of its timeline. The words are the catalogue's. */
export function timelineDetail({ body }: Fact): Detail {
  const all: Record<string, string | number | boolean | undefined> = {};
  if ('trigger' in body) all.trigger = body.trigger;
  if ('chargingState' in body) all.chargingState = body.chargingState;
  if ('seqNo' in body) all.seqNo = body.seqNo;
  if ('meter' in body) all.meterWh = body.meter;
  if ('token' in body) all.card = body.token && shownNumber(body.token.number, body.token.type);
  if ('authorisation' in body) all.authorisation = body.authorisation?.reason ?? body.authorisation?.status;
  if ('offline' in body) all.offline = body.offline;
  if (body.type === 'transaction.ended') {
    all.reason = body.reason;
    all.by = body.by;
  }
  if ('samples' in body && body.samples) {
    all.samples = body.samples.length;
    const last = body.samples.at(-1)?.readings ?? [];
    for (const measurand of ['power', 'energy', 'soc'] as const)
      all[measurand] = last.find((reading) => reading.measurand === measurand && reading.phase === undefined)?.value;
  }
  if ('suspect' in body && body.suspect) all.suspect = body.suspect.join(', ');
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
  );
}
