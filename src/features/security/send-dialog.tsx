import { Button } from '@mantine/core';
import { FormattedMessage } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { CommandProgress } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog, Dialog } from '../../../web/kit/confirm.tsx';

/** Asks the station for something after a sentence about it, and then shows how far that got. */
export function SendDialog({
  stationId,
  route,
  title,
  text,
  confirm,
  onClose,
}: {
  stationId: number;
  route: '/stations/:stationId/credentials/change' | '/stations/:stationId/certificates';
  title: string;
  text: string;
  confirm: string;
  onClose: () => void;
}) {
  const send = useWrite('POST', route, { invalidates: ['/stations/:stationId/security'] });
  if (send.data) return <Sent stationId={stationId} commandId={send.data.commandId} title={title} onClose={onClose} />;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={title}
      confirm={confirm}
      busy={send.isPending}
      error={send.error}
      onConfirm={() => send.mutate({ params: { stationId } })}
    >
      <p className="soft">{text}</p>
    </ConfirmDialog>
  );
}

/** What was asked is on its way. */
export function Sent({
  stationId,
  commandId,
  title,
  onClose,
}: {
  stationId: number;
  commandId: string;
  title: string;
  onClose: () => void;
}) {
  return (
    <Dialog opened onClose={onClose} title={title}>
      <CommandProgress stationId={stationId} commandId={commandId} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose}>
          <FormattedMessage id="kit.close" />
        </Button>
      </div>
    </Dialog>
  );
}
