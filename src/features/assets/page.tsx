import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSegments, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { ArticleDialog, ComponentDialog, WarehouseDialog } from './page-dialogs.tsx';
import { Nothing, StockView } from './stock.tsx';
import { texts } from './texts.ts';
import { type Article, type Component, Serial, StatusTag, statuses } from './words.tsx';

const views = ['components', 'articles', 'stock'] as const;

export default function AssetsPage() {
  return (
    <WithTexts texts={texts}>
      <Assets />
    </WithTexts>
  );
}

/** What lies in stock and what is built in where: components, their articles, and how many of each lie in which place. */
function Assets() {
  const intl = useIntl();
  const mayChange = useRight('assets.change');
  const mayAdminister = useRight('assets.administer');
  const [values, change] = useUrlState();
  const [adding, setAdding] = useState<'component' | 'article' | 'warehouse' | undefined>();
  const view = views.find((each) => each === values.view) ?? 'components';
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const add = (what: 'component' | 'article' | 'warehouse', primary: boolean) => (
    <Button
      key={what}
      {...(primary ? {} : { variant: 'default' })}
      leftSection={<IconPlus size={16} stroke={2} />}
      onClick={() => setAdding(what)}
    >
      {word(`add.${what}`)}
    </Button>
  );
  return (
    <Page
      fill
      title={word('title')}
      note={word('note')}
      actions={
        <>
          {mayAdminister && view === 'stock' ? add('warehouse', true) : null}
          {mayAdminister && view === 'articles' ? add('article', true) : null}
          {mayChange && view === 'components' ? add('component', true) : null}
        </>
      }
    >
      <div className="card fill-card">
        <FilterBar>
          <FilterSegments
            label={word('views')}
            value={view}
            onChange={(next) => change({ view: next === 'components' ? undefined : next })}
            choices={views.map((value) => ({ value, label: word(`view.${value}`) }))}
          />
          {view === 'components' ? <Filters /> : null}
        </FilterBar>
        <div className="fill-body">
          {view === 'components' ? <Components /> : view === 'articles' ? <Articles /> : <StockView />}
        </div>
      </div>
      {adding === 'component' ? <ComponentDialog onClose={() => setAdding(undefined)} /> : null}
      {adding === 'article' ? <ArticleDialog onClose={() => setAdding(undefined)} /> : null}
      {adding === 'warehouse' ? <WarehouseDialog onClose={() => setAdding(undefined)} /> : null}
    </Page>
  );
}

function Filters() {
  const intl = useIntl();
  const [values, change] = useUrlState();
  const articles = useRead('/articles', { query: { limit: 500 } });
  const warehouses = useRead('/warehouses', {});
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const named = (items: readonly { id: number; name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <>
      <FilterText
        value={values.serial}
        onChange={(serial) => change({ serial })}
        label={word('serialBegins')}
        width={230}
      />
      <FilterSelect
        label={word('article')}
        value={values.article}
        onChange={(article) => change({ article })}
        choices={named(articles.data?.items)}
      />
      <FilterSelect
        label={word('status')}
        value={values.status}
        onChange={(status) => change({ status })}
        choices={statuses.map((value) => ({ value, label: word(`status.${value}`) }))}
      />
      <FilterSelect
        label={word('warehouse')}
        value={values.warehouse}
        onChange={(warehouse) => change({ warehouse })}
        choices={named(warehouses.data?.items)}
      />
    </>
  );
}

const number = (text: string | undefined) => (text && /^\d{1,9}$/.test(text) ? Number(text) : undefined);

function Components() {
  const intl = useIntl();
  const [values, change] = useUrlState();
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const list = usePages('/components', {
    query: {
      limit: 100,
      serial: values.serial || undefined,
      articleId: number(values.article),
      warehouseId: number(values.warehouse),
      status: statuses.find((each) => each === values.status),
    },
  });
  const filtered = Boolean(values.serial || values.article || values.warehouse || values.status);
  const columns: Column<Component>[] = [
    {
      id: 'article',
      title: word('article'),
      render: (each) => (
        <span className="list-station clip">
          {each.article}
          <span className="small dim" style={{ display: 'block' }}>
            {each.group}
          </span>
        </span>
      ),
    },
    { id: 'serial', title: word('serial'), width: '200px', render: (each) => <Serial of={each} /> },
    { id: 'status', title: word('status'), width: '130px', render: ({ status }) => <StatusTag status={status} /> },
    {
      id: 'where',
      title: word('where'),
      minor: true,
      render: ({ stationId, station, warehouse }) =>
        stationId !== undefined ? (
          <GoTo to={`/stations/${stationId}/components`}>{station ?? `${stationId}`}</GoTo>
        ) : (
          (warehouse ?? <span className="dim">{word('nowhere')}</span>)
        ),
    },
    {
      id: 'warranty',
      title: word('warranty'),
      width: '130px',
      minor: true,
      render: ({ warrantyUntil }) =>
        warrantyUntil ? (
          intl.formatDate(warrantyUntil, { dateStyle: 'medium', timeZone: 'UTC' })
        ) : (
          <span className="dim">{word('noWarranty')}</span>
        ),
    },
  ];
  if (list.error && list.rows.length === 0) return <ProblemState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable<Component>
      fill
      label={word('view.components')}
      columns={columns}
      rows={list.rows}
      rowKey={(each) => each.id}
      rowHeight={52}
      loading={list.loading}
      more={list.more}
      onMore={list.onMore}
      empty={
        filtered ? (
          <NoHits
            onClear={() => change({ serial: undefined, article: undefined, warehouse: undefined, status: undefined })}
          />
        ) : (
          <Nothing what="components" />
        )
      }
    />
  );
}

function Articles() {
  const intl = useIntl();
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const list = usePages('/articles', { query: { limit: 100 } });
  const count = (id: 'inStock' | 'installed' | 'defective'): Column<Article> => ({
    id,
    title: word(`status.${id}`),
    width: '110px',
    align: 'right',
    minor: id !== 'inStock',
    render: (each) => (
      <GoTo to="/asset-management" search={{ article: String(each.id), status: id }}>
        {intl.formatNumber(each[id])}
      </GoTo>
    ),
  });
  const columns: Column<Article>[] = [
    {
      id: 'name',
      title: word('article'),
      render: (each) => (
        <span className="list-station clip">
          {each.name}
          <span className="small dim" style={{ display: 'block' }}>
            {[each.group, each.manufacturer, each.model].filter(Boolean).join(' · ')}
          </span>
        </span>
      ),
    },
    {
      id: 'price',
      title: word('price'),
      width: '120px',
      align: 'right',
      minor: true,
      render: ({ price, currency }) =>
        price !== undefined && currency ? (
          intl.formatNumber(price, { style: 'currency', currency })
        ) : (
          <span className="dim">{word('noPrice')}</span>
        ),
    },
    count('inStock'),
    count('installed'),
    count('defective'),
  ];
  if (list.error && list.rows.length === 0) return <ProblemState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable<Article>
      fill
      label={word('view.articles')}
      columns={columns}
      rows={list.rows}
      rowKey={(each) => each.id}
      rowHeight={52}
      loading={list.loading}
      more={list.more}
      onMore={list.onMore}
      empty={<Nothing what="articles" />}
    />
  );
}
