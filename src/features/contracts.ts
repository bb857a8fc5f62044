import { accountContract } from './account/contract.ts';
import { fieldsContract } from './additional-information/contract.ts';
import { apiKeysContract } from './api-keys/contract.ts';
import { assetsContract } from './assets/contract.ts';
import { cardsContract } from './cards/contract.ts';
import { certificatesContract } from './certificates/contract.ts';
import { chargeLogsContract } from './charge-logs/contract.ts';
import { chargePointsContract } from './charge-points/contract.ts';
import { chargingContract } from './charging/contract.ts';
import { commandsContract } from './commands/contract.ts';
import { communicationLogsContract } from './communication-logs/contract.ts';
import { connectionHistoryContract } from './connection-history/contract.ts';
import { contactsContract } from './contacts/contract.ts';
import { deviceContract } from './device/contract.ts';
import { diagnosisContract } from './diagnosis/contract.ts';
import { documentsContract, historyFilesContract, ticketFilesContract } from './documents/contract.ts';
import { errorsContract } from './errors/contract.ts';
import { firmwareContract } from './firmware/contract.ts';
import { historyContract } from './history/contract.ts';
import { informationContract } from './information/contract.ts';
import { localListsContract } from './local-lists/contract.ts';
import { locationsContract } from './locations/contract.ts';
import { logsContract } from './logs/contract.ts';
import { membersContract } from './members/contract.ts';
import { notificationsContract } from './notifications/contract.ts';
import { onboardingContract } from './onboarding/contract.ts';
import { operatorContract } from './operator/contract.ts';
import { organisationContract } from './organisation/contract.ts';
import { outboxContract } from './outbox/contract.ts';
import { quarantineContract } from './quarantine/contract.ts';
import { recordContract } from './record/contract.ts';
import { reservationsContract } from './reservations/contract.ts';
import { securityContract } from './security/contract.ts';
import { sessionContract } from './session/contract.ts';
import { setupContract } from './setup/contract.ts';
import { stationJobsContract } from './station-jobs/contract.ts';
import { stationsContract } from './stations/contract.ts';
import { vendorsContract } from './vendors/contract.ts';

/** Every route of the product by slice. The console takes its types from here. */
export const contracts = {
  setup: setupContract,
  session: sessionContract,
  account: accountContract,
  organisation: organisationContract,
  members: membersContract,
  apiKeys: apiKeysContract,
  record: recordContract,
  operator: operatorContract,
  stations: stationsContract,
  onboarding: onboardingContract,
  fields: fieldsContract,
  assets: assetsContract,
  cards: cardsContract,
  certificates: certificatesContract,
  security: securityContract,
  commands: commandsContract,
  localLists: localListsContract,
  locations: locationsContract,
  stationJobs: stationJobsContract,
  device: deviceContract,
  reservations: reservationsContract,
  history: historyContract,
  information: informationContract,
  chargePoints: chargePointsContract,
  chargeLogs: chargeLogsContract,
  charging: chargingContract,
  communicationLogs: communicationLogsContract,
  connectionHistory: connectionHistoryContract,
  diagnosis: diagnosisContract,
  documents: documentsContract,
  ticketFiles: ticketFilesContract,
  historyFiles: historyFilesContract,
  errors: errorsContract,
  firmware: firmwareContract,
  logs: logsContract,
  contacts: contactsContract,
  notifications: notificationsContract,
  outbox: outboxContract,
  quarantine: quarantineContract,
  vendors: vendorsContract,
} as const;
export type Contracts = typeof contracts;
