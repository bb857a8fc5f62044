import { Button } from '@mantine/core';
import { IconBraces, IconCheck, IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Span, Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import type { ErrorRow, FleetErrorRow } from './contract.ts';

/** One error: what it means, whose side it is on, what to do; then everything known of it. */
export function ErrorDetail({ error, place }: { error: ErrorRow | FleetErrorRow; place: string }) {
  const intl = useIntl();
  return (
    <div>
      <Explanation error={error} />
      <Details
        rows={[
          'stationName' in error
            ? [
                <FormattedMessage key="l" id="errors.station" />,
                <GoTo key="v" to={`/stations/${error.stationId}/errors`}>
                  {visibleText(error.stationName)}
                </GoTo>,
              ]
            : null,
          [<FormattedMessage key="l" id="errors.place" />, visibleText(place)],
          [
            <FormattedMessage key="l" id="errors.code" />,
            <Mono key="v" copy>
              {visibleText(error.code)}
            </Mono>,
          ],
          [
            <FormattedMessage key="l" id="errors.vendorCode" />,
            error.vendorErrorCode === undefined ? undefined : (
              <Mono key="v" copy>
                {visibleText(error.vendorErrorCode)}
              </Mono>
            ),
          ],
          [
            <FormattedMessage key="l" id="errors.vendorId" />,
            error.vendorId === undefined ? undefined : visibleText(error.vendorId),
          ],
          [
            <FormattedMessage key="l" id="errors.info" />,
            error.info === undefined ? undefined : visibleText(error.info),
          ],
          [
            <FormattedMessage key="l" id="errors.severity" />,
            intl.formatMessage({ id: `errors.severity.${error.severity}` }),
          ],
          [
            <FormattedMessage key="l" id="errors.source" />,
            intl.formatMessage({ id: `errors.source.${error.source}` }),
          ],
          [<FormattedMessage key="l" id="errors.firstSeen" />, <Time key="v" at={error.firstSeen} exact />],
          [<FormattedMessage key="l" id="errors.lastSeen" />, <Time key="v" at={error.lastSeen} exact />],
          [
            <FormattedMessage key="l" id="errors.count" />,
            intl.formatMessage({ id: 'errors.times' }, { count: error.count }),
          ],
          [
            <FormattedMessage key="l" id="errors.duration" />,
            error.closedAt === undefined ? (
              <Span key="v" since={error.firstSeen} />
            ) : (
              <Span key="v" ms={error.durationMs} />
            ),
          ],
          [
            <FormattedMessage key="l" id="errors.window" />,
            intl.formatMessage({ id: error.maintenanceWindow ? 'errors.window.yes' : 'errors.window.no' }),
          ],
          error.closedAt === undefined
            ? null
            : [<FormattedMessage key="l" id="errors.closedAt" />, <Time key="v" at={error.closedAt} exact />],
          error.closedBy === undefined
            ? null
            : [
                <FormattedMessage key="l" id="errors.state" />,
                intl.formatMessage({ id: `errors.closedBy.${error.closedBy}` }),
              ],
        ]}
      />
      <Actions error={error} />
    </div>
  );
}

function Explanation({ error }: { error: ErrorRow }) {
  const intl = useIntl();
  const known = intl.messages[`errors.code.${error.code}.title`] !== undefined;
  if (!known)
    return (
      <p className="errors-unknown">
        <FormattedMessage id={error.source === 'derived' ? 'errors.derivedCode' : 'errors.unknownCode'} />
      </p>
    );
  return (
    <dl className="errors-explained">
      {(['means', 'side', 'todo'] as const).map((part) => (
        <div key={part}>
          <dt>
            <FormattedMessage id={`errors.${part}`} />
          </dt>
          <dd>
            <FormattedMessage id={`errors.code.${error.code}.${part}`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Actions({ error }: { error: ErrorRow | FleetErrorRow }) {
  const [asking, setAsking] = useState(false);
  const mayChange = useRight('errors.act');
  const close = useWrite('POST', '/stations/:stationId/errors/:errorId/close', {
    invalidates: ['/stations/:stationId/errors', '/stations/:stationId/errors/summary', '/errors', '/errors/summary'],
    onDone: () => setAsking(false),
  });
  return (
    <div className="errors-actions">
      {error.frameId === undefined ? null : (
        <GoTo
          className="errors-link"
          to={`/stations/${error.stationId}/communication-logs`}
          search={{ frame: error.frameId }}
        >
          <IconBraces size={15} stroke={1.8} aria-hidden />
          <FormattedMessage id="errors.raw" />
        </GoTo>
      )}
      {'stationName' in error ? (
        <GoTo className="errors-link" to={`/stations/${error.stationId}/errors`}>
          <IconExternalLink size={15} stroke={1.8} aria-hidden />
          <FormattedMessage id="errors.openSheet" />
        </GoTo>
      ) : null}
      {error.closedAt === undefined && mayChange ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCheck size={14} stroke={1.9} />}
          onClick={() => setAsking(true)}
        >
          <FormattedMessage id="errors.close" />
        </Button>
      ) : null}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={<FormattedMessage id="errors.close.title" />}
        confirm={<FormattedMessage id="errors.close.confirm" />}
        onConfirm={() => close.mutate({ params: { stationId: error.stationId, errorId: error.id } })}
        busy={close.isPending}
        error={close.error}
      >
        <p className="soft">
          <FormattedMessage id="errors.close.text" />
        </p>
      </ConfirmDialog>
    </div>
  );
}
