import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useId, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import type { ChargePointItem } from './contract.ts';

export interface EvseIdEntry {
  readonly by: 'parts' | 'whole';
  readonly whole: string;
  readonly country: string;
  readonly operator: string;
  readonly number: string;
}

export function entryOf(item: ChargePointItem | undefined): EvseIdEntry {
  const parts = item?.evseIdParts ?? { country: '', operator: '', number: '' };
  // Ids of the other form (+49*...) have no parts.
  return { by: item?.evseId && !item.evseIdParts ? 'whole' : 'parts', whole: item?.evseId ?? '', ...parts };
}

export const isEmptyEntry = (entry: EvseIdEntry): boolean =>
  entry.by === 'whole'
    ? entry.whole.trim() === ''
    : entry.country.trim() === '' && entry.operator.trim() === '' && entry.number.trim() === '';

/** The entry as the API takes it. */
export const bodyOf = (entry: EvseIdEntry) =>
  entry.by === 'whole'
    ? { evseId: entry.whole.trim() }
    : { evseIdParts: { country: entry.country, operator: entry.operator, number: entry.number } };

const queryOf = (entry: EvseIdEntry) =>
  entry.by === 'whole'
    ? { evseId: entry.whole.trim() }
    : { country: entry.country.trim(), operator: entry.operator.trim(), number: entry.number.trim() };

/**
 * An EVSE-ID, in its parts or whole, checked by the server while it is typed. `fault` is what the server said when the
 * form was sent.
 */
export function EvseIdField({
  entry,
  onChange,
  stationId,
  place,
  present,
  fault,
}: {
  entry: EvseIdEntry;
  onChange: (entry: EvseIdEntry) => void;
  stationId: number;
  place: { evse: number; connector: number } | undefined;
  present: string | undefined;
  fault: string | undefined;
}) {
  const intl = useIntl();
  const verdictId = useId();
  const [touched, setTouched] = useState(false);
  const empty = isEmptyEntry(entry);
  const [asked] = useDebouncedValue(entry, 200);
  const check = useRead(
    '/evse-ids/check',
    { query: { ...queryOf(asked), ...(place ? { stationId, evse: place.evse, connector: place.connector } : {}) } },
    { enabled: touched && !isEmptyEntry(asked), keep: true },
  );
  const settled = asked === entry && check.data !== undefined && !check.isPlaceholderData;
  const bad = touched && !empty && settled && (!check.data.valid || check.data.takenBy !== undefined);
  const change = (patch: Partial<EvseIdEntry>) => {
    setTouched(true);
    onChange({ ...entry, ...patch });
  };
  const part = (name: 'country' | 'operator' | 'number', maxLength: number) => (
    <TextInput
      label={intl.formatMessage({ id: `charge-points.evseId.${name}` })}
      {...(name === 'number'
        ? {
            description: intl.formatMessage({ id: 'charge-points.evseId.numberHint' }),
            inputWrapperOrder: ['label', 'input', 'description'],
          }
        : {})}
      value={entry[name]}
      maxLength={maxLength}
      autoCapitalize="characters"
      spellCheck={false}
      classNames={{ input: 'mono' }}
      aria-describedby={verdictId}
      aria-invalid={bad || undefined}
      onChange={(event) => change({ [name]: event.currentTarget.value.toUpperCase() })}
    />
  );
  return (
    <fieldset className="cp-evse-id">
      <legend className="row">
        <span className="grow">
          <FormattedMessage id="charge-points.evseId" />
        </span>
      </legend>
      <FilterSegments
        value={entry.by}
        label={intl.formatMessage({ id: 'charge-points.evseId.entry' })}
        onChange={(by) => change({ by })}
        choices={[
          { value: 'parts', label: <FormattedMessage id="charge-points.evseId.parts" /> },
          { value: 'whole', label: <FormattedMessage id="charge-points.evseId.whole" /> },
        ]}
      />
      {entry.by === 'parts' ? (
        <div className="cp-evse-parts">
          {part('country', 2)}
          {part('operator', 3)}
          {part('number', 31)}
        </div>
      ) : (
        <TextInput
          aria-label={intl.formatMessage({ id: 'charge-points.evseId' })}
          placeholder="DE*AB7*E840*6487"
          value={entry.whole}
          maxLength={60}
          spellCheck={false}
          classNames={{ input: 'mono' }}
          aria-describedby={verdictId}
          aria-invalid={bad || undefined}
          onChange={(event) => change({ whole: event.currentTarget.value })}
        />
      )}
      <p id={verdictId} className={`small ${fault || bad ? 'bad' : 'dim'}`} aria-live="polite">
        {fault ??
          (empty ? (
            <FormattedMessage id="charge-points.evseId.empty" />
          ) : touched ? (
            settled ? (
              <Verdict check={check.data} present={present} />
            ) : (
              <FormattedMessage id="charge-points.evseId.checking" />
            )
          ) : (
            <span className="mono">{present}</span>
          ))}
      </p>
    </fieldset>
  );
}

function Verdict({
  check,
  present,
}: {
  check: {
    valid: boolean;
    evseId?: string;
    problem?: string;
    takenBy?: { stationName: string; evse: number; connector: number; name?: string };
  };
  present: string | undefined;
}) {
  const intl = useIntl();
  if (!check.valid) return <FormattedMessage id={`charge-points.evseId.problem.${check.problem ?? 'form'}`} />;
  const evseId = check.evseId ?? '';
  if (check.takenBy) {
    const place = check.takenBy.name ?? intl.formatMessage({ id: 'sheet.place.name' }, { evse: check.takenBy.evse });
    return (
      <FormattedMessage
        id="charge-points.evseId.takenBy"
        values={{ evseId, place, station: check.takenBy.stationName }}
      />
    );
  }
  return (
    <span className="ok">
      <FormattedMessage id={`charge-points.evseId.${evseId === present ? 'own' : 'ok'}`} values={{ evseId }} />
    </span>
  );
}
