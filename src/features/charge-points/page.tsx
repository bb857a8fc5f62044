import { IconMapOff } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { FormattedMessage } from 'react-intl';
import { isApiError } from '../../../web/api/client.ts';
import { useRead } from '../../../web/api/queries.ts';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';

/** Where a QR code leads: on to the sheet of the station that has this EVSE-ID. */
export default function EvsePage() {
  const { evseId } = useParams({ strict: false }) as { evseId: string };
  const navigate = useNavigate();
  const { data, error, refetch } = useRead('/evses/:evseId', { params: { evseId } });
  useEffect(() => {
    if (data) void navigate({ to: `/stations/${data.stationId}/charge-points`, replace: true } as never);
  }, [data, navigate]);
  if (isApiError(error, 'thing.unknown'))
    return (
      <EmptyState
        icon={<IconMapOff size={20} stroke={1.6} />}
        title={<FormattedMessage id="shell.notFound.title" />}
        text={<span className="mono">{evseId}</span>}
        action={
          <GoTo to="/stations">
            <FormattedMessage id="shell.notFound.action" />
          </GoTo>
        }
      />
    );
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return <Skeleton lines={6} />;
}
