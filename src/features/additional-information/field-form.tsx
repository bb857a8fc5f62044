import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { Field } from './tab.tsx';

const fieldKinds: readonly Field['kind'][] = ['text', 'number', 'date', 'link', 'choice', 'yesNo'];

/** A field for all stations, or what may change about one. Its kind stays: stations have values of it. */
export function FieldForm({
  field,
  onClose,
  onMade,
}: {
  field: Field | undefined;
  onClose: () => void;
  onMade: (field: Field) => void;
}) {
  const intl = useIntl();
  const [name, setName] = useState(field?.name ?? '');
  const [kind, setKind] = useState<Field['kind']>(field?.kind ?? 'text');
  const [unit, setUnit] = useState(field?.unit ?? '');
  const [choices, setChoices] = useState(field?.choices.join('\n') ?? '');
  const [note, setNote] = useState(field?.note ?? '');
  const [internal, setInternal] = useState(field?.internal ?? false);
  const invalidates = ['/stations/:stationId/additional-information', '/station-fields', '/stations'] as const;
  const add = useWrite('POST', '/station-fields', { invalidates, onDone: onMade });
  const change = useWrite('PATCH', '/station-fields/:fieldId', { invalidates, onDone: onClose });
  const error = add.error ?? change.error;
  const word = (id: string) => intl.formatMessage({ id: `fields.form.${id}` });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const list = choices
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const about = { unit: unit.trim() || null, note: note.trim() || null, internal };
    if (field)
      change.mutate({
        params: { fieldId: field.id },
        body: { name: name.trim(), ...about, ...(kind === 'choice' ? { choices: list } : {}) },
      });
    else add.mutate({ body: { name: name.trim(), kind, ...about, ...(kind === 'choice' ? { choices: list } : {}) } });
  };
  return (
    <Dialog opened onClose={onClose} title={word(field ? 'change' : 'new')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('name')}
          description={word('nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          required
          data-autofocus
          error={error?.type === 'name.taken' ? word('taken') : error?.fields.name}
        />
        {field ? null : (
          <label className="field">
            <span>{word('kind')}</span>
            <select
              className="filter-select field-select"
              value={kind}
              onChange={(event) => setKind(event.target.value as Field['kind'])}
            >
              {fieldKinds.map((each) => (
                <option key={each} value={each}>
                  {intl.formatMessage({ id: `fields.kind.${each}` })}
                </option>
              ))}
            </select>
          </label>
        )}
        {kind === 'number' ? (
          <TextInput
            label={word('unit')}
            value={unit}
            onChange={(event) => setUnit(event.currentTarget.value)}
            maxLength={20}
          />
        ) : null}
        {kind === 'choice' ? (
          <Textarea
            label={word('choices')}
            description={word('choicesHint')}
            value={choices}
            onChange={(event) => setChoices(event.currentTarget.value)}
            autosize
            minRows={3}
            maxRows={10}
            required
            error={error?.fields.choices}
          />
        ) : null}
        <TextInput
          label={word('note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={500}
        />
        <Checkbox
          label={word('internal')}
          description={word('internalHint')}
          checked={internal}
          onChange={(event) => setInternal(event.currentTarget.checked)}
        />
        {error && error.type !== 'name.taken' ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={add.isPending || change.isPending} disabled={name.trim() === ''}>
            <FormattedMessage id={field ? 'kit.save' : 'fields.form.next'} />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
