import { Failure } from '../lib/errors.ts';

/** What is left undone first when the server cannot keep up (F-10). Sessions and stations' messages never are. */
export const sheddable = ['exports', 'logs'] as const;
export type Sheddable = (typeof sheddable)[number];

/** How the server fares. */
export interface Strain {
  /** How late the event loop is, ms. */
  readonly lagMs: number;
  /** How much of its memory is in use, 0 to 1. */
  readonly memory: number;
}

export const noStrain: Strain = { lagMs: 0, memory: 0 };

/** How much is borne before each is refused. */
const bearable: Readonly<Record<Sheddable, Strain>> = {
  exports: { lagMs: 250, memory: 0.8 },
  logs: { lagMs: 500, memory: 0.9 },
};

/** Refuses a request of this kind while there is too much strain. Throws Failure `server.busy`. */
export function shed(kind: Sheddable | undefined, strain: () => Strain): void {
  if (kind === undefined) return;
  const { lagMs, memory } = strain();
  if (lagMs <= bearable[kind].lagMs && memory <= bearable[kind].memory) return;
  throw new Failure('server.busy', 'The server is busy with the stations just now. Try again in a moment.');
}
