import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type CancelReservation = Extract<Command, { kind: 'cancelReservation' }>;

export const cancelReservation = outgoing<
  CancelReservation,
  OCPP16.CancelReservationRequest,
  OCPP16.CancelReservationResponse
>({
  kind: 'cancelReservation',
  write: ({ reservationId }) => ({ action: 'CancelReservation', payload: { reservationId } }),
  read: answered,
});
