import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { belongs } from '../../../src/features/commands/fields/check.ts';
import type { ChoiceField, Field, Fields } from '../../../src/features/commands/fields/field.ts';
import {
  choicesOf,
  isKnown,
  type Raw,
  type RawCard,
  type RawFields,
} from '../../../src/features/commands/fields/read.ts';
import { CardInput } from './card-input.tsx';
import { useForm } from './form-state.ts';
import { FieldFrame, labelOf, type Marks } from './frame.tsx';
import { ListInput } from './list-input.tsx';
import { PlaceInput, SessionInput } from './place-input.tsx';

export type OnChange = (path: string, value: Raw) => void;

/** The fields of one level: those that people often need, and the rare ones behind "More fields". */
export function FormFields({
  fields,
  raw,
  path,
  onChange,
}: {
  fields: Fields;
  raw: RawFields;
  path: string;
  onChange: OnChange;
}) {
  const { protocol, faults, refused } = useForm();
  const [open, setOpen] = useState(false);
  const known = Object.entries(fields).filter(([, field]) => isKnown(field.only, protocol) && belongs(field, raw));
  const usual = known.filter(([, field]) => !field.rare);
  const rare = known.filter(([, field]) => field.rare);
  const wrong = [...Object.keys(faults), ...Object.keys(refused)];
  const hides = rare.some(([name]) => wrong.some((at) => `${at}.`.startsWith(`${path}${name}.`)));
  const show = ([name, field]: [string, Field]) => (
    <FormField key={name} name={name} field={field} value={raw[name]} path={`${path}${name}`} onChange={onChange} />
  );
  return (
    <>
      <div className="form-grid">{usual.map(show)}</div>
      {rare.length > 0 ? (
        <details className="form-more" open={open || hides} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            <FormattedMessage id="commands.form.more" />
          </summary>
          <div className="form-grid">{open || hides ? rare.map(show) : null}</div>
        </details>
      ) : null}
    </>
  );
}

function FormField({
  name,
  field,
  value,
  path,
  onChange,
}: {
  name: string;
  field: Field;
  value: Raw;
  path: string;
  onChange: OnChange;
}) {
  const change = (next: Raw) => onChange(path, next);
  const frame = { name, field, path };
  switch (field.type) {
    case 'boolean':
      return (
        <CheckInput name={name} field={field} path={path} checked={value === true} onChange={(next) => change(next)} />
      );
    case 'place':
      return <PlaceInput {...frame} field={field} value={(value as string | undefined) ?? ''} onChange={change} />;
    case 'transaction':
      return <SessionInput {...frame} value={(value as string | undefined) ?? ''} onChange={change} />;
    case 'card':
      return <CardInput {...frame} value={value as RawCard | undefined} onChange={(next) => change(next)} />;
    case 'choices':
      return (
        <FieldFrame {...frame} wide group>
          {() => <ManyInput field={field} value={(value as readonly string[] | undefined) ?? []} onChange={change} />}
        </FieldFrame>
      );
    case 'group':
      return (
        <fieldset className="form-group form-wide" data-path={path}>
          <legend>
            <FormattedMessage id={labelOf(name, field)} />
          </legend>
          {field.help ? (
            <p className="form-help">
              <FormattedMessage id={`commands.help.${field.label ?? name}`} />
            </p>
          ) : null}
          <FormFields
            fields={field.fields}
            raw={(value as RawFields | undefined) ?? {}}
            path={`${path}.`}
            onChange={onChange}
          />
        </fieldset>
      );
    case 'list':
      return (
        <ListInput {...frame} field={field} items={(value as readonly RawFields[] | undefined) ?? []} onChange={change}>
          {(item, below) => <FormFields fields={field.fields} raw={item} path={below} onChange={onChange} />}
        </ListInput>
      );
    default: {
      const wide = field.type === 'long' || field.type === 'pem' || field.type === 'url';
      return (
        <FieldFrame {...frame} wide={wide}>
          {(marks) => (
            <TextInput field={field} value={(value as string | undefined) ?? ''} onChange={change} marks={marks} />
          )}
        </FieldFrame>
      );
    }
  }
}

type Typed = Exclude<Field, { type: 'boolean' | 'choices' | 'place' | 'card' | 'transaction' | 'group' | 'list' }>;

function TextInput({
  field,
  value,
  onChange,
  marks,
}: {
  field: Typed;
  value: string;
  onChange: (value: string) => void;
  marks: Marks;
}) {
  const intl = useIntl();
  const { protocol } = useForm();
  const common = {
    ...marks,
    value,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    autoComplete: 'off',
  };
  switch (field.type) {
    case 'long':
    case 'pem':
      return (
        <textarea
          {...common}
          className={field.type === 'pem' ? 'form-input mono' : 'form-input'}
          rows={field.type === 'pem' ? 6 : 3}
          spellCheck={field.type !== 'pem'}
        />
      );
    case 'choice':
      return (
        <select {...common} className="form-input">
          {field.optional ? <option value="">{intl.formatMessage({ id: 'commands.form.any' })}</option> : null}
          {choicesOf(field, protocol).map((word) => (
            <option key={word} value={word}>
              {intl.messages[`commands.choice.${word}`] ? intl.formatMessage({ id: `commands.choice.${word}` }) : word}
            </option>
          ))}
        </select>
      );
    case 'instant':
      return <input {...common} className="form-input" type="datetime-local" />;
    case 'integer':
    case 'number':
      return (
        <span className="form-with-unit">
          <input
            {...common}
            className="form-input num"
            inputMode={field.type === 'integer' && field.min >= 0 ? 'numeric' : 'text'}
          />
          {field.unit ? <span className="form-unit">{field.unit}</span> : null}
        </span>
      );
    case 'integers':
    case 'words':
      return <input {...common} className="form-input num" />;
    case 'secret':
      return <input {...common} className="form-input" type="password" autoComplete="new-password" />;
    default:
      return (
        <input {...common} className={field.type === 'url' ? 'form-input mono' : 'form-input'} spellCheck={false} />
      );
  }
}

function CheckInput({
  name,
  field,
  path,
  checked,
  onChange,
}: {
  name: string;
  field: Field;
  path: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <div className="form-field" data-path={path}>
      <label className="form-check">
        <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
        <FormattedMessage id={labelOf(name, field)} />
      </label>
      {field.help ? (
        <span className="form-help">
          <FormattedMessage id={`commands.help.${field.label ?? name}`} />
        </span>
      ) : null}
    </div>
  );
}

function ManyInput({
  field,
  value,
  onChange,
}: {
  field: ChoiceField;
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
}) {
  const { protocol } = useForm();
  return (
    <div className="form-many">
      {choicesOf(field, protocol).map((word) => (
        <label className="form-check" key={word}>
          <input
            type="checkbox"
            checked={value.includes(word)}
            onChange={(event) =>
              onChange(event.target.checked ? [...value, word] : value.filter((each) => each !== word))
            }
          />
          <FormattedMessage id={`commands.choice.${word}`} />
        </label>
      ))}
    </div>
  );
}
