import { ActionIcon } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Pages } from '../../../web/api/queries.ts';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { Reservation } from './contract.ts';
import './reservations.css';

const tones = {
  asked: 'brand',
  active: 'res',
  refused: 'bad',
  used: 'ok',
  expired: 'mute',
  cancelled: 'mute',
  removed: 'warn',
  noTransaction: 'warn',
} as const satisfies Record<Reservation['status'], string>;

export const isOpen = ({ status }: Pick<Reservation, 'status'>): boolean => status === 'asked' || status === 'active';

/** Which are shown: those that hold, or all; in the address. */
export function useShown(): readonly [boolean, ReactNode, () => void] {
  const intl = useIntl();
  const [{ show }, change] = useUrlState();
  const all = show === 'all';
  const choice = (
    <FilterBar>
      <FilterSegments
        label={intl.formatMessage({ id: 'reservations.show' })}
        value={all ? 'all' : 'open'}
        onChange={(next) => change({ show: next === 'all' ? 'all' : undefined })}
        choices={[
          { value: 'open', label: <FormattedMessage id="reservations.show.open" /> },
          { value: 'all', label: <FormattedMessage id="reservations.show.all" /> },
        ]}
      />
    </FilterBar>
  );
  return [all, choice, () => change({ show: 'all' })];
}

/** Reservations and what became of each. */
export function ReservationTable<R extends Reservation>({
  list,
  all,
  onAll,
  placeOf,
  station,
  zone,
  onCancel,
  why,
  action,
}: {
  list: Pages<R>;
  all: boolean;
  onAll: () => void;
  placeOf: (reservation: R) => string;
  /** Which station it is at, where several are listed. */
  station?: Column<R>;
  zone?: string;
  onCancel?: (reservation: R) => void;
  /** Why none can be cancelled now. */
  why?: string | undefined;
  action?: ReactNode;
}) {
  const intl = useIntl();
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `reservations.${id}` }, values);
  const columns: Column<R>[] = [
    {
      id: 'status',
      title: word('col.status'),
      render: ({ status, reason }) => (
        <span className="reservation-two">
          <span>
            <Tag tone={tones[status]}>{word(`status.${status}`)}</Tag>
          </span>
          {reason ? <span className="small dim">{word('refusedWith', { reason: visibleText(reason) })}</span> : null}
        </span>
      ),
    },
    ...(station ? [station] : []),
    { id: 'place', title: word('col.place'), render: placeOf },
    {
      id: 'who',
      title: word('col.who'),
      render: ({ card, holder, group }) => (
        <span className="reservation-two">
          {holder ? <strong>{visibleText(holder)}</strong> : null}
          {card ? (
            <Mono>{card}</Mono>
          ) : (
            <span className="dim">
              <FormattedMessage id="reservations.card.hidden" />
            </span>
          )}
          {group ? <span className="small dim">{word('group', { group: visibleText(group) })}</span> : null}
        </span>
      ),
    },
    { id: 'until', title: word('col.until'), render: ({ expiresAt }) => <Time at={expiresAt} zone={zone} /> },
    {
      id: 'asked',
      title: word('col.asked'),
      minor: true,
      render: ({ askedAt, askedBy }) => (
        <span className="reservation-two">
          <Time at={askedAt} zone={zone} />
          {askedBy ? <span className="small dim">{askedBy}</span> : null}
        </span>
      ),
    },
    {
      id: 'end',
      title: word('col.end'),
      minor: true,
      render: ({ endedAt, sessionNumber, stationId }) => (
        <span className="reservation-two">
          {endedAt ? <Time at={endedAt} zone={zone} /> : <span className="dim">{word('stillOpen')}</span>}
          {sessionNumber === undefined ? null : (
            <GoTo
              to={`/stations/${stationId}/charge-logs`}
              search={{ session: String(sessionNumber) }}
              className="small"
            >
              {word('session', { number: sessionNumber })}
            </GoTo>
          )}
        </span>
      ),
    },
    ...(onCancel
      ? [
          {
            id: 'actions',
            title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
            align: 'right',
            width: '56px',
            render: (reservation: R) =>
              isOpen(reservation) ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={28}
                  disabled={why !== undefined}
                  title={why ?? word('cancel')}
                  aria-label={word('cancelOf', { place: placeOf(reservation) })}
                  onClick={() => onCancel(reservation)}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              ) : null,
          } satisfies Column<R>,
        ]
      : []),
  ];
  if (list.error) return <ProblemState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable<R>
      label={word('title')}
      columns={columns}
      rows={list.rows}
      rowKey={({ stationId, id }) => `${stationId}.${id}`}
      loading={list.loading}
      more={list.more}
      onMore={list.onMore}
      empty={
        all ? (
          <EmptyState
            icon={<IconBookmark size={20} stroke={1.6} />}
            title={word('empty.title')}
            text={word('empty.text')}
            action={action}
          />
        ) : (
          <EmptyState
            icon={<IconBookmark size={20} stroke={1.6} />}
            title={word('none.title')}
            text={word('none.text')}
            action={
              <button type="button" className="linklike" onClick={onAll}>
                {word('none.all')}
              </button>
            }
          />
        )
      }
    />
  );
}
