import type { Abilities, Able, Payload } from './ability.ts';

const isRunning = ({ bays }: Able, transactionId: string): boolean =>
  bays.some(({ session }) => session?.id === transactionId);

/** The field of ReportDERControlRequest in which a control of a type is told, and the name of its values there. */
const reported: Readonly<Record<string, readonly [list: string, values: string]>> = {
  EnterService: ['enterService', 'enterService'],
  FixedPFAbsorb: ['fixedPFAbsorb', 'fixedPF'],
  FixedPFInject: ['fixedPFInject', 'fixedPF'],
  FixedVar: ['fixedVar', 'fixedVar'],
  FreqDroop: ['freqDroop', 'freqDroop'],
  Gradients: ['gradient', 'gradient'],
  LimitMaxDischarge: ['limitMaxDischarge', 'limitMaxDischarge'],
};

function reportOf(control: Payload): Payload {
  const { controlId, controlType, isDefault, ...values } = control;
  const [list, name] = reported[controlType] ?? ['curve', 'curve'];
  const value = Object.values(values)[0];
  const named = { id: controlId, [name]: value };
  if (list === 'enterService' || list === 'gradient') return { [list]: [named] };
  const told = { ...named, isDefault, isSuperseded: false };
  return { [list]: [list === 'curve' ? { ...told, curveType: controlType } : told] };
}

const chosen = ({ memory }: Able, { controlId, controlType, isDefault }: Payload): Payload[] =>
  [...memory.controls.values()].filter(
    (one) =>
      (controlId === undefined || one.controlId === controlId) &&
      (controlType === undefined || one.controlType === controlType) &&
      (isDefault === undefined || one.isDefault === isDefault),
  );

const taken = { status: 'Accepted' } as const;

/** What only 2.1 knows: tariffs (I07 to I11), grid functions (R04), streams (N11 to N14) and the rest. */
export const newer: Abilities = {
  SetDefaultTariff({ evseId, tariff }, { memory }) {
    if (memory.tariffs.has(tariff.tariffId)) return { status: 'DuplicateTariffId' };
    // I07.FR.22: the one that counted there so far makes room.
    for (const [id, held] of memory.tariffs)
      if (tariff.validFrom === undefined && (evseId === 0 || held.evse === evseId)) memory.tariffs.delete(id);
    memory.tariffs.set(tariff.tariffId, { tariff, evse: evseId });
    return taken;
  },
  GetTariffs({ evseId }, { memory }) {
    const found = [...memory.tariffs].filter(([, { evse }]) => evseId === 0 || evse === 0 || evse === evseId);
    if (found.length === 0) return { status: 'NoTariff' };
    return {
      status: 'Accepted',
      tariffAssignments: found.map(([tariffId, { evse }]) => ({
        tariffId,
        tariffKind: 'DefaultTariff',
        ...(evse === 0 ? {} : { evseIds: [evse] }),
      })),
    };
  },
  ClearTariffs({ tariffIds, evseId }, { memory }) {
    const ids = (tariffIds ?? [...memory.tariffs.keys()]) as string[];
    const cleared = ids.map((tariffId) => {
      const held = memory.tariffs.get(tariffId);
      if (held === undefined || (evseId !== undefined && held.evse !== evseId)) return { tariffId, status: 'NoTariff' };
      memory.tariffs.delete(tariffId);
      return { tariffId, status: 'Accepted' };
    });
    return { clearTariffsResult: cleared.length > 0 ? cleared : [{ status: 'NoTariff' }] };
  },
  ChangeTransactionTariff: ({ transactionId }, able) => ({
    status: isRunning(able, transactionId) ? 'Accepted' : 'TxNotFound',
  }),
  SetDERControl(call, { memory }) {
    const superseded = [...memory.controls.values()]
      .filter((one) => one.controlType === call.controlType && one.controlId !== call.controlId)
      .map(({ controlId }) => controlId as string);
    for (const id of superseded) memory.controls.delete(id);
    memory.controls.set(call.controlId, call);
    return { status: 'Accepted', ...(superseded.length > 0 ? { supersededIds: superseded } : {}) };
  },
  GetDERControl(call, able) {
    const found = chosen(able, call);
    if (found.length === 0) return { status: 'NotFound' };
    able.later(20, async () => {
      for (const [index, control] of found.entries())
        await able.say([
          'ReportDERControl',
          { requestId: call.requestId, tbc: index < found.length - 1, ...reportOf(control) },
        ]);
    });
    return taken;
  },
  ClearDERControl(call, able) {
    const found = chosen(able, call);
    for (const { controlId } of found) able.memory.controls.delete(controlId);
    return { status: found.length > 0 ? 'Accepted' : 'NotFound' };
  },
  // No stream is ever opened here.
  AdjustPeriodicEventStream: () => ({ status: 'Rejected' }),
  GetPeriodicEventStream: () => ({}),
  AFRRSignal: (_, { memory }) => ({
    status: [...memory.profiles.values()].some(({ kind }) => kind === 'Dynamic') ? 'Accepted' : 'Rejected',
  }),
  NotifyAllowedEnergyTransfer: ({ transactionId }, able) => ({
    status: isRunning(able, transactionId) ? 'Accepted' : 'Rejected',
  }),
  NotifyWebPaymentStarted: () => ({}),
  RequestBatterySwap: () => ({ status: 'Rejected' }),
};
