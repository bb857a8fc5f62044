/**
 * Security events that OCPP calls critical (2.0.1 and 2.1 part 2, appendix 1; 1.6 security whitepaper section 8), in one table: what
 * one version finds critical is no less so when a station of another tells it. And whether what they tell of stays until somebody
 * has looked, or is over when it is told.
 */
const critical: Readonly<Record<string, 'stays' | 'passes'>> = {
  FirmwareUpdated: 'passes',
  SettingSystemTime: 'passes',
  StartupOfTheDevice: 'passes',
  ResetOrReboot: 'passes',
  MaintenanceLoginAccepted: 'passes',
  SecurityLogWasCleared: 'stays',
  MemoryExhaustion: 'stays',
  TamperDetectionActivated: 'stays',
  MaintenanceLoginFailed: 'stays',
  InvalidFirmwareSignature: 'stays',
  InvalidFirmwareSigningCertificate: 'stays',
  InvalidCsmsCertificate: 'stays',
  InvalidChargingStationCertificate: 'stays',
  DiscardedRenewedClientCertificate: 'stays',
  InvalidTLSVersion: 'stays',
  InvalidTLSCipherSuite: 'stays',
  // The names of 1.6 for two of these.
  InvalidCentralSystemCertificate: 'stays',
  InvalidChargePointCertificate: 'stays',
};

/** How long the error of a security event stays; undefined: the event is not critical and raises none. */
export const criticality = (event: string): 'stays' | 'passes' | undefined =>
  Object.hasOwn(critical, event) ? critical[event] : undefined;
