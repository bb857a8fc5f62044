import { Button, Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Attachments } from '../../../web/files/attachments.tsx';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { type Item, useHistoryWords } from './words.tsx';

interface Props {
  readonly stationId: number;
  readonly item: Item | undefined;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly may: boolean;
  readonly onClose: () => void;
}

const invalidates = ['/stations/:stationId/history'] as const;
/** What a field for date and time of the browser holds: its own wall clock. */
const local = (iso: string | undefined): string => {
  const at = iso === undefined ? new Date() : new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** Writes an entry, or shows one with its files and what it said before. After the first saving files can be added. */
export function EntryDialog({ stationId, item: given, people, may, onClose }: Props) {
  const words = useHistoryWords();
  const { word } = words;
  const [item, setItem] = useState(given);
  const [kind, setKind] = useState(given?.kind ?? 'note');
  const [text, setText] = useState(given?.text ?? '');
  const [at, setAt] = useState(local(given?.at));
  const [mentions, setMentions] = useState(given?.mentions?.map(({ id }) => id) ?? []);
  const [pinned, setPinned] = useState(given?.pinned ?? false);
  const [removing, setRemoving] = useState(false);
  const add = useWrite('POST', '/stations/:stationId/history', { invalidates, onDone: setItem });
  const change = useWrite('PATCH', '/stations/:stationId/history/:entryId', { invalidates, onDone: onClose });
  const remove = useWrite('DELETE', '/stations/:stationId/history/:entryId', { invalidates, onDone: onClose });
  const error = add.error ?? change.error ?? remove.error;
  const entryId = item?.entryId;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { kind, text, mentions, pinned };
    // A moment nobody touched keeps its seconds.
    const moved = at === local(given?.at) ? {} : { at: new Date(at).toISOString() };
    if (entryId === undefined) add.mutate({ params: { stationId }, body: { ...body, ...moved } });
    else
      change.mutate({
        params: { stationId, entryId },
        body: { ...body, ...moved, ...(item?.revision === undefined ? {} : { revision: item.revision }) },
      });
  };
  const known = words.entryChoices.some(({ value }) => value === kind)
    ? words.entryChoices
    : [...words.entryChoices, { value: kind, label: words.kindName(kind) }];
  return (
    <Dialog opened onClose={onClose} title={word(item ? 'dialog.edit' : 'dialog.new')} size={620}>
      <form className="stack" onSubmit={submit}>
        <fieldset className="plain-fieldset stack" disabled={!may}>
          <div className="field-row">
            <Select
              label={word('form.kind')}
              data={known}
              value={kind}
              onChange={(value) => value && setKind(value)}
              allowDeselect={false}
            />
            <TextInput
              label={word('form.at')}
              type="datetime-local"
              value={at}
              required
              onChange={(event) => setAt(event.currentTarget.value)}
              error={error?.fields.at}
            />
          </div>
          <Textarea
            label={word('form.text')}
            value={text}
            required
            autosize
            minRows={4}
            maxRows={14}
            maxLength={20_000}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <MultiSelect
            label={word('form.mentions')}
            data={people.map(({ id, name }) => ({ value: id, label: visibleText(name) }))}
            value={mentions}
            onChange={setMentions}
            searchable
          />
          <Checkbox
            label={word('form.pinned')}
            checked={pinned}
            onChange={(event) => setPinned(event.currentTarget.checked)}
          />
        </fieldset>
        {entryId === undefined ? (
          <p className="small soft">{word('form.filesLater')}</p>
        ) : (
          <Attachments source={{ base: '/history-files', kind: 'history', subject: entryId }} may={may} compact />
        )}
        {entryId !== undefined && (item?.revision ?? 1) > 1 ? (
          <Revisions stationId={stationId} entryId={entryId} />
        ) : null}
        {error ? <ProblemText error={error} /> : null}
        {removing ? <p className="soft">{word('remove.text')}</p> : null}
        <div className="dialog-actions">
          {may && entryId !== undefined ? (
            <Button
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => (removing ? remove.mutate({ params: { stationId, entryId } }) : setRemoving(true))}
            >
              {word(removing ? 'remove.do' : 'remove')}
            </Button>
          ) : null}
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id={may ? 'kit.cancel' : 'kit.close'} />
          </Button>
          {may ? (
            <Button type="submit" loading={add.isPending || change.isPending}>
              {word('save')}
            </Button>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}

function Revisions({ stationId, entryId }: { stationId: number; entryId: string }) {
  const { word } = useHistoryWords();
  const read = useRead('/stations/:stationId/history/:entryId/revisions', { params: { stationId, entryId } });
  return (
    <details className="history-revisions">
      <summary>{word('revisions')}</summary>
      <ol>
        {read.data?.items.map((one) => (
          <li key={one.revision}>
            <span className="small soft">
              {visibleText(one.by)} · <Time at={one.writtenAt} exact />
            </span>
            <p className="history-text">{visibleText(one.text)}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}
