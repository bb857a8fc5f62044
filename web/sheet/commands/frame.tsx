import { type ReactNode, useId } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Field } from '../../../src/features/commands/fields/field.ts';
import { useForm } from './form-state.ts';

/** Names of what belongs to an input: for `aria-describedby`, `aria-invalid`. */
export interface Marks {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

export const labelOf = (name: string, field: Field): string => `commands.field.${field.label ?? name}`;

/** What is wrong with a field, in words. */
export function useFault(path: string): string | undefined {
  const intl = useIntl();
  const { faults, refused } = useForm();
  const fault = faults[path];
  if (!fault) return refused[path];
  return intl.formatMessage({ id: `commands.fault.${fault.rule}` }, fault.values);
}

/** Label, the input itself, its unit, a sentence of help, and what is wrong with it. */
export function FieldFrame({
  name,
  field,
  path,
  wide = false,
  group = false,
  children,
}: {
  name: string;
  field: Field;
  path: string;
  wide?: boolean;
  /** Several inputs: named by a legend. */
  group?: boolean;
  children: (marks: Marks) => ReactNode;
}) {
  const id = useId();
  const fault = useFault(path);
  const described = [field.help ? `${id}-help` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ');
  const words = (
    <>
      <FormattedMessage id={labelOf(name, field)} />
      {field.optional && !field.needed ? (
        <span className="form-optional">
          {' '}
          <FormattedMessage id="commands.form.optional" />
        </span>
      ) : null}
    </>
  );
  const marks: Marks = {
    id,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(fault ? { 'aria-invalid': true } : {}),
  };
  const rest = (
    <>
      {children(marks)}
      {field.help ? (
        <span className="form-help" id={`${id}-help`}>
          <FormattedMessage id={`commands.help.${field.label ?? name}`} />
        </span>
      ) : null}
      {fault ? (
        <span className="form-fault" id={`${id}-fault`}>
          {fault}
        </span>
      ) : null}
    </>
  );
  const className = wide ? 'form-field form-wide' : 'form-field';
  return group ? (
    <fieldset className={className} data-path={path} aria-describedby={described || undefined}>
      <legend>{words}</legend>
      {rest}
    </fieldset>
  ) : (
    <div className={className} data-path={path}>
      <label htmlFor={id}>{words}</label>
      {rest}
    </div>
  );
}
