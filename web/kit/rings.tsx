import { useState } from 'react';
import { useIntl } from 'react-intl';
import { ringOf } from './ring-shapes.ts';
import './rings.css';

export interface RingItem {
  readonly id: string;
  readonly label: string;
  /** One number per ring; null: not reported, which is not zero. */
  readonly values: readonly (number | null)[];
}

export interface RingSpec {
  readonly title: string;
  /** A value as text and its unit, for the middle and the legend. */
  readonly format: (value: number) => { readonly value: string; readonly unit: string };
}

/** The colour of the nth thing in every chart of a page; from the seventh on they repeat. */
export const seriesColour = (index: number): string => `var(--c${(index % 6) + 1})`;

/**
 * Rings side by side over the same things, with one legend that is also their table. Pointing at a thing, or focusing it in the
 * legend, shows it in every ring; `selected` and `onSelect` tie it to a table beside it.
 */
export function Rings({
  rings,
  items,
  selected,
  onSelect,
}: {
  rings: readonly RingSpec[];
  items: readonly RingItem[];
  selected?: string | undefined;
  onSelect?: (id: string) => void;
}) {
  const intl = useIntl();
  const [pointed, setPointed] = useState<string | undefined>();
  const shownId = pointed ?? selected ?? items[0]?.id;
  const shown = Math.max(
    0,
    items.findIndex((item) => item.id === shownId),
  );
  const current = items[shown];
  const none = intl.formatMessage({ id: 'kit.notReported' });
  return (
    <div className="rings">
      {rings.map((ring, at) => {
        const values = items.map((item) => item.values[at] ?? null);
        const slices = ringOf(values, shown);
        const value = values[shown];
        const text = value === null || value === undefined ? undefined : ring.format(value);
        const share = slices.find((slice) => slice.index === shown)?.share;
        return (
          <figure className="ring" key={ring.title}>
            <svg
              viewBox="0 0 200 200"
              role="img"
              aria-label={`${ring.title}, ${current?.label ?? ''}: ${text ? `${text.value} ${text.unit}` : none}`}
            >
              {slices.length === 0 ? (
                <circle cx="100" cy="100" r="79" fill="none" stroke="var(--sunken)" strokeWidth="26" />
              ) : null}
              {slices.map((slice) => (
                // biome-ignore lint/a11y/noStaticElementInteractions: the legend offers the same to the keyboard
                <path
                  key={slice.index}
                  d={slice.path}
                  fill={seriesColour(slice.index)}
                  className={slice.index === shown ? 'ring-piece ring-on' : 'ring-piece'}
                  onMouseEnter={() => setPointed(items[slice.index]?.id)}
                  onMouseLeave={() => setPointed(undefined)}
                  onClick={() => onSelect?.(items[slice.index]!.id)}
                />
              ))}
            </svg>
            <div className="ring-middle" aria-hidden>
              {text ? <strong className="num">{text.value}</strong> : <span className="dim small">{none}</span>}
              {text ? (
                <span className="small soft num">
                  {text.unit}
                  {share === undefined
                    ? ''
                    : ` · ${intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })}`}
                </span>
              ) : null}
            </div>
            <figcaption>{ring.title}</figcaption>
          </figure>
        );
      })}
      <ul className="ring-legend">
        {items.map((item, index) => (
          <li key={item.id}>
            <button
              type="button"
              className={index === shown ? 'ring-row ring-row-on' : 'ring-row'}
              aria-pressed={item.id === selected}
              onMouseEnter={() => setPointed(item.id)}
              onMouseLeave={() => setPointed(undefined)}
              onFocus={() => setPointed(item.id)}
              onBlur={() => setPointed(undefined)}
              onClick={() => onSelect?.(item.id)}
            >
              <span className="swatch" style={{ background: seriesColour(index) }} aria-hidden />
              <span className="grow clip">{item.label}</span>
              <span className="num soft nowrap">
                {rings
                  .map((ring, at) => {
                    const value = item.values[at];
                    if (value === null || value === undefined) return none;
                    const text = ring.format(value);
                    return at === 0 ? text.value : `${text.value} ${text.unit}`;
                  })
                  .join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The small square that ties a row to its piece in a chart. */
export function Swatch({ index }: { index: number }) {
  return <span className="swatch" style={{ background: seriesColour(index) }} aria-hidden />;
}
