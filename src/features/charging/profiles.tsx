import { ActionIcon, Menu } from '@mantine/core';
import { IconChartLine, IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Pages } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { useAsk } from '../../../web/kit/command-button.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { wallClock } from '../../../web/kit/wall-clock.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useCommandForm } from '../../../web/sheet/commands-view.tsx';
import { evseName } from '../../../web/sheet/places.ts';
import { useWhyNot } from '../../../web/sheet/why-not.ts';
import type { StationHead } from '../tabs.ts';
import type { Profile } from './contract.ts';
import { ProfileDialog } from './profile-dialog.tsx';
import { rawProfile } from './raw.tsx';
import { Source } from './source.tsx';
import { limitText, profileName, whenText } from './words.tsx';

/** What the station has been set to, or has told, profile by profile. */
export function Profiles({
  station,
  list,
  onLimit,
}: {
  station: StationHead;
  list: Pages<Profile>;
  onLimit: () => void;
}) {
  const intl = useIntl();
  const ask = useAsk();
  const open = useCommandForm();
  const whyNot = useWhyNot(station);
  const [shown, setShown] = useState<Profile | undefined>();
  const [clearing, setClearing] = useState<Profile | undefined>();
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `charging.${id}` }, values);
  const nameOf = (evse: number) => evseName(intl, evse, station.chargePoints);
  const change = (profile: Profile) =>
    open(
      'setChargingProfile',
      rawProfile(profile, (at) => wallClock(at, station.timeZone)),
    );
  const mayChange = whyNot('setChargingProfile') === undefined;
  const mayClear = whyNot('clearChargingProfiles') === undefined;
  const columns: Column<Profile>[] = [
    {
      id: 'place',
      title: word('col.place'),
      render: (profile) => (
        <span className="charging-two">
          <strong>{nameOf(profile.evse)}</strong>
          {profile.sessionNumber === undefined ? null : (
            <GoTo
              to={`/stations/${station.id}/charge-logs`}
              search={{ session: String(profile.sessionNumber) }}
              className="small"
            >
              {word('session', { number: profile.sessionNumber })}
            </GoTo>
          )}
        </span>
      ),
    },
    {
      id: 'limit',
      title: word('col.limit'),
      align: 'right',
      render: ({ schedules: [first] }) => (first ? <span className="nowrap">{limitText(intl, first)}</span> : '–'),
    },
    { id: 'purpose', title: word('col.purpose'), render: ({ purpose }) => word(`purpose.${purpose}`) },
    {
      id: 'when',
      title: word('col.when'),
      minor: true,
      render: (profile) => whenText(intl, profile, station.timeZone),
    },
    { id: 'level', title: word('col.level'), align: 'right', minor: true, render: ({ stackLevel }) => stackLevel },
    { id: 'source', title: word('col.source'), minor: true, render: (profile) => <Source profile={profile} /> },
    {
      id: 'at',
      title: word('col.at'),
      align: 'right',
      minor: true,
      render: ({ at }) => <Time at={at} zone={station.timeZone} />,
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      width: '56px',
      render: (profile) =>
        profile.source === 'CSO' ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                aria-label={word('profile.actions', { name: profileName(intl, profile, station) })}
              >
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={!mayChange} onClick={() => change(profile)}>
                {word('profile.change')}
              </Menu.Item>
              <Menu.Item className="menu-danger" disabled={!mayClear} onClick={() => setClearing(profile)}>
                {word('profile.clear')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null,
    },
  ];
  const limit = (
    <AskButton station={station} kind="setChargingProfile" onClick={onLimit}>
      {word('limit')}
    </AskButton>
  );
  return (
    <Card
      flush
      title={word('profiles')}
      note={word('profiles.note')}
      actions={
        <>
          <AskButton station={station} kind="readChargingProfiles" raw={{}}>
            {word('profiles.read')}
          </AskButton>
          <AskButton station={station} kind="setChargingProfile">
            {word('profiles.add')}
          </AskButton>
          {limit}
        </>
      }
    >
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<Profile>
          label={word('profiles')}
          columns={columns}
          rows={list.rows}
          rowKey={(profile) => String(profile.id)}
          onRow={setShown}
          loading={list.loading}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconChartLine size={20} stroke={1.6} />}
              title={word('profiles.empty.title')}
              text={word('profiles.empty.text')}
              action={limit}
            />
          }
        />
      )}
      {shown ? <ProfileDialog profile={shown} station={station} onClose={() => setShown(undefined)} /> : null}
      {clearing ? (
        <ConfirmDialog
          opened
          title={word('clear.title', { name: profileName(intl, clearing, station) })}
          confirm={word('clear.do')}
          onClose={() => setClearing(undefined)}
          onConfirm={() => {
            setClearing(undefined);
            void ask(
              station.id,
              'clearChargingProfiles',
              { profileIds: [clearing.id] },
              word('clear.asked', { name: profileName(intl, clearing, station) }),
            );
          }}
        >
          <p className="soft">
            <FormattedMessage
              id="charging.clear.text"
              values={{ limit: clearing.schedules[0] ? limitText(intl, clearing.schedules[0]) : '' }}
            />
          </p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}
