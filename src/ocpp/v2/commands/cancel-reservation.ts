import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type CancelReservation = Extract<Command, { kind: 'cancelReservation' }>;

/** H02. */
export const cancelReservation = outgoing<
  CancelReservation,
  OCPP21.CancelReservationRequest,
  OCPP21.CancelReservationResponse
>({
  kind: 'cancelReservation',
  write: ({ reservationId }) => ({ action: 'CancelReservation', payload: { reservationId } }),
  read: answered,
});
