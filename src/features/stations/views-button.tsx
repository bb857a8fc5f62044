import { Button, type ButtonProps } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import { FormattedMessage } from 'react-intl';

export const ViewsButton = (props: ButtonProps & ComponentPropsWithRef<'button'>) => (
  <Button variant="default" leftSection={<IconBookmark size={15} stroke={1.8} />} {...props}>
    <FormattedMessage id="stations.views" />
  </Button>
);
