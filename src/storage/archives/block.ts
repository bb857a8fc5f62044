import type { StationKey } from '../../domain/ports.ts';
import type { Instant } from '../../lib/time.ts';
import { toExported } from '../exchange-file.ts';
import type { Exchange } from '../exchanges.ts';
import type { FrameCursor, FrameFilter } from '../frame-store.ts';

/** A run of one station's frames in an archive, compressed by itself. */
export interface Block {
  readonly fileKey: string;
  /** First byte in the file, and how many. */
  readonly start: number;
  readonly bytes: number;
  readonly first: FrameCursor;
  readonly last: FrameCursor;
}

/** A block on its way into an archive. */
export interface FreshBlock extends StationKey {
  readonly first: FrameCursor;
  readonly last: FrameCursor;
  readonly frames: number;
  /** How often each action occurs. */
  readonly actions: Readonly<Record<string, number>>;
  readonly worst: 0 | 1 | 2;
  readonly faulty: boolean;
  /** Lines of the export's form. */
  readonly text: string;
}

export const placeOf = ({ receivedAt, id }: { receivedAt: Instant; id: string }): FrameCursor => ({ receivedAt, id });

/** Negative: a lies before b, in time and then by id as PostgreSQL orders them. */
export const compare = (a: FrameCursor, b: FrameCursor): number =>
  a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const isFaulty = ({ weight, errorCode, malformed }: Exchange): boolean =>
  weight === 2 || errorCode !== undefined || malformed !== undefined;

/** Frames of one station in their order as a block. */
export function blockOf(key: StationKey, frames: readonly Exchange[]): FreshBlock {
  const actions: Record<string, number> = {};
  for (const { action } of frames) if (action !== undefined) actions[action] = (actions[action] ?? 0) + 1;
  return {
    operatorId: key.operatorId,
    stationId: key.stationId,
    first: placeOf(frames[0]!),
    last: placeOf(frames.at(-1)!),
    frames: frames.length,
    actions,
    worst: Math.max(...frames.map(({ weight }) => weight ?? 0)) as 0 | 1 | 2,
    faulty: frames.some(isFaulty),
    text: frames.map((frame) => `${JSON.stringify(toExported(frame))}\n`).join(''),
  };
}

/** The same question as the WHERE of frame-store.ts, of a frame that is not in the database. */
export function matches(filter: FrameFilter, frame: Exchange): boolean {
  const { from, until, actions, direction, weightAtLeast, malformed, faulty, text } = filter;
  const { connectionId, evse, connector, transactionNumber, messageId } = filter;
  const sought = text?.toLowerCase();
  return (
    (from === undefined || frame.receivedAt >= from) &&
    (until === undefined || frame.receivedAt < until) &&
    (actions === undefined || (frame.action !== undefined && actions.includes(frame.action))) &&
    (direction === undefined || frame.direction === direction) &&
    (weightAtLeast === undefined || (frame.weight ?? 0) >= weightAtLeast) &&
    (malformed === undefined || (frame.malformed !== undefined) === malformed) &&
    (faulty !== true || isFaulty(frame)) &&
    (connectionId === undefined || frame.connectionId === connectionId) &&
    (evse === undefined || frame.evse === evse) &&
    (connector === undefined || frame.connector === connector) &&
    (transactionNumber === undefined || frame.transactionNumber === transactionNumber) &&
    (messageId === undefined || frame.messageId === messageId) &&
    (sought === undefined ||
      [frame.call, frame.answer, frame.action, frame.messageId].some((part) => part?.toLowerCase().includes(sought)))
  );
}
