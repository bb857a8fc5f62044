import type { Target } from '../measure.ts';
import type { Product, ProductHome } from '../targets.ts';

export interface Ground {
  readonly floor: Target;
  /** Where the product runs, for scenarios that start more of it. */
  readonly home: ProductHome;
  readonly product: Product;
  readonly password: string;
  readonly passwordHash: string;
  readonly operatorId: number;
  readonly stations: number;
  readonly seconds: number;
  /** The past of mix-full. */
  readonly sessions: number;
  readonly frames: number;
  /** What each station of offline-queue brings. */
  readonly messages: number;
}

/** Runs and returns plain figures for the JSON result. */
export type Scenario = (ground: Ground) => Promise<Record<string, unknown>>;
