import { IconAdjustments, IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSegments, FilterText } from '../../../web/kit/filter-bar.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useWhyNot } from '../../../web/sheet/why-not.ts';
import type { StationHead } from '../tabs.ts';
import { knownSetting } from './fields/known-settings.ts';
import { componentText, fullName, placeText, variableText } from './names.tsx';
import { SettingDialog } from './setting-dialog.tsx';

export type Setting = ItemOf<RouteAt<'GET', '/stations/:stationId/settings'>>;

/** Every setting the station has told, what it means, and a way to change it. */
export function Settings({ station }: { station: StationHead }) {
  const intl = useIntl();
  const ask = useAsk();
  const [values, change] = useUrlState();
  const [changing, setChanging] = useState<Setting | undefined>();
  const stationId = station.id;
  const changeable = values.changeable === 'true';
  const list = usePages('/stations/:stationId/settings', {
    params: { stationId },
    query: { text: values.text, changeable: changeable || undefined, limit: 200 },
  });
  const summary = useRead('/stations/:stationId/settings/summary', { params: { stationId } });
  const whyNot = useWhyNot(station);
  const mayWrite = whyNot('writeSettings') === undefined;
  const newer = station.protocol !== undefined && station.protocol !== 'ocpp1.6';
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';
  const word = (id: string) => intl.formatMessage({ id: `device.${id}` });
  // 2.x: the whole device model with its types and limits, which the short report leaves out.
  const readAll = () => {
    const whenOffline = offline ? ('queue' as const) : ('refuse' as const);
    void (newer
      ? ask(stationId, 'readReport', { base: 'full', whenOffline }, word('settings.read'))
      : ask(stationId, 'readSettings', { whenOffline }, word('settings.read')));
  };
  const read = (label: string) => (
    <AskButton station={station} kind={newer ? 'readReport' : 'readSettings'} onClick={readAll}>
      {label}
    </AskButton>
  );
  const filtered = values.text !== undefined || changeable;
  const nothing = list.settled && list.rows.length === 0 && !filtered;
  const columns: Column<Setting>[] = [
    {
      id: 'name',
      title: word('settings.col.name'),
      render: (setting) => <Name setting={setting} />,
    },
    ...(newer
      ? [
          {
            id: 'component',
            title: word('settings.col.component'),
            minor: true,
            width: '22%',
            render: (setting: Setting) => (
              <span className="device-two">
                <span className="mono">{componentText(setting)}</span>
                <span className="small dim">{placeText(intl, setting, station)}</span>
              </span>
            ),
          } satisfies Column<Setting>,
        ]
      : []),
    {
      id: 'value',
      title: word('settings.col.value'),
      align: 'right',
      width: '24%',
      render: (setting) => <Value setting={setting} />,
    },
    {
      id: 'read',
      title: word('settings.col.read'),
      align: 'right',
      minor: true,
      width: '110px',
      render: ({ readAt }) => <Time at={readAt} zone={station.timeZone} />,
    },
    {
      id: 'change',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '96px',
      render: (setting) =>
        setting.mutability === 'ReadOnly' ? (
          <span className="dim" title={word('settings.locked')}>
            <IconLock size={15} stroke={1.8} aria-hidden />
            <span className="sr">{word('settings.locked')}</span>
          </span>
        ) : mayWrite ? (
          <button
            type="button"
            className="linklike"
            onClick={() => setChanging(setting)}
            aria-label={intl.formatMessage({ id: 'device.settings.changeOf' }, { name: variableText(setting) })}
          >
            {word('settings.change')}
          </button>
        ) : null,
    },
  ];
  return (
    <Card
      flush
      title={word('settings.title')}
      note={
        summary.data?.readAt ? (
          <FormattedMessage
            id="device.settings.note"
            values={{ at: <Time at={summary.data.readAt} zone={station.timeZone} />, count: summary.data.count }}
          />
        ) : (
          word('settings.unread')
        )
      }
      actions={
        <>
          <AskButton station={station} kind="writeSettings">
            {word('settings.other')}
          </AskButton>
          {read(word(nothing ? 'settings.readFirst' : 'settings.readAgain'))}
        </>
      }
    >
      {nothing ? (
        <EmptyState
          icon={<IconAdjustments size={20} stroke={1.6} />}
          title={word('settings.empty.title')}
          text={word('settings.empty.text')}
          action={read(word('settings.readFirst'))}
        />
      ) : (
        <>
          <FilterBar>
            <FilterText
              value={values.text}
              onChange={(text) => change({ text })}
              label={word('settings.search')}
              width={280}
            />
            <FilterSegments
              label={word('settings.which')}
              value={changeable ? 'changeable' : 'all'}
              onChange={(next) => change({ changeable: next === 'changeable' ? 'true' : undefined })}
              choices={[
                { value: 'all', label: word('settings.all') },
                { value: 'changeable', label: word('settings.changeable') },
              ]}
            />
          </FilterBar>
          {list.error ? (
            <ProblemState error={list.error} onRetry={list.refetch} />
          ) : (
            <DataTable<Setting>
              label={word('settings.title')}
              columns={columns}
              rows={list.rows}
              rowKey={fullName}
              loading={list.loading}
              more={list.more}
              onMore={list.onMore}
              empty={<NoHits onClear={() => change({ text: undefined, changeable: undefined })} />}
            />
          )}
        </>
      )}
      {changing ? (
        <SettingDialog setting={changing} station={station} offline={offline} onClose={() => setChanging(undefined)} />
      ) : null}
    </Card>
  );
}

function Name({ setting }: { setting: Setting }) {
  const intl = useIntl();
  const known = knownSetting(setting.component, setting.variable);
  return (
    <span className="device-two">
      <span className="mono" title={fullName(setting)}>
        {variableText(setting)}
      </span>
      {known ? <span className="small dim">{intl.formatMessage({ id: `device.known.${known.id}` })}</span> : null}
    </span>
  );
}

const longest = 120;

/** The value with its unit; yes and no in words; a secret one is never shown. */
function Value({ setting }: { setting: Setting }) {
  const intl = useIntl();
  const { value, secret, component, variable } = setting;
  const known = knownSetting(component, variable);
  const unit = setting.unit ?? known?.unit;
  if (secret && value)
    return (
      <span className="dim">
        <FormattedMessage id="device.settings.secret" />
      </span>
    );
  if (value === undefined || value === '')
    return (
      <span className="dim">
        <FormattedMessage id={value === undefined ? 'device.settings.none' : 'device.settings.empty'} />
      </span>
    );
  if (/^(true|false)$/i.test(value)) return intl.formatMessage({ id: `device.settings.${value.toLowerCase()}` });
  const shown = visibleText(value);
  return (
    <span className="num device-value" title={shown}>
      {shown.length > longest ? `${shown.slice(0, longest)}…` : shown.replaceAll(',', ', ')}
      {unit ? `\u00a0${unit}` : ''}
    </span>
  );
}
