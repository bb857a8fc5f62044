/** A moment as a wall clock in a zone shows it, in the form of `<input type="datetime-local">`: `2026-03-01T12:00`. */
export function wallClock(ms: number, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone ? { timeZone: zone } : {}),
  }).formatToParts(ms);
  const of = (type: string) => parts.find((part) => part.type === type)!.value;
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/**
 * The moment at which a wall clock in a zone shows this, as ISO 8601; undefined: it never does, because clocks go forward then.
 * Of two such moments, when clocks go back, the first.
 */
export function momentAt(local: string, zone: string | undefined): string | undefined {
  const text = form.exec(local)?.[0];
  const wanted = text === undefined ? Number.NaN : Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return undefined;
  const offsetAt = (ms: number) => Date.parse(`${wallClock(ms, zone)}Z`) - Math.floor(ms / 60_000) * 60_000;
  const day = 86_400_000;
  const found = [...new Set([offsetAt(wanted - day), offsetAt(wanted + day)])]
    .map((offset) => wanted - offset)
    .filter((ms) => wallClock(ms, zone) === text)
    .sort((one, other) => one - other)[0];
  return found === undefined ? undefined : new Date(found).toISOString();
}
