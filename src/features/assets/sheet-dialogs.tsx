import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { FormDialog } from './form.tsx';
import { Choice, type Component, statuses } from './words.tsx';

export type Opened =
  | { readonly dialog: 'install' }
  | { readonly dialog: 'remove'; readonly component: Component }
  | {
      readonly dialog: 'swap';
      readonly component: Component;
      readonly newSerial?: string;
      readonly errorId?: string;
    };

const reads = ['/stations/:stationId/components', '/components', '/articles', '/stock'] as const;
const nameOf = ({ article, serial, iccid, warehouse }: Component) =>
  [article, serial ?? iccid, warehouse].filter(Boolean).join(' · ');

/** Takes one out of stock and puts it here. */
export function InstallDialog({ stationId, onClose }: { stationId: number; onClose: () => void }) {
  const intl = useIntl();
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const [serial, setSerial] = useState('');
  const [chosen, setChosen] = useState('');
  const [position, setPosition] = useState('');
  const [installationNumber, setNumber] = useState('');
  const stock = useRead(
    '/components',
    { query: { status: 'inStock', serial: serial.trim() || undefined, limit: 100 } },
    { keep: true },
  );
  const install = useWrite('POST', '/stations/:stationId/components', { invalidates: reads, onDone: onClose });
  return (
    <FormDialog
      title={word('install.title')}
      doIt={word('install.do')}
      busy={install.isPending}
      error={install.error}
      disabled={chosen === ''}
      onClose={onClose}
      onSubmit={() =>
        install.mutate({
          params: { stationId },
          body: {
            componentId: Number(chosen),
            ...(position.trim() ? { position: position.trim() } : {}),
            ...(installationNumber.trim() ? { installationNumber: installationNumber.trim() } : {}),
          },
        })
      }
    >
      <TextInput
        label={word('serialBegins')}
        value={serial}
        maxLength={60}
        data-autofocus
        onChange={(event) => setSerial(event.currentTarget.value)}
      />
      <Choice
        label={word('fromStock')}
        value={chosen}
        onChange={setChosen}
        required
        choices={(stock.data?.items ?? []).map((each) => ({ value: String(each.id), label: nameOf(each) }))}
      />
      {stock.data?.items.length === 0 ? <p className="small dim">{word('install.none')}</p> : null}
      <div className="field-row">
        <TextInput
          label={word('position')}
          value={position}
          maxLength={80}
          onChange={(event) => setPosition(event.currentTarget.value)}
        />
        <TextInput
          label={word('installationNumber')}
          value={installationNumber}
          maxLength={60}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
      </div>
    </FormDialog>
  );
}

/** Takes one off, or swaps it for another in one step. */
export function LeaveDialog({
  stationId,
  opened,
  onClose,
}: {
  stationId: number;
  opened: Exclude<Opened, { dialog: 'install' }>;
  onClose: () => void;
}) {
  const intl = useIntl();
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  const { component } = opened;
  const swapping = opened.dialog === 'swap';
  const [status, setStatus] = useState<'inStock' | 'defective' | 'returned' | 'scrapped'>('defective');
  const [warehouse, setWarehouse] = useState('');
  const [reason, setReason] = useState('');
  const [withId, setWithId] = useState('');
  const [newSerial, setNewSerial] = useState((swapping && opened.newSerial) || '');
  const warehouses = useRead('/warehouses', {});
  const stock = useRead(
    '/components',
    { query: { status: 'inStock', articleId: component.articleId, limit: 100 } },
    { enabled: swapping },
  );
  const remove = useWrite('POST', '/stations/:stationId/components/:componentId/removal', {
    invalidates: reads,
    onDone: onClose,
  });
  const swap = useWrite('POST', '/stations/:stationId/components/:componentId/swap', {
    invalidates: reads,
    onDone: onClose,
  });
  const params = { stationId, componentId: component.id };
  const to = {
    status,
    ...(warehouse ? { warehouseId: Number(warehouse) } : {}),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
  const submit = () => {
    if (!swapping) remove.mutate({ params, body: to });
    else
      swap.mutate({
        params,
        body: {
          ...to,
          ...(withId ? { withId: Number(withId) } : { newSerial: newSerial.trim() }),
          ...(opened.errorId ? { errorId: opened.errorId } : {}),
        },
      });
  };
  return (
    <FormDialog
      title={intl.formatMessage(
        { id: swapping ? 'assets.swap.title' : 'assets.remove.title' },
        { name: component.article },
      )}
      doIt={word(swapping ? 'swap.do' : 'remove.do')}
      busy={remove.isPending || swap.isPending}
      error={remove.error ?? swap.error}
      disabled={swapping && withId === '' && newSerial.trim() === ''}
      onClose={onClose}
      onSubmit={submit}
    >
      {swapping ? (
        <>
          <Choice
            label={word('swap.with')}
            value={withId}
            onChange={setWithId}
            choices={(stock.data?.items ?? []).map((each) => ({ value: String(each.id), label: nameOf(each) }))}
          />
          {withId === '' ? (
            <TextInput
              label={word('swap.newSerial')}
              value={newSerial}
              maxLength={60}
              error={swap.error?.fields.newSerial}
              onChange={(event) => setNewSerial(event.currentTarget.value)}
            />
          ) : null}
        </>
      ) : null}
      <Choice
        label={word('becomes')}
        value={status}
        onChange={(next) => next && setStatus(next as typeof status)}
        choices={statuses
          .filter((each) => each !== 'installed')
          .map((each) => ({ value: each, label: word(`status.${each}`) }))}
      />
      <Choice
        label={word('warehouse')}
        value={warehouse}
        onChange={setWarehouse}
        required={status === 'inStock'}
        choices={(warehouses.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <TextInput
        label={word('reason')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
