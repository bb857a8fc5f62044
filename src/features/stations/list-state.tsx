import type { Input, RouteAt } from '../../../web/api/routes.ts';

type Query = NonNullable<Input<RouteAt<'GET', '/stations'>>['query']>;
type Values = Readonly<Record<string, string | undefined>>;

/** Names in the address that narrow the list; sorting and columns do not. */
export const filterNames = [
  'text',
  'standing',
  'connected',
  'protocol',
  'vendor',
  'model',
  'firmware',
  'location',
  'openErrors',
  'unauthenticated',
  'decommissioned',
  'field',
] as const;

const words = (text: string | undefined) => {
  const list = text?.split(',').filter(Boolean) ?? [];
  return list.length === 0 ? undefined : list;
};
const yesNo = (text: string | undefined) => (text === 'true' ? true : text === 'false' ? false : undefined);

/** `12.is.Gold|14.filled` in the address: conditions on additional information. */
export const conditionsOf = (text: string | undefined): string[] | undefined => {
  const list = text?.split('|').filter(Boolean) ?? [];
  return list.length === 0 ? undefined : list;
};

/** One of them in its parts, to be said in words. */
export function readCondition(text: string): { fieldId: number; test: string; value?: string } | undefined {
  const [, id, test, value] = /^(\d+)\.(\w+)(?:\.(.*))?$/s.exec(text) ?? [];
  return id === undefined ? undefined : { fieldId: Number(id), test: test!, ...(value === undefined ? {} : { value }) };
}

/** The filter of the list as the API takes it. */
export function filterOf(values: Values) {
  return {
    text: values.text || undefined,
    standing: words(values.standing) as Query['standing'],
    connected: yesNo(values.connected),
    protocol: words(values.protocol) as Query['protocol'],
    vendor: values.vendor || undefined,
    model: values.model || undefined,
    firmware: values.firmware || undefined,
    location: values.location || undefined,
    openErrors: yesNo(values.openErrors),
    unauthenticated: yesNo(values.unauthenticated),
    decommissioned: yesNo(values.decommissioned),
    field: conditionsOf(values.field),
  };
}

export const isFiltered = (values: Values): boolean => filterNames.some((name) => values[name]);

/** `-power` in the address: the name and the direction. The worst first when nothing is said. */
export function sortOf(values: Values): { sort: Query['sort']; order: 'asc' | 'desc' } {
  const text = values.sort ?? 'standing';
  return { sort: text.replace(/^-/, '') as Query['sort'], order: text.startsWith('-') ? 'desc' : 'asc' };
}

/** `faulted,offline` with one word put in or taken out; undefined when none is left. */
export function toggled(list: string | undefined, word: string): string | undefined {
  const now = words(list) ?? [];
  const next = now.includes(word) ? now.filter((each) => each !== word) : [...now, word];
  return next.length === 0 ? undefined : next.join(',');
}

export const columnIds = [
  'station',
  'standing',
  'connection',
  'points',
  'power',
  'energy',
  'errors',
  'model',
  'protocol',
  'location',
  'last',
] as const;
export type ColumnId = (typeof columnIds)[number];
/** A column of the operator’s own: a field of additional information. */
export type FieldColumnId = `field.${number}`;
export const isFieldColumn = (id: string): id is FieldColumnId => /^field\.[1-9]\d{0,8}$/.test(id);
export const fieldIdOf = (id: FieldColumnId): number => Number(id.slice('field.'.length));
export const usualColumns: readonly ColumnId[] = [
  'station',
  'standing',
  'points',
  'power',
  'energy',
  'model',
  'protocol',
  'last',
];

/** The columns an address asks for, ours in our order, then the fields; the station itself always stays. */
export function columnsOf(values: Values): readonly (ColumnId | FieldColumnId)[] {
  const asked = words(values.columns);
  if (!asked) return usualColumns;
  return [
    ...columnIds.filter((id) => id === 'station' || asked.includes(id)),
    ...asked.filter(isFieldColumn).slice(0, 20),
  ];
}

/** The fields whose values the columns need. */
export const shownFields = (values: Values): number[] | undefined => {
  const ids = columnsOf(values).filter(isFieldColumn).map(fieldIdOf);
  return ids.length === 0 ? undefined : ids;
};
