import { Button } from '@mantine/core';
import { IconAlertCircle, IconCloudOff } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import { ApiError } from '../api/problem.ts';
import { EmptyState } from './empty-state.tsx';
import { Mono } from './mono.tsx';
import './problem.css';

const sides: Readonly<Record<string, 'station' | 'network' | 'us' | 'you'>> = {
  'network.away': 'network',
  'station.offline': 'station',
  'command.unsupported': 'station',
  'database.away': 'us',
  'queue.full': 'us',
  'server.busy': 'us',
};
const sideOf = (error: ApiError) => sides[error.type] ?? (error.status >= 500 ? 'us' : 'you');

/** What failed and what to do next, in the reader's language; the server's sentence where the catalogue has none of its own. */
export function useProblemWords(): (error: unknown) => { what: string; next: string; code: string } {
  const intl = useIntl();
  return (thrown) => {
    const error =
      thrown instanceof ApiError ? thrown : new ApiError({ status: 0, type: 'console.fault', detail: String(thrown) });
    const known = intl.messages[`kit.problem.${error.type}`] !== undefined;
    const own = known
      ? intl.formatMessage({ id: `kit.problem.${error.type}` })
      : error.title || intl.formatMessage({ id: 'kit.problem.unknown' });
    return {
      what: own,
      next: intl.formatMessage({ id: `kit.problem.next.${sideOf(error)}` }),
      code: error.incident ? `${error.type} ${error.incident}` : error.type,
    };
  };
}

/** A failed action, inside a form or dialog. */
export function ProblemText({ error }: { error: unknown }) {
  const words = useProblemWords()(error);
  const detail =
    error instanceof ApiError && error.type !== 'network.away' && error.type !== 'session.refused' ? error.detail : '';
  return (
    <div className="problem" role="alert">
      <IconAlertCircle size={17} stroke={1.8} aria-hidden />
      <div>
        <p>
          <strong>{words.what}</strong> {detail && detail !== words.what ? detail : null}
        </p>
        <p className="problem-code">
          <Mono copy>{words.code}</Mono>
        </p>
      </div>
    </div>
  );
}

/** A page or card that could not be read. */
export function ProblemState({
  error,
  onRetry,
  page = false,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  page?: boolean;
}) {
  const words = useProblemWords()(error);
  return (
    <EmptyState
      page={page}
      icon={<IconCloudOff size={20} stroke={1.6} />}
      title={words.what}
      text={
        <>
          {words.next} <Mono copy>{words.code}</Mono>
        </>
      }
      action={
        onRetry ? (
          <Button variant="default" onClick={onRetry}>
            <FormattedMessage id="kit.problem.retry" />
          </Button>
        ) : undefined
      }
    />
  );
}
