import type { ReactNode } from 'react';
import './figures.css';

export interface Figure {
  readonly label: ReactNode;
  /** `null`: never reported. */
  readonly value: ReactNode;
  readonly unit?: ReactNode;
  /** What it is compared with, or of what it is a part. */
  readonly note?: ReactNode;
  readonly spark?: ReactNode;
  /** Where the rows behind the number are. */
  readonly href?: ReactNode;
}

/** Numbers now, in one strip of up to six. Wraps to two columns on a phone. */
export function Figures({ items, label }: { items: readonly Figure[]; label?: string }) {
  return (
    <dl className="figures" {...(label ? { 'aria-label': label } : {})}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the strip's order never changes
        <div className="figure" key={index}>
          <dt>{item.label}</dt>
          <dd>
            <span className="figure-value num">{item.value}</span>
            {item.unit ? <span className="figure-unit"> {item.unit}</span> : null}
            {item.spark ? <span className="figure-spark">{item.spark}</span> : null}
            {item.note ? <span className="figure-note">{item.note}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
