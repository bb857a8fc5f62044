/** What was asked of a figure, and whether it was reached. */
export interface Asked {
  readonly asked: string;
  readonly is: number;
  readonly reached: boolean;
}

/** A figure that is no number (nothing came) has not been reached. */
export const atMost = (bound: number, is: number, unit: string): Asked => ({
  asked: `<= ${bound} ${unit}`,
  is: Number(is.toFixed(2)),
  reached: is <= bound,
});

export const atLeast = (bound: number, is: number, unit: string): Asked => ({
  asked: `>= ${bound} ${unit}`,
  is: Number(is.toFixed(2)),
  reached: is >= bound,
});
