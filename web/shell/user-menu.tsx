import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { api } from '../api/client.ts';
import { useRead, useWrite } from '../api/queries.ts';
import { languages, useLanguage } from './language.tsx';
import { useSession, useTakeSession } from './session.tsx';

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => part[0]!.toUpperCase())
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('');

/** Who is signed in, and what is theirs to choose: language, appearance, operator, leaving. */
export function UserMenu({ rail }: { rail: boolean }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { user, role, operators = [], operator } = useSession();
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
    <div className={rail ? 'user user-rail' : 'user'}>
      <Menu position={rail ? 'right-end' : 'top-start'} width={220}>
        <Menu.Target>
          <button type="button" className="user-button">
            <span className="user-initials" aria-hidden>
              {initialsOf(user.name)}
            </span>
            {rail ? (
              <span className="sr">{intl.formatMessage({ id: 'shell.user' }, { name: user.name })}</span>
            ) : (
              <span className="grow">
                <span className="user-name clip">{user.name}</span>
                <span className="user-role clip">
                  <FormattedMessage id={`shell.role.${role}`} />
                </span>
              </span>
            )}
          </button>
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
      {rail ? null : <AppearanceSwitch />}
    </div>
  );
}

/** Light or dark with one press. */
export function AppearanceSwitch() {
  const intl = useIntl();
  const { setColorScheme } = useMantineColorScheme();
  const flip = () => setColorScheme(document.documentElement.dataset.mantineColorScheme === 'dark' ? 'light' : 'dark');
  return (
    <button
      type="button"
      className="user-appearance"
      onClick={flip}
      aria-label={`${intl.formatMessage({ id: 'shell.appearance.toDark' })} / ${intl.formatMessage({ id: 'shell.appearance.toLight' })}`}
    >
      <IconMoon className="only-light" size={17} stroke={1.7} aria-hidden />
      <IconSun className="only-dark" size={17} stroke={1.7} aria-hidden />
    </button>
  );
}
