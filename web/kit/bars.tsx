import { useIntl } from 'react-intl';
import { niceTicks } from './ticks.ts';
import './bars.css';

export interface Bar {
  readonly label: string;
  /** null: not reported. */
  readonly value: number | null;
  /** Still running, e.g. today: hatched. */
  readonly partial?: boolean;
}

/** Bars over time with a value axis. Its numbers are also there as a table for those who cannot see it. */
export function Bars({
  bars,
  label,
  unit,
  format,
  every = 6,
}: {
  bars: readonly Bar[];
  label: string;
  unit: string;
  format: (value: number) => string;
  every?: number;
}) {
  const intl = useIntl();
  const ticks = niceTicks(Math.max(0, ...bars.map((bar) => bar.value ?? 0)));
  const top = ticks.at(-1)!;
  const none = intl.formatMessage({ id: 'kit.notReported' });
  return (
    <div className="bars">
      <div className="bars-axis" aria-hidden>
        {[...ticks].reverse().map((tick) => (
          <span key={tick}>{format(tick)}</span>
        ))}
      </div>
      <div className="bars-field" aria-hidden>
        {ticks.map((tick) => (
          <i key={tick} className="bars-line" style={{ bottom: `${(tick / top) * 100}%` }} />
        ))}
        {bars.map((bar) => (
          <span
            key={bar.label}
            className="bars-slot"
            title={`${bar.label}: ${bar.value === null ? none : `${format(bar.value)} ${unit}`}`}
          >
            <i
              className={bar.partial ? 'bars-bar bars-partial' : 'bars-bar'}
              style={{ height: `${((bar.value ?? 0) / top) * 100}%` }}
            />
          </span>
        ))}
      </div>
      <div className="bars-labels" aria-hidden>
        {bars.map((bar, index) => (
          <span key={bar.label}>{(bars.length - 1 - index) % every === 0 ? <b>{bar.label}</b> : null}</span>
        ))}
      </div>
      <table className="sr" aria-label={label}>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              <td>{bar.value === null ? none : `${format(bar.value)} ${unit}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
