import type { Setting } from './dialect/dialect.ts';
import type { Protocol } from './profile.ts';

/** The configuration keys (1.6) or variables (2.x) a simulated station has. */
export function standardSettings(protocol: Protocol, points: number, meterSeconds: number): Map<string, Setting> {
  const all: readonly (readonly [string, string, boolean])[] =
    protocol === 'ocpp1.6'
      ? [
          ['HeartbeatInterval', '900', false],
          ['WebSocketPingInterval', '60', false],
          ['MeterValueSampleInterval', String(meterSeconds), false],
          ['MeterValuesSampledData', 'Energy.Active.Import.Register,Power.Active.Import,SoC', false],
          ['ClockAlignedDataInterval', '900', false],
          ['StopTxnSampledData', 'Energy.Active.Import.Register', false],
          ['NumberOfConnectors', String(points), true],
          ['ConnectionTimeOut', '60', false],
          ['MinimumStatusDuration', '1', false],
          ['TransactionMessageAttempts', '10', false],
          ['TransactionMessageRetryInterval', '60', false],
          ['AuthorizeRemoteTxRequests', 'false', false],
          ['LocalPreAuthorize', 'false', false],
          ['LocalAuthorizeOffline', 'true', false],
          ['LocalAuthListEnabled', 'true', false],
          ['LocalAuthListMaxLength', '500', true],
          ['SendLocalListMaxLength', '50', true],
          ['StopTransactionOnEVSideDisconnect', 'true', false],
          ['StopTransactionOnInvalidId', 'true', false],
          ['UnlockConnectorOnEVSideDisconnect', 'true', false],
          ['ChargeProfileMaxStackLevel', '10', true],
          ['ChargingScheduleAllowedChargingRateUnit', 'Current,Power', true],
          ['ReserveConnectorZeroSupported', 'true', true],
          ['GetConfigurationMaxKeys', '50', true],
          [
            'SupportedFeatureProfiles',
            'Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger',
            true,
          ],
        ]
      : [
          ['OCPPCommCtrlr.HeartbeatInterval', '900', false],
          ['OCPPCommCtrlr.WebSocketPingInterval', '60', false],
          ['OCPPCommCtrlr.OfflineThreshold', '300', false],
          ['OCPPCommCtrlr.ResetRetries', '3', false],
          ['SampledDataCtrlr.TxUpdatedInterval', String(meterSeconds), false],
          ['SampledDataCtrlr.TxUpdatedMeasurands', 'Energy.Active.Import.Register,Power.Active.Import,SoC', false],
          ['AlignedDataCtrlr.Interval', '900', false],
          ['AuthCtrlr.Enabled', 'true', true],
          ['AuthCtrlr.AuthorizeRemoteStart', 'false', false],
          ['AuthCtrlr.LocalPreAuthorize', 'false', false],
          ['AuthCtrlr.LocalAuthorizeOffline', 'true', false],
          ['AuthCacheCtrlr.Enabled', 'true', false],
          ['LocalAuthListCtrlr.Enabled', 'true', false],
          ['LocalAuthListCtrlr.ItemsPerMessage', '50', true],
          ['TxCtrlr.EVConnectionTimeOut', '60', false],
          ['TxCtrlr.StopTxOnEVSideDisconnect', 'true', false],
          ['TxCtrlr.StopTxOnInvalidId', 'true', false],
          ['SmartChargingCtrlr.Enabled', 'true', false],
          ['SmartChargingCtrlr.ProfileStackLevel', '10', true],
          ['ReservationCtrlr.Enabled', 'true', false],
          ['DisplayMessageCtrlr.Enabled', 'true', false],
          ['MonitoringCtrlr.Enabled', 'true', false],
          ['DeviceDataCtrlr.ItemsPerMessage', '50', true],
          ['OCPPCommCtrlr.RetryBackOffWaitMinimum', '10', false],
          ['OCPPCommCtrlr.RetryBackOffRandomRange', '10', false],
          ['OCPPCommCtrlr.RetryBackOffRepeatTimes', '5', false],
        ];
  return new Map(all.map(([name, value, fixed]) => [name, { name, value, readonly: fixed }]));
}
