import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { type Standing, standingOf, toneOf } from './standing-table.ts';
import './status.css';

export { standingOf } from './standing-table.ts';

/** Colour and shape of each state (console.md rule 3), drawn on a 12 x 12 grid. */
const shapes: Readonly<Record<Standing, ReactNode>> = {
  available: <circle cx="6" cy="6" r="4.5" />,
  charging: (
    <path d="M7.1.8 2 6.9c-.2.3 0 .6.3.6h2.6L4.100 11c-.1.4.4.6.6.3L10 5.300c.2-.3 0-.6-.3-.6H7L7.700 1.100c.1-.4-.400-.600-.6-.3z" />
  ),
  preparing: (
    <>
      <circle cx="6" cy="6" r="4.400" fill="none" stroke="currentColor" strokeWidth="1.300" />
      <path d="M6 1.600a4.400 4.400 0 0 0 0 8.800z" />
    </>
  ),
  finishing: (
    <>
      <circle cx="6" cy="6" r="4.400" fill="none" stroke="currentColor" strokeWidth="1.300" />
      <path d="M6 1.600a4.400 4.400 0 0 1 0 8.800z" />
    </>
  ),
  suspended: (
    <>
      <rect x="2" y="1.500" width="3" height="9" rx=".8" />
      <rect x="7" y="1.500" width="3" height="9" rx=".8" />
    </>
  ),
  reserved: (
    <path d="M2.500 1.500c0-.4.300-.700.700-.700h5.600c.4 0 .7.300.7.700v9.200c0 .400-.4.600-.7.400L6 9.100l-2.800 2c-.300.200-.700 0-.700-.4z" />
  ),
  outOfService: <rect x="1.500" y="4.900" width="9" height="2.200" rx="1.100" />,
  offline: (
    <circle
      cx="6"
      cy="6"
      r="4.500"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.500"
      strokeDasharray="2.350 2.350"
    />
  ),
  faulted: <path d="M6.600 1.400a.7.700 0 0 0-1.200 0L.7 9.900c-.3.500.1 1.100.6 1.100h9.400c.5 0 .9-.6.6-1.100z" />,
  unknown: <circle cx="6" cy="6" r="4.500" fill="none" stroke="currentColor" strokeWidth="1.300" />,
};

/** The word of a state in the reader's language. */
export function useStandingWord(): (standing: string | null | undefined) => string {
  const intl = useIntl();
  return (standing) => intl.formatMessage({ id: `kit.standing.${standingOf(standing)}` });
}

/** The shape alone; names itself unless `silent` (when the word stands beside it). */
export function StatusIcon({
  standing,
  silent = false,
  size = 12,
}: {
  standing: string | null | undefined;
  silent?: boolean;
  size?: number;
}) {
  const word = useStandingWord();
  const shown = standingOf(standing);
  const names = silent ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': word(shown) };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has its title, or the word stands beside it
    <svg
      className={`status-icon tone-${toneOf[shown]}`}
      viewBox="0 0 12 12"
      width={size}
      height={size}
      fill="currentColor"
      {...names}
    >
      {silent ? null : <title>{word(shown)}</title>}
      {shapes[shown]}
    </svg>
  );
}

/** Colour, shape and word as a pill. `label` replaces the word, e.g. "1 of 6 bays faulted". */
export function StatusBadge({ standing, label }: { standing: string | null | undefined; label?: ReactNode }) {
  const word = useStandingWord();
  const shown = standingOf(standing);
  return (
    <span className={`status-badge tone-${toneOf[shown]}`}>
      <StatusIcon standing={shown} silent size={11} />
      <span>{label ?? word(shown)}</span>
    </span>
  );
}

/** Shape and word without the pill, for tables. */
export function StatusText({ standing, label }: { standing: string | null | undefined; label?: ReactNode }) {
  const word = useStandingWord();
  return (
    <span className="status-text">
      <StatusIcon standing={standing} silent />
      <span>{label ?? word(standing)}</span>
    </span>
  );
}

/** A pill in one of the tones, for words that are no state of a charge point (roles, severities, outcomes). */
export function Tag({
  tone = 'mute',
  children,
}: {
  tone?: 'ok' | 'brand' | 'warn' | 'res' | 'mute' | 'bad';
  children: ReactNode;
}) {
  return <span className={`status-badge tone-${tone}`}>{children}</span>;
}
