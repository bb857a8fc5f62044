import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Choice } from './filter-bar.tsx';
import { visibleText } from './visible-text.ts';
import './filter-many.css';

/** Several of a list, or all. `value` is what stands in the address: the chosen words, separated by commas. */
export function FilterMany({
  value,
  onChange,
  label,
  choices,
  width = 160,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  label: string;
  choices: readonly (Choice & { readonly note?: string })[];
  width?: number;
}) {
  const intl = useIntl();
  const [open, setOpen] = useState(false);
  const chosen = value?.split(',').filter((word) => word !== '') ?? [];
  const known = new Set(choices.map((choice) => choice.value));
  const all: typeof choices = [
    ...choices,
    ...chosen.filter((word) => !known.has(word)).map((word) => ({ value: word, label: word })),
  ];
  const first = all.find((choice) => choice.value === chosen[0])?.label ?? label;
  const toggle = (word: string) => {
    const next = chosen.includes(word) ? chosen.filter((each) => each !== word) : [...chosen, word];
    onChange(next.length === 0 ? undefined : next.join(','));
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus shadow="md" withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={`filter-select filter-many${chosen.length > 0 ? ' filter-on' : ''}`}
          style={{ width }}
          aria-expanded={open}
          aria-label={chosen.length > 0 ? `${label}: ${chosen.join(', ')}` : label}
          onClick={() => setOpen(!open)}
        >
          <span className="clip">{visibleText(first)}</span>
          {chosen.length > 1 ? <span className="num">+{chosen.length - 1}</span> : null}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} className="filter-many-list">
        {all.map((choice) => (
          <label key={choice.value} className="filter-many-row">
            <input type="checkbox" checked={chosen.includes(choice.value)} onChange={() => toggle(choice.value)} />
            <span className="grow clip">{visibleText(choice.label)}</span>
            {choice.note ? <span className="dim num small">{choice.note}</span> : null}
          </label>
        ))}
        {chosen.length > 0 ? (
          <button type="button" className="linklike small" onClick={() => onChange(undefined)}>
            {intl.formatMessage({ id: 'kit.clearField' }, { field: label })}
          </button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
