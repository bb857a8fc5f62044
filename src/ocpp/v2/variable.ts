import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { ComponentName, PartialVariableName, VariableName } from '../../domain/commands/device-model.ts';
import type { ReportedVariable } from '../../domain/message.ts';
import type { DescribedVariable } from '../../domain/messages/device.ts';
import { whole, wholeOrNothing } from '../bounds.ts';
import { compact } from '../compact.ts';

type ReportData = NonNullable<OCPP21.NotifyReportRequest['reportData']>[number];
type Named = OCPP20.GetVariablesRequest['getVariableData'][number];

export const writtenComponent = (name: ComponentName): Named['component'] =>
  compact({
    name: name.component,
    instance: name.componentInstance,
    evse: name.evse === undefined ? undefined : compact({ id: name.evse, connectorId: name.connector }),
  });

/** Component and variable as OCPP 2.x nests them. */
export const written = (name: VariableName): Pick<Named, 'component' | 'variable'> => ({
  component: writtenComponent(name),
  variable: compact({ name: name.variable, instance: name.variableInstance }),
});

/** A component with all its variables, or one of them. */
export const writtenPartly = (name: PartialVariableName) =>
  compact({
    component: writtenComponent(name),
    variable:
      name.variable === undefined ? undefined : compact({ name: name.variable, instance: name.variableInstance }),
  });

/** The same, flat. */
export const flat = ({ component, variable }: Pick<Named, 'component' | 'variable'>): VariableName =>
  compact({
    component: component.name,
    componentInstance: component.instance,
    evse: component.evse ? whole(component.evse.id) : undefined,
    connector: wholeOrNothing(component.evse?.connectorId),
    variable: variable.name,
    variableInstance: variable.instance,
  });

/** One variable can have up to four attributes: Actual, Target, MinSet, MaxSet. */
export const reported = ({
  component,
  variable,
  variableAttribute,
  variableCharacteristics,
}: ReportData): readonly ReportedVariable[] =>
  variableAttribute.map(({ type, value, mutability }) =>
    compact({
      ...flat({ component, variable }),
      attribute: type ?? 'Actual',
      value,
      mutability: mutability ?? 'ReadWrite',
      unit: variableCharacteristics?.unit,
      dataType: variableCharacteristics?.dataType,
    }),
  );

/** B07, B08: what a variable can be, whatever it holds. */
export const described = ({ component, variable, variableCharacteristics: can }: ReportData): DescribedVariable[] => {
  if (!can) return [];
  const { attribute: _, ...name } = flat({ component, variable });
  return [
    compact({
      ...name,
      dataType: String(can.dataType),
      unit: can.unit,
      minLimit: can.minLimit,
      maxLimit: can.maxLimit,
      maxElements: can.maxElements,
      valuesList: can.valuesList,
      supportsMonitoring: can.supportsMonitoring === true,
    }),
  ];
};

export type Attribute = NonNullable<Named['attributeType']>;
const attributes: readonly string[] = ['Actual', 'Target', 'MinSet', 'MaxSet'] satisfies readonly Attribute[];

/** Actual is the default and is left out. */
export const attributeOf = (name: VariableName): Attribute | undefined =>
  name.attribute !== 'Actual' && attributes.includes(name.attribute ?? '') ? (name.attribute as Attribute) : undefined;
