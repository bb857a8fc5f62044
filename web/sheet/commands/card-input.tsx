import { FormattedMessage, useIntl } from 'react-intl';
import type { Field } from '../../../src/features/commands/fields/field.ts';
import type { RawCard } from '../../../src/features/commands/fields/read.ts';
import { CardChoice } from '../card-choice.tsx';
import { useFault } from './frame.tsx';

const types = [
  'central',
  'iso14443',
  'iso15693',
  'eMAID',
  'keyCode',
  'local',
  'macAddress',
  'noAuthorization',
] as const;

/** A card of ours, or any number; of a number of its own the kind counts too. */
export function CardInput({
  path,
  value,
  onChange,
}: {
  name: string;
  field: Field;
  path: string;
  value: RawCard | undefined;
  onChange: (value: RawCard) => void;
}) {
  const intl = useIntl();
  const fault = useFault(path);
  const typed = value !== undefined && value.id === undefined && value.number !== '';
  return (
    <div className="form-field form-wide" data-path={path}>
      <CardChoice value={value} onChange={onChange} />
      {typed ? (
        <label className="field">
          <span>
            <FormattedMessage id="commands.form.cardType" />
          </span>
          <select
            className="form-input"
            value={value.type ?? 'central'}
            onChange={(event) => onChange({ number: value.number, type: event.target.value })}
          >
            {types.map((type) => (
              <option key={type} value={type}>
                {intl.formatMessage({ id: `commands.choice.${type}` })}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {fault ? <span className="form-fault">{fault}</span> : null}
    </div>
  );
}
