/**
 * Every known failure of the product, once: its id (stable, part of the API), the HTTP status it has
 * at the console's side and the OCPP error code it has at the station's side.
 * Refusals are not here: they are returned values. Bugs are not here either: they are thrown as plain errors.
 */
export const failures = {
  'request.invalid': { status: 400, ocpp: 'FormationViolation', title: 'The request does not have the expected form' },
  'session.missing': { status: 401, ocpp: 'SecurityError', title: 'Sign in first' },
  'session.refused': { status: 401, ocpp: 'SecurityError', title: 'E-mail, password or code is not right' },
  'right.missing': { status: 403, ocpp: 'SecurityError', title: 'Your role does not allow this' },
  'origin.foreign': { status: 403, ocpp: 'SecurityError', title: 'The request came from another site' },
  'thing.unknown': { status: 404, ocpp: 'GenericError', title: 'There is no such thing here' },
  'state.conflict': { status: 409, ocpp: 'GenericError', title: 'The current state does not allow this' },
  'name.taken': { status: 409, ocpp: 'GenericError', title: 'This is already in use' },
  'station.offline': { status: 409, ocpp: 'GenericError', title: 'The station is not connected' },
  'station.silent': { status: 504, ocpp: 'GenericError', title: 'The station did not answer in time' },
  'station.elsewhere': { status: 503, ocpp: 'InternalError', title: 'Another node has just taken the station over' },
  'second.connection': { status: 409, ocpp: 'SecurityError', title: 'Another connection of this station is alive' },
  'node.away': { status: 503, ocpp: 'InternalError', title: 'The node that holds the station does not answer' },
  'bus.away': { status: 503, ocpp: 'InternalError', title: 'The bus between the nodes is away' },
  'command.unsupported': { status: 422, ocpp: 'NotSupported', title: "The station's protocol version cannot do this" },
  'value.refused': { status: 422, ocpp: 'PropertyConstraintViolation', title: 'A value is not acceptable' },
  'rate.exceeded': { status: 429, ocpp: 'GenericError', title: 'Too many attempts, wait a moment' },
  'database.away': { status: 503, ocpp: 'InternalError', title: 'The database does not answer' },
  'file.missing': { status: 404, ocpp: 'GenericError', title: 'The file is not in the file store' },
  'file.tooLarge': { status: 413, ocpp: 'GenericError', title: 'The file is too large' },
  'storage.full': { status: 507, ocpp: 'InternalError', title: 'There is no room left for this' },
  'storage.away': { status: 503, ocpp: 'InternalError', title: 'The file store does not answer' },
  'server.busy': { status: 503, ocpp: 'InternalError', title: 'The server is very busy' },
  'queue.full': { status: 503, ocpp: 'InternalError', title: 'Too much is waiting already' },
} as const;

export type FailureId = keyof typeof failures;

/** A known failure on its way to an edge, where it becomes problem+json, a CALLERROR or a retry. */
export class Failure extends Error {
  readonly id: FailureId;
  /** Shown to people: what failed, on whose side, what to do next. */
  readonly detail: string;
  /** Field name -> sentence, for forms. */
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(id: FailureId, detail: string, options: { cause?: unknown; fields?: Record<string, string> } = {}) {
    super(`${id}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.id = id;
    this.detail = detail;
    this.fields = options.fields;
  }

  get status(): number {
    return failures[this.id].status;
  }
}

export const isFailure = (error: unknown, id?: FailureId): error is Failure =>
  error instanceof Failure && (id === undefined || error.id === id);
