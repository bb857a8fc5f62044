import { FormattedMessage, useIntl } from 'react-intl';
import type { Field } from '../../../src/features/commands/fields/field.ts';
import { useRead } from '../../api/queries.ts';
import { formatEnergy } from '../../kit/quantities.ts';
import { evseName, evsesOf, placeName } from '../places.ts';
import { useForm } from './form-state.ts';
import { FieldFrame } from './frame.tsx';

interface Props<F extends Field> {
  readonly name: string;
  readonly field: F;
  readonly path: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of the station's charge points: `2`, or `2.1` where its connector counts; `0`: the whole station. */
export function PlaceInput({ field, value, onChange, ...frame }: Props<Field & { type: 'place' }>) {
  const intl = useIntl();
  const { chargePoints } = useForm().station;
  const ofEvse = (evse: number) => ({ key: String(evse), label: evseName(intl, evse, chargePoints) });
  const ofConnector = (point: (typeof chargePoints)[number], label: string) => ({
    key: `${point.evse}.${point.connector}`,
    label,
  });
  const beside = (point: (typeof chargePoints)[number]) =>
    field.each === true || chargePoints.filter(({ evse }) => evse === point.evse).length > 1;
  const choices =
    field.connector === 'needed'
      ? chargePoints.map((point) => ofConnector(point, placeName(intl, point, chargePoints)))
      : evsesOf(chargePoints).flatMap((evse) => [
          ofEvse(evse),
          ...(field.connector === 'none'
            ? []
            : chargePoints.filter((point) => point.evse === evse && beside(point))
          ).map((point) =>
            ofConnector(
              point,
              intl.formatMessage(
                { id: 'commands.form.place.connector' },
                { place: evseName(intl, evse, chargePoints), connector: point.connector },
              ),
            ),
          ),
        ]);
  return (
    <FieldFrame {...frame} field={field}>
      {(marks) => (
        <select {...marks} className="form-input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">
            {intl.formatMessage({ id: field.optional ? 'commands.form.any' : 'commands.form.choose' })}
          </option>
          {field.whole ? <option value="0">{intl.formatMessage({ id: 'commands.form.place.whole' })}</option> : null}
          {choices.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

/** One of the sessions that run now. */
export function SessionInput({ field, value, onChange, ...frame }: Props<Field>) {
  const intl = useIntl();
  const { station } = useForm();
  const preview = useRead('/stations/:stationId/commands/preview', {
    params: { stationId: station.id },
    query: { kind: 'reset' },
  });
  const running = preview.data?.running ?? [];
  return (
    <FieldFrame {...frame} field={field}>
      {(marks) => (
        <>
          <select {...marks} className="form-input" value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">
              {intl.formatMessage({ id: field.optional ? 'commands.form.any' : 'commands.form.choose' })}
            </option>
            {running.map((session) => (
              <option key={session.number} value={session.number}>
                {[
                  intl.formatMessage(
                    { id: 'commands.form.session' },
                    {
                      number: session.number,
                      place: placeName(
                        intl,
                        station.chargePoints.find(
                          (point) => point.evse === session.evse && point.connector === session.connector,
                        ) ?? { evse: session.evse ?? 0, connector: session.connector ?? 0 },
                        station.chargePoints,
                      ),
                    },
                  ),
                  session.energyWh === undefined ? '' : formatEnergy(session.energyWh, intl.locale),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </option>
            ))}
          </select>
          {preview.data && running.length === 0 ? (
            <span className="form-help">
              <FormattedMessage id="commands.form.noSession" />
            </span>
          ) : null}
        </>
      )}
    </FieldFrame>
  );
}
