import { type Abilities, type Able, isoAt, type Payload } from './ability.ts';

/** So many variables stand in one message, so that a report comes in parts. */
const perMessage = 4;

export interface Variable {
  readonly component: Payload;
  readonly variable: Payload;
  readonly value: string;
  readonly readonly: boolean;
  readonly unit?: string;
}

/** The variables of the device model: the settings, and what is measured at each EVSE. */
export function variablesOf({ settings, bays, profile }: Able): Variable[] {
  const fixed = [...settings.values()].map((setting): Variable => {
    const [component = '', variable = ''] = setting.name.split('.');
    return {
      component: { name: component },
      variable: { name: variable },
      value: setting.value,
      readonly: setting.readonly,
    };
  });
  const live = bays.flatMap((bay): Variable[] => {
    const component = { name: 'EVSE', evse: { id: bay.number } };
    const available = bay.operative && bay.status !== 'faulted';
    return [
      {
        component,
        variable: { name: 'Power' },
        value: String(Math.round(bay.charge?.powerW ?? 0)),
        readonly: true,
        unit: 'W',
      },
      { component, variable: { name: 'Available' }, value: String(available), readonly: true },
      { component, variable: { name: 'Problem' }, value: String(bay.status === 'faulted'), readonly: true },
      {
        component,
        variable: { name: 'SupplyPhases' },
        value: profile.points[bay.number - 1]!.current === 'AC' ? '3' : '0',
        readonly: true,
      },
    ];
  });
  return [...fixed, ...live];
}

export const names = ({ component, variable }: Payload, one: Variable): boolean =>
  component.name === one.component.name &&
  (component.evse === undefined || component.evse.id === one.component.evse?.id) &&
  (variable === undefined || variable.name === one.variable.name);

const durations = /(Interval|TimeOut|Threshold)$/;
const typeOf = ({ value, unit }: Variable): string =>
  unit !== undefined
    ? 'decimal'
    : /^(true|false)$/.test(value)
      ? 'boolean'
      : /^\d+$/.test(value)
        ? 'integer'
        : value.includes(',')
          ? 'MemberList'
          : 'string';

/** Sends a report in as many messages as it takes; the last one says so (B07.FR.04). */
export async function tellReport(able: Able, requestId: number, all: readonly Variable[]): Promise<void> {
  const parts = Math.max(1, Math.ceil(all.length / perMessage));
  for (let seqNo = 0; seqNo < parts; seqNo++) {
    await able.say([
      'NotifyReport',
      {
        requestId,
        generatedAt: isoAt(able.now()),
        seqNo,
        tbc: seqNo < parts - 1,
        reportData: all.slice(seqNo * perMessage, (seqNo + 1) * perMessage).map((one) => ({
          component: one.component,
          variable: one.variable,
          variableAttribute: [{ value: one.value, mutability: one.readonly ? 'ReadOnly' : 'ReadWrite' }],
          variableCharacteristics: {
            dataType: typeOf(one),
            // What is measured has a unit; durations have theirs by their names.
            supportsMonitoring: one.unit !== undefined,
            ...(one.unit !== undefined
              ? { unit: one.unit }
              : durations.test(one.variable.name)
                ? { unit: 's', minLimit: 0, maxLimit: 86_400 }
                : {}),
          },
        })),
      },
    ]);
  }
}

/** B08.FR.07 to FR.10: a component without the variable counts as having it, but for a problem. */
function meets(all: readonly Variable[], one: Variable, criterion: string): boolean {
  const flag = all.find(
    ({ component, variable }) =>
      variable.name === criterion &&
      component.name === one.component.name &&
      component.evse?.id === one.component.evse?.id,
  );
  return flag === undefined ? criterion !== 'Problem' : flag.value === 'true';
}

/** 2.0.1 B07, B08. */
export const deviceModel: Abilities = {
  GetBaseReport(call, able) {
    const all = variablesOf(able);
    const wanted =
      call.reportBase === 'FullInventory'
        ? all
        : all.filter((one) =>
            call.reportBase === 'SummaryInventory' ? one.variable.name === 'Problem' : !one.readonly,
          );
    able.later(20, () => tellReport(able, call.requestId, wanted));
    return { status: 'Accepted' };
  },
  GetReport({ requestId, componentCriteria, componentVariable }, able) {
    const all = variablesOf(able);
    const wanted = all.filter(
      (one) =>
        (componentVariable === undefined || componentVariable.some((asked: Payload) => names(asked, one))) &&
        (componentCriteria === undefined || componentCriteria.some((criterion: string) => meets(all, one, criterion))),
    );
    // B08.FR.15
    if (wanted.length === 0) return { status: 'EmptyResultSet' };
    able.later(20, () => tellReport(able, requestId, wanted));
    return { status: 'Accepted' };
  },
};
