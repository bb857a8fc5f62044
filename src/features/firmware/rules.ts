import type { CommandState } from '../../domain/commands.ts';
import type { Instant } from '../../lib/time.ts';

export const rolloutStates = ['running', 'paused', 'halted', 'cancelled', 'done'] as const;
export type RolloutState = (typeof rolloutStates)[number];

/** waiting: for its wave, its return, its car to leave or its next try; missed: it never came back in time. */
export const targetStates = ['waiting', 'asked', 'done', 'failed', 'missed', 'cancelled'] as const;
export type TargetState = (typeof targetStates)[number];

/** unchecked: there is a signature, but no content yet. */
export const trusts = ['unsigned', 'unchecked', 'verified', 'refused'] as const;
export type Trust = (typeof trusts)[number];

/** So many stations of one roll-out load and install at the same time at most. */
export const mostAtOnce = 50;

// Waves ---------------------------------------------------------------------------------------------------------------

export type WaveSize = { readonly stations: number } | { readonly percent: number };

/** How many stations each wave gets: at least one, the last one all that are left. Empty waves fall away. */
export function waveSizes(waves: readonly WaveSize[], total: number): number[] {
  const sizes: number[] = [];
  let left = total;
  waves.forEach((wave, index) => {
    const wanted = 'stations' in wave ? wave.stations : Math.ceil((total * wave.percent) / 100);
    const size = index === waves.length - 1 ? left : Math.min(left, Math.max(1, wanted));
    if (size > 0) sizes.push(size);
    left -= size;
  });
  return sizes;
}

/** Of one wave, how many are in which state; `reachable`: of those that wait, how many are connected or try again. */
export interface WaveCount {
  readonly wave: number;
  readonly waiting: number;
  readonly reachable: number;
  readonly asked: number;
  readonly done: number;
  readonly failed: number;
  readonly over: number;
}

export interface Course {
  readonly wave: number;
  readonly waves: number;
  readonly nextWaveAt: Instant | undefined;
  readonly pauseMs: number;
  readonly mostFailures: number;
  readonly forgiven: number;
}

/** halt: too much has failed; pause: the wave is over, the next one may begin later; advance: it begins; done: nothing is left. */
export type Step =
  | { readonly kind: 'halt' }
  | { readonly kind: 'pause'; readonly until: Instant }
  | { readonly kind: 'advance' }
  | { readonly kind: 'done' }
  | { readonly kind: 'go' };

/**
 * What a roll-out does next. Stations that are away hold nobody up: they are done when they return. But a wave of which nobody has
 * succeeded yet has proved nothing, so that the next one waits.
 */
export function nextStep(course: Course, counts: readonly WaveCount[], now: Instant): Step {
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  if (failed - course.forgiven > course.mostFailures) return { kind: 'halt' };
  if (counts.every((count) => count.waiting === 0 && count.asked === 0)) return { kind: 'done' };
  if (course.wave >= course.waves - 1) return { kind: 'go' };
  const current = counts.filter((count) => count.wave <= course.wave);
  const busy = current.some((count) => count.asked > 0 || count.reachable > 0);
  const proved = current.some((count) => count.done > 0) || current.every((count) => count.waiting === 0);
  if (busy || !proved) return { kind: 'go' };
  if (course.nextWaveAt === undefined) return { kind: 'pause', until: now + course.pauseMs };
  return now >= course.nextWaveAt ? { kind: 'advance' } : { kind: 'go' };
}

// One station ---------------------------------------------------------------------------------------------------------

export interface Asked {
  readonly askedAt: Instant;
  readonly tried: number;
  /** Absent: the program ended between writing down and asking. */
  readonly command: CommandState | undefined;
  readonly commandReason: string | undefined;
  /** The status word of its answer, e.g. `InvalidCertificate`. */
  readonly answer: string | undefined;
  /** What the station runs now, and since when it has run. */
  readonly firmware: string | undefined;
  readonly bootedAt: Instant | undefined;
}

export type Outcome =
  | { readonly kind: 'still' }
  | { readonly kind: 'askAgain' }
  | { readonly kind: 'done' }
  | { readonly kind: 'retry' | 'failed'; readonly reason: string };

/** Trying again brings the same (S-15). */
const final = /^(InvalidCertificate|RevokedCertificate|InvalidSignature|replaced|command\.unsupported)$/;
const lostAfter = 120_000;

/** How far the update of one station has come. */
export function outcomeOf(asked: Asked, version: string, tries: number, now: Instant): Outcome {
  // 2.0.1 L01.FR.32: some only boot with the new version and never say that it is installed.
  const runsIt = asked.firmware === version && (asked.bootedAt ?? 0) > asked.askedAt;
  if (asked.command === 'done' || runsIt) return { kind: 'done' };
  switch (asked.command) {
    case undefined:
      return now - asked.askedAt > lostAfter ? { kind: 'askAgain' } : { kind: 'still' };
    case 'queued':
    case 'sent':
    case 'answered':
      return { kind: 'still' };
    default: {
      const word = asked.command === 'refused' ? (asked.answer ?? asked.commandReason) : asked.commandReason;
      const reason = word ?? asked.command;
      const again = asked.tried < tries && !final.test(reason);
      return { kind: again ? 'retry' : 'failed', reason };
    }
  }
}
