import { IconCertificate } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { usePages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { CertificateTag, certificateStates } from '../../../web/kit/certificate-state.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { type OfStation, useWord } from './words.tsx';

/** The certificates of all stations by their end; a row leads to its station. */
export function OfStations() {
  const intl = useIntl();
  const word = useWord();
  const [values, change] = useUrlState();
  const state = certificateStates.find((one) => one === values.state);
  const list = usePages('/certificates', { query: { state, limit: 100 } });
  const columns: Column<OfStation>[] = [
    {
      id: 'station',
      title: word('column.station'),
      render: (one) => (
        <span>
          <GoTo to={`/stations/${one.stationId}/security`}>{visibleText(one.stationName)}</GoTo>
          <span className="certificates-beneath mono">{visibleText(one.identity)}</span>
        </span>
      ),
    },
    {
      id: 'name',
      title: word('column.name'),
      minor: true,
      render: (one) => (
        <span>
          {visibleText(one.name)}
          <span className="certificates-beneath">{one.key}</span>
        </span>
      ),
    },
    {
      id: 'issuer',
      title: word('column.issuer'),
      minor: true,
      render: (one) => (
        <span>
          {visibleText(one.issuer)}
          <span className="certificates-beneath">{word(`origin.${one.origin}`)}</span>
        </span>
      ),
    },
    { id: 'state', title: word('column.state'), render: (one) => <CertificateTag state={one.state} /> },
    {
      id: 'until',
      title: word('column.until'),
      align: 'right',
      render: (one) => <Time at={one.notAfter} exact="day" />,
    },
    {
      id: 'used',
      title: word('column.used'),
      minor: true,
      align: 'right',
      render: (one) => (one.lastUsedAt ? <Time at={one.lastUsedAt} /> : <span className="soft">{word('unused')}</span>),
    },
  ];
  return (
    <Card title={word('list')} note={word('list.note')} flush>
      <FilterBar>
        <FilterSelect
          value={state}
          onChange={(next) => change({ state: next })}
          label={word('filter.state')}
          choices={certificateStates.map((one) => ({
            value: one,
            label: intl.formatMessage({ id: `kit.certificate.${one}` }),
          }))}
          width={160}
        />
      </FilterBar>
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<OfStation>
          label={word('list')}
          columns={columns}
          rows={list.rows}
          rowKey={(one) => one.fingerprint}
          rowHeight={52}
          loading={list.loading && list.rows.length === 0}
          more={list.more}
          onMore={list.onMore}
          empty={
            state ? (
              <NoHits onClear={() => change({ state: undefined })} />
            ) : (
              <EmptyState
                icon={<IconCertificate size={20} stroke={1.6} />}
                title={word('list.empty.title')}
                text={word('list.empty.text')}
              />
            )
          }
        />
      )}
    </Card>
  );
}
