import { Failure } from '../lib/errors.ts';

/** Throws Failure `value.refused` for a time zone that this system does not know; null and undefined pass. */
export function checkTimeZone(zone: string | null | undefined, field = 'timeZone'): void {
  if (zone === null || zone === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new Failure('value.refused', `There is no time zone ${zone}. Use a name such as Europe/Berlin.`, {
      fields: { [field]: 'is not a known time zone' },
    });
  }
}
