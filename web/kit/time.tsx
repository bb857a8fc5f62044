import { useSyncExternalStore } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { type Moment, millisecondsOf, relativeText, relativeUntil, spanText } from './moments.ts';
import { NotReported } from './not-reported.tsx';

/** One timer for all relative times on the page, running only while one is shown. */
const ticking = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = 0;
const subscribe = (listener: () => void) => {
  ticking.add(listener);
  timer ??= setInterval(() => {
    tick = Date.now();
    for (const each of ticking) each();
  }, 1000);
  return () => {
    ticking.delete(listener);
    if (ticking.size === 0) {
      clearInterval(timer);
      timer = undefined;
      tick = 0;
    }
  };
};
const now = () => (tick === 0 ? (tick = Date.now()) : tick);

/** The wall clock, moving every second. */
export const useNow = (): number => useSyncExternalStore(subscribe, now);

const exactForms: Record<'minute' | 'second' | 'ms', Intl.DateTimeFormatOptions> = {
  minute: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  second: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  ms: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
};

/** A moment in full, with the zone's name. For titles and exports. */
export function exactTime(intl: IntlShape, ms: number, zone?: string): string {
  const timeZone = zone ?? intl.timeZone;
  return new Intl.DateTimeFormat(intl.locale, {
    ...exactForms.second,
    hour12: false,
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(ms);
}

/** Day and month, hour and minute; the year only when it is another one. */
export function shortTime(intl: IntlShape, ms: number, zone?: string): string {
  const timeZone = zone ?? intl.timeZone;
  const sameYear = new Date(ms).getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(intl.locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    ...(timeZone ? { timeZone } : {}),
  }).format(ms);
}

export interface TimeProps {
  readonly at: Moment;
  /** `true`: day and time; `ms`: time of day to the millisecond, for logs; `day`: the date only; absent: relative under 7 days. */
  readonly exact?: boolean | 'ms' | 'day';
  /** IANA name of the site's zone; absent: the reader's. */
  readonly zone?: string | null | undefined;
}

/** A moment in `<time>`: relative under 7 days, exact with its zone on hover. */
export function Time({ at, exact = false, zone }: TimeProps) {
  const ms = millisecondsOf(at);
  if (ms === undefined) return <NotReported />;
  return exact ? (
    <ExactTime ms={ms} exact={exact} zone={zone ?? undefined} />
  ) : (
    <RelativeTime ms={ms} zone={zone ?? undefined} />
  );
}

function ExactTime({ ms, exact, zone }: { ms: number; exact: true | 'ms' | 'day'; zone: string | undefined }) {
  const intl = useIntl();
  const timeZone = zone ?? intl.timeZone;
  const text =
    exact === 'ms'
      ? new Intl.DateTimeFormat(intl.locale, {
          ...exactForms.ms,
          hour12: false,
          ...(timeZone ? { timeZone } : {}),
        }).format(ms)
      : exact === 'day'
        ? new Intl.DateTimeFormat(intl.locale, {
            day: 'numeric',
            month: 'short',
            year: 'numeric',
            ...(timeZone ? { timeZone } : {}),
          }).format(ms)
        : shortTime(intl, ms, zone);
  return (
    <time
      className={exact === 'ms' ? 'mono' : 'num nowrap'}
      dateTime={new Date(ms).toISOString()}
      title={exactTime(intl, ms, zone)}
    >
      {text}
    </time>
  );
}

function RelativeTime({ ms, zone }: { ms: number; zone: string | undefined }) {
  const intl = useIntl();
  const present = useNow();
  return (
    <time className="num nowrap" dateTime={new Date(ms).toISOString()} title={exactTime(intl, ms, zone)}>
      {Math.abs(present - ms) < relativeUntil ? relativeText(ms, present, intl.locale) : shortTime(intl, ms, zone)}
    </time>
  );
}

/** A duration; `since`: it still runs and counts up. */
export function Span({ ms, since }: { ms?: number | null | undefined; since?: Moment }) {
  const start = millisecondsOf(since);
  if (start !== undefined) return <RunningSpan start={start} />;
  if (ms === null || ms === undefined) return <NotReported />;
  return <span className="num nowrap">{spanText(ms)}</span>;
}

function RunningSpan({ start }: { start: number }) {
  const present = useNow();
  return <span className="num nowrap">{spanText(Math.max(0, present - start))}</span>;
}
