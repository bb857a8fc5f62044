import { Button, Input, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { VendorRoute } from './contract.ts';

/** A route to change, or names a new one begins with. */
export interface Begun {
  readonly route?: VendorRoute;
  readonly vendorId?: string;
  readonly messageId?: string | undefined;
}

/** Whose messages are taken or refused, and what is sent back. */
export function RouteDialog({ begun, onClose }: { begun: Begun; onClose: () => void }) {
  const intl = useIntl();
  const { route } = begun;
  const [vendorId, setVendorId] = useState(route?.vendorId ?? begun.vendorId ?? '');
  const [messageId, setMessageId] = useState(route?.messageId ?? begun.messageId ?? '');
  const [accept, setAccept] = useState(route?.accept ?? true);
  const [data, setData] = useState(route?.data ?? '');
  const [note, setNote] = useState(route?.note ?? '');
  const [tried, setTried] = useState(false);
  const invalidates = ['/vendor-routes', '/vendor-routes/heard'] as const;
  const create = useWrite('POST', '/vendor-routes', { invalidates, onDone: onClose });
  const change = useWrite('PATCH', '/vendor-routes/:routeId', { invalidates, onDone: onClose });
  const { error, isPending } = route ? change : create;
  const word = (id: string) => intl.formatMessage({ id: `vendors.form.${id}` });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (vendorId.trim() === '') return;
    if (route)
      change.mutate({
        params: { routeId: route.id },
        body: { accept, data: data === '' ? null : data, note: note.trim() === '' ? null : note.trim() },
      });
    else
      create.mutate({
        body: {
          vendorId: vendorId.trim(),
          accept,
          ...(messageId.trim() === '' ? {} : { messageId: messageId.trim() }),
          ...(data === '' ? {} : { data }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
      });
  };
  return (
    <Dialog opened onClose={onClose} title={word(route ? 'change' : 'add')} size={560}>
      <form className="stack" onSubmit={submit} noValidate>
        <div className="field-row">
          <TextInput
            label={word('vendor')}
            description={word('vendor.hint')}
            value={vendorId}
            onChange={(event) => setVendorId(event.currentTarget.value)}
            maxLength={255}
            disabled={route !== undefined}
            error={error?.fields.vendorId ?? (tried && vendorId.trim() === '' ? word('vendor.missing') : undefined)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          <TextInput
            label={word('message')}
            description={word('message.hint')}
            value={messageId}
            onChange={(event) => setMessageId(event.currentTarget.value)}
            maxLength={50}
            disabled={route !== undefined}
            error={error?.fields.messageId}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        <div className="row-wrap">
          <Input.Label labelElement="div" aria-hidden>
            {word('answer')}
          </Input.Label>
          <FilterSegments
            label={word('answer')}
            value={accept ? 'accept' : 'refuse'}
            onChange={(next) => setAccept(next === 'accept')}
            choices={[
              { value: 'accept', label: word('accept') },
              { value: 'refuse', label: word('refuse') },
            ]}
          />
        </div>
        <Textarea
          label={word('data')}
          description={word('data.hint')}
          value={data}
          onChange={(event) => setData(event.currentTarget.value)}
          maxLength={10_000}
          rows={3}
          spellCheck={false}
        />
        <TextInput
          label={word('note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
        />
        {error && Object.keys(error.fields).length === 0 ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={isPending}>
            {word('do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
