import { Button, NumberInput, Radio } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { InformationReply } from './contract.ts';
import { minutesOf } from './parts.tsx';

const inRange = (minutes: string | number): minutes is number =>
  typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440;

/** INF-3: after how much silence a connected station counts as silent, for this station and for all. */
export function SilenceForm({
  stationId,
  connection,
  onClose,
}: {
  stationId: number;
  connection: InformationReply['connection'];
  onClose: () => void;
}) {
  const intl = useIntl();
  const mayFleet = useRight('operator.administer');
  const fleetBefore = minutesOf(connection.fleetPendingAfterSeconds);
  const [of, setOf] = useState(connection.pendingAfterOf);
  const [own, setOwn] = useState<string | number>(minutesOf(connection.pendingAfterSeconds));
  const [fleet, setFleet] = useState<string | number>(fleetBefore);
  const invalidates = ['/stations/:stationId', '/stations/:stationId/information'] as const;
  const station = useWrite('PATCH', '/stations/:stationId', { invalidates });
  const operator = useWrite('PATCH', '/operator', { invalidates: [...invalidates, '/operator'] });
  const wrong = intl.formatMessage({ id: 'information.silence.range' });
  const ready = (of === 'fleet' || inRange(own)) && inRange(fleet);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const seconds = of === 'fleet' ? null : Number(own) * 60;
    const before = connection.pendingAfterOf === 'fleet' ? null : connection.pendingAfterSeconds;
    try {
      if (fleet !== fleetBefore) await operator.mutateAsync({ body: { pendingAfterSeconds: Number(fleet) * 60 } });
      if (seconds !== before)
        await station.mutateAsync({ params: { stationId }, body: { pendingAfterSeconds: seconds } });
      onClose();
    } catch {
      // Shown below, where the form still has its input.
    }
  };
  const error = operator.error ?? station.error;
  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'information.silence.title' })}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">
          <FormattedMessage id="information.silence.text" />
        </p>
        <Radio.Group
          label={intl.formatMessage({ id: 'information.silence.own' })}
          value={of}
          onChange={(value) => setOf(value === 'station' ? 'station' : 'fleet')}
        >
          <div className="stack info-radios">
            <Radio
              value="fleet"
              label={intl.formatMessage({ id: 'information.silence.fleet' }, { minutes: String(fleet) })}
            />
            <Radio value="station" label={intl.formatMessage({ id: 'information.silence.ownValue' })} />
          </div>
        </Radio.Group>
        {of === 'station' ? (
          <NumberInput
            label={intl.formatMessage({ id: 'information.silence.minutes' })}
            value={own}
            onChange={setOwn}
            min={1}
            max={1440}
            allowDecimal={false}
            hideControls
            error={inRange(own) ? null : wrong}
          />
        ) : null}
        <NumberInput
          label={intl.formatMessage({ id: 'information.silence.fleetMinutes' })}
          value={fleet}
          onChange={setFleet}
          min={1}
          max={1440}
          allowDecimal={false}
          hideControls
          disabled={!mayFleet}
          {...(mayFleet ? {} : { description: intl.formatMessage({ id: 'information.silence.onlyAdministrator' }) })}
          error={inRange(fleet) ? null : wrong}
        />
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={station.isPending || operator.isPending} disabled={!ready}>
            <FormattedMessage id="kit.save" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
