import { placeOf } from '../bounds.ts';
import type { Asked } from '../explain.ts';
import { firstLimit, hostOf, lastDigits, minuteOf, none, placeValues, word } from '../explain-values.ts';
import { isSecretName } from '../mask.ts';
import { say } from '../sentences.ts';
import type { Payload } from '../table.ts';

const at = (evse: Payload | undefined) =>
  placeValues(evse === undefined ? undefined : { evse: evse.id, connector: evse.connectorId ?? 0 });
const atEvse = (evseId: number | undefined) => placeValues(evseId === undefined ? undefined : placeOf(evseId, 0));

/** A change of service without a place is one of the whole station. */
const orStation = (evse: Payload | undefined) => at(evse ?? { id: 0 });

const spoken = (data: Payload | undefined): string =>
  data === undefined ? none : word(`${data.component.name}.${data.variable.name}`);

/** What our calls to a 2.0.1 or 2.1 station say. */
export const asked: Asked = {
  RequestStartTransaction: ({ evseId, idToken }) =>
    say('ask.start', { ...atEvse(evseId), card: lastDigits(idToken.idToken) }),
  RequestStopTransaction: ({ transactionId }) => say('ask.stop', { transaction: word(transactionId) }),
  Reset: ({ type, evseId }) => say('ask.reset', { ...atEvse(evseId), mode: word(type) }),
  UnlockConnector: ({ evseId, connectorId }) => say('ask.unlock', placeValues(placeOf(evseId, connectorId))),
  ChangeAvailability: ({ operationalStatus, evse }) =>
    say(operationalStatus === 'Operative' ? 'ask.operative' : 'ask.inoperative', orStation(evse)),
  TriggerMessage: ({ requestedMessage, evse }) => say('ask.trigger', { ...at(evse), message: word(requestedMessage) }),
  GetBaseReport: () => say('ask.readSettings', { count: 0, name: none }),
  GetVariables: ({ getVariableData: data }) => say('ask.readSettings', { count: data.length, name: spoken(data[0]) }),
  SetVariables: ({ setVariableData: data }) => {
    const [first] = data;
    if (data.length !== 1) return say('ask.writeSettings', { count: data.length, name: spoken(first) });
    const value = isSecretName(first.variable.name) ? '••••' : word(first.attributeValue);
    return say('ask.writeSetting', { name: spoken(first), value });
  },
  ReserveNow: ({ evseId, idToken, expiryDateTime }) =>
    say('ask.reserve', { ...atEvse(evseId), card: lastDigits(idToken.idToken), until: minuteOf(expiryDateTime) }),
  CancelReservation: ({ reservationId }) => say('ask.cancelReservation', { reservation: word(reservationId) }),
  SendLocalList: ({ versionNumber, updateType, localAuthorizationList: entries }) =>
    say('ask.sendLocalList', { mode: word(updateType), version: word(versionNumber), count: entries?.length ?? 0 }),
  SetChargingProfile: ({ evseId, chargingProfile: profile }) =>
    say('ask.setProfile', {
      ...atEvse(evseId),
      profile: word(profile.id),
      purpose: word(profile.chargingProfilePurpose),
      ...firstLimit(profile.chargingSchedule),
    }),
  ClearChargingProfile: ({ chargingProfileId, chargingProfileCriteria: criteria }) =>
    say('ask.clearProfiles', { ...atEvse(criteria?.evseId), profile: word(chargingProfileId ?? none) }),
  UpdateFirmware: ({ firmware }) =>
    say('ask.updateFirmware', { host: hostOf(firmware.location), signed: firmware.signature ? 'yes' : none }),
  GetLog: ({ log, logType }) => say('ask.readLog', { log: word(logType), host: hostOf(log.remoteLocation) }),
  SetDisplayMessage: ({ message }) => say('ask.display', { text: word(message.message.content) }),
  SetVariableMonitoring: ({ setMonitoringData: data }) =>
    say('ask.monitors', { count: data.length, name: spoken(data[0]) }),
  CostUpdated: ({ transactionId, totalCost }) => say('ask.cost', { transaction: word(transactionId), cost: totalCost }),
  SetNetworkProfile: ({ configurationSlot, connectionData }) =>
    say('ask.networkProfile', { slot: word(configurationSlot), host: hostOf(connectionData.ocppCsmsUrl) }),
  ClearCache: () => say('ask.clearCache'),
  DataTransfer: ({ vendorId, messageId }) =>
    say('ask.dataTransfer', { vendor: word(vendorId), message: word(messageId ?? none) }),
};
