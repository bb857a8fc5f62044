import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../../src/features/tabs.ts';
import { Json } from '../../kit/json.tsx';
import { Mono } from '../../kit/mono.tsx';
import { Time } from '../../kit/time.tsx';
import { visibleText } from '../../kit/visible-text.ts';
import { CustomerTold, ShownAt } from './answer-place.tsx';
import { Composite } from './composite.tsx';
import type { Choose, Life } from './life.tsx';

type Answer = NonNullable<Life['answer']>;

/** Where what a command set or asked for is shown; of some the answer comes afterwards, in messages of the station. */
const shownAt: Partial<Record<Life['kind'], readonly [tab: string, view?: string]>> = {
  readReport: ['settings'],
  readReportOf: ['settings'],
  readSettings: ['settings'],
  writeSettings: ['settings'],
  setMonitors: ['settings', 'monitors'],
  readMonitors: ['settings', 'monitors'],
  setDisplayMessage: ['settings', 'display'],
  readDisplayMessages: ['settings', 'display'],
  setNetworkProfile: ['settings', 'network'],
  readDERControl: ['settings', 'grid'],
  sendLocalList: ['settings', 'cards'],
  readLocalListVersion: ['settings', 'cards'],
  setChargingProfile: ['charging-profiles'],
  readChargingProfiles: ['charging-profiles'],
  reserve: ['reservations'],
  cancelReservation: ['reservations'],
  readLog: ['diagnosis'],
};
const told: readonly Life['kind'][] = [
  'readReport',
  'readReportOf',
  'readMonitors',
  'readDisplayMessages',
  'readChargingProfiles',
  'readDERControl',
];

/** What the station's answer brought, in words, tables and a curve. */
export function AnswerData({
  life,
  station,
  onChoose,
  onClose,
}: {
  life: Life;
  station: StationHead;
  onChoose: Choose;
  onClose: () => void;
}) {
  const { answer } = life;
  if (!answer) return null;
  const parts: ReactNode[] = [];
  const add = (key: string, part: ReactNode) => parts.push(<div key={key}>{part}</div>);
  if (answer.localListVersion !== undefined)
    add(
      'list',
      <FormattedMessage
        id={`commands.answer.localList.${answer.localListVersion > 0 ? 'version' : 'none'}`}
        values={{ version: answer.localListVersion }}
      />,
    );
  if (answer.composite)
    add(
      'composite',
      <Composite composite={answer.composite} from={life.answeredAt ?? life.askedAt} station={station} />,
    );
  if (answer.certificates) add('certificates', <Certificates certificates={answer.certificates} onChoose={onChoose} />);
  if (answer.fileName)
    add(
      'file',
      <FormattedMessage
        id="commands.answer.fileName"
        values={{ name: <span className="mono">{visibleText(answer.fileName)}</span> }}
      />,
    );
  if (answer.monitors) add('monitors', <Monitors monitors={answer.monitors} />);
  if (answer.transaction) add('transaction', <TransactionState transaction={answer.transaction} />);
  if (answer.variables)
    add('variables', <FormattedMessage id="commands.answer.settings" values={{ count: answer.variables.length }} />);
  if (answer.results && answer.results.length > 1) add('results', <Results results={answer.results} />);
  if (answer.unknown && answer.unknown.length > 0)
    add(
      'unknown',
      <FormattedMessage id="commands.answer.unknown" values={{ names: visibleText(answer.unknown.join(', ')) }} />,
    );
  if (answer.empty) add('empty', <FormattedMessage id="commands.answer.empty" />);
  if (answer.streams) add('streams', <Streams streams={answer.streams} />);
  if (answer.tariffs) add('tariffs', <Tariffs tariffs={answer.tariffs} />);
  if (answer.superseded && answer.superseded.length > 0)
    add(
      'superseded',
      <FormattedMessage id="commands.answer.superseded" values={{ ids: visibleText(answer.superseded.join(', ')) }} />,
    );
  if (answer.data) add('data', <Json text={answer.data} title={<FormattedMessage id="commands.answer.data" />} />);
  if (life.kind === 'readCustomer' && answer.outcome === 'accepted')
    add('customer', <CustomerTold stationId={station.id} commandId={life.id} />);
  const place = shownAt[life.kind];
  if (place && answer.outcome === 'accepted' && !answer.empty)
    add('shown', <ShownAt stationId={station.id} place={place} later={told.includes(life.kind)} onClose={onClose} />);
  return parts.length === 0 ? null : <div className="stack">{parts}</div>;
}

function TransactionState({ transaction }: { transaction: NonNullable<Answer['transaction']> }) {
  const { ongoing, messagesWaiting } = transaction;
  return (
    <>
      {ongoing === undefined ? null : (
        <>
          <FormattedMessage id={`commands.answer.transaction.${ongoing ? 'ongoing' : 'over'}`} />{' '}
        </>
      )}
      <FormattedMessage id={`commands.answer.transaction.${messagesWaiting ? 'waiting' : 'none'}`} />
    </>
  );
}

function Results({ results }: { results: NonNullable<Answer['results']> }) {
  return (
    <table className="answer-table">
      <caption className="sr">
        <FormattedMessage id="commands.answer.results" />
      </caption>
      <tbody>
        {results.map(({ name, status, detail }) => (
          <tr key={JSON.stringify(name)}>
            <th scope="row" className="mono">
              {visibleText([name.component, name.variable].filter(Boolean).join(' / '))}
            </th>
            <td>
              <Mono>{status}</Mono> {detail ? visibleText(detail) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Streams({ streams }: { streams: NonNullable<Answer['streams']> }) {
  if (streams.length === 0) return <FormattedMessage id="commands.answer.streams.none" />;
  return (
    <ul>
      {streams.map(({ id, monitorId, intervalSeconds = 0, values = 0 }) => (
        <li key={id}>
          <FormattedMessage id="commands.answer.streams.one" values={{ id, monitor: monitorId }} />{' '}
          <FormattedMessage id="commands.answer.streams.pace" values={{ seconds: intervalSeconds, values }} />
        </li>
      ))}
    </ul>
  );
}

function Tariffs({ tariffs }: { tariffs: NonNullable<Answer['tariffs']> }) {
  if (tariffs.length === 0) return <FormattedMessage id="commands.answer.tariffs.none" />;
  return (
    <table className="answer-table">
      <caption className="sr">
        <FormattedMessage id="commands.answer.tariffs" />
      </caption>
      <tbody>
        {tariffs.map(({ id, assignedTo, validFrom }) => (
          <tr key={`${assignedTo}.${id}`}>
            <th scope="row" className="mono">
              {visibleText(id)}
            </th>
            <td>
              <FormattedMessage id={`commands.answer.tariffs.${assignedTo === 'driver' ? 'driver' : 'everybody'}`} />
            </td>
            <td>{validFrom ? <Time at={validFrom} /> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Monitors({ monitors }: { monitors: NonNullable<Answer['monitors']> }) {
  return (
    <table className="answer-table">
      <caption className="sr">
        <FormattedMessage id="commands.answer.monitors" />
      </caption>
      <tbody>
        {monitors.map((monitor, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: results come in the order asked
          <tr key={index}>
            <th scope="row">
              {monitor.id === undefined ? (
                <FormattedMessage id="commands.answer.monitors.nth" values={{ number: index + 1 }} />
              ) : (
                <FormattedMessage id="commands.answer.monitors.number" values={{ id: monitor.id }} />
              )}
            </th>
            <td>
              <Mono>{monitor.status}</Mono> {monitor.detail ? visibleText(monitor.detail) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Each certificate can be deleted from here: nobody copies four hashes by hand. */
function Certificates({
  certificates,
  onChoose,
}: {
  certificates: NonNullable<Answer['certificates']>;
  onChoose: Choose;
}) {
  const intl = useIntl();
  if (certificates.length === 0) return <FormattedMessage id="commands.answer.certificates.none" />;
  return (
    <table className="answer-table">
      <caption className="sr">
        <FormattedMessage id="commands.answer.certificates" />
      </caption>
      <tbody>
        {certificates.map(({ use, hash, children }) => (
          <tr key={`${use}.${hash.issuerKeyHash}.${hash.serial}`}>
            <th scope="row">
              {intl.messages[`commands.choice.${use}`] ? intl.formatMessage({ id: `commands.choice.${use}` }) : use}
            </th>
            <td className="answer-wrap">
              <span className="mono">
                {hash.algorithm} {hash.serial}
              </span>
              {children && children.length > 0 ? (
                <p className="small soft">
                  <FormattedMessage id="commands.answer.certificates.children" values={{ count: children.length }} />
                </p>
              ) : null}
            </td>
            <td className="right">
              <Button size="xs" variant="default" onClick={() => onChoose('deleteCertificate', { hash: { ...hash } })}>
                <FormattedMessage id="commands.kind.deleteCertificate" />
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
