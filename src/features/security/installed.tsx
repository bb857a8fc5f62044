import { Button } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { Card } from '../../../web/kit/card.tsx';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useWhyNot } from '../../../web/sheet/why-not.ts';
import type { Part } from './footing.tsx';
import { type Security, useWord } from './words.tsx';

type Held = Security['installed'][number];

/** What the station told that it has, of every kind; from here a certificate is deleted. */
export function Installed({ stationId, station, security }: Part) {
  const intl = useIntl();
  const word = useWord();
  const ask = useAsk();
  const why = useWhyNot(station)('readCertificates');
  const [deleting, setDeleting] = useState<Held | undefined>();
  // A 1.6 station tells one kind at a time (security whitepaper M03).
  const kinds = station.protocol === 'ocpp1.6' ? (['centralRoot', 'manufacturerRoot'] as const) : [undefined];
  const read = async () => {
    for (const use of kinds)
      await ask(stationId, 'readCertificates', use === undefined ? {} : { uses: [use] }, word('read.label'));
  };
  const columns: Column<Held>[] = [
    { id: 'use', title: word('column.kind'), render: (held) => word(`held.${held.use}`) },
    {
      id: 'serial',
      title: word('column.serial'),
      render: (held) => (
        <span className="mono security-beneath" title={held.hash.issuerNameHash}>
          {visibleText(held.hash.serial)}
        </span>
      ),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      render: (held) =>
        why === undefined ? (
          <button
            type="button"
            className="linklike small"
            aria-label={word('deleteOf', { serial: held.hash.serial })}
            onClick={() => setDeleting(held)}
          >
            {word('delete')}
          </button>
        ) : null,
    },
  ];
  return (
    <Card
      title={word('installed')}
      note={
        security.installedReadAt === undefined ? (
          word('installed.note')
        ) : (
          <>
            {word('installed.read')} <Time at={security.installedReadAt} />
          </>
        )
      }
      flush
      actions={
        <Button variant="default" disabled={why !== undefined} title={why} onClick={() => void read()}>
          {word('read')}
        </Button>
      }
    >
      <DataTable<Held>
        label={word('installed')}
        columns={columns}
        rows={security.installed}
        rowKey={(held) => `${held.use} ${held.hash.issuerKeyHash} ${held.hash.serial}`}
        empty={
          <EmptyState
            icon={<IconListCheck size={20} stroke={1.6} />}
            title={word(security.installedReadAt === undefined ? 'installed.empty.title' : 'installed.none.title')}
            text={word(security.installedReadAt === undefined ? 'installed.empty.text' : 'installed.none.text')}
          />
        }
      />
      {why ? <p className="security-why security-pad">{why}</p> : null}
      {deleting ? (
        <ConfirmDialog
          opened
          onClose={() => setDeleting(undefined)}
          title={word('delete.title', { kind: word(`held.${deleting.use}`) })}
          confirm={word('delete.do')}
          destructive
          onConfirm={() => {
            void ask(stationId, 'deleteCertificate', { hash: deleting.hash }, word('delete.label'));
            setDeleting(undefined);
          }}
        >
          <p className="soft">{word(deleting.use === 'centralRoot' ? 'delete.text.root' : 'delete.text')}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}
