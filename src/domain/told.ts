import { dynamicValues } from './charging/dynamic.ts';
import { decideNeeds, isWithin, resend } from './charging/needs.ts';
import { happenedAt } from './clock.ts';
import { type DecideContext, type DecidedFact, idFrom, type Ruling } from './decision.ts';
import { findError, mostOpenErrors, openErrors } from './error.ts';
import type { FactBody } from './facts.ts';
import { heldOf, mostStreams } from './holding.ts';
import type { Answer, SentTime } from './message.ts';
import type { ChargingMessage } from './messages/charging.ts';
import type { DeviceMessage } from './messages/device.ts';
import type { StationState } from './state.ts';
import { findById, openAt } from './transaction.ts';

const plain: Answer = { kind: 'plain' };
const consent = (accepted: boolean): Answer => ({ kind: 'consent', accepted });

/** What a station tells of itself: kept as it was told, answered as its rule says. */
export function decideTold(
  state: StationState,
  message: DeviceMessage | ChargingMessage,
  context: DecideContext,
): Ruling {
  const note = (body: FactBody, answer: Answer = plain, weight: 0 | 1 | 2 = 0): Ruling => ({
    facts: [{ at: context.receivedAt, body }],
    answer,
    outcome: 'accepted',
    weight,
  });
  /** With the time the station names. */
  const timed = (body: FactBody, time: SentTime): Ruling => ({
    ...note(body),
    facts: [{ at: happenedAt(time, context.receivedAt).at, body }],
    clock: { time, current: false },
  });
  const { kind: _, ...rest } = message;
  switch (message.kind) {
    case 'monitors':
      return note({ ...(rest as typeof message), type: 'monitors.reported' });
    case 'displayMessages':
      return note({ ...(rest as typeof message), type: 'displayMessages.reported' });
    case 'customer':
      return note({ ...(rest as typeof message), type: 'customer.reported' });
    case 'gridControls':
      return note({ ...(rest as typeof message), type: 'gridControls.reported' });
    case 'publishStatus':
      return note({ ...(rest as typeof message), type: 'firmware.publishStatusChanged' });
    case 'reservationStatus':
      return note({ ...(rest as typeof message), type: 'reservation.statusChanged' });
    case 'gridAlarm': {
      const { time, ...alarm } = rest as typeof message;
      const ruling = timed({ ...alarm, type: 'grid.alarmed' }, time);
      const error = alarmError(state, message, ruling.facts[0]!.at, context);
      return error === undefined
        ? ruling
        : { ...ruling, facts: [...ruling.facts, error], weight: error.body.type === 'error.opened' ? 2 : 0 };
    }
    case 'gridControlChanged': {
      const { time, ...change } = rest as typeof message;
      return timed({ ...change, type: 'gridControl.changed' }, time);
    }
    case 'streamOpened': {
      // OCPP 2.1 N11: a stream for a monitor of the station; bounded, because each is a flow without end.
      const open = heldOf(state, 'stream');
      const accepted = open.length < mostStreams || open.some(({ key }) => key === String(message.streamId));
      return {
        ...note({ ...(rest as typeof message), type: 'stream.opened', accepted }, consent(accepted)),
        ...(accepted ? {} : { outcome: 'refused', weight: 1 }),
      };
    }
    case 'streamClosed':
      return note({ ...(rest as typeof message), type: 'stream.closed' });
    case 'streamValues': {
      const { time, ...values } = rest as typeof message;
      return note({ ...values, type: 'stream.reported' });
    }
    case 'batterySwap':
      return note({ ...(rest as typeof message), type: 'battery.swapped' });
    case 'vatNumber':
      // OCPP 2.1 I13: whoever could check it is not connected; the station then asks its user to go on without.
      return {
        ...note({ ...(rest as typeof message), type: 'vatNumber.asked', accepted: false }, consent(false), 1),
        outcome: 'refused',
      };
    case 'chargingProfiles':
      return note({ ...(rest as typeof message), type: 'chargingProfiles.reported' });
    case 'chargingLimit':
      return note({ ...(rest as typeof message), type: 'chargingLimit.set' }, plain, message.gridCritical ? 1 : 0);
    case 'chargingLimitCleared':
      return note({ ...(rest as typeof message), type: 'chargingLimit.cleared' });
    case 'chargingNeeds':
      return decideNeeds(state, message, context);
    case 'carSchedule': {
      const { time, ...told } = rest as typeof message;
      const within = isWithin(state, message, context.receivedAt);
      const ruling = timed({ ...told, type: 'carSchedule.told', ...runningAt(state, message.evse) }, time);
      if (within) return { ...ruling, answer: consent(true) };
      // K15.FR.13, K16: it is told once more what holds.
      const transaction = openAt(state, message.evse);
      const again = transaction === undefined ? [] : resend(state, transaction, context);
      return { ...ruling, facts: [...ruling.facts, ...again], answer: consent(false), outcome: 'refused', weight: 1 };
    }
    case 'scheduleWanted': {
      // OCPP 2.1 K28.FR.07, FR.12: only a dynamic profile of ours can be updated, and with what it says now.
      const update = dynamicValues(state, message.profileId);
      const accepted = update !== undefined;
      return {
        ...note(
          { type: 'schedule.wanted', profileId: message.profileId, accepted },
          { kind: 'schedule', ...(accepted ? { update } : {}) },
        ),
        outcome: accepted ? 'accepted' : 'refused',
      };
    }
    case 'priorityCharging': {
      const transaction = findById(state, message.transactionId);
      return note({
        ...(rest as typeof message),
        type: 'priorityCharging.changed',
        ...(transaction === undefined ? {} : { number: transaction.number }),
      });
    }
    case 'settlement': {
      const { time, ...paid } = rest as typeof message;
      const transaction = paid.transactionId === undefined ? undefined : findById(state, paid.transactionId);
      return timed(
        { ...paid, type: 'payment.settled', ...(transaction === undefined ? {} : { number: transaction.number }) },
        time,
      );
    }
  }
}

function runningAt(state: StationState, evse: number): { readonly number?: number } {
  const transaction = openAt(state, evse);
  return transaction === undefined ? {} : { number: transaction.number };
}

/** OCPP 2.1 R04: an alarm of a grid control is an error of the station until it is said to be over. */
function alarmError(
  state: StationState,
  message: Extract<DeviceMessage, { kind: 'gridAlarm' }>,
  at: number,
  context: DecideContext,
): DecidedFact | undefined {
  const place = { evse: 0, connector: 0 };
  const code = `DERCtrlr/${message.control}`;
  const open = findError(state, place, code, message.fault) ?? findError(state, place, code, undefined);
  if (message.ended) {
    const over = open ?? openErrors(state).find((error) => error.code === code);
    return over && { at, body: { type: 'error.closed', errorId: over.id, by: 'station' } };
  }
  if (open !== undefined) return { at, body: { type: 'error.repeated', errorId: open.id } };
  if (openErrors(state).length >= mostOpenErrors) return undefined;
  return {
    at,
    body: {
      type: 'error.opened',
      errorId: idFrom(context.frameId, 0),
      place,
      code,
      source: 'reported',
      severity: 'warning',
      ...(message.info === undefined ? {} : { info: message.info }),
      ...(message.fault === undefined ? {} : { vendorErrorCode: message.fault }),
    },
  };
}
