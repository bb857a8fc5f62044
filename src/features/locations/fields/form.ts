import type { LocationReply } from '../contract.ts';

export const fields = [
  'name',
  'street',
  'houseNumber',
  'postalCode',
  'city',
  'country',
  'latitude',
  'longitude',
  'floor',
  'timeZone',
  'parkingType',
  'entityId',
  'directions',
  'accessNote',
  'note',
] as const;
export type Field = (typeof fields)[number];
export type Form = Record<Field, string>;
const numbers: ReadonlySet<Field> = new Set(['latitude', 'longitude', 'entityId']);

export const formOf = (location: LocationReply | undefined): Form =>
  Object.fromEntries(fields.map((field) => [field, String(location?.[field] ?? '')])) as Form;

/** A number as people write it; undefined: it is none. */
export function numberOf(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

/** Message ids of what keeps the form from being sent. */
export function faultsOf(form: Form): Partial<Record<Field, string>> {
  const faults: Partial<Record<Field, string>> = {};
  if (form.name.trim() === '') faults.name = 'locations.fault.name';
  for (const [field, most] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    if (form[field].trim() === '') continue;
    const value = numberOf(form[field]);
    if (value === undefined || Math.abs(value) > most) faults[field] = `locations.fault.${field}`;
  }
  if ((form.latitude.trim() === '') !== (form.longitude.trim() === ''))
    faults[form.latitude.trim() === '' ? 'latitude' : 'longitude'] ??= 'locations.fault.half';
  return faults;
}

/** What was changed, as the API wants it; `empty` is what stands for an emptied field. */
export function bodyOf(before: Form, after: Form, empty: null | undefined): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = after[field].trim();
    if (value === before[field].trim()) continue;
    const told = value === '' ? empty : numbers.has(field) ? numberOf(value) : value;
    if (told !== undefined) body[field] = told;
  }
  return body;
}
