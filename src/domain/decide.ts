import { keepsSessionProfiles } from './abilities.ts';
import { decideAuthorize } from './authorize.ts';
import { decideSignCertificate } from './certificate.ts';
import { promisedProfiles, resend } from './charging/needs.ts';
import { clockFacts, driftShown, happenedAt } from './clock.ts';
import { commandEffects } from './command-effects.ts';
import { decideStatus, statusFacts, statusInEvent } from './connector.ts';
import { type DecideContext, type DecidedFact, type Decision, idFrom, type Ruling } from './decision.ts';
import { errorByEvent, unnamedByEvent } from './error.ts';
import type { FactBody } from './facts.ts';
import { recall, settle } from './memory.ts';
import type { Answer, StationEvent, StationMessage, TransactionMessage } from './message.ts';
import { decideContract } from './plug-and-charge.ts';
import { progressMoves, requestNumberOf } from './progress.ts';
import { withoutSecrets } from './secret.ts';
import { errorBySecurityEvent } from './security.ts';
import type { StationState } from './state.ts';
import { decideBoot, isHeard, refuseUnheard } from './station.ts';
import { decideTold } from './told.ts';
import { decideMeter } from './transaction/meter-message.ts';
import { decideStart } from './transaction/start.ts';
import { decideStep } from './transaction/step.ts';
import { findById, isOpen } from './transaction.ts';
import { answerVendor } from './vendor.ts';

export type { DecideContext, DecidedFact, Decision } from './decision.ts';

/**
 * What a message of a station leads to: facts and an answer. Deterministic, and never throws on what a station says. The
 * state is not changed by it, except that what was looked up is taken into its memory and what nobody needs any more
 * leaves it; the facts change it, by `apply`.
 */
export function decide(state: StationState, message: StationMessage, context: DecideContext): Decision {
  if (!isHeard(state, message, context.settings.lenientModels)) return refuseUnheard();
  recall(state, context.lookups.transactions);
  const { clock, ...decision } = rule(state, message, context);
  const more = commandEffects(state, message, decision.facts, context.receivedAt);
  more.push(...progressMoves(state, decision.facts, context.receivedAt));
  const drift = clock && driftShown(state, clock.time, clock.current, context.receivedAt);
  if (drift !== undefined) more.push(...clockFacts(state, drift, context));
  const facts = more.length === 0 ? decision.facts : [...decision.facts, ...more];
  settle(state, facts);
  return { ...decision, facts };
}

function rule(state: StationState, message: StationMessage, context: DecideContext): Ruling {
  switch (message.kind) {
    case 'boot':
      return decideBoot(state, message, context);
    case 'heartbeat':
      return { facts: [], answer: { kind: 'heartbeat', now: context.now }, outcome: 'accepted', weight: 0 };
    case 'status':
      return decideStatus(state, message, context);
    case 'authorize':
      return decideAuthorize(state, message, context);
    case 'transaction':
      return withPromised(
        state,
        message.phase === 'started' ? decideStart(state, message, context) : decideResumed(state, message, context),
        context,
      );
    case 'meter':
      return decideMeter(state, message, context);
    case 'events':
      return decideEvents(state, message.events, context);
    case 'report':
      return kept(context, {
        type: 'settings.reported',
        requestId: message.requestId,
        last: message.last,
        variables: withoutSecrets(message.variables),
        ...(message.described === undefined ? {} : { described: message.described }),
      });
    case 'dataTransfer': {
      const answer = answerVendor(context.lookups.routes ?? [], message);
      return {
        ...kept(context, {
          type: 'data.received',
          vendorId: message.vendorId,
          ...(message.messageId === undefined ? {} : { messageId: message.messageId }),
          accepted: answer.status === 'accepted',
          ...(answer.status === 'unknownVendor' || answer.status === 'unknownMessage' ? {} : { routed: true }),
        }),
        answer: { kind: 'dataTransfer', ...answer },
        outcome: vendorOutcomes[answer.status],
        weight: answer.status === 'accepted' ? 0 : 1,
      };
    }
    case 'securityEvent': {
      const body: FactBody = {
        type: 'security.reported',
        event: message.type,
        ...(message.info === undefined ? {} : { info: message.info }),
        ...(message.time.raw === undefined ? {} : { sentAt: message.time.raw }),
      };
      const { at } = happenedAt(message.time, context.receivedAt);
      const raised = errorBySecurityEvent(state, message.type, message.info, at, idFrom(context.frameId, 0));
      return {
        ...kept(context, body),
        facts: [{ at, body }, ...raised],
        weight: 1,
        clock: { time: message.time, current: false },
      };
    }
    case 'logStatus':
    case 'firmwareStatus': {
      const work = message.kind === 'logStatus' ? 'log' : 'firmware';
      const requestId = requestNumberOf(state, work, message.status, message.requestId);
      return kept(context, {
        type: `${work}.statusChanged`,
        status: message.status,
        ...(requestId === undefined ? {} : { requestId }),
      });
    }
    case 'monitors':
    case 'displayMessages':
    case 'customer':
    case 'gridControls':
    case 'publishStatus':
    case 'reservationStatus':
    case 'gridAlarm':
    case 'gridControlChanged':
    case 'streamOpened':
    case 'streamClosed':
    case 'streamValues':
    case 'batterySwap':
    case 'vatNumber':
    case 'chargingProfiles':
    case 'chargingLimit':
    case 'chargingLimitCleared':
    case 'chargingNeeds':
    case 'carSchedule':
    case 'scheduleWanted':
    case 'priorityCharging':
    case 'settlement':
      return decideTold(state, message, context);
    case 'contractCertificate':
    case 'certificateStatus':
    case 'chainStatus':
      return decideContract(message, context);
    case 'signCertificate':
      return decideSignCertificate(message, context);
  }
}

function withPromised(state: StationState, ruling: Ruling, context: DecideContext): Ruling {
  const promised = promisedProfiles(state, ruling.facts, context);
  return promised.length === 0 ? ruling : { ...ruling, facts: [...ruling.facts, ...promised] };
}

/** OCPP 2.1 E17.FR.14, FR.15: a session that goes on after a restart needs its profile once more. */
function decideResumed(state: StationState, message: TransactionMessage, context: DecideContext): Ruling {
  const ruling = decideStep(state, message, context);
  if (message.trigger !== 'TxResumed' || ruling.outcome === 'message.repeated') return ruling;
  const transaction = findById(state, message.transactionId);
  if (transaction === undefined || !isOpen(transaction) || keepsSessionProfiles(state)) return ruling;
  return { ...ruling, facts: [...ruling.facts, ...resend(state, transaction, context)] };
}

const vendorOutcomes = {
  accepted: 'accepted',
  rejected: 'vendor.refused',
  unknownVendor: 'vendor.unknown',
  unknownMessage: 'vendor.messageUnknown',
} as const;

const plain: Answer = { kind: 'plain' };

const kept = (context: DecideContext, body: FactBody): Ruling => ({
  facts: [{ at: context.receivedAt, body }],
  answer: plain,
  outcome: 'accepted',
  weight: 0,
});

/** OCPP 2.x N07, N08: each event is kept; some are a status, some open or close an error. */
function decideEvents(state: StationState, events: readonly StationEvent[], context: DecideContext): Ruling {
  const facts: DecidedFact[] = [];
  let made = 0;
  const newId = () => idFrom(context.frameId, made++);
  const touchedErrors = new Set<string>();
  for (const event of events) {
    const { at } = happenedAt(event.time, context.receivedAt);
    facts.push({ at, body: { type: 'station.eventReported', event } });
    const status = statusInEvent(event);
    if (status !== undefined) facts.push(...statusFacts(state, status, context, newId).facts);
    else {
      const fact = errorByEvent(state, event, at, newId);
      // Two events of one message about one error: the state does not know the first one yet.
      const key = fact && keyOf(fact.body);
      if (fact !== undefined && key !== undefined && !touchedErrors.has(key)) {
        touchedErrors.add(key);
        facts.push(fact, ...unnamedByEvent(state, fact, newId));
      }
    }
  }
  const open = facts.some(({ body }) => body.type === 'error.opened');
  const first = events[0];
  return {
    facts,
    answer: plain,
    outcome: 'accepted',
    weight: open ? 2 : 0,
    ...(first === undefined ? {} : { clock: { time: first.time, current: false } }),
  };
}

function keyOf(body: FactBody): string | undefined {
  if (body.type === 'error.opened')
    return `${body.place.evse}.${body.place.connector} ${body.code} ${body.vendorErrorCode ?? ''}`;
  if (body.type === 'error.closed') return `closed ${body.errorId}`;
  return body.type === 'error.repeated' ? `repeated ${body.errorId}` : undefined;
}
