/** Milliseconds since 1970 UTC. The only form of time inside the program. */
export type Instant = number;

/** The wall clock, as an argument. `monotonic` is for durations: it never jumps (robustness of server clock steps). */
export interface Clock {
  now(): Instant;
  monotonic(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const iso = (instant: Instant): string => new Date(instant).toISOString();
