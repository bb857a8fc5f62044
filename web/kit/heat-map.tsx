import { useIntl } from 'react-intl';
import './heat-map.css';

export interface HeatMapProps {
  readonly label: string;
  /** Seven rows, Monday first, of 24 values; null: nothing known. */
  readonly rows: readonly (readonly (number | null)[])[];
  /** What counts as full; absent: the largest value. */
  readonly max?: number | undefined;
  readonly format: (value: number) => string;
  readonly note?: string;
}

const steps = 5;

/** Step of the colour scale, 0 (nothing) to 5 (full). */
export function heatStep(value: number | null, max: number): number {
  if (value === null || value <= 0 || max <= 0) return 0;
  return Math.min(steps, Math.max(1, Math.ceil((value / max) * steps)));
}

/** Weekday by hour, as a table that is read out cell by cell and coloured. */
export function HeatMap({ label, rows, max, format, note }: HeatMapProps) {
  const intl = useIntl();
  const top = max ?? Math.max(0, ...rows.flat().map((value) => value ?? 0));
  const days = Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(intl.locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day)),
  );
  const none = intl.formatMessage({ id: 'kit.notReported' });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on narrow screens it scrolls, also by keyboard
    <div className="heat" tabIndex={0}>
      <table aria-label={label}>
        <colgroup>
          <col className="heat-days" />
        </colgroup>
        <thead className="sr">
          <tr>
            <td />
            {Array.from({ length: 24 }, (_, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: hours are their numbers
              <th scope="col" key={hour}>{`${hour}:00`}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, day) => (
            <tr key={days[day]}>
              <th scope="row">{days[day]}</th>
              {row.map((value, hour) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: hours are their numbers
                  key={hour}
                  className={value === null ? 'heat-none' : undefined}
                  {...(value === null ? {} : { style: { background: `var(--h${heatStep(value, top)})` } })}
                  title={`${days[day]} ${String(hour).padStart(2, '0')}:00 · ${value === null ? none : format(value)}`}
                >
                  <span className="sr">{value === null ? none : format(value)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot aria-hidden>
          <tr>
            <td />
            {Array.from({ length: 8 }, (_, third) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: hours are their numbers
              <td key={third} colSpan={3} className="heat-hour">
                {String(third * 3).padStart(2, '0')}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      <div className="heat-foot">
        <span>{note}</span>
        <span className="heat-scale" aria-hidden>
          {format(0)}
          {Array.from({ length: steps + 1 }, (_, step) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are their numbers
            <i key={step} style={{ background: `var(--h${step})` }} />
          ))}
          {format(top)}
        </span>
      </div>
    </div>
  );
}
