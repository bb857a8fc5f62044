import { Button } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages } from '../../api/queries.ts';
import { useAsk } from '../../kit/command-button.tsx';
import { Dialog } from '../../kit/confirm.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { EmptyState, NoHits } from '../../kit/empty-state.tsx';
import { FilterBar, FilterText } from '../../kit/filter-bar.tsx';
import { ProblemText } from '../../kit/problem.tsx';
import { Time } from '../../kit/time.tsx';
import type { DialogProps } from '../actions.tsx';
import { useWhyNot } from '../why-not.ts';
import { SettingForm } from './setting-form.tsx';
import { type Setting, settingName } from './settings.ts';

/** What the station was last read to be set to; one setting at a time can be changed. */
export function ConfigurationDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const ask = useAsk();
  const whyNot = useWhyNot(station);
  const [text, setText] = useState<string | undefined>();
  const [chosen, setChosen] = useState<string | undefined>();
  const list = usePages('/stations/:stationId/settings', { params: { stationId }, query: { text, limit: 200 } });
  const row = list.rows.find((each) => settingName(each) === chosen);
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';
  const why = whyNot('readSettings');
  const again = (
    <Button
      variant="default"
      disabled={why !== undefined}
      title={why}
      onClick={() =>
        void ask(
          stationId,
          'readSettings',
          { whenOffline: offline ? 'queue' : 'refuse' },
          intl.formatMessage({ id: 'sheet.action.readSettings' }),
        )
      }
    >
      <FormattedMessage id={list.rows.length > 0 || text ? 'sheet.settings.again' : 'sheet.action.readSettings'} />
    </Button>
  );
  const notes = (
    <>
      {why ? <p className="soft small">{why}</p> : null}
      {offline && !why ? (
        <p className="soft small">
          <FormattedMessage id="sheet.queueNote" />
        </p>
      ) : null}
    </>
  );
  const columns: readonly Column<Setting>[] = [
    {
      id: 'name',
      title: <FormattedMessage id="sheet.settings.name" />,
      render: (each) => (
        <span className="mono" title={settingName(each)}>
          {settingName(each)}
        </span>
      ),
    },
    {
      id: 'value',
      title: <FormattedMessage id="sheet.settings.value" />,
      width: '30%',
      render: (each) => <Value setting={each} />,
    },
    {
      id: 'access',
      title: <FormattedMessage id="sheet.settings.access" />,
      width: '110px',
      minor: true,
      render: ({ mutability }) =>
        mutability === 'ReadOnly' || mutability === 'WriteOnly' ? (
          <span className="dim">
            <FormattedMessage id={`sheet.settings.${mutability}`} />
          </span>
        ) : null,
    },
    {
      id: 'read',
      title: <FormattedMessage id="sheet.settings.read" />,
      width: '120px',
      minor: true,
      render: ({ readAt }) => <Time at={readAt} />,
    },
  ];
  const nothing = list.settled && list.rows.length === 0;
  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'sheet.settings.title' })} size={860}>
      <div className="stack">
        {list.error ? <ProblemText error={list.error} /> : null}
        {nothing && !text ? (
          <>
            <EmptyState
              icon={<IconAdjustments size={20} stroke={1.6} />}
              title={<FormattedMessage id="sheet.settings.empty.title" />}
              text={<FormattedMessage id="sheet.settings.empty.text" />}
              action={again}
            />
            {notes}
          </>
        ) : (
          <>
            <FilterBar end={again}>
              <FilterText
                value={text}
                onChange={setText}
                label={intl.formatMessage({ id: 'sheet.settings.search' })}
                width={320}
              />
            </FilterBar>
            {notes}
            <div style={{ height: 'min(46vh, 420px)' }}>
              <DataTable<Setting>
                fill
                rowHeight={38}
                label={intl.formatMessage({ id: 'sheet.settings.title' })}
                columns={columns}
                rows={list.rows}
                rowKey={settingName}
                onRow={(each) => setChosen(settingName(each))}
                selected={chosen}
                loading={list.loading}
                more={list.more}
                onMore={list.onMore}
                empty={<NoHits onClear={() => setText(undefined)} />}
              />
            </div>
            {row ? (
              <SettingForm
                key={chosen}
                setting={row}
                stationId={stationId}
                offline={offline}
                why={whyNot('writeSettings')}
              />
            ) : (
              <p className="soft small">
                <FormattedMessage id="sheet.settings.choose" />
              </p>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}

function Value({ setting: { value, secret, unit } }: { setting: Setting }) {
  if (secret && value)
    return (
      <span className="dim">
        <FormattedMessage id="sheet.settings.secret" />
      </span>
    );
  if (value === undefined)
    return (
      <span className="dim">
        <FormattedMessage id="sheet.settings.none" />
      </span>
    );
  const shown = unit ? `${value} ${unit}` : value;
  return (
    <span className="mono" title={shown}>
      {shown}
    </span>
  );
}
