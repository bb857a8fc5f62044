import { expect, test } from 'vitest';
import { columnsOf, filterOf, isFiltered, shownFields, sortOf, toggled, usualColumns } from './list-state.tsx';

test('an address becomes the filter the API takes', () => {
  expect(filterOf({ standing: 'faulted,offline', connected: 'false', text: 'Nord', openErrors: 'true' })).toMatchObject(
    { standing: ['faulted', 'offline'], connected: false, text: 'Nord', openErrors: true, protocol: undefined },
  );
  expect(isFiltered({ sort: 'name', columns: 'power' })).toBe(false);
  expect(isFiltered({ location: 'Salzburg' })).toBe(true);
});

test('the worst stand first unless another order is asked for', () => {
  expect(sortOf({})).toEqual({ sort: 'standing', order: 'asc' });
  expect(sortOf({ sort: '-power' })).toEqual({ sort: 'power', order: 'desc' });
});

test('a chip puts its word in and takes it out again', () => {
  expect(toggled(undefined, 'faulted')).toBe('faulted');
  expect(toggled('faulted,offline', 'faulted')).toBe('offline');
  expect(toggled('offline', 'offline')).toBeUndefined();
});

test('columns keep their order and the station its place', () => {
  expect(columnsOf({})).toBe(usualColumns);
  expect(columnsOf({ columns: 'last,power,nonsense' })).toEqual(['station', 'power', 'last']);
});

test('ADD-3 fields of additional information are columns, conditions and an order of the address', () => {
  const values = { columns: 'power,field.12,field.x,field.3', field: '12.is.Gold|3.filled', sort: '-field.12' };
  expect(columnsOf(values)).toEqual(['station', 'power', 'field.12', 'field.3']);
  expect(shownFields(values)).toEqual([12, 3]);
  expect(shownFields({})).toBeUndefined();
  expect(filterOf(values).field).toEqual(['12.is.Gold', '3.filled']);
  expect(isFiltered({ field: '3.filled' })).toBe(true);
  expect(sortOf(values)).toEqual({ sort: 'field.12', order: 'desc' });
});
