import { Drawer } from '@mantine/core';
import { useIntl } from 'react-intl';
import { useReturnFocus } from '../kit/return-focus.ts';
import { Navigation } from './navigation.tsx';

/** The navigation on a phone: over the page, until a page is chosen. */
export default function NavigationDrawer({ onClose, onSearch }: { onClose: () => void; onSearch: () => void }) {
  const intl = useIntl();
  useReturnFocus();
  return (
    <Drawer.Root opened onClose={onClose} size={264} lockScroll={false}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={intl.formatMessage({ id: 'shell.nav' })}>
        <div className="frame-drawer">
          <Navigation rail={false} onSearch={onSearch} />
        </div>
      </Drawer.Content>
    </Drawer.Root>
  );
}
