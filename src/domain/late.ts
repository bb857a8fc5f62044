import { type Instant, minute } from '../lib/time.ts';
import type { StationMessage } from './message.ts';

/** Older than the pauses between two attempts of a station that is connected. */
const lateMs = 5 * minute;

const sentAt = (message: StationMessage): Instant | undefined => {
  if (message.kind === 'transaction' || message.kind === 'status') return message.time.at;
  return message.kind === 'meter' ? message.samples[0]?.time.at : undefined;
};

/** Whether it tells of what was a while ago: a station brings what it could not say while it was offline (1.6 section 3.5, 2.0.1 E04). */
export function isLate(message: StationMessage, receivedAt: Instant): boolean {
  const at = sentAt(message);
  return at !== undefined && receivedAt - at > lateMs;
}
