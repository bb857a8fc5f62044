import { Textarea, TextInput } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Field } from './tab.tsx';

/** A control that fits the kind of a field. */
export function ValueInput({
  field,
  value,
  onChange,
  error,
}: {
  field: Pick<Field, 'kind' | 'choices' | 'unit' | 'note'>;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}) {
  const intl = useIntl();
  const label = intl.formatMessage({ id: 'fields.value' });
  const choices =
    field.kind === 'yesNo'
      ? [
          { value: 'true', label: intl.formatMessage({ id: 'fields.yes' }) },
          { value: 'false', label: intl.formatMessage({ id: 'fields.no' }) },
        ]
      : field.kind === 'choice'
        ? field.choices.map((choice) => ({ value: choice, label: choice }))
        : undefined;
  if (choices)
    return (
      <label className="field">
        <span>{label}</span>
        <select
          className="filter-select field-select"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          required
        >
          <option value="">{intl.formatMessage({ id: 'fields.choose' })}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        {field.note ? <span className="small dim">{field.note}</span> : null}
        {error ? (
          <span className="small bad">
            <FormattedMessage id="fields.wrong" />
          </span>
        ) : null}
      </label>
    );
  const shared = {
    label,
    value,
    required: true,
    error,
    maxLength: 1000,
    ...(field.note ? { description: field.note } : {}),
  };
  if (field.kind === 'text')
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={8}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...shared}
      type={field.kind === 'date' ? 'date' : field.kind === 'link' ? 'url' : 'text'}
      {...(field.kind === 'number' ? { inputMode: 'decimal' as const } : {})}
      {...(field.unit ? { rightSection: <span className="small dim">{field.unit}</span>, rightSectionWidth: 56 } : {})}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
