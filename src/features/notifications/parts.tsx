import { Checkbox, Input, NumberInput, TextInput } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { Own } from './contract.ts';

export type EventName = Own['events'][number];
export const eventNames: readonly EventName[] = [
  'error.critical',
  'error.opened',
  'error.closed',
  'station.offline',
  'station.online',
  'station.booted',
  'station.blocked',
  'session.started',
  'session.ended',
  'card.refused',
  'security.event',
  'document.expiring',
  'ticket.created',
  'ticket.assigned',
  'ticket.changed',
  'ticket.overdue',
  'ticket.closed',
];

/** `08:30` and back. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export const minutesOf = (clock: string): number => {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Math.min(1439, Number(hours) * 60 + Number(minutes) || 0);
};

export function Events({
  chosen,
  onChange,
  error,
}: {
  chosen: readonly EventName[];
  onChange: (next: EventName[]) => void;
  error?: string | undefined;
}) {
  const intl = useIntl();
  return (
    <fieldset className="notify-set">
      <legend>{intl.formatMessage({ id: 'notifications.field.events' })}</legend>
      <div className="notify-grid">
        {eventNames.map((name) => (
          <Checkbox
            key={name}
            size="xs"
            label={intl.formatMessage({ id: `notifications.event.${name}` })}
            checked={chosen.includes(name)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? [...chosen, name] : chosen.filter((one) => one !== name))
            }
          />
        ))}
      </div>
      {error ? <Input.Error>{error}</Input.Error> : null}
    </fieldset>
  );
}

export interface Timing {
  readonly digest: Own['digest'];
  readonly quiet: NonNullable<Own['quiet']> | undefined;
}

/** At once or gathered, and when not. */
export function When({ value, onChange }: { value: Timing; onChange: (next: Timing) => void }) {
  const intl = useIntl();
  const word = (id: string) => intl.formatMessage({ id: `notifications.${id}` });
  const { digest, quiet } = value;
  const night = { from: 22 * 60, to: 7 * 60, meanwhile: 'wait', criticalThrough: true } as const;
  return (
    <fieldset className="notify-set">
      <legend>{word('field.when')}</legend>
      <div className="field-row">
        <label className="field">
          <span>{word('field.when')}</span>
          <select
            className="filter-select field-select"
            value={digest.kind}
            onChange={({ target: { value: kind } }) =>
              onChange({
                quiet,
                digest:
                  kind === 'every' ? { kind, minutes: 15 } : kind === 'daily' ? { kind, at: 8 * 60 } : { kind: 'now' },
              })
            }
          >
            <option value="now">{word('when.now')}</option>
            <option value="every">{intl.formatMessage({ id: 'notifications.when.every' }, { minutes: '…' })}</option>
            <option value="daily">{intl.formatMessage({ id: 'notifications.when.daily' }, { time: '…' })}</option>
          </select>
        </label>
        {'minutes' in digest ? (
          <NumberInput
            label={word('field.minutes')}
            value={digest.minutes}
            min={5}
            max={1440}
            onChange={(next) => onChange({ quiet, digest: { kind: 'every', minutes: Number(next) || 15 } })}
          />
        ) : 'at' in digest ? (
          <TextInput
            type="time"
            label={word('field.time')}
            value={clockOf(digest.at)}
            onChange={(event) =>
              onChange({ quiet, digest: { kind: 'daily', at: minutesOf(event.currentTarget.value) } })
            }
          />
        ) : null}
      </div>
      <Checkbox
        label={word('field.quiet')}
        checked={quiet !== undefined}
        onChange={({ currentTarget: { checked } }) => onChange({ digest, quiet: checked ? night : undefined })}
      />
      {quiet ? (
        <>
          <div className="field-row">
            <TextInput
              type="time"
              label={word('field.from')}
              value={clockOf(quiet.from)}
              onChange={(event) =>
                onChange({ digest, quiet: { ...quiet, from: minutesOf(event.currentTarget.value) } })
              }
            />
            <TextInput
              type="time"
              label={word('field.until')}
              value={clockOf(quiet.to)}
              onChange={(event) => onChange({ digest, quiet: { ...quiet, to: minutesOf(event.currentTarget.value) } })}
            />
            <label className="field">
              <span>{word('field.meanwhile')}</span>
              <select
                className="filter-select field-select"
                value={quiet.meanwhile}
                onChange={({ target }) =>
                  onChange({ digest, quiet: { ...quiet, meanwhile: target.value === 'wait' ? 'wait' : 'leaveOut' } })
                }
              >
                <option value="wait">{word('field.wait')}</option>
                <option value="leaveOut">{word('field.leaveOut')}</option>
              </select>
            </label>
          </div>
          <Checkbox
            label={word('field.critical')}
            checked={quiet.criticalThrough}
            onChange={(event) =>
              onChange({ digest, quiet: { ...quiet, criticalThrough: event.currentTarget.checked } })
            }
          />
        </>
      ) : null}
    </fieldset>
  );
}
