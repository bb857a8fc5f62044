import { IconCheck, IconClockHour4, IconX } from '@tabler/icons-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { CommandKind, CommandState } from '../../src/domain/commands.ts';
import type { BodyOf } from '../../src/http/contract.ts';
import { send } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import type { RouteAt } from '../api/routes.ts';
import { Mono } from './mono.tsx';
import { ProblemText } from './problem.tsx';
import { readerLanguage } from './reader-language.ts';
import { useServerWords } from './server-words.ts';
import { Span } from './time.tsx';
import './command-button.css';

/** What a command of this kind is asked with. */
export type CommandBody<K extends CommandKind> = BodyOf<RouteAt<'POST', `/stations/:stationId/commands/${K}`>>;

/** Asks a station to do something; resolves with the command's id as soon as it is noted. */
export const askCommand = async <K extends CommandKind>(
  stationId: number,
  kind: K,
  body: CommandBody<K>,
): Promise<string> => {
  const reply = (await send('POST', `/stations/:stationId/commands/${kind}`, { params: { stationId }, body })) as {
    commandId: string;
  };
  return reply.commandId;
};

const ended: ReadonlySet<CommandState> = new Set(['done', 'refused', 'timedOut', 'failed', 'unknown', 'cancelled']);
const bad: ReadonlySet<CommandState> = new Set(['refused', 'timedOut', 'failed', 'unknown', 'cancelled']);

/** How far a command got: sent, answered by the station, done. Sent is never shown as done. */
export function CommandProgress({ stationId, commandId }: { stationId: number; commandId: string }) {
  const intl = useIntl();
  const words = useServerWords();
  const [over, setOver] = useState(false);
  const { data, error } = useRead(
    '/stations/:stationId/commands/:commandId',
    { params: { stationId, commandId }, query: { language: readerLanguage(intl) } },
    over ? {} : { everyMs: 1000 },
  );
  if (data && ended.has(data.state) && !over) setOver(true);
  if (error) return <ProblemText error={error} />;
  if (!data) return <p className="command-words dim">{intl.formatMessage({ id: 'kit.command.state.sent' })}</p>;
  const failed = bad.has(data.state);
  const state = `kit.command.state.${data.state}`;
  const reached = data.state === 'queued' ? 0 : data.answeredAt ? (data.state === 'done' ? 3 : 2) : 1;
  const steps = ['sent', 'answered', 'done'] as const;
  return (
    <div className="command" role="status">
      <ol className="command-steps">
        {steps.map((step, index) => {
          const done = reached > index;
          const stopped = failed && reached === index;
          return (
            <li
              key={step}
              className={stopped ? 'command-step command-bad' : done ? 'command-step command-done' : 'command-step'}
            >
              <span className="command-dot" aria-hidden>
                {stopped ? (
                  <IconX size={11} stroke={3} />
                ) : done ? (
                  <IconCheck size={11} stroke={3} />
                ) : (
                  <IconClockHour4 size={11} stroke={2} />
                )}
              </span>
              <FormattedMessage id={`kit.command.step.${stopped && step === 'done' ? 'notDone' : step}`} />
            </li>
          );
        })}
      </ol>
      <p className={failed ? 'command-words bad' : 'command-words'}>
        <FormattedMessage
          id={intl.messages[`${state}.${data.reason}`] ? `${state}.${data.reason}` : state}
          values={{
            seconds: Math.max(
              0,
              Math.round((Date.parse(data.deadline) - Date.parse(data.sentAt ?? data.askedAt)) / 1000),
            ),
          }}
        />{' '}
        {data.answer ? (
          <>
            {data.answer.says} {data.answer.status === 'Accepted' ? null : <Mono>{data.answer.status}</Mono>}{' '}
            {data.answer.detail && data.answer.says?.includes(data.answer.detail) !== true
              ? (words(data.answer.detail) ?? data.answer.detail)
              : null}
          </>
        ) : null}
        {data.endedAt ? null : (
          <span className="dim">
            {' '}
            <Span since={data.askedAt} />
          </span>
        )}
      </p>
    </div>
  );
}

interface Asked {
  readonly key: number;
  readonly stationId: number;
  readonly label: ReactNode;
  readonly commandId?: string;
  readonly error?: unknown;
}

type Ask = <K extends CommandKind>(
  stationId: number,
  kind: K,
  body: CommandBody<K>,
  label: ReactNode,
) => Promise<string | undefined>;
const TrayContext = createContext<Ask | undefined>(undefined);

/** Asks a command and follows it in the tray at the lower edge; resolves with its id, or undefined when it was refused at once. */
export function useAsk(): Ask {
  const ask = useContext(TrayContext);
  if (!ask) throw new Error('useAsk needs a CommandTray above it');
  return ask;
}

let count = 0;

/** Shows the commands asked from the pages inside it until each is put away. */
export function CommandTray({ children }: { children: ReactNode }) {
  const intl = useIntl();
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const ask = useCallback<Ask>(async (stationId, kind, body, label) => {
    const key = ++count;
    setAsked((before) => [...before.slice(-3), { key, stationId, label }]);
    const settle = (patch: Partial<Asked>) =>
      setAsked((before) => before.map((each) => (each.key === key ? { ...each, ...patch } : each)));
    try {
      const commandId = await askCommand(stationId, kind, body);
      settle({ commandId });
      return commandId;
    } catch (error) {
      settle({ error });
      return undefined;
    }
  }, []);
  const close = intl.formatMessage({ id: 'kit.close' });
  const tray = useMemo(
    () =>
      asked.length === 0 ? null : (
        <section className="tray" aria-label={intl.formatMessage({ id: 'kit.command.tray' })}>
          {asked.map((each) => (
            <article key={each.key} className="tray-item">
              <header className="row">
                <strong className="grow clip">{each.label}</strong>
                <button
                  type="button"
                  className="copy"
                  aria-label={close}
                  onClick={() => setAsked((before) => before.filter((other) => other.key !== each.key))}
                >
                  <IconX size={15} aria-hidden />
                </button>
              </header>
              {each.error ? (
                <ProblemText error={each.error} />
              ) : each.commandId ? (
                <CommandProgress stationId={each.stationId} commandId={each.commandId} />
              ) : (
                <p className="command-words dim">{intl.formatMessage({ id: 'kit.command.asking' })}</p>
              )}
            </article>
          ))}
        </section>
      ),
    [asked, close, intl],
  );
  return (
    <TrayContext.Provider value={ask}>
      {children}
      {tray}
    </TrayContext.Provider>
  );
}
