import type { Slice } from '../http/contract.ts';
import { type AccountDeps, createAccount } from './account/index.ts';
import { createFields } from './additional-information/index.ts';
import { type ApiKeysDeps, createApiKeys } from './api-keys/index.ts';
import { createAssets } from './assets/index.ts';
import { type CardsDeps, createCards } from './cards/index.ts';
import { type CertificatesDeps, createCertificates, sheetCertificates } from './certificates/index.ts';
import { createChargeLogs } from './charge-logs/index.ts';
import { createChargePoints } from './charge-points/index.ts';
import { createCharging } from './charging/index.ts';
import { type CommandsDeps, createCommands } from './commands/index.ts';
import { createCommunicationLogs } from './communication-logs/index.ts';
import { createConnectionHistory } from './connection-history/index.ts';
import { type ContactsDeps, createContacts } from './contacts/index.ts';
import { createDevice } from './device/index.ts';
import { bringLog, createDiagnosis, type DiagnosisDeps } from './diagnosis/index.ts';
import { createDocuments, type DocumentsDeps } from './documents/index.ts';
import { createErrors } from './errors/index.ts';
import { createFirmware, type FirmwareDeps } from './firmware/index.ts';
import { createHistory } from './history/index.ts';
import { createInformation } from './information/index.ts';
import { createLocalLists, type LocalListsDeps } from './local-lists/index.ts';
import { createLocations } from './locations/index.ts';
import { createLogs } from './logs/index.ts';
import { createMembers, type MembersDeps } from './members/index.ts';
import { createNotifications, type NotificationsDeps } from './notifications/index.ts';
import { createOnboarding } from './onboarding/index.ts';
import { createOperator, type OperatorDeps } from './operator/index.ts';
import { createOrganisation, type OrganisationDeps } from './organisation/index.ts';
import { createOutbox, type OutboxPageDeps } from './outbox/index.ts';
import { createQuarantine } from './quarantine/index.ts';
import { createRecord } from './record/index.ts';
import { createReservations } from './reservations/index.ts';
import { checkRoot, createSecurity, type SecurityDeps } from './security/index.ts';
import { createSession, openSession, type SessionDeps } from './session/index.ts';
import { createSetup, type SetupDeps } from './setup/index.ts';
import { createStationJobs } from './station-jobs/index.ts';
import { addressOf, createStations, issueCredentials, type StationsDeps } from './stations/index.ts';
import { createVendors, type VendorsDeps } from './vendors/index.ts';

type DepsOf<F extends (deps: never) => Slice> = Parameters<F>[0];

/** What main hands to the slices; each takes what it names. */
export type SlicesDeps = Omit<SetupDeps, 'openSession'> &
  SessionDeps &
  AccountDeps &
  MembersDeps &
  ApiKeysDeps &
  OperatorDeps &
  OrganisationDeps &
  StationsDeps &
  CardsDeps &
  CertificatesDeps &
  Omit<SecurityDeps, 'sheetCertificates'> &
  Omit<CommandsDeps, 'bringLog' | 'checkRoot'> &
  DiagnosisDeps &
  Omit<DocumentsDeps, 'findTicket'> &
  FirmwareDeps &
  LocalListsDeps &
  DepsOf<typeof createFields> &
  DepsOf<typeof createAssets> &
  DepsOf<typeof createDevice> &
  DepsOf<typeof createReservations> &
  DepsOf<typeof createInformation> &
  DepsOf<typeof createHistory> &
  DepsOf<typeof createChargePoints> &
  DepsOf<typeof createChargeLogs> &
  DepsOf<typeof createCharging> &
  DepsOf<typeof createErrors> &
  DepsOf<typeof createLocations> &
  Omit<DepsOf<typeof createStationJobs>, 'addressOf'> &
  DepsOf<typeof createLogs> &
  DepsOf<typeof createCommunicationLogs> &
  DepsOf<typeof createConnectionHistory> &
  DepsOf<typeof createQuarantine> &
  ContactsDeps &
  NotificationsDeps &
  OutboxPageDeps &
  VendorsDeps;

/** All of the product's routes, slice by slice. A new tab is a line here, one in contracts.ts and one in tabs.ts. */
export const createSlices = (deps: SlicesDeps): readonly Slice[] => [
  createSetup({ ...deps, openSession: (request, cookies) => openSession(deps, request, cookies) }),
  createSession(deps),
  createAccount(deps),
  createOrganisation(deps),
  createMembers(deps),
  createApiKeys(deps),
  createRecord(deps),
  createOperator(deps),
  createStations(deps),
  createOnboarding({
    ...deps,
    issueCredentials: (caller, stationId, identity) => issueCredentials(deps, caller, stationId, identity),
  }),
  createFields(deps),
  createAssets(deps),
  createCards(deps),
  createCertificates(deps),
  createSecurity({ ...deps, sheetCertificates }),
  createCommands({ ...deps, bringLog: bringLog(deps), checkRoot: checkRoot({ ...deps, sheetCertificates }) }),
  createLocalLists(deps),
  createLocations(deps),
  createStationJobs({ ...deps, addressOf: addressOf(deps) }),
  createDevice(deps),
  createReservations(deps),
  createInformation(deps),
  createHistory(deps),
  createChargePoints(deps),
  createChargeLogs(deps),
  createCharging(deps),
  // Tickets say themselves who sees them.
  ...createDocuments({ ...deps, findTicket: async () => undefined }),
  createErrors(deps),
  createLogs(deps),
  createCommunicationLogs(deps),
  createConnectionHistory(deps),
  createDiagnosis(deps),
  createFirmware(deps),
  createContacts(deps),
  createNotifications(deps),
  createOutbox(deps),
  createQuarantine(deps),
  createVendors(deps),
];
