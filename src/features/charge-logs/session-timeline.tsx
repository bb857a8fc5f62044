import { FormattedMessage, type IntlShape, useIntl } from 'react-intl';
import { GoTo } from '../../../web/kit/link.tsx';
import { formatEnergy, formatNumber, formatPower } from '../../../web/kit/num.tsx';
import { Time } from '../../../web/kit/time.tsx';
import type { StationHead } from '../tabs.ts';
import type { ChargeLogDetailReply } from './contract.ts';
import { authorisationWords, reasonWords, stateWords, suspectWords } from './words.tsx';

type Entry = ChargeLogDetailReply['timeline'][number];

/** Everything that happened to a session in order, each with the message that said it. */
export function SessionTimeline({ detail, station }: { detail: ChargeLogDetailReply; station: StationHead }) {
  const intl = useIntl();
  return (
    <details className="cl-timeline" open={detail.timeline.length <= 12}>
      <summary>
        <FormattedMessage id="charge-logs.detail.timeline" /> <span className="dim num">{detail.timeline.length}</span>
      </summary>
      <ol>
        {detail.timeline.map((entry) => (
          <li key={entry.seq}>
            <span className="cl-when">
              <Time at={entry.at} exact="ms" zone={detail.timeZone} />
            </span>
            <span className="grow">
              <strong>{title(intl, entry)}</strong> <span className="soft">{particulars(intl, entry).join(' · ')}</span>
            </span>
            {entry.frameId ? (
              <GoTo
                to={`/stations/${station.id}/communication-logs`}
                search={{ transaction: String(detail.session.number), frame: entry.frameId }}
                className="small nowrap"
              >
                <FormattedMessage id="charge-logs.detail.message" />
              </GoTo>
            ) : null}
          </li>
        ))}
      </ol>
      {detail.timelineTruncated ? (
        <p className="small dim">
          <FormattedMessage id="charge-logs.detail.timeline.truncated" values={{ count: detail.timeline.length }} />
        </p>
      ) : null}
    </details>
  );
}

function title(intl: IntlShape, { type, detail }: Entry): string {
  if (type === 'transaction.updated' && detail.chargingState !== undefined && !detail.samples)
    return intl.formatMessage(
      { id: 'charge-logs.fact.state' },
      { state: stateWords(intl, String(detail.chargingState)) },
    );
  const id = `charge-logs.fact.${type}`;
  return intl.messages[id] === undefined
    ? intl.formatMessage({ id: 'charge-logs.fact.any' }, { type })
    : intl.formatMessage({ id });
}

function particulars(intl: IntlShape, { type, detail }: Entry): string[] {
  const number = (name: string) => (typeof detail[name] === 'number' ? (detail[name] as number) : undefined);
  const power = number('power');
  const energy = number('energy') ?? number('meterWh');
  const soc = number('soc');
  const seqNo = number('seqNo');
  const parts: (string | undefined)[] = [
    type === 'transaction.ended'
      ? reasonWords(intl, {
          ...(detail.reason === undefined ? {} : { reason: String(detail.reason) }),
          ...(detail.by === undefined ? {} : { endedBy: String(detail.by) }),
        })
      : undefined,
    detail.card === undefined ? undefined : String(detail.card),
    detail.authorisation === undefined ? undefined : authorisationWords(intl, String(detail.authorisation)),
    power === undefined ? undefined : formatPower(power, intl.locale),
    energy === undefined ? undefined : formatEnergy(energy, intl.locale),
    soc === undefined ? undefined : `${formatNumber(soc, intl.locale)} %`,
    detail.trigger === undefined ? undefined : String(detail.trigger),
    seqNo === undefined ? undefined : `seqNo ${seqNo}`,
    detail.offline === true ? intl.formatMessage({ id: 'charge-logs.offline' }) : undefined,
    ...(detail.suspect === undefined
      ? []
      : String(detail.suspect)
          .split(', ')
          .map((code) => suspectWords(intl, code))),
  ];
  return parts.filter((part): part is string => part !== undefined);
}
