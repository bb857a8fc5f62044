import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import type { CommandKind } from '../../src/domain/commands.ts';
import type { StationHead } from '../../src/features/tabs.ts';
import type { Pages } from '../api/queries.ts';
import { Card } from '../kit/card.tsx';
import { type CommandBody, useAsk } from '../kit/command-button.tsx';
import { ConfirmDialog } from '../kit/confirm.tsx';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { EmptyState } from '../kit/empty-state.tsx';
import { ProblemState } from '../kit/problem.tsx';
import { useWhyNot } from './why-not.ts';

/** What is asked before something is taken away, and the command that does it. */
export interface Removal<K extends CommandKind = CommandKind> {
  readonly label: string;
  readonly kind: K;
  readonly body: CommandBody<K>;
  readonly title: string;
  readonly text: ReactNode;
  /** Repeats the verb and the count. */
  readonly confirm: string;
  /** What the tray of commands calls it. */
  readonly asked: string;
}

/** What can be done with one row; where it cannot be done now, the entry is grey and says why. */
export interface RowMenu {
  /** The menu's name to those who listen. */
  readonly name: string;
  readonly change?: { readonly label: string; readonly kind: CommandKind; readonly open: () => void };
  readonly remove?: Removal;
}

/** A list of what a station has: read from it, added to, changed and removed by commands. */
export function StationList<R>({
  station,
  title,
  note,
  actions,
  list,
  columns,
  rowKey,
  rowHeight,
  onRow,
  empty,
  menu,
  children,
}: {
  station: StationHead;
  title: string;
  note: ReactNode;
  actions: ReactNode;
  list: Pages<R>;
  columns: readonly Column<R>[];
  rowKey: (row: R) => string;
  rowHeight?: number;
  onRow?: (row: R) => void;
  empty: { readonly icon: ReactNode; readonly title: ReactNode; readonly text: ReactNode; readonly action: ReactNode };
  /** Undefined for a row with which nothing can be done. */
  menu?: (row: R) => RowMenu | undefined;
  /** Beneath the table: a foot, dialogs. */
  children?: ReactNode;
}) {
  const intl = useIntl();
  const [removing, setRemoving] = useState<Removal | undefined>();
  const withMenu: readonly Column<R>[] = menu
    ? [
        ...columns,
        {
          id: 'actions',
          title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
          align: 'right',
          width: '56px',
          render: (row) => {
            const entries = menu(row);
            return entries ? <Entries station={station} menu={entries} onRemove={setRemoving} /> : null;
          },
        },
      ]
    : columns;
  return (
    <Card flush title={title} note={note} actions={actions}>
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<R>
          label={title}
          columns={withMenu}
          rows={list.rows}
          rowKey={rowKey}
          {...(rowHeight === undefined ? {} : { rowHeight })}
          {...(onRow ? { onRow } : {})}
          loading={list.loading}
          more={list.more}
          onMore={list.onMore}
          empty={<EmptyState {...empty} />}
        />
      )}
      {children}
      {removing ? (
        <RemoveDialog stationId={station.id} removal={removing} onClose={() => setRemoving(undefined)} />
      ) : null}
    </Card>
  );
}

function Entries({
  station,
  menu: { name, change, remove },
  onRemove,
}: {
  station: StationHead;
  menu: RowMenu;
  onRemove: (removal: Removal) => void;
}) {
  const whyNot = useWhyNot(station);
  const entry = (label: string, kind: CommandKind, act: () => void, className?: string) => {
    const why = whyNot(kind);
    return (
      <Menu.Item disabled={why !== undefined} onClick={act} {...(className ? { className } : {})}>
        {label}
        {why ? <span className="menu-why">{why}</span> : null}
      </Menu.Item>
    );
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={name}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {change ? entry(change.label, change.kind, change.open) : null}
        {remove ? entry(remove.label, remove.kind, () => onRemove(remove), 'menu-danger') : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function RemoveDialog({ stationId, removal, onClose }: { stationId: number; removal: Removal; onClose: () => void }) {
  const ask = useAsk();
  const { kind, body, title, text, confirm, asked } = removal;
  return (
    <ConfirmDialog
      opened
      title={title}
      confirm={confirm}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        void ask(stationId, kind, body, asked);
      }}
    >
      <p className="soft">{text}</p>
    </ConfirmDialog>
  );
}
