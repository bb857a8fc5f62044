import type { Payload } from './ability.ts';

/** Where a refusal is not called `Rejected`. */
const words: Readonly<Record<string, string>> = {
  UnlockConnector: 'UnlockFailed',
  SendLocalList: 'Failed',
  ClearChargingProfile: 'Unknown',
  GetChargingProfiles: 'NoProfiles',
  DeleteCertificate: 'Failed',
  GetInstalledCertificateIds: 'NotFound',
  UnpublishFirmware: 'NoFirmware',
  ClearDisplayMessage: 'Unknown',
  GetDisplayMessages: 'Unknown',
  DataTransfer: 'Rejected',
};

/** What a station answers that obeys nothing, where a plain status would not be a valid answer; undefined: there is no way to refuse. */
const whole: Readonly<Record<string, (call: Payload) => Payload | undefined>> = {
  SetVariables: (call) => ({
    setVariableResult: call.setVariableData.map(({ component, variable }: Payload) => ({
      component,
      variable,
      attributeStatus: 'Rejected',
    })),
  }),
  GetVariables: (call) => ({
    getVariableResult: call.getVariableData.map(({ component, variable }: Payload) => ({
      component,
      variable,
      attributeStatus: 'Rejected',
    })),
  }),
  SetVariableMonitoring: (call) => ({
    setMonitoringResult: call.setMonitoringData.map(({ component, variable, type, severity }: Payload) => ({
      component,
      variable,
      type,
      severity,
      status: 'Rejected',
    })),
  }),
  ClearVariableMonitoring: (call) => ({
    clearMonitoringResult: call.id.map((id: number) => ({ id, status: 'Rejected' })),
  }),
  ClearTariffs: (call) => ({
    clearTariffsResult: (call.tariffIds ?? [undefined]).map((tariffId: string | undefined) => ({
      status: 'Rejected',
      ...(tariffId === undefined ? {} : { tariffId }),
    })),
  }),
  GetDiagnostics: () => ({}),
};

/** These answers have no status: a station can only say that it does not support the message. */
const mute =
  /^(GetConfiguration|GetLocalListVersion|CostUpdated|GetTransactionStatus|GetPeriodicEventStream|NotifyWebPaymentStarted)$/;

/** A refusal in the words of the message; undefined: NotImplemented. */
export function refusalOf(action: string, call: Payload): Payload | undefined {
  const own = whole[action];
  if (own) return own(call);
  if (mute.test(action) || (action === 'UpdateFirmware' && call.firmware === undefined)) return undefined;
  return { status: words[action] ?? 'Rejected' };
}
