import type { Instant } from '../lib/time.ts';
import type { DecidedFact } from './decision.ts';
import type { ErrorSeverity, Fact, FactBody } from './facts.ts';
import type { Place, StationEvent, StatusMessage } from './message.ts';
import { criticality } from './security-events.ts';
import type { ErrorState, StationState } from './state.ts';

/** More open errors than this a station cannot have in memory; further ones stay in their frames and events. */
export const mostOpenErrors = 64;

/** Codes of events name component and variable with a slash between; codes of status messages never have one. */
const isEventCode = (code: string): boolean => code.includes('/');

/** Told by a status message, and so over when the next one does not tell it. A security event is nothing a status could take back. */
const isOfStatus = ({ source, code }: ErrorState): boolean =>
  source === 'reported' && !isEventCode(code) && criticality(code) === undefined;

/** The error of a status that says no more than that there is one. */
const unnamed = 'Faulted';

export const openErrors = (state: StationState): ErrorState[] =>
  Object.values(state.errors).filter((error) => error.closedAt === undefined);

/** An error is the same one while place, code and vendor code are the same (ERR-1). */
export function findError(
  state: StationState,
  place: Place,
  code: string,
  vendorErrorCode: string | undefined,
): ErrorState | undefined {
  for (const id in state.errors) {
    const error = state.errors[id]!;
    if (
      error.closedAt === undefined &&
      error.evse === place.evse &&
      error.connector === place.connector &&
      error.code === code &&
      error.vendorErrorCode === vendorErrorCode
    )
      return error;
  }
  return undefined;
}

/** The error a status speaks of. `Faulted` without a code (2.x, or `NoError`) is an error of its own name. */
export function errorIn(
  message: StatusMessage,
): { code: string; severity: ErrorSeverity; vendorErrorCode: string | undefined } | undefined {
  const faulted = message.status === 'faulted';
  if (message.errorCode === undefined && !faulted) return undefined;
  return {
    code: message.errorCode ?? unnamed,
    // OCPP 1.6 section 4.9: when the status is not Faulted, the condition is a warning.
    severity: faulted ? 'critical' : 'warning',
    vendorErrorCode: message.vendorErrorCode,
  };
}

/**
 * What a status says about errors at its place: a new one opens, the same one counts up, every other one is over
 * (ERR-1, ERR-2). A status that comes late tells of the past: its error is over by the time of the newer status.
 */
export function errorsByStatus(
  state: StationState,
  message: StatusMessage,
  at: Instant,
  newId: () => string,
  overSince?: Instant,
): DecidedFact[] {
  const facts: DecidedFact[] = [];
  const said = errorIn(message);
  const same = said && findError(state, message, said.code, said.vendorErrorCode);
  if (overSince === undefined) {
    for (const error of openErrors(state)) {
      const here = error.evse === message.evse && error.connector === message.connector;
      if (here && error !== same && isOfStatus(error))
        facts.push({ at, body: { type: 'error.closed', errorId: error.id, by: 'station' } });
    }
  }
  if (said === undefined) return facts;
  if (same !== undefined) {
    if (overSince === undefined) facts.push({ at, body: { type: 'error.repeated', errorId: same.id } });
    return facts;
  }
  // OCPP 2.x tells a fault twice, in the status (B04) and by an event that names it (N07): the name is worth more.
  if (said.code === unnamed && openErrors(state).some((error) => names(error, message))) return facts;
  if (openErrors(state).length - facts.length >= mostOpenErrors) return facts;
  const errorId = newId();
  facts.push({
    at,
    body: {
      type: 'error.opened',
      errorId,
      place: { evse: message.evse, connector: message.connector },
      source: 'reported',
      code: said.code,
      severity: said.severity,
      ...(message.info === undefined ? {} : { info: message.info }),
      ...(message.vendorId === undefined ? {} : { vendorId: message.vendorId }),
      ...(said.vendorErrorCode === undefined ? {} : { vendorErrorCode: said.vendorErrorCode }),
    },
  });
  if (overSince !== undefined) facts.push({ at: overSince, body: { type: 'error.closed', errorId, by: 'rule' } });
  return facts;
}

/** OCPP 2.x N07, severities: 0 danger to 4 error stop something, 5 alert and 6 warning may, 7 to 9 tell only. */
export function severityOf(severity: number | undefined): ErrorSeverity {
  if (severity === undefined) return 'warning';
  return severity <= 4 ? 'critical' : severity <= 6 ? 'warning' : 'info';
}

/** An event that raises or clears an error; others are kept as events only (OCPP 2.x N07.FR.02, G05.FR.02). */
export function errorByEvent(
  state: StationState,
  event: StationEvent,
  at: Instant,
  newId: () => string,
): DecidedFact | undefined {
  const place = { evse: event.place?.evse ?? 0, connector: event.place?.connector ?? 0 };
  const code = eventCode(event);
  const problem = event.variable === 'Problem';
  const over = event.cleared || (problem && event.value.toLowerCase() === 'false');
  const open =
    findError(state, place, code, event.techCode) ??
    (over ? openErrors(state).find((error) => error.code === code && samePlace(error, place)) : undefined);
  if (over) return open && { at, body: { type: 'error.closed', errorId: open.id, by: 'station' } };
  const severity = severityOf(event.severity);
  const raises = event.trigger === 'alerting' || (problem && event.value.toLowerCase() === 'true');
  if (!raises || severity === 'info') return undefined;
  if (open !== undefined) return { at, body: { type: 'error.repeated', errorId: open.id } };
  if (openErrors(state).length >= mostOpenErrors) return undefined;
  const info = event.techInfo ?? event.value;
  const body: FactBody = {
    type: 'error.opened',
    errorId: newId(),
    place,
    code,
    source: 'reported',
    severity,
    ...(info === '' ? {} : { info }),
    ...(event.techCode === undefined ? {} : { vendorErrorCode: event.techCode }),
  };
  return { at, body };
}

/** Is it the name of what the status at this place calls faulted? An event may speak of the whole EVSE or station. */
const names = (error: ErrorState, place: Place): boolean =>
  isEventCode(error.code) &&
  error.severity === 'critical' &&
  (error.evse === 0 || (error.evse === place.evse && (error.connector === 0 || error.connector === place.connector)));

/**
 * What an event's error means for the errors that a mere status opened: a fault that has its name now is not told a
 * second time, and a place that still says it is faulted when the named one is over has one without a name again.
 */
export function unnamedByEvent(state: StationState, fact: DecidedFact, newId: () => string): DecidedFact[] {
  const { at, body } = fact;
  if (body.type === 'error.opened') {
    const named = { ...body.place, code: body.code, severity: body.severity } as ErrorState;
    return openErrors(state)
      .filter((error) => error.code === unnamed && error.source === 'reported' && names(named, error))
      .map((error) => ({ at, body: { type: 'error.closed', errorId: error.id, by: 'rule' } }));
  }
  const closed = body.type === 'error.closed' ? state.errors[body.errorId] : undefined;
  if (closed === undefined || !isEventCode(closed.code) || closed.severity !== 'critical') return [];
  const others = openErrors(state).filter((error) => error.id !== closed.id);
  return Object.values(state.connectors)
    .filter((place) => place.status === 'faulted' && place.errorCode === undefined && names(closed, place))
    .filter(
      (place) => !others.some((error) => names(error, place) || (error.code === unnamed && samePlace(error, place))),
    )
    .slice(0, Math.max(0, mostOpenErrors - others.length))
    .map(({ evse, connector }) => ({
      at,
      body: {
        type: 'error.opened',
        errorId: newId(),
        place: { evse, connector },
        source: 'reported',
        code: unnamed,
        severity: 'critical',
      },
    }));
}

const samePlace = (a: Place, b: Place): boolean => a.evse === b.evse && a.connector === b.connector;

const eventCode = (event: StationEvent): string =>
  `${event.component}${event.componentInstance === undefined ? '' : `[${event.componentInstance}]`}/${event.variable}${
    event.variableInstance === undefined ? '' : `[${event.variableInstance}]`
  }`;

/** Folds the life of an error. Returns the id of the error that changed. */
export function foldError(state: StationState, fact: Fact): string | undefined {
  const body = fact.body;
  if (body.type === 'error.opened') {
    state.errors[body.errorId] = {
      id: body.errorId,
      evse: body.place.evse,
      connector: body.place.connector,
      code: body.code,
      source: body.source,
      severity: body.severity,
      ...(body.info === undefined ? {} : { info: body.info }),
      ...(body.vendorId === undefined ? {} : { vendorId: body.vendorId }),
      ...(body.vendorErrorCode === undefined ? {} : { vendorErrorCode: body.vendorErrorCode }),
      firstSeen: fact.at,
      lastSeen: fact.at,
      count: 1,
      ...(fact.frameId === undefined ? {} : { frameId: fact.frameId }),
    };
    return body.errorId;
  }
  if (body.type !== 'error.repeated' && body.type !== 'error.closed') return undefined;
  const error = state.errors[body.errorId];
  if (error === undefined) return undefined;
  if (body.type === 'error.repeated') {
    error.count += 1;
    error.lastSeen = Math.max(error.lastSeen, fact.at);
  } else {
    // A clock that was set back must not make an error end before it began.
    error.closedAt = Math.max(error.firstSeen, fact.at);
    error.closedBy = body.by;
  }
  return error.id;
}
