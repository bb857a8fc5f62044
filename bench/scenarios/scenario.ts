import type { Target } from '../measure.ts';
import type { Product } from '../targets.ts';

export interface Ground {
  readonly floor: Target;
  readonly product: Product;
  readonly password: string;
  readonly passwordHash: string;
  readonly operatorId: number;
  readonly stations: number;
  readonly seconds: number;
  /** The past of mix-full. */
  readonly sessions: number;
  readonly frames: number;
}

/** Runs and returns plain figures for the JSON result. */
export type Scenario = (ground: Ground) => Promise<Record<string, unknown>>;
