import { Button, Textarea } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { Part } from './footing.tsx';
import { Sent } from './send-dialog.tsx';
import { type Security, useWord } from './words.tsx';

type Root = Security['roots'][number];
const tones = { underWay: 'brand', installed: 'ok', refused: 'bad', rolledBack: 'warn' } as const;

/** The roots by which the station knows this server, as far as they came from here, and what became of each. */
export function Roots({ stationId, security, may }: Part) {
  const word = useWord();
  const [installing, setInstalling] = useState(false);
  const columns: Column<Root>[] = [
    {
      id: 'name',
      title: word('column.root'),
      render: (root) => (
        <span title={root.fingerprint}>
          <span className="strong">{visibleText(root.name)}</span>
          <span className="security-beneath">
            {word('until')} <Time at={root.notAfter} exact="day" />
          </span>
        </span>
      ),
    },
    {
      id: 'state',
      title: word('column.state'),
      render: (root) => (
        <span>
          <Tag tone={tones[root.state]}>{word(`root.${root.state}`)}</Tag>
          {root.state === 'rolledBack' ? (
            <span className="security-beneath">{word('root.rolledBack.text')}</span>
          ) : null}
          {root.state === 'refused' && root.status ? (
            <span className="security-beneath mono">{visibleText(root.status)}</span>
          ) : null}
        </span>
      ),
    },
    { id: 'at', title: word('column.at'), minor: true, align: 'right', render: (root) => <Time at={root.at} /> },
  ];
  return (
    <Card
      title={word('roots')}
      note={word(security.rootsChecked ? 'roots.checked' : 'roots.note')}
      flush
      actions={
        <Button variant="default" disabled={!may || !security.connected} onClick={() => setInstalling(true)}>
          {word('install')}
        </Button>
      }
    >
      <DataTable<Root>
        label={word('roots')}
        columns={columns}
        rows={security.roots}
        rowKey={(root) => `${root.fingerprint} ${root.at}`}
        rowHeight={52}
        empty={
          <EmptyState
            icon={<IconShieldCheck size={20} stroke={1.6} />}
            title={word('roots.empty.title')}
            text={word('roots.empty.text')}
          />
        }
      />
      {installing ? (
        <Install stationId={stationId} checked={security.rootsChecked} onClose={() => setInstalling(false)} />
      ) : null}
    </Card>
  );
}

function Install({ stationId, checked, onClose }: { stationId: number; checked: boolean; onClose: () => void }) {
  const word = useWord();
  const [certificate, setCertificate] = useState('');
  const install = useWrite('POST', '/stations/:stationId/certificates/root', {
    invalidates: ['/stations/:stationId/security'],
  });
  const title = word('install.title');
  if (install.data)
    return <Sent stationId={stationId} commandId={install.data.commandId} title={title} onClose={onClose} />;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={title}
      confirm={word('install.do')}
      destructive
      size={560}
      disabled={certificate.trim() === ''}
      busy={install.isPending}
      error={install.error}
      onConfirm={() => install.mutate({ params: { stationId }, body: { certificate: certificate.trim() } })}
    >
      <p className="soft">{word(checked ? 'install.text.checked' : 'install.text')}</p>
      <Textarea
        label={word('install.certificate')}
        value={certificate}
        onChange={(event) => setCertificate(event.currentTarget.value)}
        rows={6}
        spellCheck={false}
        required
        error={install.error?.fields.certificate}
      />
    </ConfirmDialog>
  );
}
