import type { IntlShape } from 'react-intl';
import { spanText } from '../../../web/kit/moments.ts';
import { formatNumber, formatPower } from '../../../web/kit/quantities.ts';
import { shortTime } from '../../../web/kit/time.tsx';
import { evseName } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';
import type { Profile, Schedule } from './contract.ts';

/** "11 kW", "16 A". */
export const rateText = (value: number, unit: 'W' | 'A', locale: string): string =>
  unit === 'W' ? formatPower(value, locale) : `${formatNumber(value, locale, 1)}\u00a0A`;

/** The limits of a schedule in few words: one value, or from the least to the most and how many steps. */
export function limitText(intl: IntlShape, { periods, unit }: Schedule): string {
  const word = (id: string, values: Record<string, string | number>) =>
    intl.formatMessage({ id: `charging.limit.${id}` }, values);
  const limits = periods.flatMap(({ limit }) => limit ?? []);
  if (limits.length === 0) {
    const [setpoint] = periods.flatMap((period) => period.setpoint ?? []);
    return setpoint === undefined
      ? word('none', {})
      : word('setpoint', { value: rateText(setpoint, unit, intl.locale) });
  }
  const [least, most] = [Math.min(...limits), Math.max(...limits)];
  const top = rateText(most, unit, intl.locale);
  return least === most && periods.length === 1
    ? top
    : word('steps', { least: rateText(least, unit, intl.locale), most: top, count: periods.length });
}

/** When a profile counts, in a sentence. */
export function whenText(intl: IntlShape, profile: Profile, zone: string): string {
  const at = (moment: string) => shortTime(intl, Date.parse(moment), zone);
  const [schedule] = profile.schedules;
  const begins = schedule?.startsAt;
  const word = (id: string, values: Record<string, string> = {}) =>
    intl.formatMessage({ id: `charging.when.${id}` }, values);
  const parts: string[] = [];
  if (profile.profileKind === 'recurring') parts.push(word(profile.recurrency ?? 'daily'));
  else if (profile.profileKind === 'relative') parts.push(word('relative'));
  else if (profile.profileKind === 'dynamic') parts.push(word('dynamic'));
  else parts.push(begins ? word('from', { at: at(begins) }) : word('absolute'));
  if (schedule?.durationSeconds !== undefined)
    parts.push(word('for', { span: spanText(schedule.durationSeconds * 1000) }));
  else if (profile.validTo) parts.push(word('until', { at: at(profile.validTo) }));
  return parts.join(', ');
}

/** The beginning of a period: a moment where the schedule has one, else so long after its beginning. */
export function beginText(intl: IntlShape, seconds: number, { startsAt }: Schedule, zone: string): string {
  if (startsAt) return shortTime(intl, Date.parse(startsAt) + seconds * 1000, zone);
  return seconds === 0
    ? intl.formatMessage({ id: 'charging.period.first' })
    : intl.formatMessage({ id: 'charging.period.after' }, { span: spanText(seconds * 1000) });
}

/** What people call a profile: what it is for, and where. Its number says nothing to them. */
export const profileName = (intl: IntlShape, { purpose, evse }: Profile, station: StationHead): string =>
  purpose === 'stationMax' && evse === 0
    ? intl.formatMessage({ id: 'charging.purpose.stationMax' })
    : intl.formatMessage(
        { id: 'charging.profile.named' },
        {
          purpose: intl.formatMessage({ id: `charging.purpose.${purpose}` }),
          place: evseName(intl, evse, station.chargePoints),
        },
      );
