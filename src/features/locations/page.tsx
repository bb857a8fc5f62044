import { Button } from '@mantine/core';
import { IconMapPin, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterText } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { LocationForm } from './location-form.tsx';
import { texts } from './texts.ts';
import '../../../web/kit/two-lines.css';

export type Location = ItemOf<RouteAt<'GET', '/locations'>>;

export default function LocationsPage() {
  return (
    <WithTexts texts={texts}>
      <Locations />
    </WithTexts>
  );
}

/** Where stations stand: found by name or address. */
function Locations() {
  const intl = useIntl();
  const navigate = useNavigate();
  const mayChange = useRight('locations.change');
  const [values, change] = useUrlState();
  const [adding, setAdding] = useState(false);
  const sort = values.sort === 'city' ? 'city' : 'name';
  const list = usePages('/locations', { query: { text: values.text, sort, limit: 100 } });
  const setText = useCallback((text: string | undefined) => change({ text }), [change]);
  const word = (id: string) => intl.formatMessage({ id: `locations.${id}` });
  const columns: Column<Location>[] = [
    {
      id: 'name',
      title: word('column.name'),
      sort: 'name',
      render: (row) => (
        <span className="two-lines clip">
          <GoTo to={`/locations/${row.id}`}>{row.name}</GoTo>
          <span className="two-lines-second">{row.address ?? word('noAddress')}</span>
        </span>
      ),
    },
    {
      id: 'city',
      title: word('column.city'),
      sort: 'city',
      minor: true,
      width: '180px',
      render: (row) => row.city ?? <span className="dim">{word('notSet')}</span>,
    },
    {
      id: 'stations',
      title: word('column.stations'),
      align: 'right',
      width: '110px',
      render: (row) => intl.formatNumber(row.stations),
    },
    {
      id: 'connected',
      title: word('column.connected'),
      align: 'right',
      minor: true,
      width: '120px',
      render: (row) => intl.formatNumber(row.connected),
    },
    {
      id: 'errors',
      title: word('column.errors'),
      align: 'right',
      minor: true,
      width: '130px',
      render: (row) => <span className={row.openErrors > 0 ? 'bad' : 'dim'}>{intl.formatNumber(row.openErrors)}</span>,
    },
    {
      id: 'entity',
      title: word('column.entity'),
      minor: true,
      width: '170px',
      render: (row) => row.entity ?? <span className="dim">{word('operatorsOwn')}</span>,
    },
    {
      id: 'point',
      title: word('column.point'),
      minor: true,
      width: '170px',
      render: (row) =>
        row.warnings[0] ? (
          <Tag tone="warn">{word(`warning.${row.warnings[0]}.short`)}</Tag>
        ) : row.latitude === undefined ? (
          <span className="dim">{word('notSet')}</span>
        ) : (
          <span className="num">{pointText(row, intl.locale)}</span>
        ),
    },
  ];
  return (
    <Page
      fill
      title={word('title')}
      note={word('note')}
      actions={
        mayChange ? (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
            {word('add')}
          </Button>
        ) : undefined
      }
    >
      <div className="card fill-card">
        <FilterBar>
          <FilterText value={values.text} onChange={setText} label={word('search')} width={300} />
        </FilterBar>
        <div className="fill-body">
          {list.error && list.rows.length === 0 ? (
            <ProblemState error={list.error} onRetry={list.refetch} />
          ) : (
            <DataTable<Location>
              fill
              label={word('title')}
              columns={columns}
              rows={list.rows}
              rowKey={(row) => row.id}
              rowHeight={52}
              loading={list.loading}
              more={list.more}
              onMore={list.onMore}
              sort={sort}
              onSort={(next) => change({ sort: next.replace('-', '') === 'city' ? 'city' : undefined })}
              onRow={(row) => void navigate({ to: `/locations/${row.id}` as never })}
              empty={
                values.text ? (
                  <NoHits onClear={() => change({ text: undefined })} />
                ) : (
                  <EmptyState
                    icon={<IconMapPin size={20} stroke={1.6} />}
                    title={<FormattedMessage id="locations.empty.title" />}
                    text={<FormattedMessage id="locations.empty.text" />}
                    action={
                      mayChange ? (
                        <Button
                          variant="default"
                          leftSection={<IconPlus size={16} stroke={2} />}
                          onClick={() => setAdding(true)}
                        >
                          {word('add')}
                        </Button>
                      ) : undefined
                    }
                  />
                )
              }
            />
          )}
        </div>
      </div>
      {adding ? (
        <LocationForm
          location={undefined}
          onClose={() => setAdding(false)}
          onSaved={(id) => void navigate({ to: `/locations/${id}` as never })}
        />
      ) : null}
    </Page>
  );
}

/** Degrees with five decimals: about a metre. */
export const pointText = (
  { latitude, longitude }: { latitude?: number; longitude?: number },
  locale: string,
): string => {
  const digits = new Intl.NumberFormat(locale, { minimumFractionDigits: 5, maximumFractionDigits: 5 });
  return `${digits.format(latitude ?? 0)} / ${digits.format(longitude ?? 0)}`;
};
