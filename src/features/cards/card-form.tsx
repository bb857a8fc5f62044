import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { Card } from './page.tsx';

const types = [
  'iso14443',
  'iso15693',
  'eMAID',
  'keyCode',
  'central',
  'local',
  'macAddress',
  'noAuthorization',
] as const;

/** The day of a moment in the reader's own zone, as a date field wants it, and back: its first or last moment. */
const dayOf = (moment: string | undefined) => {
  if (!moment) return '';
  const at = new Date(moment);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
};
const momentOf = (day: string, end: boolean) =>
  day === '' ? undefined : new Date(`${day}T${end ? '23:59:59.999' : '00:00:00.000'}`).toISOString();

/** A new card, or what may change about one. Its number never changes: it is what stations know it by. */
export function CardForm({
  card,
  onClose,
  onSaved,
}: {
  card: Card | undefined;
  onClose: () => void;
  onSaved: () => void;
}) {
  const intl = useIntl();
  const [number, setNumber] = useState(card?.number ?? '');
  const [type, setType] = useState<(typeof types)[number]>(card?.type ?? 'iso14443');
  const [holder, setHolder] = useState(card?.holder ?? '');
  const [group, setGroup] = useState(card?.group ?? '');
  const [from, setFrom] = useState(dayOf(card?.validFrom));
  const [until, setUntil] = useState(dayOf(card?.validUntil));
  const [concurrentAllowed, setConcurrent] = useState(card?.concurrentAllowed ?? false);
  const [dischargeAllowed, setDischarge] = useState(card?.dischargeAllowed ?? false);
  const done = () => {
    onSaved();
    onClose();
  };
  const create = useWrite('POST', '/cards', { onDone: done });
  const change = useWrite('PATCH', '/cards/:cardId', { onDone: done });
  const error = create.error ?? change.error;
  const taken = error?.type === 'name.taken';
  const word = (id: string) => intl.formatMessage({ id: `cards.field.${id}` });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const validFrom = momentOf(from, false);
    const validUntil = momentOf(until, true);
    if (card) {
      change.mutate({
        params: { cardId: card.id },
        body: {
          type,
          holder: holder.trim() || null,
          group: group.trim() || null,
          validFrom: validFrom ?? null,
          validUntil: validUntil ?? null,
          concurrentAllowed,
          dischargeAllowed,
        },
      });
    } else {
      create.mutate({
        body: {
          number: number.trim(),
          type,
          concurrentAllowed,
          dischargeAllowed,
          ...(holder.trim() ? { holder: holder.trim() } : {}),
          ...(group.trim() ? { group: group.trim() } : {}),
          ...(validFrom ? { validFrom } : {}),
          ...(validUntil ? { validUntil } : {}),
        },
      });
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={
        card
          ? intl.formatMessage({ id: 'cards.edit.title' }, { number: card.number })
          : intl.formatMessage({ id: 'cards.add.title' })
      }
    >
      <form className="stack" onSubmit={submit}>
        {card ? null : (
          <TextInput
            label={word('number')}
            description={word('numberHint')}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
            maxLength={64}
            required
            data-autofocus
            error={taken ? intl.formatMessage({ id: 'cards.taken' }) : error?.fields.number}
          />
        )}
        <label className="field">
          <span>{word('type')}</span>
          <select
            className="filter-select field-select"
            value={type}
            onChange={(event) => setType(event.target.value as typeof type)}
          >
            {types.map((each) => (
              <option key={each} value={each}>
                {intl.formatMessage({ id: `cards.type.${each}` })}
              </option>
            ))}
          </select>
        </label>
        <TextInput
          label={word('holder')}
          value={holder}
          onChange={(event) => setHolder(event.currentTarget.value)}
          maxLength={200}
          error={error?.fields.holder}
        />
        <TextInput
          label={word('group')}
          description={word('groupHint')}
          value={group}
          onChange={(event) => setGroup(event.currentTarget.value)}
          maxLength={36}
          error={error?.fields.group}
        />
        <div className="field-row">
          <TextInput
            type="date"
            label={word('from')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            error={error?.fields.validFrom}
          />
          <TextInput
            type="date"
            label={word('until')}
            value={until}
            min={from}
            onChange={(event) => setUntil(event.currentTarget.value)}
            error={error?.fields.validUntil}
          />
        </div>
        <Checkbox
          label={word('concurrent')}
          checked={concurrentAllowed}
          onChange={(event) => setConcurrent(event.currentTarget.checked)}
        />
        <Checkbox
          label={word('discharge')}
          description={word('dischargeHint')}
          checked={dischargeAllowed}
          onChange={(event) => setDischarge(event.currentTarget.checked)}
        />
        {error && !taken ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending}>
            <FormattedMessage id="cards.save" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
