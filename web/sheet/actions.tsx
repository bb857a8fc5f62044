import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconBolt, IconDots, IconListSearch, IconPower, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { CommandKind } from '../../src/domain/commands.ts';
import type { StationHead } from '../../src/features/tabs.ts';
import { useSession } from '../shell/session.tsx';
import { WithTexts } from '../shell/with-texts.tsx';
import type { CommandsDialogProps } from './commands/dialog.tsx';
import { useCommandsView } from './commands-view.tsx';
import { AvailabilityDialog } from './dialogs/availability.tsx';
import { CloneDialog } from './dialogs/clone.tsx';
import { CredentialsDialog } from './dialogs/credentials.tsx';
import { DecommissionDialog } from './dialogs/decommission.tsx';
import { DisconnectDialog } from './dialogs/disconnect.tsx';
import { RecommissionDialog } from './dialogs/recommission.tsx';
import { ResetDialog } from './dialogs/reset.tsx';
import { StartDialog } from './dialogs/start.tsx';
import { TriggerDialog } from './dialogs/trigger.tsx';
import { passwordless, UnauthenticatedDialog } from './dialogs/unauthenticated.tsx';
import { UnlockDialog } from './dialogs/unlock.tsx';
import { useWhyNot } from './why-not.ts';

/** The menu of all commands with their forms and words comes when it is first opened. */
const CommandsDialog = lazy(async () => {
  const [{ default: Commands }, { texts }] = await Promise.all([
    import('./commands/dialog.tsx'),
    import('../../src/features/commands/texts.ts'),
  ]);
  return {
    default: (props: CommandsDialogProps) => (
      <WithTexts texts={texts}>
        <Commands {...props} />
      </WithTexts>
    ),
  };
});

const dialogs = {
  start: StartDialog,
  reset: ResetDialog,
  unlock: UnlockDialog,
  changeAvailability: AvailabilityDialog,
  trigger: TriggerDialog,
  disconnect: DisconnectDialog,
  credentials: CredentialsDialog,
  unauthenticated: UnauthenticatedDialog,
  decommission: DecommissionDialog,
  recommission: RecommissionDialog,
  clone: CloneDialog,
};
type DialogName = keyof typeof dialogs;

export interface DialogProps {
  readonly station: StationHead;
  readonly stationId: number;
  readonly onClose: () => void;
}

/** What can be done with the station; one primary action, rare ones in the menu, disabled ones say why. */
export function Actions({ station, stationId }: { station: StationHead; stationId: number }) {
  const intl = useIntl();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { rights } = useSession();
  const whyNot = useWhyNot(station);
  const [open, setOpen] = useState<DialogName | undefined>();
  const [commands, setCommands] = useCommandsView();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '.' || !(event.ctrlKey || event.metaKey) || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      setCommands({ at: 'menu' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [setCommands]);
  const [refreshing, setRefreshing] = useState(false);
  const refresh = async () => {
    setRefreshing(true);
    await client.invalidateQueries({
      predicate: ({ queryKey: [, params] }) =>
        Number((params as { stationId?: unknown } | undefined)?.stationId) === stationId,
    });
    setRefreshing(false);
  };
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';
  const item = (kind: CommandKind, label: string, act: () => void) => {
    const why = whyNot(kind);
    return (
      <Menu.Item key={kind} disabled={why !== undefined} onClick={act}>
        <FormattedMessage id={label} />
        {why ? (
          <span className="menu-why">{why}</span>
        ) : offline ? (
          <span className="menu-why">{intl.formatMessage({ id: 'sheet.queueNote' })}</span>
        ) : null}
      </Menu.Item>
    );
  };
  const Dialog = open ? dialogs[open] : undefined;
  return (
    <div className="head-actions">
      <Button
        variant="default"
        leftSection={<IconRefresh size={15} stroke={1.9} />}
        onClick={() => void refresh()}
        loading={refreshing}
      >
        <span className="head-word">
          <FormattedMessage id="sheet.refresh" />
        </span>
      </Button>
      <Button
        variant="default"
        leftSection={<IconListSearch size={15} stroke={1.9} />}
        onClick={() => setCommands({ at: 'menu' })}
        title={intl.formatMessage({ id: 'sheet.commands.hint' })}
        aria-keyshortcuts="Control+."
      >
        <span className="head-word">
          <FormattedMessage id="sheet.commands" />
        </span>
      </Button>
      <WithReason why={whyNot('reset')}>
        <Button
          variant="default"
          leftSection={<IconPower size={15} stroke={1.9} />}
          disabled={whyNot('reset') !== undefined}
          onClick={() => setOpen('reset')}
        >
          <FormattedMessage id="sheet.reset" />
        </Button>
      </WithReason>
      <WithReason why={whyNot('start')}>
        <Button
          leftSection={<IconBolt size={16} stroke={1.9} />}
          disabled={whyNot('start') !== undefined}
          onClick={() => setOpen('start')}
        >
          <FormattedMessage id="sheet.start" />
        </Button>
      </WithReason>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <ActionIcon variant="default" size={34} aria-label={intl.formatMessage({ id: 'sheet.more' })}>
            <IconDots size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <FormattedMessage id="sheet.action.group.station" />
          </Menu.Label>
          {item('unlock', 'sheet.action.unlock', () => setOpen('unlock'))}
          {item('changeAvailability', 'sheet.action.availability', () => setOpen('changeAvailability'))}
          {item('trigger', 'sheet.action.trigger', () => setOpen('trigger'))}
          <Menu.Item onClick={() => void navigate({ to: `/stations/${stationId}/settings` as never })}>
            <FormattedMessage id="sheet.action.configuration" />
          </Menu.Item>
          <Menu.Item onClick={() => setCommands({ at: 'list' })}>
            <FormattedMessage id="sheet.action.asked" />
          </Menu.Item>
          {rights.includes('commands.act') && !offline ? (
            <Menu.Item onClick={() => setOpen('disconnect')}>
              <FormattedMessage id="sheet.action.disconnect" />
            </Menu.Item>
          ) : null}
          {rights.includes('stations.onboard') ? (
            <>
              <Menu.Divider />
              <Menu.Label>
                <FormattedMessage id="sheet.action.group.manage" />
              </Menu.Label>
              <Menu.Item onClick={() => setOpen('credentials')}>
                <FormattedMessage id="sheet.action.credentials" />
              </Menu.Item>
              <Menu.Item onClick={() => setOpen('clone')}>
                <FormattedMessage id="sheet.action.clone" />
              </Menu.Item>
              {station.decommissioned ? (
                <Menu.Item onClick={() => setOpen('recommission')}>
                  <FormattedMessage id="sheet.action.recommission" />
                </Menu.Item>
              ) : (
                <>
                  <Menu.Item onClick={() => setOpen('unauthenticated')}>
                    <FormattedMessage
                      id={passwordless(station) ? 'sheet.action.password' : 'sheet.action.passwordless'}
                    />
                  </Menu.Item>
                  <Menu.Item className="menu-danger" onClick={() => setOpen('decommission')}>
                    <FormattedMessage id="sheet.action.decommission" />
                  </Menu.Item>
                </>
              )}
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {Dialog ? <Dialog station={station} stationId={stationId} onClose={() => setOpen(undefined)} /> : null}
      {commands ? (
        <Suspense>
          <CommandsDialog
            station={station}
            begin={commands}
            onOwn={(dialog) => {
              setCommands(undefined);
              setOpen(dialog);
            }}
            onClose={() => setCommands(undefined)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

/** The reason of a disabled button, on hover and to those who listen. */
function WithReason({ why, children }: { why: string | undefined; children: ReactNode }) {
  return (
    <span title={why}>
      {children}
      {why ? <span className="sr">{why}</span> : null}
    </span>
  );
}
