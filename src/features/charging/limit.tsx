import type { SentOf } from '../commands/fields/field.ts';
import type { smartCharging } from '../commands/fields/smart-charging.ts';
import type { Profile } from './contract.ts';

/** One limit as people put it: where, how much, until when. */
export interface PlainLimit {
  /** 0: the whole station. */
  readonly evse: number;
  /** Only for the session that runs there. */
  readonly sessionNumber?: number;
  /** Watts, or amperes per phase. */
  readonly value: number;
  readonly unit: 'W' | 'A';
  readonly until?: string;
}
type Body = SentOf<typeof smartCharging.setChargingProfile.fields>;

/**
 * The profile that a plain limit means. It has the highest level of its kind there, so that it counts; ours of that level is
 * replaced, because two of one purpose and level cannot be valid at once (OCPP 2.0.1 K01.FR.06, 1.6 section 5.16).
 */
export function limitProfile(
  { evse, sessionNumber, value, unit, until }: PlainLimit,
  profiles: readonly Profile[],
  now: number,
): { readonly body: Body; readonly replaces: Profile | undefined } {
  const purpose = sessionNumber !== undefined ? 'tx' : evse === 0 ? 'stationMax' : 'txDefault';
  const rivals = profiles.filter(
    (one) =>
      one.purpose === purpose &&
      (purpose === 'tx' ? one.sessionNumber === sessionNumber : one.evse === 0 || one.evse === evse),
  );
  const highest = Math.max(-1, ...rivals.map(({ stackLevel }) => stackLevel));
  const top = rivals.filter(({ stackLevel }) => stackLevel === highest);
  // One for the whole station stands above the others' own: it is topped, not taken away from them.
  const replaces =
    top.length === 1 && top[0]!.evse === evse && top[0]!.source === 'CSO' && top[0]!.schedules.length === 1
      ? top[0]
      : undefined;
  const begins = Math.floor(now / 1000) * 1000;
  const seconds = until === undefined ? undefined : Math.max(1, Math.round((Date.parse(until) - begins) / 1000));
  return {
    replaces,
    body: {
      evse,
      purpose,
      ...(sessionNumber === undefined ? {} : { transactionNumber: sessionNumber }),
      profileKind: 'absolute',
      stackLevel: replaces ? highest : highest + 1,
      ...(replaces === undefined ? {} : { id: replaces.id }),
      ...(until === undefined ? {} : { validTo: until }),
      schedules: [
        {
          unit,
          startsAt: new Date(begins).toISOString(),
          ...(seconds === undefined ? {} : { durationSeconds: seconds }),
          periods: [{ startSeconds: 0, limit: value }],
        },
      ],
    } as Body,
  };
}
