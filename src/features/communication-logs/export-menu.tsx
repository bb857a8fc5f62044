import { Button, Menu } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { addressOf } from '../../../web/api/client.ts';
import { useRight } from '../../../web/shell/session.tsx';
import type { TabProps } from '../tabs.ts';
import { ImportDialog } from './import-dialog.tsx';

type Filters = Readonly<Record<string, string | number | boolean | undefined>>;

/** What is shown as a file, and a file into a station that has never connected. */
export function ExportMenu({ stationId, station, filters }: TabProps & { filters: Filters }) {
  const intl = useIntl();
  const [importing, setImporting] = useState(false);
  const mayImport = useRight('communicationLogs.administer');
  const href = (format: 'ndjson' | 'json') =>
    addressOf('/stations/:stationId/frames/export', { params: { stationId }, query: { ...filters, format } });
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={290} withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            px={9}
            aria-label={intl.formatMessage({ id: 'comm.export' })}
            title={intl.formatMessage({ id: 'comm.export' })}
          >
            <IconDownload size={16} stroke={1.8} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <FormattedMessage id="comm.export.note" />
          </Menu.Label>
          {(['ndjson', 'json'] as const).map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={href(format)}
              download
              leftSection={<IconDownload size={15} stroke={1.8} aria-hidden />}
            >
              <FormattedMessage id={`comm.export.${format}`} />
            </Menu.Item>
          ))}
          {mayImport ? (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconUpload size={15} stroke={1.8} aria-hidden />}
                onClick={() => setImporting(true)}
              >
                <FormattedMessage id="comm.import" />
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {importing ? <ImportDialog stationId={stationId} station={station} onClose={() => setImporting(false)} /> : null}
    </>
  );
}
