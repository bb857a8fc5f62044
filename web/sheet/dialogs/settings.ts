import type { ItemOf, RouteAt } from '../../api/routes.ts';
import type { CommandBody } from '../../kit/command-button.tsx';

export type Setting = ItemOf<RouteAt<'GET', '/stations/:stationId/settings'>>;
export type SettingName = CommandBody<'writeSettings'>['values'][number]['name'];

/** How a setting is called on screen: the key in 1.6; `Component[instance] 1.2 / Variable[instance] (MaxSet)` in 2.x. */
export function settingName(setting: Setting): string {
  const { component, componentInstance, evse, connector, variable, variableInstance, attribute } = setting;
  const place = evse === undefined ? '' : ` ${evse}${connector === undefined ? '' : `.${connector}`}`;
  const where = component ? `${component}${bracket(componentInstance)}${place} / ` : '';
  return `${where}${variable}${bracket(variableInstance)}${attribute === 'Actual' ? '' : ` (${attribute})`}`;
}
const bracket = (instance: string | undefined) => (instance ? `[${instance}]` : '');

/** What a command names it by; `Actual` is what a station takes when no attribute is named (OCPP 2.0.1 B05, B06). */
export function nameOf(setting: Setting): SettingName {
  const { component, componentInstance, evse, connector, variable, variableInstance, attribute } = setting;
  return {
    component,
    variable,
    ...(componentInstance === undefined ? {} : { componentInstance }),
    ...(evse === undefined ? {} : { evse }),
    ...(connector === undefined ? {} : { connector }),
    ...(variableInstance === undefined ? {} : { variableInstance }),
    ...(attribute === 'Actual' ? {} : { attribute: attribute as NonNullable<SettingName['attribute']> }),
  };
}
