import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Field } from '../../../src/features/commands/fields/field.ts';
import { mostOf, type RawFields, startOf } from '../../../src/features/commands/fields/read.ts';
import { wallClock } from '../../kit/wall-clock.ts';
import { useForm } from './form-state.ts';
import { labelOf, useFault } from './frame.tsx';

/** Several groups of fields, one below the other; more can be added and taken out. */
export function ListInput({
  name,
  field,
  path,
  items,
  onChange,
  children,
}: {
  name: string;
  field: Field & { type: 'list' };
  path: string;
  items: readonly RawFields[];
  onChange: (items: readonly RawFields[]) => void;
  /** The fields of one item. */
  children: (item: RawFields, path: string) => ReactNode;
}) {
  const intl = useIntl();
  const { protocol, zone } = useForm();
  const fault = useFault(path);
  const list = intl.formatMessage({ id: labelOf(name, field) });
  const add = () => {
    const begun = startOf(field.fields, protocol, Date.now(), (at) => wallClock(at, zone));
    onChange([...items, begun]);
  };
  return (
    <fieldset className="form-group form-wide" data-path={path}>
      <legend>{list}</legend>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place in the list, as in the command
        <div className="form-item" key={index}>
          <div className={items.length > 1 || items.length > field.min ? 'form-item-head' : undefined}>
            <span className="grow">
              {items.length > 1 ? (
                <FormattedMessage id="commands.form.item" values={{ list, number: index + 1 }} />
              ) : null}
            </span>
            {items.length > field.min ? (
              <button
                type="button"
                className="copy"
                aria-label={intl.formatMessage({ id: 'commands.form.remove' }, { list, number: index + 1 })}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              >
                <IconX size={15} aria-hidden />
              </button>
            ) : null}
          </div>
          {children(item, `${path}.${index}.`)}
        </div>
      ))}
      {fault ? <span className="form-fault">{fault}</span> : null}
      {items.length < mostOf(field, protocol) ? (
        <Button
          size="xs"
          variant="default"
          className="form-add"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
          aria-label={intl.formatMessage({ id: 'commands.form.addTo' }, { list })}
        >
          <FormattedMessage id="commands.form.add" />
        </Button>
      ) : null}
    </fieldset>
  );
}
