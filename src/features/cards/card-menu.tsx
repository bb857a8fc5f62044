import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { Card } from './page.tsx';

/** What can be done with one card. */
export function CardMenu({
  card,
  onEdit,
  onRemove,
  onBlock,
}: {
  card: Card;
  onEdit: () => void;
  onRemove: () => void;
  onBlock: () => void;
}) {
  const intl = useIntl();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={intl.formatMessage({ id: 'cards.actions' }, { number: card.number })}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>
          <FormattedMessage id="cards.edit" />
        </Menu.Item>
        <Menu.Item onClick={onBlock}>
          <FormattedMessage id={card.status === 'active' ? 'cards.block' : 'cards.unblock'} />
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item className="menu-danger" onClick={onRemove}>
          <FormattedMessage id="cards.remove" />
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
