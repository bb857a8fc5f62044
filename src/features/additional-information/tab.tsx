import { Button } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { TabProps } from '../tabs.ts';
import { FieldForm } from './field-form.tsx';
import { FieldList } from './field-list.tsx';
import { RemoveField } from './remove-field.tsx';
import { ValueForm } from './value-form.tsx';
import './tab.css';

export type FieldItem = ItemOf<RouteAt<'GET', '/stations/:stationId/additional-information'>>;
export type Field = FieldItem['field'];

export type Opened =
  | { readonly dialog: 'value'; readonly item?: FieldItem | undefined }
  | { readonly dialog: 'field'; readonly field?: Field | undefined }
  | { readonly dialog: 'remove'; readonly field: Field };

/** What the operator wants to know of a station besides what it says itself. */
export function Tab({ stationId }: TabProps) {
  const intl = useIntl();
  const mayChange = useRight('additionalInformation.change');
  const mayAdminister = useRight('additionalInformation.administer');
  const [opened, setOpened] = useState<Opened | undefined>();
  const read = useRead('/stations/:stationId/additional-information', { params: { stationId } });
  if (read.error && !read.data) return <ProblemState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <SkeletonCard lines={6} />;
  const { items } = read.data;
  const filled = items.filter(({ value }) => value !== undefined);
  const free = items.filter(({ value }) => value === undefined);
  const close = () => setOpened(undefined);
  const add = mayChange ? (
    <Button
      leftSection={<IconPlus size={16} stroke={2} />}
      onClick={() => setOpened(free.length > 0 ? { dialog: 'value' } : { dialog: 'field' })}
      disabled={free.length === 0 && !mayAdminister}
      title={free.length === 0 && !mayAdminister ? intl.formatMessage({ id: 'fields.add.none' }) : undefined}
    >
      <FormattedMessage id="fields.add" />
    </Button>
  ) : null;
  return (
    <>
      <Card
        flush
        title={<FormattedMessage id="fields.title" />}
        note={<FormattedMessage id="fields.note" />}
        actions={filled.length > 0 ? add : undefined}
      >
        {filled.length === 0 ? (
          <EmptyState
            icon={<IconListDetails size={20} stroke={1.6} />}
            title={<FormattedMessage id="fields.empty.title" />}
            text={<FormattedMessage id="fields.empty.text" />}
            action={add}
          />
        ) : (
          <FieldList stationId={stationId} items={items} onOpen={setOpened} />
        )}
      </Card>
      {opened?.dialog === 'value' ? (
        <ValueForm
          stationId={stationId}
          item={opened.item}
          free={free}
          onNew={mayAdminister ? () => setOpened({ dialog: 'field' }) : undefined}
          onClose={close}
        />
      ) : null}
      {opened?.dialog === 'field' ? (
        <FieldForm
          field={opened.field}
          onClose={close}
          onMade={(field) => setOpened({ dialog: 'value', item: { field } })}
        />
      ) : null}
      {opened?.dialog === 'remove' ? <RemoveField field={opened.field} onClose={close} /> : null}
    </>
  );
}
