import type { OcppVersion } from '../table.ts';

/** OCPP 2.0.1 and 2.1 part 4 section 4.3. A field that is missing breaks the number of times it has to occur. */
export const errorCodes: OcppVersion['errorCodes'] = {
  missing: 'OccurrenceConstraintViolation',
  extra: 'FormatViolation',
  type: 'TypeConstraintViolation',
  value: 'PropertyConstraintViolation',
  cardinality: 'OccurrenceConstraintViolation',
  form: 'FormatViolation',
  frame: 'RpcFrameworkError',
  unknownAction: 'NotImplemented',
  unsupportedAction: 'NotSupported',
  internal: 'InternalError',
  security: 'SecurityError',
  generic: 'GenericError',
  messageType: 'MessageTypeNotSupported',
};
