import { Select } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useRead } from '../api/queries.ts';
import './two-lines.css';

export interface ChosenLocation {
  readonly id: number;
  readonly name: string;
}

/** One of the locations, found by name or address while typing. */
export function LocationField({
  label,
  value,
  onChange,
  error,
  description,
}: {
  label: string;
  value: ChosenLocation | undefined;
  onChange: (location: ChosenLocation | undefined) => void;
  error?: string | null | undefined;
  description?: string;
}) {
  const intl = useIntl();
  const [text, setText] = useState('');
  const looked = text.trim() === '' || text === value?.name ? undefined : text.trim();
  const found = useRead('/locations', { query: { text: looked, limit: 20 } }, { keep: true, staleMs: 10_000 });
  const items = (found.data?.items ?? []).map(({ id, name, address }) => ({
    value: String(id),
    label: name,
    note: address,
  }));
  const shown =
    value && !items.some((item) => item.value === String(value.id))
      ? [{ value: String(value.id), label: value.name, note: undefined }, ...items]
      : items;
  return (
    <Select
      label={label}
      {...(description ? { description } : {})}
      error={error ?? null}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.clearField' }, { field: label }) }}
      nothingFoundMessage={intl.formatMessage({ id: 'kit.noHits.title' })}
      data={shown}
      filter={({ options }) => options}
      value={value === undefined ? null : String(value.id)}
      onSearchChange={setText}
      onChange={(id, option) => onChange(id === null ? undefined : { id: Number(id), name: option?.label ?? id })}
      renderOption={({ option }) => (
        <span className="two-lines clip">
          {option.label}
          <span className="two-lines-second">{(option as (typeof shown)[number]).note}</span>
        </span>
      )}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
