import { IconPackage } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';

type Stock = ItemOf<RouteAt<'GET', '/stock'>>;

/** What belongs into an empty view. */
export function Nothing({ what }: { what: 'components' | 'articles' | 'stock' }) {
  const intl = useIntl();
  return (
    <EmptyState
      icon={<IconPackage size={20} stroke={1.6} />}
      title={intl.formatMessage({ id: `assets.empty.${what}` })}
      text={intl.formatMessage({ id: `assets.emptyText.${what}` })}
    />
  );
}

/** How many of which article lie where; each number leads to its rows. */
export function StockView() {
  const intl = useIntl();
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const list = usePages('/stock', { query: { limit: 100 } });
  const columns: Column<Stock>[] = [
    { id: 'article', title: word('article'), render: ({ article }) => article },
    { id: 'warehouse', title: word('warehouse'), render: ({ warehouse }) => warehouse },
    {
      id: 'n',
      title: word('status.inStock'),
      width: '120px',
      align: 'right',
      render: (each) => (
        <GoTo
          to="/asset-management"
          search={{ article: String(each.articleId), warehouse: String(each.warehouseId), status: 'inStock' }}
        >
          {intl.formatNumber(each.inStock)}
        </GoTo>
      ),
    },
  ];
  if (list.error && list.rows.length === 0) return <ProblemState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable<Stock>
      fill
      label={word('view.stock')}
      columns={columns}
      rows={list.rows}
      rowKey={(each) => `${each.articleId} ${each.warehouseId}`}
      loading={list.loading}
      more={list.more}
      onMore={list.onMore}
      empty={<Nothing what="stock" />}
    />
  );
}
