import { lazy, Suspense } from 'react';
import { Skeleton } from './skeleton.tsx';

export interface CurveLine {
  readonly label: string;
  readonly unit: string;
  /** [milliseconds since 1970, value], ascending. */
  readonly points: readonly (readonly [number, number | null])[];
  /** `brand` (default), or another colour variable, e.g. `--c4`. */
  readonly colour?: string;
  /** Filled below the line. */
  readonly filled?: boolean;
  /** Draws against an axis of its own on the right. */
  readonly right?: boolean;
  /** Each value holds until the next one. */
  readonly stepped?: boolean;
}

export interface CurveProps {
  readonly label: string;
  readonly lines: readonly CurveLine[];
  readonly format: (value: number, unit: string) => string;
  readonly zone?: string | undefined;
  readonly height?: number;
  /** A moment to mark, with its word. */
  readonly mark?: { readonly at: number; readonly label: string } | undefined;
}

const CurvePlot = lazy(() => import('./curve-plot.tsx'));

/** Lines over time; the plotting library comes when the first curve is shown. */
export function Curve(props: CurveProps) {
  return (
    <Suspense fallback={<Skeleton lines={1} height={props.height ?? 200} width="100%" />}>
      <CurvePlot {...props} />
    </Suspense>
  );
}
