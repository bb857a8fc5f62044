import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { CommandKind } from '../../../src/domain/commands.ts';
import { describedKinds } from '../../../src/features/commands/fields/index.ts';
import type { StationHead } from '../../../src/features/tabs.ts';
import { usePages } from '../../api/queries.ts';
import type { ItemOf, RouteAt } from '../../api/routes.ts';
import { Dialog } from '../../kit/confirm.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { EmptyState, NoHits } from '../../kit/empty-state.tsx';
import { FilterBar, FilterSegments, FilterSelect } from '../../kit/filter-bar.tsx';
import { ProblemState } from '../../kit/problem.tsx';
import { readerLanguage } from '../../kit/reader-language.ts';
import { Tag } from '../../kit/status.tsx';
import { Time } from '../../kit/time.tsx';
import { CancelButton } from './cancel-button.tsx';
import { type Choose, CommandLife } from './life.tsx';

type Row = ItemOf<RouteAt<'GET', '/stations/:stationId/commands'>>;

const toneOf = {
  queued: 'warn',
  sent: 'brand',
  answered: 'brand',
  done: 'ok',
  refused: 'bad',
  timedOut: 'bad',
  failed: 'bad',
  unknown: 'bad',
  cancelled: 'mute',
} as const satisfies Record<Row['state'], string>;

/** All that was asked of the station; what still waits can be taken back. */
export function CommandList({
  station,
  onChoose,
  onClose,
  underWay: begun = false,
}: {
  station: StationHead;
  onChoose: Choose;
  onClose: () => void;
  underWay?: boolean;
}) {
  const intl = useIntl();
  const [opened, setOpened] = useState<Row>();
  const titleOf = (kind: CommandKind) => intl.formatMessage({ id: `commands.kind.${kind}` });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={opened ? titleOf(opened.kind) : intl.formatMessage({ id: 'commands.list.title' }, { name: station.name })}
      size={opened ? 640 : 900}
    >
      {opened ? (
        <div className="stack">
          <p className="soft small">
            <FormattedMessage
              id="sheet.underWay.asked"
              values={{
                at: <Time at={opened.askedAt} zone={station.timeZone} />,
                by: opened.askedBy ?? intl.formatMessage({ id: 'commands.list.program' }),
              }}
            />
          </p>
          <CommandLife station={station} commandId={opened.id} onChoose={onChoose} onClose={onClose} />
          <div className="dialog-actions">
            <Button variant="default" onClick={() => setOpened(undefined)} data-autofocus>
              <FormattedMessage id="commands.menu.asked" />
            </Button>
          </div>
        </div>
      ) : (
        <Rows station={station} onOpen={setOpened} begun={begun} />
      )}
    </Dialog>
  );
}

function Rows({ station, onOpen, begun }: { station: StationHead; onOpen: (row: Row) => void; begun: boolean }) {
  const intl = useIntl();
  const [underWay, setUnderWay] = useState(begun);
  const [kind, setKind] = useState<CommandKind | undefined>();
  const stationId = station.id;
  const pages = usePages('/stations/:stationId/commands', {
    params: { stationId },
    query: { kind, underWay: underWay || undefined, language: readerLanguage(intl) },
  });
  const columns = useColumns(station);
  const kinds = useMemo(
    () =>
      describedKinds
        .map((value) => ({ value, label: intl.formatMessage({ id: `commands.kind.${value}` }) }))
        .sort((one, other) => one.label.localeCompare(other.label, intl.locale)),
    [intl],
  );
  return (
    <div className="stack">
      <FilterBar>
        <FilterSegments
          label={intl.formatMessage({ id: 'commands.list.filter' })}
          value={underWay ? 'underWay' : 'all'}
          onChange={(next) => setUnderWay(next === 'underWay')}
          choices={[
            { value: 'all', label: <FormattedMessage id="commands.list.all" /> },
            { value: 'underWay', label: <FormattedMessage id="commands.list.underWay" /> },
          ]}
        />
        <FilterSelect
          label={intl.formatMessage({ id: 'commands.list.kind' })}
          value={kind}
          onChange={(next) => setKind(next as CommandKind | undefined)}
          choices={kinds}
          width={220}
        />
      </FilterBar>
      {pages.error ? (
        <ProblemState error={pages.error} onRetry={pages.refetch} />
      ) : (
        <div style={{ maxHeight: '60vh', overflow: 'auto' }}>
          <DataTable
            label={intl.formatMessage({ id: 'commands.menu' })}
            columns={columns}
            rows={pages.rows}
            rowKey={(row) => row.id}
            onRow={onOpen}
            loading={pages.loading}
            more={pages.more}
            onMore={pages.onMore}
            empty={
              kind || underWay ? (
                <NoHits
                  onClear={() => {
                    setKind(undefined);
                    setUnderWay(false);
                  }}
                />
              ) : (
                <EmptyState
                  icon={<IconSend size={20} stroke={1.6} />}
                  title={<FormattedMessage id="commands.list.empty.title" />}
                  text={<FormattedMessage id="commands.list.empty.text" />}
                />
              )
            }
          />
        </div>
      )}
    </div>
  );
}

function useColumns(station: StationHead): readonly Column<Row>[] {
  const intl = useIntl();
  const title = (id: string) => <FormattedMessage id={`commands.list.${id}`} />;
  return [
    { id: 'kind', title: title('command'), render: (row) => intl.formatMessage({ id: `commands.kind.${row.kind}` }) },
    {
      id: 'state',
      title: title('state'),
      width: '170px',
      render: (row) => (
        <Tag tone={toneOf[row.state]}>
          <FormattedMessage id={`commands.state.${row.state}`} />
        </Tag>
      ),
    },
    {
      id: 'answer',
      title: title('answer'),
      width: '190px',
      minor: true,
      render: (row) =>
        row.answer ? (
          <span title={row.answer.status}>{row.answer.says}</span>
        ) : row.state === 'queued' ? (
          <CancelButton station={station} life={row} />
        ) : (
          '–'
        ),
    },
    {
      id: 'at',
      title: title('at'),
      width: '120px',
      render: (row) => <Time at={row.askedAt} zone={station.timeZone} />,
    },
    {
      id: 'by',
      title: title('by'),
      width: '140px',
      minor: true,
      render: (row) => row.askedBy ?? intl.formatMessage({ id: 'commands.list.program' }),
    },
  ];
}
