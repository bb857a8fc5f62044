import type { CommandState } from '../../domain/commands.ts';
import type { Instant } from '../../lib/time.ts';

/** An address is good for so long. */
export { day as addressLife } from '../../lib/time.ts';

/**
 * asked: on its way to the station; accepted: it is getting the file ready; uploading; received: the file is here; empty: it has nothing of that kind; missing: the station
 * says it was uploaded, but nothing came; refused, failed, cancelled: the station's word; timedOut: it fell silent; unknown: asked by a node
 * that is gone; removed: by a person.
 */
export const fileStates = [
  'asked',
  'accepted',
  'uploading',
  'received',
  'empty',
  'missing',
  'refused',
  'failed',
  'cancelled',
  'timedOut',
  'unknown',
  'removed',
] as const;
export type FileState = (typeof fileStates)[number];

export interface Request {
  readonly received: boolean;
  readonly removed: boolean;
  readonly expiresAt: Instant;
  /** Absent: it was never asked, because the program ended just then. */
  readonly command: CommandState | undefined;
  /** The station answered that there is nothing to bring. */
  readonly empty: boolean;
  /** The newest word of the station about it. */
  readonly status: string | undefined;
}

/** A file that is here is here, whatever the station says of it. */
export function fileState({ received, removed, expiresAt, command, empty, status }: Request, now: Instant): FileState {
  if (removed) return 'removed';
  if (received) return 'received';
  switch (command) {
    case undefined:
      return now > expiresAt ? 'timedOut' : 'asked';
    case 'queued':
    case 'sent':
      return status === 'Uploading' ? 'uploading' : 'asked';
    case 'answered':
      return status === 'Uploading' ? 'uploading' : 'accepted';
    case 'done':
      return empty ? 'empty' : 'missing';
    default:
      return command;
  }
}

/** These may be asked for once more. */
export const isOver = (state: FileState): boolean => state !== 'asked' && state !== 'accepted' && state !== 'uploading';
