import { FormattedMessage } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { useOwnRole } from '../../../web/shell/role-name.ts';
import { useSession } from '../../../web/shell/session.tsx';
import type { TabProps } from '../tabs.ts';
import { Certificates } from './certificates.tsx';
import { Events } from './events.tsx';
import { Footing } from './footing.tsx';
import { Installed } from './installed.tsx';
import { Roots } from './roots.tsx';
import './tab.css';

/** How the station proves itself and must, its certificates and roots, what it and we noticed. */
export function Tab({ stationId, station }: TabProps) {
  const { rights } = useSession();
  const role = useOwnRole();
  const read = useRead('/stations/:stationId/security', { params: { stationId } });
  if (read.error) return <ProblemState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <SkeletonCard lines={8} />;
  const security = read.data;
  const may = rights.includes('security.administer') && !station.decommissioned;
  const parts = { stationId, station, security, may };
  return (
    <div className="security-stack">
      {may ? null : (
        <p className="small soft">
          <FormattedMessage id={station.decommissioned ? 'security.gone' : 'security.role'} values={{ role: role }} />
        </p>
      )}
      <div className="security-two">
        <Footing {...parts} />
        <Events events={security.events} />
      </div>
      <Certificates {...parts} />
      <div className="security-two">
        <Roots {...parts} />
        <Installed {...parts} />
      </div>
    </div>
  );
}
