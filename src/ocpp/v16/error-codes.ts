import type { OcppVersion } from '../table.ts';

/**
 * OCPP-J 1.6 section 4.2.3. `FormationViolation` and `OccurenceConstraintViolation` are misspelt there and stay so on
 * the wire (J errata 5.1, 5.2). 1.6 has no code of its own for a broken frame, and ignores unknown message types.
 */
export const errorCodes: OcppVersion['errorCodes'] = {
  missing: 'ProtocolError',
  extra: 'FormationViolation',
  type: 'TypeConstraintViolation',
  value: 'PropertyConstraintViolation',
  cardinality: 'OccurenceConstraintViolation',
  form: 'FormationViolation',
  frame: 'FormationViolation',
  unknownAction: 'NotImplemented',
  unsupportedAction: 'NotSupported',
  internal: 'InternalError',
  security: 'SecurityError',
  generic: 'GenericError',
  messageType: undefined,
};
