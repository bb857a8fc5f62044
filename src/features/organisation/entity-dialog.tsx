import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { Entity } from './contract.ts';
import type { Placed } from './tree.tsx';

/** Makes an entity, or renames and moves one. */
export function EntityDialog({
  entity,
  parentId: begunBelow,
  all,
  onClose,
}: {
  entity?: Entity;
  parentId?: number;
  all: readonly Placed[];
  onClose: () => void;
}) {
  const intl = useIntl();
  const [name, setName] = useState(entity?.name ?? '');
  const [note, setNote] = useState(entity?.note ?? '');
  const [parentId, setParent] = useState(entity?.parentId ?? begunBelow);
  const done = { invalidates: ['/entities'], onDone: onClose } as const;
  const create = useWrite('POST', '/entities', done);
  const change = useWrite('PATCH', '/entities/:entityId', done);
  const { error, isPending } = entity ? change : create;
  const word = (id: string) => intl.formatMessage({ id: `organisation.entities.form.${id}` });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (entity)
      change.mutate({
        params: { entityId: entity.id },
        body: {
          name: name.trim(),
          note: note.trim() === '' ? null : note.trim(),
          ...(parentId === entity.parentId ? {} : { parentId: parentId ?? null }),
        },
      });
    else
      create.mutate({
        body: {
          name: name.trim(),
          ...(parentId === undefined ? {} : { parentId }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
      });
  };
  return (
    <Dialog opened onClose={onClose} title={word(entity ? 'change' : 'add')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
          data-autofocus
          error={error?.fields.name}
        />
        <label className="field">
          <span>{word('parent')}</span>
          <select
            className="filter-select field-select"
            aria-label={word('parent')}
            value={parentId ?? ''}
            onChange={(event) => setParent(event.target.value === '' ? undefined : Number(event.target.value))}
          >
            <option value="">{word('parent.none')}</option>
            {all
              .filter((each) => each.entity.id !== entity?.id)
              .map((each) => (
                <option key={each.entity.id} value={each.entity.id}>
                  {`${'\u00a0\u00a0'.repeat(each.depth)}${each.entity.name}`}
                </option>
              ))}
          </select>
          {error?.fields.parentId ? <span className="small bad">{error.fields.parentId}</span> : null}
        </label>
        <Textarea
          label={word('note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={2000}
          autosize
          minRows={2}
        />
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={isPending}>
            {word(entity ? 'save' : 'do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
