import { IconAlertTriangle } from '@tabler/icons-react';
import { FormattedMessage } from 'react-intl';
import { Attachments } from '../../../web/files/attachments.tsx';
import { useFiles } from '../../../web/files/source.ts';
import { useFileFilters } from '../../../web/files/use-filters.ts';
import { Card } from '../../../web/kit/card.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { TabProps } from '../tabs.ts';

/** Papers and photos of this station, with those of its model and its location. */
export function Tab({ stationId }: TabProps) {
  const may = useRight('documents.change');
  const [filters, setFilters] = useFileFilters();
  const source = { base: '/documents', kind: 'station', subject: String(stationId) } as const;
  return (
    <Card flush>
      <Attachments
        source={source}
        may={may}
        filters={filters}
        onFilters={setFilters}
        above={<Calibration source={source} />}
      />
    </Card>
  );
}

/** A meter whose certificate has run out must be seen by whoever opens this tab. */
function Calibration({ source }: { source: Parameters<typeof useFiles>[0] }) {
  const { rows } = useFiles(source, { category: 'calibration', expiring: 'soon' });
  if (rows.length === 0) return null;
  const expired = rows.filter(({ expiry }) => expiry === 'expired').length;
  const kind = expired > 0 ? 'expired' : 'soon';
  return (
    <p className={`files-warning files-${kind}`} role="status">
      <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
      <span>
        <FormattedMessage
          id={`documents.calibration.${kind}`}
          values={{ count: expired > 0 ? expired : rows.length }}
        />
      </span>
    </p>
  );
}
