import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { momentAt } from '../../../web/kit/wall-clock.ts';
import { evseName, evsesOf } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';
import type { Profile } from './contract.ts';
import { limitProfile } from './limit.tsx';
import { limitText, profileName } from './words.tsx';

/** One limit from now on: where, how much, until when. What it means as a profile is worked out here. */
export function LimitDialog({
  station,
  profiles,
  evse: begun,
  onClose,
}: {
  station: StationHead;
  profiles: readonly Profile[];
  evse: number;
  onClose: () => void;
}) {
  const intl = useIntl();
  const ask = useAsk();
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `charging.${id}` }, values);
  const running = useRead('/stations/:stationId/commands/preview', {
    params: { stationId: station.id },
    query: { kind: 'reset' },
  }).data?.running;
  const [place, setPlace] = useState(`place ${begun}`);
  const [text, setText] = useState('');
  const [unit, setUnit] = useState<'kW' | 'A'>('kW');
  const [end, setEnd] = useState('');
  const [tried, setTried] = useState(false);
  const nameOf = (evse: number) => evseName(intl, evse, station.chargePoints);
  const [kind, number] = place.split(' ');
  const session = kind === 'session' ? running?.find((one) => one.number === Number(number)) : undefined;
  const evse = kind === 'session' ? (session?.evse ?? 0) : Number(number);
  const value = text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
  const until = end === '' ? undefined : momentAt(end, station.timeZone);
  const wrong = {
    value: Number.isFinite(value) && value >= 0 && value <= 10_000 ? undefined : word('limit.form.value.wrong'),
    until:
      end === '' || (until !== undefined && Date.parse(until) > Date.now())
        ? undefined
        : word('limit.form.until.wrong'),
  };
  const { body, replaces } = limitProfile(
    {
      evse,
      value: unit === 'kW' ? Math.round(value * 1000) : value,
      unit: unit === 'kW' ? 'W' : 'A',
      ...(session ? { sessionNumber: session.number } : {}),
      ...(until === undefined ? {} : { until }),
    },
    profiles,
    Date.now(),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong.value || wrong.until) return;
    onClose();
    void ask(station.id, 'setChargingProfile', body, word('limit.asked', { place: nameOf(evse) }));
  };
  return (
    <Dialog opened onClose={onClose} title={word('limit.form.title')}>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="field">
          <span>{word('limit.form.place')}</span>
          <select
            className="filter-select field-select"
            value={place}
            onChange={(event) => setPlace(event.target.value)}
            data-autofocus
          >
            {[0, ...evsesOf(station.chargePoints)].map((each) => (
              <option key={each} value={`place ${each}`}>
                {nameOf(each)}
              </option>
            ))}
            {(running ?? []).map((each) => (
              <option key={each.number} value={`session ${each.number}`}>
                {word('limit.form.session', { number: each.number, place: nameOf(each.evse ?? 0) })}
              </option>
            ))}
          </select>
        </label>
        <div className="field-row">
          <TextInput
            label={word('limit.form.value')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            inputMode="decimal"
            error={tried ? wrong.value : undefined}
            autoComplete="off"
          />
          <label className="field">
            <span>{word('limit.form.unit')}</span>
            <select
              className="filter-select field-select"
              value={unit}
              onChange={(event) => setUnit(event.target.value as 'kW' | 'A')}
            >
              <option value="kW">kW</option>
              <option value="A">{word('limit.form.ampere')}</option>
            </select>
          </label>
        </div>
        <TextInput
          type="datetime-local"
          label={word('limit.form.until')}
          description={word('limit.form.until.hint', { zone: station.timeZone.replaceAll('_', ' ') })}
          value={end}
          onChange={(event) => setEnd(event.currentTarget.value)}
          error={tried ? wrong.until : undefined}
        />
        <p className="small soft">
          {replaces?.schedules[0]
            ? word('limit.form.replaces', {
                name: profileName(intl, replaces, station),
                limit: limitText(intl, replaces.schedules[0]),
              })
            : word('limit.form.note')}
        </p>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit">{word('limit.form.do')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
