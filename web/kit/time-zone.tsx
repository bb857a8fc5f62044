import { useMemo } from 'react';

const known = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** One of the world's time zones, from the browser's own list. Native, so that typing jumps to it. `none`: a first choice without a zone. */
export function TimeZoneField({
  label,
  value,
  onChange,
  none,
}: {
  label: string;
  value: string;
  onChange: (zone: string) => void;
  none?: string;
}) {
  const zones = useMemo(known, []);
  return (
    <label className="field">
      <span>{label}</span>
      <select className="filter-select field-select" value={value} onChange={(event) => onChange(event.target.value)}>
        {none === undefined ? null : <option value="">{none}</option>}
        {value !== '' && !zones.includes(value) ? <option value={value}>{value}</option> : null}
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </label>
  );
}
