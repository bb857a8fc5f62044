import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconColumns3, IconFilter } from '@tabler/icons-react';
import { useCallback } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { FilterBar, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import type { UrlValues } from '../../../web/kit/url-state.ts';
import type { Field } from './columns.tsx';
import { FieldFilters } from './field-filters.tsx';
import { columnIds, columnsOf, conditionsOf, isFiltered, usualColumns } from './list-state.tsx';

export interface FiltersProps {
  readonly values: UrlValues;
  /** Additional information that may be asked for. */
  readonly fields: readonly Field[];
  readonly onChange: (patch: UrlValues) => void;
  readonly onClear: () => void;
  readonly shown: number | undefined;
  readonly all: number | undefined;
}

const protocols = [
  { value: 'ocpp1.6', label: 'OCPP 1.6J' },
  { value: 'ocpp2.0.1', label: 'OCPP 2.0.1' },
  { value: 'ocpp2.1', label: 'OCPP 2.1' },
];
const asChoices = (texts: readonly string[] | undefined) => (texts ?? []).map((text) => ({ value: text, label: text }));
const flags = ['openErrors', 'unauthenticated', 'decommissioned'] as const;
const moreNames = ['model', 'firmware', 'location', 'connected', ...flags] as const;

/** Text, the usual choices, the rare ones behind a button; how many of all are left; the columns. */
export function ListFilters({ values, fields, onChange, onClear, shown, all }: FiltersProps) {
  const intl = useIntl();
  const word = (id: string) => intl.formatMessage({ id: `stations.${id}` });
  const choices = useRead('/stations/choices', {}, { staleMs: 60_000 });
  const setText = useCallback((text: string | undefined) => onChange({ text }), [onChange]);
  const rare = moreNames.filter((name) => values[name]).length + (conditionsOf(values.field)?.length ?? 0);
  return (
    <FilterBar
      end={
        <>
          {shown !== undefined && all !== undefined ? (
            <span className="num" aria-live="polite">
              <FormattedMessage
                id="stations.ofAll"
                values={{ shown: intl.formatNumber(shown), all: intl.formatNumber(all) }}
              />
            </span>
          ) : null}
          <ColumnChoice values={values} fields={fields} onChange={onChange} />
        </>
      }
    >
      <FilterText value={values.text} onChange={setText} label={word('search')} width={300} />
      <FilterSelect
        label={word('protocol')}
        value={values.protocol}
        onChange={(protocol) => onChange({ protocol })}
        choices={protocols}
        width={132}
      />
      <FilterSelect
        label={word('vendor')}
        value={values.vendor}
        onChange={(vendor) => onChange({ vendor })}
        choices={asChoices(choices.data?.vendors)}
        width={150}
      />
      <Popover position="bottom-start" withinPortal trapFocus>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={15} stroke={1.8} />}>
            {word('more')}
            {rare > 0 ? ` (${rare})` : ''}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={word('more')}>
          <div className="popover-fields">
            <FilterSelect
              label={word('location')}
              value={values.location}
              onChange={(location) => onChange({ location })}
              choices={asChoices(choices.data?.locations)}
            />
            <FilterSelect
              label={word('model')}
              value={values.model}
              onChange={(model) => onChange({ model })}
              choices={asChoices(choices.data?.models)}
            />
            <FilterSelect
              label={word('firmware')}
              value={values.firmware}
              onChange={(firmware) => onChange({ firmware })}
              choices={asChoices(choices.data?.firmwares)}
            />
            <FilterSelect
              label={word('connection')}
              value={values.connected}
              onChange={(connected) => onChange({ connected })}
              choices={[
                { value: 'true', label: word('connected') },
                { value: 'false', label: word('notConnected') },
              ]}
            />
            <div className="check-list">
              {flags.map((flag) => (
                <label key={flag}>
                  <input
                    type="checkbox"
                    className="list-check"
                    checked={values[flag] === 'true'}
                    onChange={(event) => onChange({ [flag]: event.target.checked ? 'true' : undefined })}
                  />
                  {word(flag)}
                </label>
              ))}
            </div>
            {fields.length > 0 ? <FieldFilters values={values} fields={fields} onChange={onChange} /> : null}
          </div>
        </Popover.Dropdown>
      </Popover>
      {isFiltered(values) ? (
        <button type="button" className="linklike small" onClick={onClear}>
          {word('clear')}
        </button>
      ) : null}
    </FilterBar>
  );
}

function ColumnChoice({
  values,
  fields,
  onChange,
}: {
  values: UrlValues;
  fields: readonly Field[];
  onChange: (patch: UrlValues) => void;
}) {
  const intl = useIntl();
  const shown = columnsOf(values);
  const every = [...columnIds, ...fields.map(({ id }) => `field.${id}` as const)];
  const flip = (id: (typeof every)[number]) => {
    const next = every.filter((each) => (each === id ? !shown.includes(id) : shown.includes(each)));
    onChange({ columns: next.join() === usualColumns.join() ? undefined : next.join(',') });
  };
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={32} aria-label={intl.formatMessage({ id: 'stations.columns' })}>
          <IconColumns3 size={17} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={intl.formatMessage({ id: 'stations.columns' })}>
        <fieldset className="check-list">
          <legend className="sr">{intl.formatMessage({ id: 'stations.columns' })}</legend>
          {columnIds.map((id) => (
            <label key={id}>
              <input
                type="checkbox"
                className="list-check"
                checked={shown.includes(id)}
                disabled={id === 'station'}
                onChange={() => flip(id)}
              />
              <FormattedMessage id={`stations.column.${id}`} />
            </label>
          ))}
          {fields.map(({ id, name }) => (
            <label key={id}>
              <input
                type="checkbox"
                className="list-check"
                checked={shown.includes(`field.${id}`)}
                onChange={() => flip(`field.${id}`)}
              />
              {name}
            </label>
          ))}
          <button
            type="button"
            className="linklike small"
            style={{ padding: '6px 6px 0' }}
            onClick={() => onChange({ columns: undefined })}
          >
            <FormattedMessage id="stations.columns.reset" />
          </button>
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
