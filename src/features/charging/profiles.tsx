import { IconChartLine } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Pages } from '../../../web/api/queries.ts';
import type { Column } from '../../../web/kit/data-table.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { wallClock } from '../../../web/kit/wall-clock.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { useCommandForm } from '../../../web/sheet/commands-view.tsx';
import { evseName } from '../../../web/sheet/places.ts';
import { type RowMenu, StationList } from '../../../web/sheet/station-list.tsx';
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
  const open = useCommandForm();
  const [shown, setShown] = useState<Profile | undefined>();
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `charging.${id}` }, values);
  const nameOf = (evse: number) => evseName(intl, evse, station.chargePoints);
  const change = (profile: Profile) =>
    open(
      'setChargingProfile',
      rawProfile(profile, (at) => wallClock(at, station.timeZone)),
    );
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
  ];
  const limit = (
    <AskButton station={station} kind="setChargingProfile" onClick={onLimit}>
      {word('limit')}
    </AskButton>
  );
  const menu = (profile: Profile): RowMenu | undefined => {
    // Limits from outside are not ours to change.
    if (profile.source !== 'CSO') return undefined;
    const name = profileName(intl, profile, station);
    const [first] = profile.schedules;
    return {
      name: word('profile.actions', { name }),
      change: { label: word('profile.change'), kind: 'setChargingProfile', open: () => change(profile) },
      remove: {
        label: word('profile.clear'),
        kind: 'clearChargingProfiles',
        body: { profileIds: [profile.id] },
        title: word('clear.title', { name }),
        text: word('clear.text', { limit: first ? limitText(intl, first) : '' }),
        confirm: word('clear.do'),
        asked: word('clear.asked', { name }),
      },
    };
  };
  return (
    <StationList<Profile>
      station={station}
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
      list={list}
      columns={columns}
      rowKey={(profile) => String(profile.id)}
      onRow={setShown}
      menu={menu}
      empty={{
        icon: <IconChartLine size={20} stroke={1.6} />,
        title: word('profiles.empty.title'),
        text: word('profiles.empty.text'),
        action: limit,
      }}
    >
      {shown ? <ProfileDialog profile={shown} station={station} onClose={() => setShown(undefined)} /> : null}
    </StationList>
  );
}
