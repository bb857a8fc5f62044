import type { Setting } from './dialect/dialect.ts';
import type { Protocol } from './profile.ts';

/** The configuration keys (1.6) or variables (2.x) a simulated station has. */
export function standardSettings(protocol: Protocol, points: number, meterSeconds: number): Map<string, Setting> {
  const all: readonly (readonly [string, string, boolean])[] =
    protocol === 'ocpp1.6'
      ? [
          ['HeartbeatInterval', '900', false],
          ['MeterValueSampleInterval', String(meterSeconds), false],
          ['MeterValuesSampledData', 'Energy.Active.Import.Register,Power.Active.Import,SoC', false],
          ['NumberOfConnectors', String(points), true],
          ['ConnectionTimeOut', '60', false],
          ['AuthorizeRemoteTxRequests', 'false', false],
          ['GetConfigurationMaxKeys', '50', true],
          ['SupportedFeatureProfiles', 'Core,RemoteTrigger,FirmwareManagement', true],
        ]
      : [
          ['OCPPCommCtrlr.HeartbeatInterval', '900', false],
          ['SampledDataCtrlr.TxUpdatedInterval', String(meterSeconds), false],
          ['AuthCtrlr.Enabled', 'true', true],
          ['TxCtrlr.EVConnectionTimeOut', '60', false],
          ['DeviceDataCtrlr.ItemsPerMessage', '50', true],
          ['OCPPCommCtrlr.RetryBackOffWaitMinimum', '10', false],
          ['OCPPCommCtrlr.RetryBackOffRandomRange', '10', false],
          ['OCPPCommCtrlr.RetryBackOffRepeatTimes', '5', false],
        ];
  return new Map(all.map(([name, value, fixed]) => [name, { name, value, readonly: fixed }]));
}
