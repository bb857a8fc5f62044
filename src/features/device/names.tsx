import type { IntlShape } from 'react-intl';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { evseName } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';

export interface Named {
  readonly component: string;
  readonly componentInstance?: string | undefined;
  readonly evse?: number | undefined;
  readonly connector?: number | undefined;
  readonly variable: string;
  readonly variableInstance?: string | undefined;
  readonly attribute?: string | undefined;
}

const bracket = (instance: string | undefined) => (instance ? `[${instance}]` : '');

/** The variable alone, as the standard names it: `HeartbeatInterval`, `Power (MaxSet)`. */
export const variableText = ({ variable, variableInstance, attribute }: Named): string =>
  visibleText(
    `${variable}${bracket(variableInstance)}${attribute === undefined || attribute === 'Actual' ? '' : ` (${attribute})`}`,
  );

/** The part it belongs to: `EVSE`, `Controller[main]`. */
export const componentText = ({ component, componentInstance }: Named): string =>
  visibleText(`${component}${bracket(componentInstance)}`);

/** Where that part is, in people's words; nothing for the whole station. */
export function placeText(intl: IntlShape, { evse, connector }: Named, station: StationHead): string | undefined {
  if (evse === undefined) return undefined;
  const name = evseName(intl, evse, station.chargePoints);
  const several = station.chargePoints.filter((point) => point.evse === evse).length > 1;
  return connector !== undefined && several
    ? intl.formatMessage({ id: 'device.connector' }, { place: name, connector })
    : name;
}

/** One name for everything: what distinguishes a row. */
export const fullName = (name: Named): string =>
  `${componentText(name)}${name.evse === undefined ? '' : ` ${name.evse}${name.connector === undefined ? '' : `.${name.connector}`}`}${name.component ? ' / ' : ''}${variableText(name)}`;

/** The same as the forms of commands hold it. */
export const rawName = ({ component, componentInstance, evse, connector, variable, variableInstance }: Named) => ({
  component,
  variable,
  componentInstance: componentInstance ?? '',
  variableInstance: variableInstance ?? '',
  place: evse === undefined ? '' : connector === undefined ? String(evse) : `${evse}.${connector}`,
});
