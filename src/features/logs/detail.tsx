import { IconBraces } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Details } from '../../../web/kit/details.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { CopyLink, ExactMoment, hrefOf, LinkButton, rowAddress, usePlaceName } from '../../../web/log/log-parts.tsx';
import type { TabProps } from '../tabs.ts';
import type { LogEntry } from './contract.ts';

/** One line of the log: what was said, what was decided and why, what was missing. */
export function EntryDetail({ entry, stationId, station }: TabProps & { entry: LogEntry }) {
  const intl = useIntl();
  const placeName = usePlaceName(station);
  const decision = entry.authorisation;
  return (
    <div>
      <p className="logs-said">{visibleText(entry.sentence || intl.formatMessage({ id: 'logs.unnamed' }))}</p>
      {entry.answer ? <p className="soft">{visibleText(entry.answer)}</p> : null}
      <Details
        rows={[
          [<FormattedMessage key="l" id="logs.time" />, <ExactMoment key="v" at={entry.receivedAt} />],
          [
            <FormattedMessage key="l" id="logs.direction" />,
            <FormattedMessage key="v" id={`logs.direction.${entry.direction}`} />,
          ],
          [
            <FormattedMessage key="l" id="logs.weight" />,
            <FormattedMessage key="v" id={`logs.weight.${entry.weight}`} />,
          ],
          decision === undefined
            ? null
            : [
                <FormattedMessage key="l" id="logs.decision" />,
                <Tag key="v" tone={decision.accepted ? 'ok' : 'bad'}>
                  <FormattedMessage id={decision.accepted ? 'logs.accepted' : 'logs.refused'} />
                </Tag>,
              ],
          decision?.reason === undefined
            ? null
            : [<FormattedMessage key="l" id="logs.reason" />, <Reason key="v" code={decision.reason} />],
          decision === undefined
            ? null
            : [
                <FormattedMessage key="l" id="logs.roaming" />,
                <FormattedMessage key="v" id={decision.roaming ? 'logs.roaming.yes' : 'logs.roaming.no'} />,
              ],
          entry.missing.length === 0
            ? null
            : [
                <FormattedMessage key="l" id="logs.missing" />,
                <span key="v" className="mono">
                  {visibleText(entry.missing.join(', '))}
                </span>,
              ],
          decision !== undefined || entry.outcome === undefined
            ? null
            : [<FormattedMessage key="l" id="logs.decision" />, <Reason key="v" code={entry.outcome} />],
          entry.errorCode === undefined
            ? null
            : [
                <FormattedMessage key="l" id="logs.errorCode" />,
                <Mono key="v" copy>
                  {visibleText(entry.errorCode)}
                </Mono>,
              ],
          entry.evse === undefined
            ? null
            : [<FormattedMessage key="l" id="logs.place" />, visibleText(placeName(entry.evse, entry.connector))],
          entry.transactionNumber === undefined
            ? null
            : [
                <FormattedMessage key="l" id="logs.session" />,
                <GoTo
                  key="v"
                  to={`/stations/${stationId}/charge-logs`}
                  search={{ session: String(entry.transactionNumber) }}
                >
                  {String(entry.transactionNumber)}
                </GoTo>,
              ],
          entry.messageId === undefined
            ? null
            : [
                <FormattedMessage key="l" id="logs.messageId" />,
                <Mono key="v" copy>
                  {visibleText(entry.messageId)}
                </Mono>,
              ],
        ]}
      />
      <div className="log-actions">
        <LinkButton
          icon={<IconBraces size={14} stroke={1.8} aria-hidden />}
          {...rowAddress(stationId, 'communication-logs', entry)}
        >
          <FormattedMessage id="logs.raw" />
        </LinkButton>
        <CopyLink
          path={hrefOf(rowAddress(stationId, 'logs', entry))}
          label={intl.formatMessage({ id: 'logs.permalink' })}
        />
      </div>
    </div>
  );
}

/** The reason in words, with its code to copy. */
function Reason({ code }: { code: string }) {
  const intl = useIntl();
  const id = `logs.outcome.${code}`;
  return (
    <span>
      {intl.messages[id] ? `${intl.formatMessage({ id })} ` : null}
      <Mono copy>{code}</Mono>
    </span>
  );
}
