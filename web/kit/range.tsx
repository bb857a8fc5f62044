import { Button, Popover } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { type Range, type RangeKey, rangeKeys, rangeOf } from './ranges.ts';
import { shortTime } from './time.tsx';
import { useUrlState } from './url-state.ts';
import './range.css';

export type { Range, RangeKey } from './ranges.ts';

/** The page's range from its address, with ISO texts for the API. */
export function useRange(
  fallback: RangeKey | 'all' = '24h',
): Range & { readonly fromIso: string | undefined; readonly untilIso: string | undefined } {
  const [values] = useUrlState();
  const { range: named, from, until } = values;
  const minute = Math.floor(Date.now() / 60_000);
  return useMemo(() => {
    const range = rangeOf({ range: named, from, until }, fallback, minute * 60_000);
    return {
      ...range,
      fromIso: range.from === undefined ? undefined : new Date(range.from).toISOString(),
      untilIso: range.until === undefined ? undefined : new Date(range.until).toISOString(),
    };
  }, [named, from, until, fallback, minute]);
}

/** 1 h, 24 h, 7 d, 30 d, 90 d or two moments of one's own; what is chosen lives in the address. */
export function RangePicker({ fallback = '24h', all = false }: { fallback?: RangeKey | 'all'; all?: boolean }) {
  const intl = useIntl();
  const range = useRange(fallback);
  const [, change] = useUrlState();
  const [open, setOpen] = useState(false);
  const name =
    range.key === 'custom'
      ? `${range.from === undefined ? '…' : shortTime(intl, range.from)} – ${range.until === undefined ? '…' : shortTime(intl, range.until)}`
      : intl.formatMessage({ id: `kit.range.${range.key}` });
  const choose = (key: string) => {
    change({ range: key === fallback ? undefined : key, from: undefined, until: undefined });
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus shadow="md" withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconCalendar size={15} stroke={1.8} />}
          onClick={() => setOpen(!open)}
          aria-expanded={open}
        >
          {name}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={intl.formatMessage({ id: 'kit.range.title' })}>
        <div className="range-choices">
          {[...rangeKeys, ...(all || fallback === 'all' ? ['all'] : [])].map((key) => (
            <button
              key={key}
              type="button"
              className={`range-choice${range.key === key ? ' range-chosen' : ''}`}
              aria-pressed={range.key === key}
              onClick={() => choose(key)}
            >
              <FormattedMessage id={`kit.range.${key}`} />
            </button>
          ))}
        </div>
        <CustomRange
          from={range.from}
          until={range.until}
          onChoose={(from, until) => {
            change({ range: undefined, from, until });
            setOpen(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

const localText = (ms: number | undefined) => {
  if (ms === undefined) return '';
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

function CustomRange({
  from,
  until,
  onChoose,
}: {
  from: number | undefined;
  until: number | undefined;
  onChoose: (from: string | undefined, until: string | undefined) => void;
}) {
  const [start, setStart] = useState(() => localText(from));
  const [end, setEnd] = useState(() => localText(until));
  const iso = (text: string) => (text === '' ? undefined : new Date(text).toISOString());
  const wrong = start !== '' && end !== '' && start >= end;
  return (
    <form
      className="range-custom"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) onChoose(iso(start), iso(end));
      }}
    >
      <label>
        <FormattedMessage id="kit.range.from" />
        <input type="datetime-local" value={start} onChange={(event) => setStart(event.target.value)} />
      </label>
      <label>
        <FormattedMessage id="kit.range.until" />
        <input type="datetime-local" value={end} onChange={(event) => setEnd(event.target.value)} />
      </label>
      {wrong ? (
        <p className="bad small" role="alert">
          <FormattedMessage id="kit.range.wrong" />
        </p>
      ) : null}
      <Button type="submit" variant="default" size="xs" disabled={wrong || (start === '' && end === '')}>
        <FormattedMessage id="kit.range.apply" />
      </Button>
    </form>
  );
}
