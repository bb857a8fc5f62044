import { useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useIntl } from 'react-intl';

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
