import type { Asked } from '../explain.ts';
import { firstLimit, hostOf, lastDigits, minuteOf, none, placeValues, word } from '../explain-values.ts';
import { isSecretName } from '../mask.ts';
import { say } from '../sentences.ts';
import type { Payload } from '../table.ts';
import { placeOf } from './place.ts';

const at = ({ connectorId }: Payload) => placeValues(connectorId === undefined ? undefined : placeOf(connectorId));

/** What our calls to a 1.6 station say. */
export const asked: Asked = {
  RemoteStartTransaction: (call) => say('ask.start', { ...at(call), card: lastDigits(call.idTag) }),
  RemoteStopTransaction: ({ transactionId }) => say('ask.stop', { transaction: word(transactionId) }),
  Reset: ({ type }) => say('ask.reset', { ...placeValues(undefined), mode: word(type) }),
  UnlockConnector: (call) => say('ask.unlock', at(call)),
  ChangeAvailability: (call) => say(call.type === 'Operative' ? 'ask.operative' : 'ask.inoperative', at(call)),
  TriggerMessage: (call) => say('ask.trigger', { ...at(call), message: word(call.requestedMessage) }),
  ExtendedTriggerMessage: (call) => say('ask.trigger', { ...at(call), message: word(call.requestedMessage) }),
  GetConfiguration: ({ key }) => say('ask.readSettings', { count: key?.length ?? 0, name: word(key?.[0]) }),
  ChangeConfiguration: ({ key, value }) =>
    say('ask.writeSetting', { name: word(key), value: isSecretName(key) ? '••••' : word(value) }),
  ReserveNow: (call) =>
    say('ask.reserve', { ...at(call), card: lastDigits(call.idTag), until: minuteOf(call.expiryDate) }),
  CancelReservation: ({ reservationId }) => say('ask.cancelReservation', { reservation: word(reservationId) }),
  SendLocalList: ({ listVersion, updateType, localAuthorizationList: entries }) =>
    say('ask.sendLocalList', { mode: word(updateType), version: word(listVersion), count: entries?.length ?? 0 }),
  SetChargingProfile: (call) => {
    const profile = call.csChargingProfiles;
    return say('ask.setProfile', {
      ...at(call),
      profile: word(profile.chargingProfileId),
      purpose: word(profile.chargingProfilePurpose),
      ...firstLimit(profile.chargingSchedule),
    });
  },
  ClearChargingProfile: (call) => say('ask.clearProfiles', { ...at(call), profile: word(call.id ?? none) }),
  UpdateFirmware: ({ location }) => say('ask.updateFirmware', { host: hostOf(location), signed: none }),
  SignedUpdateFirmware: ({ firmware }) => say('ask.updateFirmware', { host: hostOf(firmware.location), signed: 'yes' }),
  GetDiagnostics: ({ location }) => say('ask.readLog', { log: 'DiagnosticsLog', host: hostOf(location) }),
  GetLog: ({ log, logType }) => say('ask.readLog', { log: word(logType), host: hostOf(log.remoteLocation) }),
  ClearCache: () => say('ask.clearCache'),
  DataTransfer: ({ vendorId, messageId }) =>
    say('ask.dataTransfer', { vendor: word(vendorId), message: word(messageId ?? none) }),
};
