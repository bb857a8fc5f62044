import { useIntl } from 'react-intl';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { StatusIcon, standingOf, useStandingWord } from '../../../web/kit/status.tsx';
import type { UrlValues } from '../../../web/kit/url-state.ts';
import { toggled } from './list-state.tsx';

type Counts = Reply<RouteAt<'GET', '/stations/counts'>>['byStanding'];

/** How many stations stand how, the worst first; pressing one filters by it. */
export function StandingChips({
  counts,
  values,
  onChange,
}: {
  counts: Counts | undefined;
  values: UrlValues;
  onChange: (patch: UrlValues) => void;
}) {
  const intl = useIntl();
  const word = useStandingWord();
  const chosen = new Set(values.standing?.split(',') ?? []);
  return (
    <fieldset className="chips plain-fieldset">
      <legend className="sr">{intl.formatMessage({ id: 'stations.chips' })}</legend>
      {(counts ?? [])
        .filter((count) => count.stations > 0 || chosen.has(count.standing))
        .map((count) => (
          <button
            key={count.standing}
            type="button"
            className="chip"
            aria-pressed={chosen.has(count.standing)}
            onClick={() => onChange({ standing: toggled(values.standing, count.standing) })}
          >
            <StatusIcon standing={standingOf(count.standing)} silent />
            {word(count.standing)}
            <strong className="num">{intl.formatNumber(count.stations)}</strong>
          </button>
        ))}
    </fieldset>
  );
}
