import { IconAlertTriangle, IconCircleX, IconListDetails, IconPoint } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useRange } from '../../../web/kit/range.tsx';
import { readerLanguage } from '../../../web/kit/reader-language.ts';
import { SplitPane } from '../../../web/kit/split-pane.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { LiveButton } from '../../../web/log/live-button.tsx';
import { directionOf, LogFilters, withoutFilters } from '../../../web/log/log-filters.tsx';
import { type LogColumn, LogList } from '../../../web/log/log-list.tsx';
import { isOld, RowTime, SearchedTo, useChargePointChoices, usePlaceName } from '../../../web/log/log-parts.tsx';
import { useJump } from '../../../web/log/use-jump.ts';
import { useLog } from '../../../web/log/use-log.ts';
import type { TabProps } from '../tabs.ts';
import type { LogEntry } from './contract.ts';
import { EntryDetail } from './detail.tsx';
import './tab.css';

/** Every message in words, newest on top. */
export function Tab({ stationId, station }: TabProps) {
  const intl = useIntl();
  const url = useUrlState();
  const [values, change] = url;
  const [live, setLive] = useState(true);
  const range = useRange('all');
  const places = useChargePointChoices(station);
  const actions = useRead('/stations/:stationId/frames/actions', { params: { stationId } }, { staleMs: 60_000 });
  const filters = useFilters(values, range);
  const language = readerLanguage(intl);
  const ended = range.until !== undefined;
  const log = useLog<LogEntry>({
    url: '/stations/:stationId/log',
    stationId,
    query: { ...filters, language },
    live: live && !ended,
    waits: (entry) => !entry.answered && entry.malformed === undefined,
  });
  const columns = useColumns({ stationId, station, narrow: values.frame !== undefined, old: isOld(log.rows) });
  const selected = values.frame;
  const detail = useRead(
    '/stations/:stationId/log/:frameId',
    { params: { stationId, frameId: selected ?? '' }, query: { language } },
    { enabled: selected !== undefined, keep: true },
  );
  useJump(selected === undefined ? undefined : detail.data, log);
  const filtered = Object.values(filters).some((value) => value !== undefined);
  const clear = () => change(withoutFilters('weight'));
  const none = log.rows.length === 0 && !log.loading;
  const entry = log.rows.find((each) => each.id === selected) ?? (selected === undefined ? undefined : detail.data);

  return (
    <Card flush className="log-card">
      <LogFilters
        words="logs"
        url={url}
        actions={actions.data?.items}
        places={places}
        end={<LiveButton live={live} missed={log.missed} onChange={setLive} ended={ended} />}
      >
        <FilterSelect
          value={values.weight}
          onChange={(weight) => change({ weight })}
          label={intl.formatMessage({ id: 'logs.filter.weight' })}
          choices={['1', '2'].map((value) => ({
            value,
            label: intl.formatMessage({ id: `logs.filter.weight.${value}` }),
          }))}
          width={112}
        />
      </LogFilters>
      <div className="log-body">
        {log.error ? (
          <ProblemState error={log.error} onRetry={log.retry} />
        ) : none && !log.searchedTo ? (
          filtered ? (
            <NoHits onClear={clear} />
          ) : (
            <EmptyState
              icon={<IconListDetails size={20} stroke={1.6} />}
              title={<FormattedMessage id="logs.empty.title" />}
              text={<FormattedMessage id="logs.empty.text" />}
            />
          )
        ) : (
          <SplitPane
            side={entry ? <EntryDetail entry={entry} stationId={stationId} station={station} /> : undefined}
            sideTitle={visibleText(entry?.action ?? intl.formatMessage({ id: 'logs.malformed' }))}
            onClose={() => change({ frame: undefined })}
          >
            <LogList
              label={intl.formatMessage({ id: 'logs.table' })}
              columns={columns}
              rows={log.rows}
              selected={selected}
              onSelect={({ id }) => change({ frame: id })}
              loading={log.loading}
              more={log.more && log.searchedTo === undefined}
              onMore={log.onMore}
              rowClass={(each) => (each.weight === 2 ? 'logs-bad' : undefined)}
              end={log.searchedTo ? <SearchedTo at={log.searchedTo} onMore={log.onMore} /> : null}
            />
          </SplitPane>
        )}
      </div>
    </Card>
  );
}

/** The filters of the address as the API takes them. */
function useFilters(values: ReturnType<typeof useUrlState>[0], range: ReturnType<typeof useRange>) {
  const { text, action, direction, connector, weight, transaction } = values;
  const { fromIso, untilIso } = range;
  return useMemo(
    () => ({
      text,
      action,
      direction: directionOf(direction),
      connector,
      weight: weight === undefined ? undefined : Number(weight),
      transaction: transaction === undefined ? undefined : Number(transaction),
      from: fromIso,
      to: untilIso,
    }),
    [text, action, direction, connector, weight, transaction, fromIso, untilIso],
  );
}

/** Beside an open line there is room for less: its place stands in the sentence. */
function useColumns({
  stationId,
  station,
  narrow,
  old,
}: TabProps & { narrow: boolean; old: boolean }): readonly LogColumn<LogEntry>[] {
  const intl = useIntl();
  const placeName = usePlaceName(station);
  return useMemo(
    () => [
      {
        id: 'time',
        title: intl.formatMessage({ id: 'logs.time' }),
        width: old ? '156px' : '116px',
        render: (entry) => <RowTime at={entry.receivedAt} />,
      },
      {
        id: 'weight',
        title: <span className="sr">{intl.formatMessage({ id: 'logs.weight' })}</span>,
        width: '32px',
        render: (entry) => (
          <WeightIcon weight={entry.weight} label={intl.formatMessage({ id: `logs.weight.${entry.weight}` })} />
        ),
      },
      {
        id: 'sentence',
        title: intl.formatMessage({ id: 'logs.sentence' }),
        render: (entry) => <Sentence entry={entry} />,
      },
      {
        id: 'answer',
        title: intl.formatMessage({ id: 'logs.answer' }),
        width: '19%',
        minor: true,
        render: (entry) => <AnswerCell entry={entry} />,
      },
      ...(narrow
        ? []
        : [
            {
              id: 'place',
              title: intl.formatMessage({ id: 'logs.place' }),
              width: '112px',
              minor: true,
              render: (entry) =>
                entry.evse === undefined ? null : (
                  <span title={visibleText(placeName(entry.evse, entry.connector))}>
                    {visibleText(placeName(entry.evse, entry.connector))}
                  </span>
                ),
            } satisfies LogColumn<LogEntry>,
          ]),
      {
        id: 'session',
        title: intl.formatMessage({ id: 'logs.session' }),
        width: '98px',
        align: 'right',
        minor: true,
        render: (entry) =>
          entry.transactionNumber === undefined ? null : (
            <GoTo
              to={`/stations/${stationId}/charge-logs`}
              search={{ session: String(entry.transactionNumber) }}
              label={intl.formatMessage({ id: 'logs.session.n' }, { number: entry.transactionNumber })}
            >
              {String(entry.transactionNumber)}
            </GoTo>
          ),
      },
    ],
    [intl, stationId, placeName, narrow, old],
  );
}

/** Severity is colour, shape and word. */
function WeightIcon({ weight, label }: { weight: number; label: string }) {
  const Icon = weight === 2 ? IconCircleX : weight === 1 ? IconAlertTriangle : IconPoint;
  return (
    <span className={`logs-weight logs-weight-${weight}`} role="img" aria-label={label} title={label}>
      <Icon size={15} stroke={1.9} aria-hidden />
    </span>
  );
}

function Sentence({ entry }: { entry: LogEntry }) {
  const intl = useIntl();
  const said = entry.sentence || intl.formatMessage({ id: 'logs.unnamed' });
  const unsaid = entry.missing.filter((name) => !said.includes(name));
  const text = visibleText(
    unsaid.length === 0
      ? said
      : `${said}. ${intl.formatMessage({ id: 'logs.missing.values' }, { values: unsaid.join(', ') })}`,
  );
  return (
    <span className={entry.weight > 0 ? 'log-strong' : 'logs-plain'} title={text}>
      {text}
    </span>
  );
}

function AnswerCell({ entry }: { entry: LogEntry }) {
  const intl = useIntl();
  const refused = entry.errorCode !== undefined || entry.authorisation?.accepted === false;
  const text = visibleText(answerWords(entry, intl));
  return (
    <span className={refused ? 'bad' : undefined} title={text}>
      {text}
    </span>
  );
}

function answerWords(entry: LogEntry, intl: ReturnType<typeof useIntl>): string {
  if (entry.answer !== undefined) return entry.answer;
  if (entry.errorCode !== undefined) return entry.errorCode;
  return entry.malformed === undefined || entry.answered ? '' : intl.formatMessage({ id: 'logs.malformed' });
}
