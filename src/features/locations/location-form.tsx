import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { EntityField } from '../../../web/kit/entity-field.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { TimeZoneField } from '../../../web/kit/time-zone.tsx';
import { coordinateWarning } from './fields/coordinates.ts';
import { bodyOf, type Field, faultsOf, formOf, numberOf } from './fields/form.ts';
import type { Location } from './page.tsx';

const parkingTypes = ['parkingLot', 'parkingGarage', 'undergroundGarage', 'onStreet', 'onDriveway', 'alongMotorway'];

/** A new location, or what may change about one. */
export function LocationForm({
  location,
  onClose,
  onSaved,
}: {
  location: Location | undefined;
  onClose: () => void;
  onSaved: (id: number) => void;
}) {
  const intl = useIntl();
  const [before] = useState(() => formOf(location));
  const [form, setForm] = useState(before);
  const [tried, setTried] = useState(false);
  const done = ({ id }: { id: number }) => {
    onSaved(id);
    onClose();
  };
  const reads = ['/locations', '/locations/:locationId', '/stations', '/stations/choices'] as const;
  const create = useWrite('POST', '/locations', { invalidates: reads, onDone: done });
  const change = useWrite('PATCH', '/locations/:locationId', { invalidates: reads, onDone: done });
  const error = create.error ?? change.error;
  const word = (id: string) => intl.formatMessage({ id: `locations.field.${id}` });
  const faults = faultsOf(form);
  const errorOf = (field: Field) =>
    (tried && faults[field] ? intl.formatMessage({ id: faults[field] }) : undefined) ?? error?.fields[field] ?? null;
  const set = (field: Field, value: string) => setForm((current) => ({ ...current, [field]: value }));
  const bind = (field: Field) => ({
    label: word(field),
    value: form[field],
    error: errorOf(field),
    onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value),
  });
  const warning = coordinateWarning(form.country || undefined, numberOf(form.latitude), numberOf(form.longitude));
  const countries = useMemo(() => countriesIn(intl.locale), [intl.locale]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    if (location) {
      const body = bodyOf(before, form, null);
      if (Object.keys(body).length === 0) onClose();
      else change.mutate({ params: { locationId: location.id }, body });
    } else create.mutate({ body: { name: form.name.trim(), ...bodyOf(before, form, undefined) } as never });
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      size={690}
      title={intl.formatMessage({ id: location ? 'locations.edit.title' : 'locations.add.title' })}
    >
      <form className="stack" onSubmit={submit} noValidate>
        <TextInput {...bind('name')} required data-autofocus maxLength={120} />
        <div className="field-row">
          <TextInput {...bind('street')} maxLength={200} />
          <TextInput {...bind('houseNumber')} maxLength={20} />
        </div>
        <div className="field-row">
          <TextInput {...bind('postalCode')} maxLength={20} />
          <TextInput {...bind('city')} maxLength={120} />
          <Select
            label={word('country')}
            searchable
            clearable
            clearButtonProps={{
              'aria-label': intl.formatMessage({ id: 'kit.clearField' }, { field: word('country') }),
            }}
            data={countries}
            value={form.country || null}
            error={errorOf('country')}
            onChange={(value) => set('country', value ?? '')}
            comboboxProps={{ withinPortal: true }}
          />
        </div>
        <div className="field-row">
          <TextInput {...bind('latitude')} inputMode="decimal" placeholder="50.93753" />
          <TextInput {...bind('longitude')} inputMode="decimal" placeholder="6.96028" />
          <TextInput {...bind('floor')} maxLength={40} />
        </div>
        <output className="warn small">
          {warning ? <FormattedMessage id={`locations.warning.${warning}`} /> : null}
        </output>
        <div className="field-row">
          <TimeZoneField
            label={word('timeZone')}
            value={form.timeZone}
            onChange={(zone) => set('timeZone', zone)}
            none={intl.formatMessage({ id: 'locations.timeZone.operator' })}
          />
          <label className="field">
            <span>{word('parkingType')}</span>
            <select
              className="filter-select field-select"
              value={form.parkingType}
              onChange={(event) => set('parkingType', event.target.value)}
            >
              <option value="">{intl.formatMessage({ id: 'locations.notSet' })}</option>
              {parkingTypes.map((each) => (
                <option key={each} value={each}>
                  {intl.formatMessage({ id: `locations.parking.${each}` })}
                </option>
              ))}
            </select>
          </label>
          <EntityField
            label={word('entityId')}
            value={form.entityId}
            onChange={(entity) => set('entityId', entity)}
            error={errorOf('entityId')}
          />
        </div>
        <Textarea {...bind('directions')} autosize minRows={2} maxRows={6} maxLength={4000} />
        <Textarea {...bind('accessNote')} autosize minRows={2} maxRows={6} maxLength={4000} />
        <Textarea {...bind('note')} autosize minRows={2} maxRows={6} maxLength={4000} />
        {error && Object.keys(error.fields).length === 0 ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending}>
            <FormattedMessage id="kit.save" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Every country the browser knows, in the reader's words. */
function countriesIn(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((value) => {
      // Old codes have the name of the country that took their place.
      const known = new Intl.Locale(`und-${value}`).region === value && !outside.has(value);
      const label = known ? names.of(value) : undefined;
      return label === undefined ? [] : [{ value, label }];
    })
    .sort((one, other) => one.label.localeCompare(other.label, locale));
}

/** Codes that have a name but are no country. */
const outside = new Set(['EU', 'EZ', 'UN', 'QO', 'ZZ', 'XA', 'XB', 'AC', 'CP', 'DG', 'EA', 'IC', 'TA']);
