import { type IntlShape, useIntl } from 'react-intl';
import { StatusBadge } from '../../../web/kit/status.tsx';
import type { ChargeLogItem } from './contract.ts';

const known = (intl: IntlShape, id: string): boolean => intl.messages[id] !== undefined;

/** Why it ended, in words; a reason nobody knows stays as the station sent it. */
export function reasonWords(intl: IntlShape, session: Pick<ChargeLogItem, 'reason' | 'endedBy'>): string {
  if (session.endedBy === 'superseded') return intl.formatMessage({ id: 'charge-logs.superseded' });
  // OCPP 1.6 section 7.28: no reason means Local.
  if (session.reason === undefined) return intl.formatMessage({ id: 'charge-logs.ended' });
  const id = `charge-logs.reason.${session.reason}`;
  return known(intl, id) ? intl.formatMessage({ id }) : session.reason;
}

export function suspectWords(intl: IntlShape, code: string): string {
  const id = `charge-logs.suspect.${code}`;
  return known(intl, id) ? intl.formatMessage({ id }) : intl.formatMessage({ id: 'charge-logs.suspect.any' }, { code });
}

export function authorisationWords(intl: IntlShape, word: string): string {
  const id = `charge-logs.authorisation.${word}`;
  return known(intl, id) ? intl.formatMessage({ id }) : word;
}

export function stateWords(intl: IntlShape, state: string | undefined): string {
  const id = `charge-logs.state.${state ?? 'running'}`;
  return known(intl, id) ? intl.formatMessage({ id }) : (state ?? '');
}

const standingOf: Readonly<Record<string, string>> = {
  charging: 'charging',
  evConnected: 'preparing',
  suspendedEV: 'suspended',
  suspendedEVSE: 'suspended',
  idle: 'preparing',
};

/** Running: its state as a badge. Ended: why. */
export function Outcome({ session }: { session: ChargeLogItem }) {
  const intl = useIntl();
  if (session.endedAt !== undefined)
    return (
      <span className="soft clip" title={session.reason}>
        {reasonWords(intl, session)}
      </span>
    );
  if (session.stopAskedAt !== undefined)
    return <StatusBadge standing="finishing" label={intl.formatMessage({ id: 'charge-logs.stopping' })} />;
  // 1.6 never tells a charging state: power tells whether it charges.
  const state = session.chargingState ?? (session.powerW === undefined || session.powerW > 0 ? 'charging' : undefined);
  return (
    <StatusBadge
      standing={standingOf[state ?? ''] ?? 'preparing'}
      label={stateWords(
        intl,
        session.chargingState ?? (state === 'charging' && session.powerW !== undefined ? 'charging' : undefined),
      )}
    />
  );
}
