import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { FieldItem } from './tab.tsx';
import { ValueInput } from './value-input.tsx';

/** The value of one field here; without `item` one of the fields that are still free is chosen first (ADD-2). */
export function ValueForm({
  stationId,
  item,
  free,
  onNew,
  onClose,
}: {
  stationId: number;
  item: FieldItem | undefined;
  free: readonly FieldItem[];
  onNew: (() => void) | undefined;
  onClose: () => void;
}) {
  const intl = useIntl();
  const [chosen, setChosen] = useState(item ?? free[0]);
  const [value, setValue] = useState(item?.value ?? '');
  const save = useWrite('PUT', '/stations/:stationId/additional-information/:fieldId', {
    invalidates: ['/stations/:stationId/additional-information', '/stations'],
    onDone: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen && value.trim() !== '')
      save.mutate({ params: { stationId, fieldId: chosen.field.id }, body: { value: value.trim() } });
  };
  return (
    <Dialog opened onClose={onClose} title={item ? item.field.name : intl.formatMessage({ id: 'fields.add.title' })}>
      <form className="stack" onSubmit={submit}>
        {item ? null : (
          <label className="field">
            <span>
              <FormattedMessage id="fields.field" />
            </span>
            <select
              className="filter-select field-select"
              value={chosen?.field.id}
              data-autofocus
              onChange={(event) => {
                setChosen(free.find(({ field }) => field.id === Number(event.target.value)));
                setValue('');
              }}
            >
              {free.map(({ field }) => (
                <option key={field.id} value={field.id}>
                  {field.name}
                </option>
              ))}
            </select>
          </label>
        )}
        {item || !onNew ? null : (
          <button type="button" className="linklike small" onClick={onNew}>
            <FormattedMessage id="fields.field.new" />
          </button>
        )}
        {chosen ? (
          <ValueInput field={chosen.field} value={value} onChange={setValue} error={save.error?.fields.value} />
        ) : null}
        {save.error ? <ProblemText error={save.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={save.isPending} disabled={value.trim() === ''}>
            <FormattedMessage id="kit.save" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
