import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { formatBytes } from '../../../web/kit/num.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { LogColumn } from '../../../web/log/log-list.tsx';
import { RowTime } from '../../../web/log/log-parts.tsx';
import type { ExchangeRow } from './contract.ts';

/** One exchange per row. Beside an open one there is room for less; `old` rows tell their day too. */
export function useExchangeColumns(narrow: boolean, old: boolean): readonly LogColumn<ExchangeRow>[] {
  const intl = useIntl();
  return useMemo(
    () => [
      {
        id: 'time',
        title: intl.formatMessage({ id: 'comm.time' }),
        width: old ? '156px' : '116px',
        render: (row) => <RowTime at={row.receivedAt} />,
      },
      {
        id: 'direction',
        title: <span className="sr">{intl.formatMessage({ id: 'comm.direction' })}</span>,
        width: '34px',
        render: (row) => (
          <DirectionIcon
            direction={row.direction}
            label={intl.formatMessage({ id: `comm.direction.${row.direction}` })}
          />
        ),
      },
      {
        id: 'action',
        minor: true,
        title: intl.formatMessage({ id: 'comm.action' }),
        width: narrow ? '160px' : '178px',
        render: (row) => (
          <span className="mono log-strong">
            {visibleText(row.action ?? intl.formatMessage({ id: 'comm.malformed' }))}
          </span>
        ),
      },
      {
        id: 'summary',
        title: intl.formatMessage({ id: 'comm.summary' }),
        render: (row) => <Summary row={row} />,
      },
      {
        id: 'answer',
        title: intl.formatMessage({ id: 'comm.answer' }),
        width: narrow ? '17%' : '24%',
        minor: true,
        render: (row) => <AnswerCell row={row} />,
      },
      {
        id: 'latency',
        minor: true,
        title: intl.formatMessage({ id: 'comm.latency' }),
        width: '96px',
        align: 'right',
        render: (row) =>
          row.latencyMs === undefined ? (
            <Unknown row={row} />
          ) : (
            <span className="num">{intl.formatNumber(row.latencyMs)} ms</span>
          ),
      },
      ...(narrow
        ? []
        : [
            {
              id: 'size',
              title: intl.formatMessage({ id: 'comm.size' }),
              width: '78px',
              align: 'right',
              minor: true,
              render: (row) => (
                <span className="dim">{formatBytes(row.bytes + (row.answerBytes ?? 0), intl.locale)}</span>
              ),
            } satisfies LogColumn<ExchangeRow>,
          ]),
    ],
    [intl, narrow, old],
  );
}

function DirectionIcon({ direction, label }: { direction: 'in' | 'out'; label: string }) {
  const Icon = direction === 'in' ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <span className={`comm-${direction}`} role="img" aria-label={label} title={label}>
      <Icon size={15} stroke={2} aria-hidden />
    </span>
  );
}

/** The call in words; on a phone it stands without its code, so a call without words shows that. */
function Summary({ row }: { row: ExchangeRow }) {
  const text = visibleText(row.summary ?? '');
  return text === '' ? (
    <span className="comm-alone mono">{visibleText(row.action ?? row.malformed ?? '')}</span>
  ) : (
    <span title={text}>{text}</span>
  );
}

function AnswerCell({ row }: { row: ExchangeRow }) {
  const intl = useIntl();
  if (row.errorCode) return <span className="mono bad">{visibleText(row.errorCode)}</span>;
  if (row.answer) return <span title={visibleText(row.answer)}>{visibleText(row.answer)}</span>;
  if (row.answered) return <span className="dim">OK</span>;
  if (row.malformed) {
    const id = `comm.malformed.${row.malformed}`;
    return <span className="bad">{intl.messages[id] ? intl.formatMessage({ id }) : row.malformed}</span>;
  }
  if (row.kind !== 'call') return <span className="dim">{intl.formatMessage({ id: 'comm.send' })}</span>;
  return <span className="dim">{intl.formatMessage({ id: isYoung(row) ? 'comm.waiting' : 'comm.unanswered' })}</span>;
}

/** An answer that left is not known to have left until its time is written, a moment later. */
function Unknown({ row }: { row: ExchangeRow }) {
  const intl = useIntl();
  if (!row.answered || isYoung(row)) return <span className="dim">–</span>;
  const words = intl.formatMessage({ id: 'comm.latency.unknown' });
  return (
    <span className="warn" role="img" title={words} aria-label={words}>
      ?
    </span>
  );
}

const isYoung = (row: ExchangeRow): boolean => Date.now() - Date.parse(row.receivedAt) < 60_000;
