export interface Slice {
  readonly index: number;
  readonly share: number;
  readonly path: string;
}

const point = (radius: number, turn: number) => {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(100 + radius * Math.sin(angle)).toFixed(2)}`;
};

/** One ring piece between two turns (0 to 1, from the top, clockwise) on a 200 x 200 field. */
export function ringPiece(from: number, to: number, inner: number, outer: number): string {
  if (to - from >= 0.9999) {
    const half = from + 0.5;
    return `M${point(outer, from)}A${outer} ${outer} 0 1 1 ${point(outer, half)}A${outer} ${outer} 0 1 1 ${point(outer, from)}ZM${point(inner, from)}A${inner} ${inner} 0 1 0 ${point(inner, half)}A${inner} ${inner} 0 1 0 ${point(inner, from)}Z`;
  }
  const large = to - from > 0.5 ? 1 : 0;
  return `M${point(outer, from)}A${outer} ${outer} 0 ${large} 1 ${point(outer, to)}L${point(inner, to)}A${inner} ${inner} 0 ${large} 0 ${point(inner, from)}Z`;
}

/** The pieces of a ring; values of zero or none have no piece. */
export function ringOf(
  values: readonly (number | null)[],
  highlighted: number | undefined,
  inner = 66,
  outer = 92,
): Slice[] {
  const sum = values.reduce<number>((total, value) => total + Math.max(0, value ?? 0), 0);
  if (sum === 0) return [];
  const slices: Slice[] = [];
  let from = 0;
  values.forEach((value, index) => {
    const share = Math.max(0, value ?? 0) / sum;
    if (share > 0)
      slices.push({
        index,
        share,
        path: ringPiece(from, from + share, inner, index === highlighted ? outer + 5 : outer),
      });
    from += share;
  });
  return slices;
}
