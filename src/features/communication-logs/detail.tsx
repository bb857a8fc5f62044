import { IconAlertTriangle, IconEyeOff, IconListDetails } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Details } from '../../../web/kit/details.tsx';
import { Json } from '../../../web/kit/json.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { formatBytes } from '../../../web/kit/num.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { CopyLink, ExactMoment, hrefOf, LinkButton, rowAddress, usePlaceName } from '../../../web/log/log-parts.tsx';
import type { TabProps } from '../tabs.ts';
import type { Exchange } from './contract.ts';

/** One exchange in full: who, when, what is wrong with it, and both texts as they went over the wire. */
export function ExchangeDetail({ exchange, stationId, station }: TabProps & { exchange: Exchange }) {
  const intl = useIntl();
  const placeName = usePlaceName(station);
  const malformed = exchange.malformed === undefined ? undefined : `comm.malformed.${exchange.malformed}`;
  return (
    <div>
      {exchange.summary ? <p className="soft">{visibleText(exchange.summary)}</p> : null}
      <Problems exchange={exchange} />
      <Details
        rows={[
          [<FormattedMessage key="l" id="comm.time" />, <ExactMoment key="v" at={exchange.receivedAt} />],
          [
            <FormattedMessage key="l" id="comm.direction" />,
            <FormattedMessage key="v" id={`comm.direction.${exchange.direction}`} />,
          ],
          exchange.messageId === undefined
            ? null
            : [
                <FormattedMessage key="l" id="comm.messageId" />,
                <Mono key="v" copy>
                  {visibleText(exchange.messageId)}
                </Mono>,
              ],
          [<FormattedMessage key="l" id="comm.latency" />, latencyWords(exchange, intl)],
          malformed === undefined
            ? null
            : [
                <FormattedMessage key="l" id="comm.malformed" />,
                intl.messages[malformed] ? intl.formatMessage({ id: malformed }) : exchange.malformed,
              ],
          exchange.outcome === undefined
            ? null
            : [<FormattedMessage key="l" id="comm.outcome" />, <Mono key="v">{exchange.outcome}</Mono>],
          exchange.evse === undefined
            ? null
            : [<FormattedMessage key="l" id="comm.place" />, visibleText(placeName(exchange.evse, exchange.connector))],
          exchange.transactionNumber === undefined
            ? null
            : [
                <FormattedMessage key="l" id="comm.session" />,
                <GoTo
                  key="v"
                  to={`/stations/${stationId}/charge-logs`}
                  search={{ session: String(exchange.transactionNumber) }}
                >
                  {String(exchange.transactionNumber)}
                </GoTo>,
              ],
          [<FormattedMessage key="l" id="comm.version" />, exchange.protocol],
        ]}
      />
      <Json
        text={exchange.call}
        title={<FormattedMessage id="comm.request" values={{ size: formatBytes(exchange.bytes, intl.locale) }} />}
      />
      {exchange.answerText === undefined ? null : (
        <Json
          text={exchange.answerText}
          title={
            <FormattedMessage
              id="comm.response"
              values={{ size: formatBytes(exchange.answerBytes ?? 0, intl.locale) }}
            />
          }
        />
      )}
      {exchange.masked ? (
        <p className="log-note">
          <IconEyeOff size={15} stroke={1.8} aria-hidden />
          <FormattedMessage id="comm.masked" />
        </p>
      ) : null}
      <div className="log-actions">
        <LinkButton
          icon={<IconListDetails size={14} stroke={1.8} aria-hidden />}
          {...rowAddress(stationId, 'logs', exchange)}
        >
          <FormattedMessage id="comm.inWords" />
        </LinkButton>
        <CopyLink
          path={hrefOf(rowAddress(stationId, 'communication-logs', exchange))}
          label={intl.formatMessage({ id: 'comm.permalink' })}
        />
      </div>
    </div>
  );
}

function Problems({ exchange }: { exchange: Exchange }) {
  if (exchange.broken.length === 0 && exchange.missing.length === 0) return null;
  return (
    <div className="log-note log-note-bad">
      <IconAlertTriangle size={15} stroke={1.8} aria-hidden />
      <div>
        {exchange.broken.length > 0 ? (
          <>
            <strong>
              <FormattedMessage id="comm.broken" values={{ count: exchange.broken.length }} />
            </strong>
            <ul>
              {exchange.broken.map((rule) => (
                <li key={rule}>{visibleText(rule)}</li>
              ))}
            </ul>
          </>
        ) : null}
        {exchange.missing.length > 0 ? (
          <p>
            <FormattedMessage
              id="comm.missing"
              values={{ values: <span className="mono">{exchange.missing.join(', ')}</span> }}
            />
          </p>
        ) : null}
      </div>
    </div>
  );
}

function latencyWords(exchange: Exchange, intl: ReturnType<typeof useIntl>): string {
  if (exchange.latencyMs !== undefined) return `${intl.formatNumber(exchange.latencyMs)} ms`;
  if (exchange.kind === 'send') return intl.formatMessage({ id: 'comm.send' });
  return intl.formatMessage({ id: exchange.answered ? 'comm.latency.unknown' : 'comm.unanswered' });
}
