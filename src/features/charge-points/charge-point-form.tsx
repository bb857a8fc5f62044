import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { commonConnectorTypes, connectorTypeName, hasCable } from '../../../web/sheet/connector-types.ts';
import { placeKeyOf, placeName } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';
import type { ChargePointItem } from './contract.ts';
import { bodyOf, EvseIdField, entryOf, isEmptyEntry } from './evse-id-field.tsx';

/** The usual types, and the one it has, whatever that is. Type 2 comes with a cable or as a socket. */
function typesFor(
  locale: string,
  present: string | undefined,
  say: (cable: boolean) => string,
): { value: string; label: string }[] {
  const known = commonConnectorTypes.some((type) => type === present);
  return [...(present && !known ? [present] : []), ...commonConnectorTypes].map((type) => ({
    value: type,
    label:
      type === 'cType2' || type === 'sType2'
        ? `${connectorTypeName(type, locale)}, ${say(type === 'cType2')}`
        : connectorTypeName(type, locale),
  }));
}

const whole = (value: string | number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 32_767;

/** Declares a charge point, or describes an existing one. Only what was changed is sent. */
export function ChargePointForm({
  station,
  item,
  taken,
  onClose,
}: {
  station: StationHead;
  item?: ChargePointItem;
  taken: readonly ChargePointItem[];
  onClose: () => void;
}) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string>) =>
    intl.formatMessage({ id: `charge-points.form.${id}` }, values);
  const invalidates = [
    '/stations/:stationId',
    '/stations/:stationId/charge-points',
    '/stations/:stationId/charge-point-shares',
    '/stations/:stationId/information',
  ] as const;
  const add = useWrite('POST', '/stations/:stationId/charge-points', { invalidates, onDone: onClose });
  const change = useWrite('PATCH', '/stations/:stationId/charge-points/:evse/:connector', {
    invalidates,
    onDone: onClose,
  });
  const next = Math.max(0, ...taken.map((each) => each.evse)) + 1;
  const [evse, setEvse] = useState<string | number>(item?.evse ?? next);
  const [connector, setConnector] = useState<string | number>(item?.connector ?? 1);
  const [before] = useState(() => valuesOf(item));
  const [values, setValues] = useState(before);
  const [firstEntry] = useState(() => entryOf(item));
  const [entry, setEntry] = useState(firstEntry);
  const set = <K extends keyof typeof values>(name: K, value: (typeof values)[K]) =>
    setValues((current) => ({ ...current, [name]: value }));

  /** The type says whether there is a cable, so nobody has to say it twice. */
  const chooseType = (connectorType: string) => {
    const cable = hasCable(connectorType);
    setValues((current) => ({ ...current, connectorType, ...(cable === undefined ? {} : { cable: String(cable) }) }));
  };

  const powerWrong = values.maxPower !== '' && !(Number(values.maxPower) > 0);
  const exists = !item && taken.some((each) => placeKeyOf(each) === `${evse}.${connector}`);
  const ready = !powerWrong && (item || (whole(evse) && whole(connector) && !exists));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const body = {
      ...changed(before, values),
      ...(entry === firstEntry || (isEmptyEntry(entry) && !item?.evseId)
        ? {}
        : isEmptyEntry(entry)
          ? { evseId: null }
          : bodyOf(entry)),
    };
    if (item) {
      if (Object.keys(body).length === 0) return onClose();
      change.mutate({ params: { stationId: station.id, evse: item.evse, connector: item.connector }, body });
    } else
      add.mutate({
        params: { stationId: station.id },
        body: { evse: Number(evse), connector: Number(connector), ...body },
      });
  };
  const error = add.error ?? change.error;
  const title = item ? say('edit', { place: placeName(intl, item, station.chargePoints) }) : say('add');
  const clear = (field: string) => ({
    clearButtonProps: { 'aria-label': intl.formatMessage({ id: 'kit.clearField' }, { field }) },
  });
  return (
    <Dialog opened onClose={onClose} title={title} size={690}>
      <form className="stack" onSubmit={submit} noValidate>
        {item ? null : (
          <div className="field-row">
            <NumberInput
              label={say('evse')}
              description={say('evse.hint')}
              value={evse}
              onChange={setEvse}
              hideControls
              required
              error={exists ? say('taken') : whole(evse) ? null : say('numberWrong')}
            />
            <NumberInput
              label={say('connector')}
              description={'\u00a0'}
              value={connector}
              onChange={setConnector}
              hideControls
              required
              error={whole(connector) ? null : say('numberWrong')}
            />
          </div>
        )}
        <TextInput
          label={say('name')}
          description={say('name.hint')}
          value={values.name}
          maxLength={100}
          data-autofocus
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <EvseIdField
          entry={entry}
          onChange={setEntry}
          stationId={station.id}
          place={item}
          present={item?.evseId}
          fault={error?.type === 'name.taken' || error?.type === 'value.refused' ? error.fields.evseId : undefined}
        />
        <div className="field-row">
          <Select
            label={say('connectorType')}
            placeholder={say('current.any')}
            data={typesFor(intl.locale, item?.connectorType, (cable) => say(`cable.${cable}`))}
            value={values.connectorType || null}
            clearable
            {...clear(say('connectorType'))}
            onChange={(value) => chooseType(value ?? '')}
            comboboxProps={{ withinPortal: true }}
          />
          <Select
            label={say('current')}
            placeholder={say('current.any')}
            data={['AC', 'DC']}
            value={values.current || null}
            clearable
            {...clear(say('current'))}
            onChange={(value) => set('current', value ?? '')}
            comboboxProps={{ withinPortal: true }}
          />
          <Select
            label={say('phases')}
            placeholder={say('current.any')}
            data={['1', '2', '3']}
            value={values.phases || null}
            clearable
            {...clear(say('phases'))}
            onChange={(value) => set('phases', value ?? '')}
            comboboxProps={{ withinPortal: true }}
          />
        </div>
        <div className="field-row">
          <NumberInput
            label={say('maxPower')}
            value={values.maxPower}
            hideControls
            decimalScale={2}
            decimalSeparator={intl.locale.startsWith('de') ? ',' : '.'}
            onChange={(value) => set('maxPower', value)}
            error={powerWrong ? say('powerWrong') : null}
          />
          <Select
            label={say('cable')}
            placeholder={say('current.any')}
            data={[
              { value: 'true', label: say('cable.true') },
              { value: 'false', label: say('cable.false') },
            ]}
            value={values.cable || null}
            clearable
            {...clear(say('cable'))}
            onChange={(value) => set('cable', value ?? '')}
            comboboxProps={{ withinPortal: true }}
          />
        </div>
        {error && !error.fields.evseId ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={add.isPending || change.isPending} disabled={!ready}>
            {item ? say('save') : say('add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface Values {
  readonly name: string;
  readonly connectorType: string;
  readonly current: string;
  readonly phases: string;
  readonly maxPower: string | number;
  readonly cable: string;
}

const valuesOf = (item: ChargePointItem | undefined): Values => ({
  name: item?.name ?? '',
  connectorType: item?.connectorType ?? '',
  current: item?.current ?? '',
  phases: item?.phases === undefined ? '' : String(item.phases),
  maxPower: item?.maxPowerW === undefined ? '' : item.maxPowerW / 1000,
  cable: item?.cable === undefined ? '' : String(item.cable),
});

/** What differs, as the API wants it: null empties a field. */
function changed(before: Values, after: Values) {
  const text = (name: 'name' | 'connectorType') =>
    after[name].trim() === before[name] ? {} : { [name]: after[name].trim() || null };
  return {
    ...text('name'),
    ...text('connectorType'),
    ...(after.current === before.current ? {} : { current: (after.current || null) as 'AC' | 'DC' | null }),
    ...(after.phases === before.phases ? {} : { phases: after.phases === '' ? null : Number(after.phases) }),
    ...(after.maxPower === before.maxPower
      ? {}
      : { maxPowerW: after.maxPower === '' ? null : Number(after.maxPower) * 1000 }),
    ...(after.cable === before.cable ? {} : { cable: after.cable === '' ? null : after.cable === 'true' }),
  };
}
