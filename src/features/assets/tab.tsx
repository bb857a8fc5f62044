import { Button, Menu } from '@mantine/core';
import { IconPlus, IconTool } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import type { TabProps } from '../tabs.ts';
import { InstallDialog, LeaveDialog, type Opened } from './sheet-dialogs.tsx';
import { type Component, Serial } from './words.tsx';

type Reported = Reply<RouteAt<'GET', '/stations/:stationId/components'>>['reported'][number];
const told = ['station', 'box', 'meter', 'sim'];

/** What was built in, beside what the station says of itself (CMP-3, CMP-4). */
export function Tab({ stationId }: TabProps) {
  const intl = useIntl();
  const mayChange = useRight('components.change');
  const mayChoose = useRight('assets.see');
  const [opened, setOpened] = useState<Opened | undefined>();
  const read = useRead('/stations/:stationId/components', { params: { stationId } });
  if (read.error && !read.data) return <ProblemState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <SkeletonCard lines={6} />;
  const { items, reported, changed } = read.data;
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const partName = (part: string) => (told.includes(part) ? word(`part.${part}`) : visibleText(part));
  const may = mayChange && mayChoose;
  const declared: Column<Component>[] = [
    {
      id: 'article',
      title: word('article'),
      render: (each) => (
        <span className="list-station clip">
          {each.article}
          <span className="small dim" style={{ display: 'block' }}>
            {[each.group, each.position].filter(Boolean).join(' · ')}
          </span>
        </span>
      ),
    },
    { id: 'serial', title: word('serial'), width: '200px', render: (each) => <Serial of={each} /> },
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
    {
      id: 'installed',
      title: word('installed'),
      width: '130px',
      minor: true,
      align: 'right',
      render: (each) => <Time at={each.installedAt} />,
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      width: '110px',
      align: 'right',
      render: (component) =>
        may ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                variant="default"
                size="xs"
                aria-label={intl.formatMessage({ id: 'assets.actions' }, { name: component.article })}
              >
                <FormattedMessage id="assets.more" />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setOpened({ dialog: 'swap', component })}>{word('swap.open')}</Menu.Item>
              <Menu.Item onClick={() => setOpened({ dialog: 'remove', component })}>{word('remove.open')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null,
    },
  ];
  const says: Column<Reported>[] = [
    {
      id: 'part',
      title: word('part'),
      render: (each) => (
        <span className="list-station clip">
          {partName(each.part)}
          <span className="small dim" style={{ display: 'block' }}>
            {[each.manufacturer, each.model].filter(Boolean).join(' ')}
          </span>
        </span>
      ),
    },
    {
      id: 'serial',
      title: word('serial'),
      width: '200px',
      render: ({ serial }) => (serial ? <Mono copy>{serial}</Mono> : <NotReported />),
    },
    {
      id: 'firmware',
      title: word('firmware'),
      width: '120px',
      minor: true,
      render: ({ firmware }) => (firmware ? <Mono>{firmware}</Mono> : <NotReported />),
    },
    {
      id: 'match',
      title: word('match'),
      width: '150px',
      render: ({ serial, componentId }) =>
        serial === undefined ? null : (
          <Tag tone={componentId === undefined ? 'mute' : 'ok'}>
            {word(componentId === undefined ? 'unmatched' : 'matched')}
          </Tag>
        ),
    },
  ];
  const install = may ? (
    <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setOpened({ dialog: 'install' })}>
      {word('install.open')}
    </Button>
  ) : null;
  return (
    <>
      {changed.map(({ errorId, part, before, now, componentId }) => {
        const component = items.find(({ id }) => id === componentId);
        return (
          <Card
            key={errorId}
            title={intl.formatMessage({ id: `assets.changed.${part}` })}
            note={intl.formatMessage({ id: 'assets.changed.note' }, { before: before ?? '–', now })}
            actions={
              may && component ? (
                <Button
                  variant="default"
                  onClick={() => setOpened({ dialog: 'swap', component, newSerial: now, errorId })}
                >
                  {word('changed.record')}
                </Button>
              ) : undefined
            }
          >
            {component ? null : <p className="small dim">{word('changed.undeclared')}</p>}
          </Card>
        );
      })}
      <Card
        flush
        title={word('declared')}
        note={word('declared.note')}
        actions={items.length > 0 ? install : undefined}
      >
        <DataTable<Component>
          label={word('declared')}
          columns={declared}
          rows={items}
          rowKey={(each) => each.id}
          rowHeight={52}
          empty={
            <EmptyState
              icon={<IconTool size={20} stroke={1.6} />}
              title={word('declared.empty')}
              text={word('declared.emptyText')}
              action={install}
            />
          }
        />
      </Card>
      <Card flush title={word('reported')} note={word('reported.note')}>
        <DataTable<Reported>
          label={word('reported')}
          columns={says}
          rows={reported}
          rowKey={(each) => `${each.part} ${each.evse ?? ''} ${each.serial ?? ''}`}
          rowHeight={52}
          empty={
            <EmptyState
              icon={<IconTool size={20} stroke={1.6} />}
              title={word('reported.empty')}
              text={word('reported.emptyText')}
            />
          }
        />
      </Card>
      {opened?.dialog === 'install' ? (
        <InstallDialog stationId={stationId} onClose={() => setOpened(undefined)} />
      ) : null}
      {opened && opened.dialog !== 'install' ? (
        <LeaveDialog stationId={stationId} opened={opened} onClose={() => setOpened(undefined)} />
      ) : null}
    </>
  );
}
