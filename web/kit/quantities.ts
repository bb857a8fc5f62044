export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number in the reader's way of writing; the formatters are kept, because making one is slow. */
export function formatNumber(value: number, locale: string, digits = 0, leastDigits = 0): string {
  const key = `${locale}:${digits}:${leastDigits}`;
  let format = formats.get(key);
  if (!format)
    formats.set(
      key,
      (format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: leastDigits })),
    );
  return format.format(value);
}

/** Wh to kWh with one digit below 1,000 kWh, MWh from 100,000 kWh. */
export function energyOf(wh: number, locale: string): Quantity {
  const kwh = wh / 1000;
  if (wh === 0) return { value: formatNumber(0, locale), unit: 'kWh' };
  if (Math.abs(kwh) >= 100_000) return { value: formatNumber(kwh / 1000, locale, 1, 1), unit: 'MWh' };
  if (Math.abs(kwh) >= 1000) return { value: formatNumber(kwh, locale), unit: 'kWh' };
  if (Math.abs(kwh) < 0.1) return { value: formatNumber(kwh, locale, 2, 2), unit: 'kWh' };
  return { value: formatNumber(kwh, locale, 1, 1), unit: 'kWh' };
}

/** W to kW with one digit, MW from 10,000 kW. A true zero is "0 kW". */
export function powerOf(w: number, locale: string): Quantity {
  const kw = w / 1000;
  if (w === 0) return { value: formatNumber(0, locale), unit: 'kW' };
  if (Math.abs(kw) >= 10_000) return { value: formatNumber(kw / 1000, locale, 1, 1), unit: 'MW' };
  if (Math.abs(kw) >= 1000 || Number.isInteger(kw)) return { value: formatNumber(kw, locale), unit: 'kW' };
  return { value: formatNumber(kw, locale, 1, 1), unit: 'kW' };
}

/** Bytes in the largest unit that keeps the number above one. */
export function bytesOf(bytes: number, locale: string): Quantity {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return { value: formatNumber(value, locale, unit === 0 ? 0 : 1), unit: units[unit]! };
}

const joined = ({ value, unit }: Quantity) => `${value}\u00a0${unit}`;
export const formatEnergy = (wh: number, locale: string): string => joined(energyOf(wh, locale));
export const formatPower = (w: number, locale: string): string => joined(powerOf(w, locale));
export const formatBytes = (bytes: number, locale: string): string => joined(bytesOf(bytes, locale));
