/** A serial number or ICCID without what people write differently. Undefined: nothing is left to compare. */
export const serialKey = (serial: string | null | undefined): string | undefined =>
  serial?.toUpperCase().replace(/[^A-Z0-9]/g, '') || undefined;

/** The end of the warranty of something bought today; the last of a shorter month where there is no such day. */
export function warrantyFrom(today: string, months: number): string {
  const [y, m, d] = today.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(y, m - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10);
}

export interface Declared {
  readonly id: number;
  readonly serialKey: string | undefined;
  readonly iccid: string | undefined;
}

/** CMP-3, CMP-4: which declared component a reported number is. */
export function matchOf(declared: readonly Declared[], number: string | undefined): number | undefined {
  const key = serialKey(number);
  if (key === undefined) return undefined;
  return declared.find((each) => each.serialKey === key || serialKey(each.iccid) === key)?.id;
}

export const changedParts = {
  meterSerialChanged: 'meter',
  simChanged: 'sim',
  stationSerialChanged: 'station',
  boxSerialChanged: 'box',
} as const;

/** `old -> new`, as the error that a boot raised tells it. */
export function numbersIn(info: string | null): { before?: string; now: string } {
  const [before, now] = (info ?? '').split(' → ');
  return now === undefined ? { now: before! } : { before: before!, now };
}
