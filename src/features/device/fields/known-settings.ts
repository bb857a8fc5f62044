/** What a setting of the standard means, whatever version it is of. Its sentence is `device.known.<id>`. */
export interface KnownSetting {
  readonly id: string;
  /** Keys of 1.6, and `Component.Variable` of 2.x. */
  readonly names: readonly string[];
  /** Of a key of 1.6, which tells no type. */
  readonly type?: 'boolean' | 'integer' | 'list';
  readonly unit?: 's' | 'Wh' | '%';
  /** A wrong value can cut the connection: the station's name is typed first. */
  readonly danger?: true;
}

const seconds = { type: 'integer', unit: 's' } as const;
const yesNo = { type: 'boolean' } as const;
const list = { type: 'list' } as const;
const whole = { type: 'integer' } as const;

export const knownSettings: readonly KnownSetting[] = [
  { id: 'heartbeat', names: ['HeartbeatInterval', 'OCPPCommCtrlr.HeartbeatInterval'], ...seconds },
  { id: 'ping', names: ['WebSocketPingInterval', 'OCPPCommCtrlr.WebSocketPingInterval'], ...seconds },
  { id: 'sampleInterval', names: ['MeterValueSampleInterval', 'SampledDataCtrlr.TxUpdatedInterval'], ...seconds },
  { id: 'sampled', names: ['MeterValuesSampledData', 'SampledDataCtrlr.TxUpdatedMeasurands'], ...list },
  { id: 'startedData', names: ['SampledDataCtrlr.TxStartedMeasurands'] },
  { id: 'endedData', names: ['StopTxnSampledData', 'SampledDataCtrlr.TxEndedMeasurands'], ...list },
  { id: 'endedInterval', names: ['SampledDataCtrlr.TxEndedInterval'] },
  { id: 'alignedInterval', names: ['ClockAlignedDataInterval', 'AlignedDataCtrlr.Interval'], ...seconds },
  { id: 'aligned', names: ['MeterValuesAlignedData', 'AlignedDataCtrlr.Measurands'], ...list },
  { id: 'endedAligned', names: ['StopTxnAlignedData', 'AlignedDataCtrlr.TxEndedMeasurands'], ...list },
  { id: 'plugTime', names: ['ConnectionTimeOut', 'TxCtrlr.EVConnectionTimeOut'], ...seconds },
  { id: 'minStatus', names: ['MinimumStatusDuration'], ...seconds },
  { id: 'attempts', names: ['TransactionMessageAttempts', 'OCPPCommCtrlr.MessageAttempts'], ...whole },
  {
    id: 'attemptInterval',
    names: ['TransactionMessageRetryInterval', 'OCPPCommCtrlr.MessageAttemptInterval'],
    ...seconds,
  },
  { id: 'remoteAuthorise', names: ['AuthorizeRemoteTxRequests', 'AuthCtrlr.AuthorizeRemoteStart'], ...yesNo },
  { id: 'localFirst', names: ['LocalPreAuthorize', 'AuthCtrlr.LocalPreAuthorize'], ...yesNo },
  { id: 'localOffline', names: ['LocalAuthorizeOffline', 'AuthCtrlr.LocalAuthorizeOffline'], ...yesNo },
  {
    id: 'offlineUnknown',
    names: ['AllowOfflineTxForUnknownId', 'AuthCtrlr.OfflineTxForUnknownIdEnabled'],
    ...yesNo,
  },
  { id: 'authorise', names: ['AuthCtrlr.Enabled'] },
  { id: 'cache', names: ['AuthorizationCacheEnabled', 'AuthCacheCtrlr.Enabled'], ...yesNo },
  { id: 'cacheLife', names: ['AuthCacheCtrlr.LifeTime'] },
  { id: 'stopOnInvalid', names: ['StopTransactionOnInvalidId', 'TxCtrlr.StopTxOnInvalidId'], ...yesNo },
  { id: 'stopOnUnplug', names: ['StopTransactionOnEVSideDisconnect', 'TxCtrlr.StopTxOnEVSideDisconnect'], ...yesNo },
  { id: 'unlockOnUnplug', names: ['UnlockConnectorOnEVSideDisconnect'], ...yesNo },
  { id: 'energyOnInvalid', names: ['MaxEnergyOnInvalidId', 'TxCtrlr.MaxEnergyOnInvalidId'], ...whole, unit: 'Wh' },
  { id: 'startPoint', names: ['TxCtrlr.TxStartPoint'] },
  { id: 'stopPoint', names: ['TxCtrlr.TxStopPoint'] },
  { id: 'listEnabled', names: ['LocalAuthListEnabled', 'LocalAuthListCtrlr.Enabled'], ...yesNo },
  { id: 'listMost', names: ['LocalAuthListMaxLength', 'LocalAuthListCtrlr.Entries'], ...whole },
  { id: 'listPerMessage', names: ['SendLocalListMaxLength', 'LocalAuthListCtrlr.ItemsPerMessage'], ...whole },
  { id: 'features', names: ['SupportedFeatureProfiles'], ...list },
  { id: 'connectors', names: ['NumberOfConnectors'], ...whole },
  { id: 'mostKeys', names: ['GetConfigurationMaxKeys', 'DeviceDataCtrlr.ItemsPerMessage'], ...whole },
  { id: 'resetRetries', names: ['ResetRetries', 'OCPPCommCtrlr.ResetRetries'], ...whole },
  { id: 'light', names: ['LightIntensity'], ...whole, unit: '%' },
  { id: 'blink', names: ['BlinkRepeat'], ...whole },
  { id: 'phaseRotation', names: ['ConnectorPhaseRotation'], ...list },
  { id: 'smartCharging', names: ['SmartChargingCtrlr.Enabled'] },
  { id: 'stackLevel', names: ['ChargeProfileMaxStackLevel', 'SmartChargingCtrlr.ProfileStackLevel'], ...whole },
  { id: 'rateUnit', names: ['ChargingScheduleAllowedChargingRateUnit', 'SmartChargingCtrlr.RateUnit'], ...list },
  { id: 'periods', names: ['ChargingScheduleMaxPeriods', 'SmartChargingCtrlr.PeriodsPerSchedule'], ...whole },
  { id: 'profiles', names: ['MaxChargingProfilesInstalled', 'SmartChargingCtrlr.Entries'], ...whole },
  { id: 'phaseSwitch', names: ['ConnectorSwitch3to1PhaseSupported', 'SmartChargingCtrlr.Phases3to1'], ...yesNo },
  { id: 'reservation', names: ['ReservationCtrlr.Enabled'] },
  { id: 'reserveAny', names: ['ReserveConnectorZeroSupported', 'ReservationCtrlr.NonEvseSpecific'], ...yesNo },
  { id: 'password', names: ['AuthorizationKey', 'SecurityCtrlr.BasicAuthPassword'], danger: true },
  {
    id: 'securityProfile',
    names: ['SecurityProfile', 'SecurityCtrlr.SecurityProfile'],
    type: 'integer',
    danger: true,
  },
  { id: 'identity', names: ['SecurityCtrlr.Identity'], danger: true },
  { id: 'organisation', names: ['CpoName', 'SecurityCtrlr.OrganizationName'] },
  {
    id: 'rootCheck',
    names: ['AdditionalRootCertificateCheck', 'SecurityCtrlr.AdditionalRootCertificateCheck'],
    ...yesNo,
  },
  { id: 'certificates', names: ['CertificateStoreMaxLength', 'SecurityCtrlr.CertificateEntries'], ...whole },
  { id: 'offlineAfter', names: ['OCPPCommCtrlr.OfflineThreshold'] },
  { id: 'networkOrder', names: ['OCPPCommCtrlr.NetworkConfigurationPriority'], danger: true },
  { id: 'networkAttempts', names: ['OCPPCommCtrlr.NetworkProfileConnectionAttempts'] },
  { id: 'backOffWait', names: ['OCPPCommCtrlr.RetryBackOffWaitMinimum'] },
  { id: 'backOffTimes', names: ['OCPPCommCtrlr.RetryBackOffRepeatTimes'] },
  { id: 'backOffRandom', names: ['OCPPCommCtrlr.RetryBackOffRandomRange'] },
  { id: 'messageTimeout', names: ['OCPPCommCtrlr.MessageTimeout'] },
  { id: 'queueAll', names: ['OCPPCommCtrlr.QueueAllMessages'] },
  { id: 'transfers', names: ['OCPPCommCtrlr.FileTransferProtocols', 'SupportedFileTransferProtocols'], ...list },
  { id: 'clock', names: ['ClockCtrlr.DateTime'] },
  { id: 'clockSource', names: ['ClockCtrlr.TimeSource'] },
  { id: 'timeZone', names: ['ClockCtrlr.TimeZone'] },
  { id: 'display', names: ['DisplayMessageCtrlr.Enabled'] },
  { id: 'displayMost', names: ['DisplayMessageCtrlr.DisplayMessages'] },
  { id: 'monitoring', names: ['MonitoringCtrlr.Enabled'] },
  { id: 'plugAndCharge', names: ['ISO15118Ctrlr.PnCEnabled', 'ISO15118PnCEnabled'], ...yesNo },
  { id: 'contractOffline', names: ['ISO15118Ctrlr.ContractValidationOffline', 'ContractValidationOffline'], ...yesNo },
  { id: 'currency', names: ['TariffCostCtrlr.Currency'] },
  { id: 'tariffText', names: ['TariffCostCtrlr.TariffFallbackMessage'] },
  { id: 'costText', names: ['TariffCostCtrlr.TotalCostFallbackMessage'] },
  {
    id: 'availability',
    names: ['EVSE.AvailabilityState', 'Connector.AvailabilityState', 'ChargingStation.AvailabilityState'],
  },
  { id: 'power', names: ['EVSE.Power'] },
  { id: 'phases', names: ['EVSE.SupplyPhases', 'Connector.SupplyPhases', 'ChargingStation.SupplyPhases'] },
  { id: 'connectorType', names: ['Connector.ConnectorType'] },
  { id: 'problem', names: ['EVSE.Problem', 'Connector.Problem', 'ChargingStation.Problem'] },
];

const byName = new Map(
  knownSettings.flatMap((known) => known.names.map((name) => [name.toLowerCase(), known] as const)),
);

/** Names are compared as the standard compares them: without case (OCPP 1.6 section 5.3, 2.0.1 B05). */
export const knownSetting = (component: string, variable: string): KnownSetting | undefined =>
  byName.get((component === '' ? variable : `${component}.${variable}`).toLowerCase());
