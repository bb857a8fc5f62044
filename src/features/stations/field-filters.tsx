import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { UrlValues } from '../../../web/kit/url-state.ts';
import type { FieldTest } from '../../domain/station-field.ts';
import type { Field } from './columns.tsx';
import { conditionsOf, readCondition } from './list-state.tsx';

/** What can be asked of a kind of field. */
const testsOf = ({ kind }: Field): readonly FieldTest[] => {
  if (kind === 'number' || kind === 'date') return ['is', 'atLeast', 'atMost', 'filled', 'empty'];
  if (kind === 'choice' || kind === 'yesNo') return ['is', 'isNot', 'filled', 'empty'];
  return ['is', 'has', 'isNot', 'filled', 'empty'];
};

/** Conditions on additional information: those that hold, and one more. */
export function FieldFilters({
  values,
  fields,
  onChange,
}: {
  values: UrlValues;
  fields: readonly Field[];
  onChange: (patch: UrlValues) => void;
}) {
  const intl = useIntl();
  const [fieldId, setFieldId] = useState(fields[0]!.id);
  const field = fields.find((each) => each.id === fieldId) ?? fields[0]!;
  const tests = testsOf(field);
  const [chosen, setTest] = useState<FieldTest>('is');
  const test = tests.includes(chosen) ? chosen : tests[0]!;
  const [value, setValue] = useState('');
  const bare = test === 'filled' || test === 'empty';
  const conditions = conditionsOf(values.field) ?? [];
  const set = (list: readonly string[]) => onChange({ field: list.length === 0 ? undefined : list.join('|') });
  const word = (id: string) => intl.formatMessage({ id: `stations.field.${id}` });
  const choices =
    field.kind === 'choice'
      ? field.choices.map((choice) => ({ value: choice, label: choice }))
      : field.kind === 'yesNo'
        ? [
            { value: 'true', label: word('yes') },
            { value: 'false', label: word('no') },
          ]
        : undefined;
  const say = (text: string) => {
    const condition = readCondition(text);
    const of = fields.find((each) => each.id === condition?.fieldId);
    if (!condition || !of) return text;
    const shown =
      of.kind === 'yesNo' && condition.value !== undefined
        ? word(condition.value === 'true' ? 'yes' : 'no')
        : (condition.value ?? '');
    return `${of.name} ${word(condition.test)} ${shown}`.trim();
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const typed = value.trim().replaceAll('|', ' ');
    if (!bare && typed === '') return;
    const condition = `${field.id}.${test}${bare ? '' : `.${typed}`}`;
    set([...conditions.filter((each) => each !== condition), condition].slice(0, 10));
    setValue('');
  };
  return (
    <form className="popover-fields field-filters" onSubmit={add}>
      <p className="small dim">
        <FormattedMessage id="stations.field" />
      </p>
      {conditions.map((text) => (
        <button
          key={text}
          type="button"
          className="chip"
          aria-label={intl.formatMessage({ id: 'stations.field.take' }, { text: say(text) })}
          onClick={() => set(conditions.filter((each) => each !== text))}
        >
          {say(text)}
          <IconX size={13} aria-hidden />
        </button>
      ))}
      <select
        className="filter-select"
        aria-label={word('name')}
        value={field.id}
        onChange={(event) => {
          setFieldId(Number(event.target.value));
          setValue('');
        }}
      >
        {fields.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
      <select
        className="filter-select"
        aria-label={word('test')}
        value={test}
        onChange={(event) => setTest(event.target.value as FieldTest)}
      >
        {tests.map((each) => (
          <option key={each} value={each}>
            {word(each)}
          </option>
        ))}
      </select>
      {bare ? null : choices ? (
        <select
          className="filter-select"
          aria-label={word('value')}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        >
          <option value="">{word('value')}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          className="plain-input"
          aria-label={word('value')}
          placeholder={word('value')}
          type={field.kind === 'date' ? 'date' : 'text'}
          value={value}
          maxLength={200}
          onChange={(event) => setValue(event.target.value)}
        />
      )}
      <Button type="submit" variant="default" disabled={!bare && value.trim() === ''}>
        <FormattedMessage id="stations.field.add" />
      </Button>
    </form>
  );
}
