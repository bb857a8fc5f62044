import { useIntl } from 'react-intl';
import type { CommandKind } from '../../src/domain/commands.ts';
import type { StationHead } from '../../src/features/tabs.ts';
import { useRead } from '../api/queries.ts';
import { useServerWords } from '../kit/server-words.ts';
import { useOwnRole } from '../shell/role-name.ts';
import { useSession } from '../shell/session.tsx';

/** What the station can be asked; only for those who may look at that. */
function useAvailable(station: StationHead) {
  const { rights } = useSession();
  return useRead(
    '/stations/:stationId/commands/available',
    { params: { stationId: station.id } },
    { enabled: rights.includes('commands.see') },
  );
}

/** Why the station's version does not know this command, from the version table; undefined: it knows it, or is not known. */
export function useCannot(station: StationHead): (kind: CommandKind) => string | undefined {
  const intl = useIntl();
  const available = useAvailable(station);
  const words = useServerWords();
  return (kind) => {
    const item = available.data?.items.find((each) => each.kind === kind);
    if (item === undefined || item.supported) return undefined;
    return words(item.reason ?? '') || intl.formatMessage({ id: 'kit.problem.command.unsupported' });
  };
}

/** Why this command cannot be given now; undefined: it can. */
export function useWhyNot(station: StationHead): (kind: CommandKind) => string | undefined {
  const intl = useIntl();
  const { rights } = useSession();
  const role = useOwnRole();
  const available = useAvailable(station);
  const cannot = useCannot(station);
  return (kind) => {
    if (!rights.includes('commands.act')) return intl.formatMessage({ id: 'sheet.why.role' }, { role: role });
    if (!station.adopted) return intl.formatMessage({ id: 'sheet.why.notAdopted' });
    const never = cannot(kind);
    if (never !== undefined) return never;
    const item = available.data?.items.find((each) => each.kind === kind);
    const connected =
      available.data?.connected ?? (station.connection.state === 'online' || station.connection.state === 'pending');
    if (!connected && item?.queueable !== true) return intl.formatMessage({ id: 'sheet.why.offline' });
    if ((kind === 'start' || kind === 'unlock') && station.chargePoints.length === 0)
      return intl.formatMessage({ id: 'sheet.why.noChargePoints' });
    return undefined;
  };
}
