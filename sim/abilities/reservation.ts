import { type Abilities, type Able, cardIn, is16, pointIn } from './ability.ts';
import type { Reservation } from './memory.ts';

const words = { faulted: 'Faulted', unavailable: 'Unavailable' } as const;

function whyNot(able: Able, point: number | undefined, id: number): string | undefined {
  const wanted = able.bays.filter((bay) => point === undefined || bay.number === point);
  if (wanted.length === 0) return 'Rejected';
  const taken = (number: number) =>
    [...able.memory.reservations.values()].some((one) => one.point === number && one.id !== id);
  const free = wanted.find((bay) => !bay.session && bay.operative && bay.status !== 'faulted' && !taken(bay.number));
  if (free) return undefined;
  const { status, operative } = wanted[0]!;
  return operative ? (words[status as 'faulted'] ?? 'Occupied') : 'Unavailable';
}

async function free(able: Able, reservation: Reservation): Promise<void> {
  clearTimeout(reservation.timer);
  able.memory.reservations.delete(reservation.id);
  const bay = able.bays.find(({ number }) => number === reservation.point);
  if (bay && !bay.session && bay.status === 'reserved') await able.report(bay, 'available');
}

async function expire(able: Able, reservation: Reservation): Promise<void> {
  await free(able, reservation);
  // H04: 1.6 shows it by the status alone.
  if (!is16(able))
    await able.say(['ReservationStatusUpdate', { reservationId: reservation.id, reservationUpdateStatus: 'Expired' }]);
}

/** Whether a card may begin here, and the reservation that it uses up (H01.FR.15). */
export function takeReservation(able: Able, point: number, card: string): { allowed: boolean; id?: number } {
  const all = [...able.memory.reservations.values()];
  const own = all.find((one) => one.card === card && (one.point === undefined || one.point === point));
  if (own) {
    clearTimeout(own.timer);
    able.memory.reservations.delete(own.id);
    return { allowed: true, id: own.id };
  }
  return { allowed: !all.some((one) => one.point === point) };
}

/** 1.6 section 5.13 and 5.1, 2.0.1 H01 to H04. */
export const reservations: Abilities = {
  ReserveNow(call, able) {
    const id = Number(call.reservationId ?? call.id);
    const point = pointIn(call);
    const refused = whyNot(able, point, id);
    if (refused) return { status: refused };
    const before = able.memory.reservations.get(id);
    if (before) clearTimeout(before.timer);
    const until = Date.parse(call.expiryDate ?? call.expiryDateTime) - able.now();
    const timer = able.later(Math.min(Math.max(0, until), 2 ** 31 - 1), () => expire(able, reservation));
    const reservation: Reservation = { id, card: cardIn(call), timer, ...(point === undefined ? {} : { point }) };
    able.memory.reservations.set(id, reservation);
    const bay = able.bays.find(({ number }) => number === point);
    if (bay) able.later(20, () => able.report(bay, 'reserved'));
    return { status: 'Accepted' };
  },
  CancelReservation(call, able) {
    const known = able.memory.reservations.get(Number(call.reservationId));
    if (known) able.later(20, () => free(able, known));
    return { status: known ? 'Accepted' : 'Rejected' };
  },
};
