import type pg from 'pg';
import { type Instant, iso } from '../lib/time.ts';
import type { Language } from './enqueue.ts';

/** What slices announce, beside what is read from the facts of stations. */
export const announcedEvents = [
  'document.expiring',
  'ticket.created',
  'ticket.assigned',
  'ticket.changed',
  'ticket.overdue',
  'ticket.closed',
] as const;
export type AnnouncedEvent = (typeof announcedEvents)[number];

export interface Announcement {
  readonly operatorId: number;
  readonly event: AnnouncedEvent;
  readonly at: Instant;
  readonly stationId?: number | undefined;
  /** Whose it is, where it is not a station's. */
  readonly entityId?: number | undefined;
  /** One line without names of people: it may go to anybody a rule names. */
  readonly title: Readonly<Record<Language, string>>;
  /** Where the console shows it, e.g. `/tickets/17`. */
  readonly path?: string | undefined;
  /** It is told in quiet hours too, where a rule says so. */
  readonly critical?: boolean | undefined;
}

/** Tells those who have a rule for it, in the transaction of what happened. */
export async function announce(client: pg.ClientBase | pg.Pool, told: Announcement): Promise<void> {
  const { operatorId, event, at, stationId, entityId, title, path, critical } = told;
  await client.query(
    'INSERT INTO announcements (operator_id, event, station_id, entity_id, at, body) VALUES ($1, $2, $3, $4, $5, $6)',
    [operatorId, event, stationId ?? null, entityId ?? null, iso(at), JSON.stringify({ title, path, critical })],
  );
}
