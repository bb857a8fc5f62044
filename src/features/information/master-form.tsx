import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { EntityField } from '../../../web/kit/entity-field.tsx';
import { type ChosenLocation, LocationField } from '../../../web/kit/location-field.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { InformationReply } from './contract.ts';

const fields = [
  'name',
  'publicName',
  'entityId',
  'locationId',
  'location',
  'address',
  'timeZone',
  'commissionedOn',
  'warrantyUntil',
  'gridLimit',
  'note',
] as const;
type Field = (typeof fields)[number];
type Form = Record<Field, string>;

function formOf({ master }: InformationReply): Form {
  return {
    name: master.name,
    publicName: master.publicName ?? '',
    entityId: String(master.entity?.id ?? ''),
    locationId: String(master.place?.id ?? ''),
    location: master.location ?? '',
    address: master.address ?? '',
    timeZone: master.timeZone ?? '',
    commissionedOn: master.commissionedOn ?? '',
    warrantyUntil: master.warrantyUntil ?? '',
    gridLimit: master.gridLimitW === undefined ? '' : String(master.gridLimitW / 1000),
    note: master.note ?? '',
  };
}

/** What was changed, as the API wants it: null empties a field. */
function changes(before: Form, after: Form): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = after[field].trim();
    if (value === before[field].trim()) continue;
    if (field === 'gridLimit') body.gridLimitW = value === '' ? null : kilowatts(value) * 1000;
    else if (field === 'entityId' || field === 'locationId') body[field] = value === '' ? null : Number(value);
    else body[field] = value === '' ? null : value;
  }
  return body;
}

const kilowatts = (text: string): number => Number(text.replace(',', '.'));

export function MasterForm({
  stationId,
  sheet,
  onClose,
}: {
  stationId: number;
  sheet: InformationReply;
  onClose: () => void;
}) {
  const intl = useIntl();
  const maySeeLocations = useRight('locations.see');
  const [before] = useState(() => formOf(sheet));
  const [form, setForm] = useState(before);
  const [place, setPlace] = useState<ChosenLocation | undefined>(sheet.master.place);
  const [tried, setTried] = useState(false);
  const save = useWrite('PATCH', '/stations/:stationId', {
    invalidates: [
      '/stations/:stationId',
      '/stations/:stationId/information',
      '/stations/:stationId/patterns',
      '/stations',
    ],
    onDone: onClose,
  });
  const say = (id: string) => intl.formatMessage({ id: `information.master.${id}` });
  const faults: Partial<Record<Field, string>> = {
    ...(form.name.trim() === '' ? { name: say('nameMissing') } : {}),
    ...(form.gridLimit.trim() !== '' && !(kilowatts(form.gridLimit) > 0) ? { gridLimit: say('limitWrong') } : {}),
  };
  const told = save.error?.fields ?? {};
  const errorOf = (field: Field) =>
    (tried ? faults[field] : undefined) ?? told[field === 'gridLimit' ? 'gridLimitW' : field] ?? null;
  const bind = (field: Field) => ({
    label: say(field === 'gridLimit' ? 'gridLimit.kw' : field),
    value: form[field],
    error: errorOf(field),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setForm((current) => ({ ...current, [field]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    const body = changes(before, form);
    if (Object.keys(body).length === 0) onClose();
    else save.mutate({ params: { stationId }, body });
  };
  return (
    <Dialog opened onClose={onClose} title={say('title')} size={690}>
      <form className="stack" onSubmit={submit} noValidate>
        <div className="field-row">
          <TextInput {...bind('name')} required data-autofocus maxLength={120} />
          <TextInput {...bind('publicName')} maxLength={120} />
        </div>
        <div className="field-row">
          {maySeeLocations ? (
            <LocationField
              label={say('locationId')}
              value={place}
              error={errorOf('locationId')}
              onChange={(next) => {
                setPlace(next);
                setForm((current) => ({ ...current, locationId: next === undefined ? '' : String(next.id) }));
              }}
            />
          ) : null}
          <Select
            label={say('timeZone')}
            searchable
            clearable
            clearButtonProps={{
              'aria-label': intl.formatMessage({ id: 'kit.clearField' }, { field: say('timeZone') }),
            }}
            placeholder={intl.formatMessage({ id: 'information.master.timeZone.default' }, { zone: sheet.timeZone })}
            data={zones()}
            value={form.timeZone || null}
            error={errorOf('timeZone')}
            onChange={(value) => setForm((current) => ({ ...current, timeZone: value ?? '' }))}
            comboboxProps={{ withinPortal: true }}
          />
        </div>
        {place === undefined ? (
          <div className="field-row">
            <TextInput {...bind('location')} description={say('asText')} maxLength={200} />
            <TextInput {...bind('address')} description={say('asText')} maxLength={300} />
          </div>
        ) : null}
        <EntityField
          label={say('entityId')}
          value={form.entityId}
          error={errorOf('entityId')}
          onChange={(value) => setForm((current) => ({ ...current, entityId: value }))}
        />
        <div className="field-row">
          <TextInput {...bind('commissionedOn')} type="date" />
          <TextInput {...bind('warrantyUntil')} type="date" />
          <TextInput {...bind('gridLimit')} inputMode="decimal" />
        </div>
        <Textarea {...bind('note')} autosize minRows={2} maxRows={8} maxLength={4000} />
        {save.error && Object.keys(told).length === 0 ? <ProblemText error={save.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={save.isPending}>
            <FormattedMessage id="kit.save" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
