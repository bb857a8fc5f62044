import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Num } from '../../../web/kit/num.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useSession } from '../../../web/shell/session.tsx';
import type { StationHead } from '../tabs.ts';

type LocalList = Reply<RouteAt<'GET', '/stations/:stationId/local-list'>>;
const tones = { inStep: 'ok', failed: 'bad', unsupported: 'mute', unknown: 'warn' } as const;

/** The cards that the station knows by itself: kept in step with Cards or not, and how that goes. */
export function CardList({ station }: { station: StationHead }) {
  const intl = useIntl();
  const { rights } = useSession();
  const stationId = station.id;
  const params = { params: { stationId } };
  const [sending, setSending] = useState(false);
  // The keeper works in the background: it is looked at while somebody looks.
  const read = useRead('/stations/:stationId/local-list', params, { everyMs: 3000 });
  const invalidates = ['/stations/:stationId/local-list'] as const;
  const set = useWrite('PUT', '/stations/:stationId/local-list', { invalidates });
  const send = useWrite('POST', '/stations/:stationId/local-list/send', {
    invalidates,
    onDone: () => setSending(false),
  });
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `device.cards.${id}` }, values);
  if (read.error && !read.data) return <ProblemState error={read.error} onRetry={() => void read.refetch()} />;
  const list = read.data;
  if (!list) return <SkeletonCard lines={5} />;
  const mayChange = rights.includes('localLists.change');
  const maySend = rights.includes('localLists.act') && list.enabled;
  return (
    <Card
      title={word('title')}
      note={word('note')}
      actions={
        <>
          <AskButton station={station} kind="readLocalListVersion">
            {word('version.ask')}
          </AskButton>
          <span title={maySend ? undefined : word('send.why')}>
            <Button variant="default" disabled={!maySend} onClick={() => setSending(true)}>
              {word('send')}
            </Button>
          </span>
        </>
      }
    >
      <div className="stack">
        <div className="row-wrap">
          <Tag tone={list.enabled ? tones[list.state] : 'mute'}>
            {word(list.enabled ? `state.${list.state}` : 'state.off')}
          </Tag>
          <span className="soft">{word(list.enabled ? `says.${list.state}` : 'says.off')}</span>
        </div>
        <div className="row-wrap">
          <span className="strong" aria-hidden>
            {word('setting')}
          </span>
          <FilterSegments
            label={word('setting')}
            value={list.setting}
            onChange={(setting) => {
              if (mayChange) set.mutate({ ...params, body: { setting } });
            }}
            choices={[
              { value: 'fleet', label: word(list.fleet ? 'setting.fleetOn' : 'setting.fleetOff') },
              { value: 'on', label: word('setting.on') },
              { value: 'off', label: word('setting.off') },
            ]}
          />
        </div>
        {mayChange ? null : <p className="small dim">{word('setting.locked')}</p>}
        {set.error ? <ProblemText error={set.error} /> : null}
        <Facts list={list} station={station} />
        <p className="small">
          <GoTo to="/cards">{word('toCards')}</GoTo>
        </p>
      </div>
      {sending ? (
        <ConfirmDialog
          opened
          title={word('send.title')}
          confirm={word('send.do')}
          onClose={() => setSending(false)}
          busy={send.isPending}
          error={send.error}
          onConfirm={() => send.mutate(params)}
        >
          <p className="soft">{word('send.text')}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

function Facts({ list, station }: { list: LocalList; station: StationHead }) {
  const label = (id: string) => <FormattedMessage key={id} id={`device.cards.${id}`} />;
  const at = (moment: string | undefined) => (moment ? <Time at={moment} zone={station.timeZone} /> : null);
  return (
    <Details
      rows={[
        [label('cards'), <Num key="v" value={list.cards} />],
        list.leftOut > 0
          ? [
              label('leftOut'),
              <span key="v" className="warn">
                <Num value={list.leftOut} />
              </span>,
            ]
          : null,
        [label('ours'), list.version > 0 ? <Num key="v" value={list.version} /> : label('ours.none')],
        [
          label('there'),
          list.thereVersion === undefined ? null : list.thereVersion > 0 ? (
            <Num key="v" value={list.thereVersion} />
          ) : (
            label('there.none')
          ),
        ],
        [label('checked'), at(list.checkedAt)],
        [label('sent'), list.lastSentAt ? at(list.lastSentAt) : label('sent.never')],
        list.lastResult ? [label('result'), <Mono key="v">{list.lastResult}</Mono>] : null,
      ]}
    />
  );
}
