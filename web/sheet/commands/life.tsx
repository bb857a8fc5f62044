import { FormattedMessage, useIntl } from 'react-intl';
import type { CommandKind } from '../../../src/domain/commands.ts';
import { descriptions } from '../../../src/features/commands/fields/index.ts';
import type { RawFields } from '../../../src/features/commands/fields/read.ts';
import type { StationHead } from '../../../src/features/tabs.ts';
import { useRead } from '../../api/queries.ts';
import type { Reply, RouteAt } from '../../api/routes.ts';
import { CommandProgress } from '../../kit/command-button.tsx';
import { Details } from '../../kit/details.tsx';
import { GoTo } from '../../kit/link.tsx';
import { readerLanguage } from '../../kit/reader-language.ts';
import { visibleText } from '../../kit/visible-text.ts';
import { AnswerData } from './answer.tsx';
import { CancelButton } from './cancel-button.tsx';
import './form.css';

export type Life = Reply<RouteAt<'GET', '/stations/:stationId/commands/:commandId'>>;
export type Choose = (kind: CommandKind, raw?: RawFields) => void;

/** How far a command got, what the station said in words, what it brought, and where its messages stand. */
export function CommandLife({
  station,
  commandId,
  onChoose,
  onClose,
}: {
  station: StationHead;
  commandId: string;
  onChoose: Choose;
  onClose: () => void;
}) {
  const intl = useIntl();
  const { data } = useRead('/stations/:stationId/commands/:commandId', {
    params: { stationId: station.id, commandId },
    query: { language: readerLanguage(intl) },
  });
  return (
    <>
      <CommandProgress stationId={station.id} commandId={commandId} />
      {data ? (
        <>
          {data.state === 'queued' ? (
            <div>
              <CancelButton station={station} life={data} />
            </div>
          ) : null}
          <AnswerData life={data} station={station} onChoose={onChoose} onClose={onClose} />
          <AskedWith life={data} />
          {data.sentAt ? <FrameLink life={data} stationId={station.id} /> : null}
        </>
      ) : null}
    </>
  );
}

/** The messages of a command: one call at a time is under way at a station, so its name and time find it. */
function FrameLink({ life, stationId }: { life: Life; stationId: number }) {
  const around = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
  return (
    <p className="small">
      <GoTo
        to={`/stations/${stationId}/communication-logs`}
        search={{
          direction: 'out',
          action: descriptions[life.kind].actions.join(','),
          from: around(life.sentAt ?? life.askedAt, -2000),
          until: life.answeredAt ? around(life.answeredAt, 2000) : undefined,
        }}
      >
        <FormattedMessage id="commands.answer.frame" />
      </GoTo>
    </p>
  );
}

/** The values it was asked with, one by one; numbers that the server issued stand among them. */
function AskedWith({ life }: { life: Life }) {
  const intl = useIntl();
  const rows = flat(life.command).slice(0, 60);
  if (rows.length === 0) return null;
  const labelOf = (path: string) =>
    path
      .split('.')
      .map((part) => {
        const id = `commands.field.${part}`;
        return intl.messages[id] ? intl.formatMessage({ id }) : /^\d+$/.test(part) ? String(Number(part) + 1) : part;
      })
      .join(' · ');
  return (
    <details className="form-more">
      <summary>
        <FormattedMessage id="commands.answer.asked" />
      </summary>
      <div className="answer-scroll">
        <Details
          rows={rows.map(([path, value]) => [
            labelOf(path),
            <span key={path} className="answer-wrap">
              {valueText(path, value, intl)}
            </span>,
          ])}
        />
      </div>
    </details>
  );
}

/** Names under which a neutral command holds moments. */
const moments = /(At|From|To|Until|^from|^until)$/;

function valueText(path: string, value: unknown, intl: ReturnType<typeof useIntl>): string {
  const name = path.split('.').at(-1)!;
  if (typeof value === 'number' && moments.test(name) && value > 1e11)
    return intl.formatDate(value, { dateStyle: 'medium', timeStyle: 'medium' });
  if (typeof value === 'string' && intl.messages[`commands.choice.${value}`])
    return intl.formatMessage({ id: `commands.choice.${value}` });
  return visibleText(String(value)).slice(0, 300);
}

function flat(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, path === '' ? name : `${path}.${name}`));
}
