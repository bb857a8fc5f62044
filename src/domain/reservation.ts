import { type Instant, minute, second } from '../lib/time.ts';
import type { DecidedFact } from './decision.ts';
import type { Fact } from './facts.ts';
import type { Authorisation, Place, PresentedToken } from './message.ts';
import { placeKey, type ReservationState, type StationState } from './state.ts';
import { sameCard } from './token.ts';
import { openAt } from './transaction.ts';

/** A session that began in time may be told a little late: so long after its end a reservation is still waited for. */
export const expiryGrace = 2 * minute;
/** A charge point that was reserved and became free: the station says why within this, or it has dropped the reservation. */
export const releaseGrace = 30 * second;
/** So many of one station are kept in mind. */
export const mostReservations = 256;

export const reservationStatuses = [
  'asked',
  'active',
  'refused',
  'used',
  'expired',
  'cancelled',
  'removed',
  'noTransaction',
] as const;
export type ReservationStatus = (typeof reservationStatuses)[number];

export const openReservations = (state: StationState): ReservationState[] =>
  Object.values(state.reservations ?? {}).filter(({ endedAt }) => endedAt === undefined);

/** Folds the life of a reservation: asked for, accepted or not, used, over. Returns the numbers of those that changed. */
export function foldReservation(state: StationState, fact: Fact): number[] {
  const { body } = fact;
  switch (body.type) {
    case 'command.asked': {
      const { command } = body;
      if (command.kind !== 'reserve') return [];
      const { kind: _, reservationId, ...asked } = command;
      // OCPP 2.0.1 H01.FR.02, 1.6 section 5.13: the same number again takes the place of the former one.
      (state.reservations ??= {})[reservationId] = {
        id: reservationId,
        ...asked,
        status: 'asked',
        askedAt: fact.at,
        commandId: body.commandId,
        ...(fact.userId === undefined ? {} : { askedBy: fact.userId }),
      };
      return [reservationId];
    }
    case 'command.moved':
      return afterCommand(state, fact, body);
    case 'reservation.statusChanged':
      return close(state, body.reservationId, body.status, fact.at);
    case 'transaction.started':
    case 'transaction.updated': {
      const reservation = body.reservationId === undefined ? unnamed(state, body) : open(state, body.reservationId);
      if (reservation === undefined) return [];
      reservation.transaction = body.number;
      return close(state, reservation.id, 'used', fact.at);
    }
    case 'connector.statusChanged':
      return noteRelease(state, body.place, body.status, fact.receivedAt);
    default:
      return [];
  }
}

function open(state: StationState, id: number): ReservationState | undefined {
  const reservation = state.reservations?.[id];
  return reservation?.endedAt === undefined ? reservation : undefined;
}

/** A station that forgot to name the reservation: the card that it was made for, at the place that is kept for it. */
function unnamed(
  state: StationState,
  { place, token }: { readonly place?: Place; readonly token?: PresentedToken },
): ReservationState | undefined {
  if (token === undefined || place === undefined) return undefined;
  return openReservations(state).find(
    (one) =>
      one.status === 'active' && sameCard(one.token, token) && (!one.place?.evse || one.place.evse === place.evse),
  );
}

function close(state: StationState, id: number, status: ReservationStatus, at: Instant, reason?: string): number[] {
  const reservation = open(state, id);
  if (reservation === undefined) return [];
  reservation.status = status;
  reservation.endedAt = Math.max(at, reservation.askedAt);
  delete reservation.freeSince;
  if (reason !== undefined) reservation.reason = reason;
  return [id];
}

function afterCommand(
  state: StationState,
  fact: Fact,
  body: Extract<Fact['body'], { type: 'command.moved' }>,
): number[] {
  const command = state.commands[body.commandId]?.command;
  if (command?.kind === 'reserve') {
    const reservation = open(state, command.reservationId);
    if (reservation?.commandId !== body.commandId || reservation.status !== 'asked') return [];
    if (body.state === 'done' || body.state === 'answered') {
      reservation.status = 'active';
      reservation.answeredAt = fact.at;
      return [reservation.id];
    }
    if (body.state === 'cancelled') return close(state, reservation.id, 'cancelled', fact.at);
    if (body.answer !== undefined) {
      reservation.answeredAt = fact.at;
      return close(state, reservation.id, 'refused', fact.at, body.answer.detail ?? body.answer.status);
    }
    // Nobody knows whether it was made: it stays asked for until it would be over.
    return [];
  }
  if (command?.kind !== 'cancelReservation') return [];
  if (body.state === 'done') return close(state, command.reservationId, 'cancelled', fact.at);
  // OCPP 1.6 section 5.2, 2.0.1 H02.FR.01: refused means that the station has no such reservation.
  return body.state === 'refused' && body.answer?.status === 'Rejected'
    ? close(state, command.reservationId, 'removed', fact.at)
    : [];
}

/** OCPP 1.6 has no message for the end of a reservation: the charge point becomes free again. */
function noteRelease(state: StationState, place: Place, status: string, at: Instant): number[] {
  const changed: number[] = [];
  for (const reservation of openReservations(state)) {
    if (reservation.status !== 'active' || reservation.place?.evse !== place.evse) continue;
    const was = reservation.freeSince;
    if (status === 'reserved') {
      reservation.held = true;
      delete reservation.freeSince;
    } else if (status === 'available' && reservation.held) reservation.freeSince ??= at;
    else delete reservation.freeSince;
    if (was !== reservation.freeSince || status === 'reserved') changed.push(reservation.id);
  }
  return changed;
}

const dueAt = ({ expiresAt, freeSince, status }: ReservationState): Instant =>
  Math.min(
    expiresAt + expiryGrace,
    status === 'active' && freeSince !== undefined ? freeSince + releaseGrace : Number.POSITIVE_INFINITY,
  );

export function nextReservationDue(state: StationState): Instant | undefined {
  let next: Instant | undefined;
  for (const reservation of openReservations(state)) {
    const due = dueAt(reservation);
    if (next === undefined || due < next) next = due;
  }
  return next;
}

/** Reservations whose time is over, and those that the station dropped without a word. */
export function decideReservationsDue(state: StationState, now: Instant): DecidedFact[] {
  return openReservations(state)
    .filter((reservation) => dueAt(reservation) <= now)
    .map(({ id, expiresAt, freeSince }) => ({
      at: now,
      body: {
        type: 'reservation.statusChanged',
        reservationId: id,
        status: freeSince !== undefined && freeSince < expiresAt - releaseGrace ? 'removed' : 'expired',
        by: 'rule',
      },
    }));
}

/**
 * Whether a card may not charge here because the place is kept for another one (OCPP 1.6 section 5.13, 2.0.1 H01.FR.07,
 * H03). Whoever names the reservation, has its card or is of its group may. A reservation of no certain charge point
 * keeps one free: the last one that is.
 */
export function isKeptForAnother(
  state: StationState,
  asking: {
    readonly place: Place | undefined;
    readonly token: PresentedToken;
    readonly authorisation: Authorisation;
    readonly reservationId?: number | undefined;
    readonly now: Instant;
  },
): boolean {
  const { place, token, authorisation, now } = asking;
  if (place === undefined) return false;
  const others = openReservations(state).filter(
    (one) =>
      one.status === 'active' &&
      one.expiresAt > now &&
      one.id !== asking.reservationId &&
      !sameCard(one.token, token) &&
      (one.token.group === undefined || one.token.group !== authorisation.group),
  );
  if (others.length === 0) return false;
  const anywhere = (one: ReservationState) => one.place?.evse === undefined || one.place.evse === 0;
  const here = others.some(
    (one) =>
      one.place?.evse === place.evse &&
      !anywhere(one) &&
      (one.place.connector === undefined || one.place.connector === 0 || one.place.connector === place.connector),
  );
  if (here) return true;
  const wide = others.filter(anywhere).length;
  return wide > 0 && freeBeside(state, place) < wide;
}

function freeBeside(state: StationState, place: Place): number {
  const free = new Set<number>();
  for (const key in state.connectors) {
    const { evse, status } = state.connectors[key]!;
    if (evse === 0 || evse === place.evse || openAt(state, evse) !== undefined) continue;
    if (status === 'available' || status === 'preparing' || status === 'reserved') free.add(evse);
  }
  return free.size;
}

/** Why a reservation cannot even be asked for. */
export function badReservation(
  state: StationState,
  { place, expiresAt }: { readonly place?: Partial<Place>; readonly expiresAt: Instant },
  now: Instant,
): string | undefined {
  if (expiresAt <= now) return 'The reservation would be over already';
  if (openReservations(state).length >= mostReservations) return 'The station has too many reservations';
  const { evse, connector } = place ?? {};
  if (evse === undefined || evse === 0) return undefined;
  const known =
    connector === undefined || connector === 0
      ? Object.values(state.connectors).some((one) => one.evse === evse)
      : state.connectors[placeKey({ evse, connector })] !== undefined;
  return known ? undefined : 'The station has no such charge point';
}
