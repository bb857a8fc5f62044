import { FormattedMessage, useIntl } from 'react-intl';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { spanText } from '../../../web/kit/moments.ts';
import { Mono } from '../../../web/kit/mono.tsx';
import { Time } from '../../../web/kit/time.tsx';
import type { StationHead } from '../tabs.ts';
import type { Profile, Schedule } from './contract.ts';
import { Source } from './source.tsx';
import { beginText, profileName, rateText, whenText } from './words.tsx';

/** Everything of one profile: what it is for, when it counts, and its steps. */
export function ProfileDialog({
  profile,
  station,
  onClose,
}: {
  profile: Profile;
  station: StationHead;
  onClose: () => void;
}) {
  const intl = useIntl();
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `charging.${id}` }, values);
  const zone = station.timeZone;
  return (
    <Dialog opened onClose={onClose} size={620} title={profileName(intl, profile, station)}>
      <div className="stack">
        <Details
          rows={[
            [word('col.purpose'), word(`purpose.${profile.purpose}`)],
            [word('col.when'), whenText(intl, profile, zone)],
            profile.validFrom
              ? [word('profile.validFrom'), <Time key="v" at={profile.validFrom} exact zone={zone} />]
              : null,
            profile.validTo ? [word('profile.validTo'), <Time key="v" at={profile.validTo} exact zone={zone} />] : null,
            profile.sessionNumber === undefined
              ? null
              : [word('profile.session'), word('session', { number: profile.sessionNumber })],
            [word('profile.id'), <Mono key="v">{String(profile.id)}</Mono>],
            [word('col.level'), String(profile.stackLevel)],
            profile.updateIntervalSeconds === undefined
              ? null
              : [word('profile.update'), spanText(profile.updateIntervalSeconds * 1000)],
            [word('col.source'), <Source key="v" profile={profile} />],
            [word('col.at'), <Time key="v" at={profile.at} exact zone={zone} />],
          ]}
        />
        {profile.schedules.map((schedule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no name but their place
          <Steps key={index} schedule={schedule} zone={zone} {...(index > 0 ? { number: index + 1 } : {})} />
        ))}
      </div>
    </Dialog>
  );
}

/** The steps of a schedule; of several the car takes one. */
export function Steps({ schedule, zone, number }: { schedule: Schedule; zone: string; number?: number }) {
  const intl = useIntl();
  const { periods, unit } = schedule;
  const rate = (value: number | undefined) => (value === undefined ? '–' : rateText(value, unit, intl.locale));
  const has = (key: 'phases' | 'setpoint' | 'dischargeLimit' | 'operationMode') =>
    periods.some((period) => period[key] !== undefined);
  return (
    <section className="stack">
      {number === undefined ? null : (
        <h3>
          <FormattedMessage id="charging.alternative" values={{ number }} />
        </h3>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className="charging-steps" tabIndex={0} aria-label={intl.formatMessage({ id: 'charging.steps' })}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">
                <FormattedMessage id="charging.steps.from" />
              </th>
              <th scope="col" className="right">
                <FormattedMessage id="charging.steps.limit" />
              </th>
              {(['phases', 'setpoint', 'dischargeLimit', 'operationMode'] as const).filter(has).map((key) => (
                <th scope="col" className="right" key={key}>
                  <FormattedMessage id={`charging.steps.${key}`} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {periods.map((period) => (
              <tr key={period.startSeconds}>
                <td className="num">{beginText(intl, period.startSeconds, schedule, zone)}</td>
                <td className="num right">{rate(period.limit)}</td>
                {has('phases') ? <td className="num right">{period.phases ?? '–'}</td> : null}
                {has('setpoint') ? <td className="num right">{rate(period.setpoint)}</td> : null}
                {has('dischargeLimit') ? <td className="num right">{rate(period.dischargeLimit)}</td> : null}
                {has('operationMode') ? <td className="mono right">{period.operationMode ?? '–'}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
