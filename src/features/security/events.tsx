import { IconShieldLock } from '@tabler/icons-react';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { EventWords, type Security, useWord } from './words.tsx';

type Event = Security['events'][number];

/** What the station told about its security, and what was noticed here; the newest ones. */
export function Events({ events }: { events: readonly Event[] }) {
  const word = useWord();
  const columns: Column<Event>[] = [
    { id: 'at', title: word('column.at'), width: '112px', render: (event) => <Time at={event.at} /> },
    {
      id: 'event',
      title: word('column.event'),
      render: (event) => (
        <span>
          <EventWords event={event.event} />
          {event.info ? <span className="security-beneath">{visibleText(event.info)}</span> : null}
        </span>
      ),
    },
    { id: 'by', title: word('column.by'), minor: true, width: '110px', render: (event) => word(`by.${event.by}`) },
  ];
  return (
    <Card title={word('events')} note={word('events.note')} flush>
      <DataTable<Event>
        label={word('events')}
        columns={columns}
        rows={events}
        rowKey={(event) => `${event.receivedAt} ${event.event} ${event.at}`}
        empty={
          <EmptyState
            icon={<IconShieldLock size={20} stroke={1.6} />}
            title={word('events.empty.title')}
            text={word('events.empty.text')}
          />
        }
      />
    </Card>
  );
}
