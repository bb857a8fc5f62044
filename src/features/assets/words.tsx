import { useIntl } from 'react-intl';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Mono } from '../../../web/kit/mono.tsx';
import { Tag } from '../../../web/kit/status.tsx';

export type Component = ItemOf<RouteAt<'GET', '/components'>>;
export type Article = ItemOf<RouteAt<'GET', '/articles'>>;

export const statuses: readonly Component['status'][] = ['inStock', 'installed', 'defective', 'returned', 'scrapped'];
const tones = { inStock: 'brand', installed: 'ok', defective: 'bad', returned: 'warn', scrapped: 'mute' } as const;

export function StatusTag({ status }: { status: Component['status'] }) {
  const intl = useIntl();
  return <Tag tone={tones[status]}>{intl.formatMessage({ id: `assets.status.${status}` })}</Tag>;
}

export function Serial({ of }: { of: { readonly serial?: string | undefined; readonly iccid?: string | undefined } }) {
  const intl = useIntl();
  const number = of.serial ?? of.iccid;
  return number ? (
    <Mono copy>{number}</Mono>
  ) : (
    <span className="dim">{intl.formatMessage({ id: 'assets.noSerial' })}</span>
  );
}

/** A native choice, named. */
export function Choice({
  label,
  value,
  onChange,
  choices,
  required = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  choices: readonly { readonly value: string; readonly label: string }[];
  required?: boolean;
}) {
  const intl = useIntl();
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="filter-select field-select"
        value={value}
        required={required}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{intl.formatMessage({ id: 'assets.choose' })}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}
