import { IconSearch, IconX } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';

/** The row above a list: filters on the left, counts and rare actions on the right. */
export function FilterBar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <search className="filter-bar">
      {children}
      {end ? <div className="filter-end">{end}</div> : null}
    </search>
  );
}

/** A search field that tells its value once typing pauses. */
export function FilterText({
  value,
  onChange,
  label,
  width = 250,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  label: string;
  width?: number;
}) {
  const intl = useIntl();
  const [text, setText] = useState(value ?? '');
  const told = useRef(value ?? '');
  const tell = () => {
    told.current = text;
    onChange(text.trim() === '' ? undefined : text.trim());
  };
  const known = value ?? '';
  // Pages are drawn again with every live event: that must not put off what is waiting.
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    if (known !== told.current.trim()) {
      told.current = known;
      setText(known);
    }
  }, [known]);
  useEffect(() => {
    if (text !== told.current) {
      const timer = setTimeout(() => latest.current(), 250);
      return () => clearTimeout(timer);
    }
    if (text.trim() === known) return undefined;
    // Told and taken back in one breath (typed, then all filters cleared): what stands in the address is right.
    const timer = setTimeout(() => {
      told.current = known;
      setText(known);
    }, 400);
    return () => clearTimeout(timer);
  }, [text, known]);
  return (
    <span className="filter-text" style={{ '--width': `${width}px` } as CSSProperties}>
      <IconSearch size={15} stroke={1.8} aria-hidden />
      <input
        type="search"
        value={text}
        placeholder={label}
        aria-label={label}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          // Whatever is pressed next must come after what was typed before.
          if (text !== told.current) tell();
        }}
      />
      {text === '' ? null : (
        <button
          type="button"
          className="filter-clear"
          aria-label={intl.formatMessage({ id: 'kit.clearField' }, { field: label })}
          onClick={() => setText('')}
        >
          <IconX size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Several values of an address in one entry, each by its label. */
const joined = (value: string, choices: readonly Choice[]) =>
  value
    .split(',')
    .map((each) => choices.find((choice) => choice.value === each)?.label ?? each)
    .join(', ');

/** One of a list, or all. Native, so that phones use their own picker. */
export function FilterSelect({
  value,
  onChange,
  label,
  choices,
  width = 140,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  label: string;
  choices: readonly Choice[];
  width?: number;
}) {
  return (
    <select
      className={`filter-select${value ? ' filter-on' : ''}`}
      style={{ '--width': `${width}px` } as CSSProperties}
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">{label}</option>
      {value && !choices.some((choice) => choice.value === value) ? (
        <option value={value}>{joined(value, choices)}</option>
      ) : null}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

/** A few choices side by side; exactly one is on. */
export function FilterSegments<V extends string>({
  value,
  onChange,
  label,
  choices,
}: {
  value: V;
  onChange: (value: V) => void;
  label: string;
  choices: readonly { readonly value: V; readonly label: ReactNode }[];
}) {
  return (
    <fieldset className="segments">
      <legend className="sr">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          className={choice.value === value ? 'segment segment-on' : 'segment'}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
