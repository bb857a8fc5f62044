import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import './split-pane.css';

/** A list with what is selected beside it; on narrow screens the side comes over the list. */
export function SplitPane({
  children,
  side,
  sideTitle,
  onClose,
}: {
  children: ReactNode;
  side?: ReactNode;
  sideTitle?: ReactNode;
  onClose?: () => void;
}) {
  const intl = useIntl();
  const narrow = useMediaQuery('(max-width: 1000px)');
  const close = intl.formatMessage({ id: 'kit.close' });
  const label = typeof sideTitle === 'string' ? sideTitle : intl.formatMessage({ id: 'kit.details' });
  const head = (
    <div className="split-head">
      <h2 className="grow clip">{sideTitle}</h2>
      {onClose ? (
        <button type="button" className="copy" aria-label={close} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </button>
      ) : null}
    </div>
  );
  if (narrow) {
    return (
      <div className="split">
        <div className="split-main">{children}</div>
        <Drawer.Root
          opened={side !== undefined && side !== null}
          onClose={() => onClose?.()}
          position="right"
          size="min(100%, 460px)"
          lockScroll={false}
        >
          <Drawer.Overlay />
          <Drawer.Content aria-label={label}>
            <div className="split-over">
              {head}
              {side}
            </div>
          </Drawer.Content>
        </Drawer.Root>
      </div>
    );
  }
  return (
    <div className={side ? 'split split-two' : 'split'}>
      <div className="split-main">{children}</div>
      {side ? (
        <aside className="split-side" aria-label={label}>
          {head}
          {side}
        </aside>
      ) : null}
    </div>
  );
}
