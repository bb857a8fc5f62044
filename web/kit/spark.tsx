import './figures.css';

/** A small line of what went before; gaps where nothing was reported. The number beside it says the value, so it is decoration. */
export function Spark({
  values,
  tone = 'brand',
  width = 64,
  height = 24,
}: {
  values: readonly (number | null)[];
  tone?: 'brand' | 'ok';
  width?: number;
  height?: number;
}) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (index: number) => (index / (values.length - 1)) * width;
  const y = (value: number) => (high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4));
  const pieces: [number, number][][] = [];
  let piece: [number, number][] | undefined;
  values.forEach((value, index) => {
    if (value === null) piece = undefined;
    else if (piece) piece.push([x(index), y(value)]);
    else pieces.push((piece = [[x(index), y(value)]]));
  });
  const text = ([first, ...rest]: [number, number][]) =>
    `M${first!.map((each) => each.toFixed(1)).join(' ')}${rest.map((each) => `L${each.map((part) => part.toFixed(1)).join(' ')}`).join('')}`;
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {pieces.map((each) => (
        <g key={each[0]![0]}>
          <path
            d={`${text(each)}L${each.at(-1)![0].toFixed(1)} ${height}L${each[0]![0].toFixed(1)} ${height}Z`}
            fill={`var(--${tone}-soft)`}
          />
          <path d={text(each)} fill="none" stroke={`var(--${tone})`} strokeWidth="1.5" strokeLinejoin="round" />
        </g>
      ))}
    </svg>
  );
}

/** A meter: how much of what is possible. */
export function Meter({
  value,
  max,
  label,
  quiet = false,
}: {
  value: number;
  max: number;
  label: string;
  quiet?: boolean;
}) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <span
      className={quiet ? 'meter meter-quiet' : 'meter'}
      role="img"
      aria-label={`${label}: ${Math.round(share * 100)} %`}
    >
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}
