// Random commands of every kind, for tests. Some are refused by a version or a rule; most are not.
import fc from 'fast-check';
import { certificateUses, signedUses } from '../../domain/commands/certificate.ts';
import { profilePurposes } from '../../domain/commands/charging-profile.ts';
import { derControlTypes } from '../../domain/commands/der.ts';
import { monitorCriteria, monitorTypes, reportCriteria } from '../../domain/commands/device-model.ts';
import { messagePriorities, messageStates } from '../../domain/commands/display.ts';
import { energyTransfers } from '../../domain/commands/energy.ts';
import { logKinds } from '../../domain/commands/firmware.ts';
import { type CommandKind, triggerableMessages } from '../../domain/commands.ts';
import {
  amount,
  authorisation,
  componentName,
  content,
  control,
  hash,
  instant,
  one,
  optional,
  partialNames,
  phases,
  place,
  plainProfile,
  profile,
  requestId,
  retrieval,
  seconds,
  seldom,
  some,
  tariff,
  text,
  token,
  transactionId,
  trim,
  url,
  variableName,
} from './command-parts.ts';

/** The fields of each kind, without the kind itself. */
export const commandsOf: { readonly [K in CommandKind]: fc.Arbitrary<object> } = {
  start: fc.record({
    evse: optional(fc.nat(50)),
    connector: optional(fc.nat(4)),
    token,
    remoteStartId: requestId,
    profile: optional(plainProfile.map((plain) => ({ ...plain, purpose: 'tx' }))),
  }),
  stop: fc.record({ transactionId }),
  reset: fc.record({ mode: one(['soft', 'hard', 'onIdle', 'resume'] as const), evse: optional(fc.nat(50)) }),
  unlock: fc.record({ place }),
  changeAvailability: fc.record({ place: optional(place), operative: fc.boolean() }),
  trigger: fc
    .record({ message: one(triggerableMessages), place: optional(place), extended: optional(fc.boolean()) })
    .map((fields) => (fields.message === 'custom' ? { ...fields, custom: 'Measure' } : fields)),
  readSettings: fc.record({ names: optional(fc.array(variableName, { maxLength: 4 })), requestId }),
  writeSettings: fc.record({
    values: fc.array(fc.record({ name: variableName, value: fc.string({ maxLength: 900 }) }), { maxLength: 4 }),
  }),
  clearCache: fc.constant({}),
  dataTransfer: fc.record({
    vendorId: fc.string({ maxLength: 255 }),
    messageId: optional(fc.string({ maxLength: 50 })),
    data: optional(fc.string()),
  }),
  reserve: fc.record({
    reservationId: fc.nat(),
    place: optional(place),
    connectorType: optional(fc.constantFrom('cCCS2', 'sType2')),
    token,
    expiresAt: instant,
  }),
  cancelReservation: fc.record({ reservationId: fc.nat() }),
  sendLocalList: fc.record({
    version: fc.integer({ min: 1, max: 1_000_000 }),
    mode: one(['full', 'differential'] as const),
    entries: fc.array(fc.record({ token, authorisation: optional(authorisation) }).map(trim), { maxLength: 3 }),
  }),
  readLocalListVersion: fc.constant({}),
  setChargingProfile: fc.record({ evse: fc.nat(4), profile: fc.oneof(profile, plainProfile) }),
  clearChargingProfiles: fc.record({
    filter: fc.record({
      profileIds: optional(fc.array(fc.nat(), { minLength: 1, maxLength: 2 })),
      evse: optional(fc.nat(4)),
      purpose: optional(one(profilePurposes)),
      stackLevel: optional(fc.nat(9)),
    }),
  }),
  readCompositeSchedule: fc.record({
    evse: fc.nat(4),
    durationSeconds: seconds,
    unit: optional(one(['W', 'A'] as const)),
  }),
  readChargingProfiles: fc.record({
    requestId,
    filter: fc.record({
      profileIds: optional(fc.array(fc.nat(), { maxLength: 3 })),
      evse: optional(fc.nat(4)),
      purpose: optional(one(profilePurposes)),
      stackLevel: optional(fc.nat(9)),
    }),
  }),
  updateFirmware: fc.record({
    requestId,
    ...retrieval,
    retrieveAt: instant,
    installAt: optional(instant),
    signed: optional(fc.record({ certificate: text(500), signature: text(800) })),
  }),
  publishFirmware: fc.record({ requestId, ...retrieval, checksum: text(32) }),
  unpublishFirmware: fc.record({ checksum: text(32) }),
  readLog: fc.record({
    requestId,
    ...retrieval,
    log: one(logKinds),
    from: optional(instant),
    until: optional(instant),
    extended: optional(fc.boolean()),
  }),
  installCertificate: fc.record({ use: one(certificateUses), certificate: text(5000) }),
  deleteCertificate: fc.record({ hash }),
  readCertificates: fc.record({ uses: optional(fc.subarray([...certificateUses], { minLength: 1 })) }),
  deliverCertificate: fc.record({ chain: text(5000), use: optional(one(signedUses)), requestId: optional(requestId) }),
  readReport: fc.record({ requestId, base: one(['configuration', 'full', 'summary'] as const) }),
  readReportOf: fc.record({ requestId, criteria: some(reportCriteria), names: partialNames }),
  setMonitors: fc.record({
    monitors: fc.array(
      fc
        .record({
          id: optional(fc.nat()),
          name: variableName,
          type: one(monitorTypes),
          value: amount,
          severity: fc.nat(9),
          onlyDuringTransaction: optional(fc.boolean()),
          stream: optional(fc.record({ intervalSeconds: optional(seconds), values: optional(fc.nat(9)) })),
        })
        .map(trim),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  clearMonitors: fc.record({ ids: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }) }),
  readMonitors: fc.record({ requestId, criteria: some(monitorCriteria), names: partialNames }),
  setMonitoringBase: fc.record({ base: one(['all', 'factoryDefault', 'hardWiredOnly'] as const) }),
  setMonitoringLevel: fc.record({ severity: fc.nat(9) }),
  setDisplayMessage: fc.record({
    message: fc
      .record({
        id: fc.nat(),
        priority: one(messagePriorities),
        state: optional(one(messageStates)),
        startsAt: optional(instant),
        endsAt: optional(instant),
        transactionId: optional(fc.string({ maxLength: 36 })),
        content,
        more: optional(fc.array(content, { maxLength: 4 })),
        display: optional(fc.record(componentName).map(trim)),
      })
      .map(trim),
  }),
  clearDisplayMessage: fc.record({ id: fc.nat() }),
  readDisplayMessages: fc.record({
    requestId,
    ids: optional(fc.array(fc.nat(), { maxLength: 3 })),
    priority: optional(one(messagePriorities)),
    state: optional(one(messageStates)),
  }),
  readCustomer: fc
    .record({ requestId, report: fc.boolean(), by: fc.nat(2), token, customerId: text(64), certificate: hash })
    .map(({ by, token: card, customerId, certificate, ...rest }) => ({
      ...rest,
      clear: !rest.report,
      ...[{ token: card }, { customerId }, { certificate }][by],
    })),
  tellCost: fc.record({ transactionId: fc.string({ maxLength: 36 }), totalCost: amount }),
  readTransactionStatus: fc.record({ transactionId: optional(fc.string({ maxLength: 36 })) }),
  setNetworkProfile: fc.record({
    slot: fc.nat(9),
    profile: fc
      .record({
        version: one(['OCPP16', 'OCPP201', 'OCPP21'] as const),
        url,
        messageTimeoutSeconds: seconds,
        securityProfile: fc.nat(3),
        interface: fc.constantFrom('Wired0', 'Wired3', 'Wireless0', 'Wireless3', 'Any', 'Other'),
        identity: seldom(text(48)),
        basicAuthPassword: seldom(text(20)),
        apn: optional(
          fc.record({
            apn: text(100),
            authentication: one(['PAP', 'CHAP', 'NONE', 'AUTO'] as const),
            user: seldom(text(25)),
            password: optional(text(20)),
            simPin: optional(fc.nat(9999)),
            preferredNetwork: optional(text(6)),
            onlyPreferredNetwork: optional(fc.boolean()),
          }),
        ),
        vpn: optional(
          fc.record({
            server: text(100),
            user: text(20),
            group: optional(text(20)),
            password: text(20),
            key: text(255),
            type: one(['IKEv2', 'IPSec', 'L2TP', 'PPTP'] as const),
          }),
        ),
      })
      .map(trim),
  }),
  setDefaultTariff: fc.record({ evse: fc.nat(4), tariff }),
  readTariffs: fc.record({ evse: fc.nat(4) }),
  clearTariffs: fc.record({ ids: optional(fc.array(text(60), { maxLength: 2 })), evse: optional(fc.nat(4)) }),
  changeTransactionTariff: fc.record({ transactionId: fc.string({ maxLength: 36 }), tariff }),
  setDERControl: fc.record({ controlId: text(36), isDefault: fc.boolean(), control }),
  readDERControl: fc.record({
    requestId,
    isDefault: optional(fc.boolean()),
    type: optional(one(derControlTypes)),
    controlId: optional(text(36)),
  }),
  clearDERControl: fc.record({
    isDefault: fc.boolean(),
    type: optional(one(derControlTypes)),
    controlId: optional(text(36)),
  }),
  adjustPeriodicEventStream: fc.record({
    id: fc.nat(),
    intervalSeconds: optional(seconds),
    values: optional(fc.nat(99)),
  }),
  readPeriodicEventStreams: fc.constant({}),
  afrrSignal: fc.record({ at: instant, signal: fc.integer({ min: -100, max: 100 }) }),
  notifyAllowedEnergyTransfer: fc.record({
    transactionId: fc.string({ maxLength: 36 }),
    allowed: fc.subarray([...energyTransfers], { minLength: 1 }),
  }),
  updateDynamicSchedule: fc.record({
    profileId: fc.nat(),
    update: fc.record({ limit: phases, setpoint: phases, setpointReactive: phases }),
  }),
  usePriorityCharging: fc.record({ transactionId: fc.string({ maxLength: 36 }), activate: fc.boolean() }),
  notifyWebPaymentStarted: fc.record({ evse: fc.nat(4), timeoutSeconds: seconds }),
  requestBatterySwap: fc.record({ requestId, token }),
};
