import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { FormattedMessage } from 'react-intl';
import { api } from '../api/client.ts';
import { useRead, useWrite } from '../api/queries.ts';
import { languages, useLanguage } from './language.tsx';
import { useSession, useTakeSession } from './session.tsx';
import { UserButton } from './user-button.tsx';

/** What a signed-in person may choose: language, appearance, operator, leaving. Open from the start: it comes when it is asked for. */
export default function UserMenu({ rail }: { rail: boolean }) {
  const target = useRef<HTMLButtonElement>(null);
  const navigate = useNavigate();
  const { user, operators = [], operator } = useSession();
  const { language, timeZone, setLanguage } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const take = useTakeSession();
  const session = useRead('/session');
  const remember = useWrite('PATCH', '/account');
  const choose = useWrite('PUT', '/session/operator', { onDone: take });
  const speak = (next: (typeof languages)[number]) => {
    setLanguage(next);
    remember.mutate({ body: { language: next } }, { onSuccess: () => void session.refetch() });
  };
  const leave = async () => {
    await api.delete('/session');
    take({ signedIn: false });
    void navigate({ to: '/' as never });
  };
  return (
    <Menu position={rail ? 'right-end' : 'top-start'} width={220} defaultOpened onClose={() => target.current?.focus()}>
      <Menu.Target>
        <UserButton rail={rail} ref={target} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={16} stroke={1.7} />}
          onClick={() => void navigate({ to: '/account' as never })}
        >
          <FormattedMessage id="shell.user.account" />
        </Menu.Item>
        {operators.length > 1 ? (
          <>
            <Menu.Divider />
            <Menu.Label>
              <FormattedMessage id="shell.user.operator" />
            </Menu.Label>
            {operators.map((each) => (
              <Menu.Item
                key={each.id}
                rightSection={each.id === operator.id ? <IconCheck size={14} /> : null}
                onClick={() => choose.mutate({ body: { operatorId: each.id } })}
              >
                {each.name}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Label>
          <FormattedMessage id="shell.user.language" />
        </Menu.Label>
        {languages.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            rightSection={each === language ? <IconCheck size={14} /> : null}
            onClick={() => speak(each)}
          >
            <FormattedMessage id={`shell.language.${each}`} />
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          <FormattedMessage id="shell.user.appearance" />
        </Menu.Label>
        {(['light', 'dark', 'auto'] as const).map((each) => (
          <Menu.Item
            key={each}
            rightSection={each === colorScheme ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(each)}
          >
            <FormattedMessage id={`shell.appearance.${each}`} />
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          <FormattedMessage id="shell.user.timeZone" values={{ zone: timeZone }} />
        </Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => void leave()}>
          <FormattedMessage id="shell.user.signOut" />
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
