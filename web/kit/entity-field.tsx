import { Select } from '@mantine/core';
import { useIntl } from 'react-intl';
import { useRead } from '../api/queries.ts';

/** One of the entities the reader sees, or the operator itself. Absent where there is nothing to choose. */
export function EntityField({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (entityId: string) => void;
  error?: string | null;
}) {
  const intl = useIntl();
  const entities = useRead('/stations/entities', {}, { staleMs: 60_000 });
  const items = entities.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Select
      label={label}
      searchable
      clearable={entities.data?.everything ?? false}
      clearButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.clearField' }, { field: label }) }}
      placeholder={intl.formatMessage({ id: entities.data?.everything ? 'kit.entity.operator' : 'kit.entity.choose' })}
      data={items.map(({ id, path }) => ({ value: String(id), label: path }))}
      value={value || null}
      error={error ?? null}
      onChange={(next) => onChange(next ?? '')}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
