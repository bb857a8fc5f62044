import type pg from 'pg';
import { readInstallation, writeInstallation } from '../installation.ts';

/** How many days things are kept; null: for ever. Of the installation: its partitions hold every operator's rows. */
export interface Retention {
  /** Messages in the database, before they are archived or deleted. */
  readonly framesDays: number | null;
  readonly archiveFrames: boolean;
  /** Messages in archives, from the day they came. */
  readonly archivesDays: number | null;
  /** Connections that ended, and refused attempts. */
  readonly connectionsDays: number | null;
  /** Commands that ended. */
  readonly commandsDays: number | null;
  /** Errors that are closed. */
  readonly errorsDays: number | null;
}

/** Facts, charging sessions and changes by people are not in this list: they are kept for ever, all state is computed from them. */
export const usualRetention: Retention = {
  framesDays: 90,
  archiveFrames: true,
  archivesDays: null,
  connectionsDays: 730,
  commandsDays: 730,
  errorsDays: null,
};

const name = 'retention';

export const readRetention = async (pool: pg.Pool | pg.ClientBase): Promise<Retention> => ({
  ...usualRetention,
  ...(await readInstallation<Partial<Retention>>(pool, name)),
});

export const writeRetention = (pool: pg.Pool | pg.ClientBase, retention: Retention): Promise<void> =>
  writeInstallation(pool, name, retention);

/** Which field contradicts another one, and why; undefined: none does. */
export function contradiction({
  framesDays,
  archiveFrames,
  archivesDays,
  connectionsDays,
}: Retention): { readonly field: keyof Retention; readonly reason: string } | undefined {
  const longer = (a: number | null, b: number | null) => a === null || (b !== null && a >= b);
  if (archiveFrames && !longer(archivesDays, framesDays))
    return { field: 'archivesDays', reason: 'Archives must be kept at least as long as messages are in the database.' };
  if (!longer(connectionsDays, framesDays))
    return {
      field: 'connectionsDays',
      reason: 'Connections must be kept at least as long as the messages that went over them.',
    };
  return undefined;
}
