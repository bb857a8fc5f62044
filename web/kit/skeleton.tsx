import { useEffect, useState } from 'react';
import './skeleton.css';

/** True once `ms` have passed: what is quicker than that shows no skeleton at all. */
export function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** Grey lines in the shape of what comes; invisible for the first 150 ms, so that nothing flashes. */
export function Skeleton({
  lines = 3,
  height = 14,
  width,
}: {
  lines?: number;
  height?: number;
  width?: number | string;
}) {
  const visible = useAfter(150);
  return (
    <div className={`skeleton${visible ? ' skeleton-on' : ''}`} aria-hidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are all alike
        <span key={line} style={{ height, width: width ?? `${92 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

/** A card-sized skeleton. */
export function SkeletonCard({ lines = 5 }: { lines?: number }) {
  return (
    <div className="card">
      <div className="card-body">
        <Skeleton lines={lines} />
      </div>
    </div>
  );
}
