import { Button, TextInput } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { CertificateTag } from '../../../web/kit/certificate-state.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { Part } from './footing.tsx';
import { SendDialog } from './send-dialog.tsx';
import { type StationCertificate, useWord } from './words.tsx';

const good = (state: StationCertificate['state']) => state === 'valid' || state === 'ending' || state === 'notYetValid';

/** The certificates with which the station proves itself, here and to cars. */
export function Certificates({ stationId, security, may }: Part) {
  const intl = useIntl();
  const word = useWord();
  const [asking, setAsking] = useState(false);
  const [revoking, setRevoking] = useState<StationCertificate | undefined>();
  const columns: Column<StationCertificate>[] = [
    {
      id: 'name',
      title: word('column.name'),
      render: (one) => (
        <span>
          <span className="strong">{visibleText(one.name)}</span>
          <span className="security-beneath">
            {word(`use.${one.use}`)} · {one.key}
          </span>
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
          <span className="security-beneath">{word(`origin.${one.origin}`)}</span>
        </span>
      ),
    },
    {
      id: 'state',
      title: word('column.state'),
      render: (one) => (
        <span>
          <CertificateTag state={one.state} />
          {one.revokedFor && one.state === 'revoked' ? (
            <span className="security-beneath">{visibleText(one.revokedFor)}</span>
          ) : null}
        </span>
      ),
    },
    { id: 'until', title: word('column.until'), render: (one) => <Time at={one.notAfter} exact="day" /> },
    {
      id: 'used',
      title: word('column.used'),
      minor: true,
      render: (one) => (one.lastUsedAt ? <Time at={one.lastUsedAt} /> : <span className="soft">{word('unused')}</span>),
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      render: (one) =>
        may && good(one.state) ? (
          <button
            type="button"
            className="linklike small"
            aria-label={word('revokeOf', { name: one.name })}
            onClick={() => setRevoking(one)}
          >
            {word('revoke')}
          </button>
        ) : null,
    },
  ];
  return (
    <Card
      title={word('certificates')}
      note={word('certificates.note')}
      flush
      actions={
        <Button variant="default" disabled={!may || !security.connected} onClick={() => setAsking(true)}>
          {word('request')}
        </Button>
      }
    >
      <DataTable<StationCertificate>
        label={word('certificates')}
        columns={columns}
        rows={security.certificates}
        rowKey={(one) => one.fingerprint}
        rowHeight={52}
        empty={
          <EmptyState
            icon={<IconCertificate size={20} stroke={1.6} />}
            title={word('certificates.empty.title')}
            text={word('certificates.empty.text')}
          />
        }
      />
      {asking ? (
        <SendDialog
          stationId={stationId}
          route="/stations/:stationId/certificates"
          title={word('request.title')}
          text={word('request.text')}
          confirm={word('request.do')}
          onClose={() => setAsking(false)}
        />
      ) : null}
      {revoking ? <Revoke stationId={stationId} certificate={revoking} onClose={() => setRevoking(undefined)} /> : null}
    </Card>
  );
}

function Revoke({
  stationId,
  certificate: { fingerprint, name },
  onClose,
}: {
  stationId: number;
  certificate: StationCertificate;
  onClose: () => void;
}) {
  const word = useWord();
  const [reason, setReason] = useState('');
  const revoke = useWrite('POST', '/stations/:stationId/certificates/:fingerprint/revocation', {
    invalidates: ['/stations/:stationId/security', '/certificates'],
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={word('revoke.title', { name })}
      confirm={word('revoke.do')}
      destructive
      disabled={reason.trim() === ''}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ params: { stationId, fingerprint }, body: { reason: reason.trim() } })}
    >
      <p className="soft">{word('revoke.text')}</p>
      <TextInput
        label={word('reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={200}
        required
        error={revoke.error?.fields.reason}
      />
    </ConfirmDialog>
  );
}
