import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { FormDialog } from './form.tsx';
import { Choice } from './words.tsx';

const invalidates = ['/components', '/articles', '/warehouses', '/stock', '/article-groups'] as const;

function useFields<K extends string>(names: readonly K[]) {
  const intl = useIntl();
  const [values, setValues] = useState<Partial<Record<K, string>>>({});
  const text = (name: K) => values[name]?.trim() ?? '';
  const set = (name: K) => (value: string) => setValues((before) => ({ ...before, [name]: value }));
  const word = (id: string) => intl.formatMessage({ id: `assets.${id}` });
  return { names, text, set, word, raw: (name: K) => values[name] ?? '' };
}

export function ComponentDialog({ onClose }: { onClose: () => void }) {
  const { text, raw, set, word } = useFields(['article', 'warehouse', 'serial', 'batch', 'iccid'] as const);
  const articles = useRead('/articles', { query: { limit: 500 } });
  const warehouses = useRead('/warehouses', {});
  const add = useWrite('POST', '/components', { invalidates, onDone: onClose });
  const named = (items: readonly { id: number; name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <FormDialog
      title={word('add.component')}
      doIt={word('add.do')}
      busy={add.isPending}
      error={add.error}
      disabled={!text('article') || !text('warehouse')}
      onClose={onClose}
      onSubmit={() =>
        add.mutate({
          body: {
            articleId: Number(text('article')),
            warehouseId: Number(text('warehouse')),
            serial: text('serial') || null,
            batch: text('batch') || null,
            iccid: text('iccid') || null,
          },
        })
      }
    >
      <Choice
        label={word('article')}
        value={raw('article')}
        onChange={set('article')}
        required
        choices={named(articles.data?.items)}
      />
      <Choice
        label={word('warehouse')}
        value={raw('warehouse')}
        onChange={set('warehouse')}
        required
        choices={named(warehouses.data?.items)}
      />
      {(['serial', 'batch', 'iccid'] as const).map((name) => (
        <TextInput
          key={name}
          label={word(name)}
          value={raw(name)}
          maxLength={60}
          error={add.error?.fields[name]}
          onChange={(event) => set(name)(event.currentTarget.value)}
        />
      ))}
    </FormDialog>
  );
}

export function ArticleDialog({ onClose }: { onClose: () => void }) {
  const names = [
    'name',
    'group',
    'manufacturer',
    'model',
    'partNumber',
    'price',
    'currency',
    'warrantyMonths',
  ] as const;
  const { text, raw, set, word } = useFields(names);
  const add = useWrite('POST', '/articles', { invalidates, onDone: onClose });
  const amount = (name: 'price' | 'warrantyMonths') => (text(name) ? Number(text(name).replace(',', '.')) : null);
  return (
    <FormDialog
      title={word('add.article')}
      doIt={word('add.do')}
      busy={add.isPending}
      error={add.error}
      disabled={!text('name') || !text('group')}
      onClose={onClose}
      onSubmit={() =>
        add.mutate({
          body: {
            name: text('name'),
            group: text('group'),
            manufacturer: text('manufacturer') || null,
            model: text('model') || null,
            partNumber: text('partNumber') || null,
            price: amount('price'),
            currency: text('currency').toUpperCase() || null,
            warrantyMonths: amount('warrantyMonths'),
          },
        })
      }
    >
      {names.map((name) => (
        <TextInput
          key={name}
          label={word(name)}
          value={raw(name)}
          maxLength={name === 'currency' ? 3 : 80}
          required={name === 'name' || name === 'group'}
          error={add.error?.fields[name]}
          {...(name === 'name' ? { 'data-autofocus': true } : {})}
          {...(name === 'price' || name === 'warrantyMonths' ? { inputMode: 'decimal' as const } : {})}
          onChange={(event) => set(name)(event.currentTarget.value)}
        />
      ))}
    </FormDialog>
  );
}

export function WarehouseDialog({ onClose }: { onClose: () => void }) {
  const { text, raw, set, word } = useFields(['name', 'note'] as const);
  const add = useWrite('POST', '/warehouses', { invalidates, onDone: onClose });
  return (
    <FormDialog
      title={word('add.warehouse')}
      doIt={word('add.do')}
      busy={add.isPending}
      error={add.error}
      disabled={!text('name')}
      onClose={onClose}
      onSubmit={() => add.mutate({ body: { name: text('name'), note: text('note') || null } })}
    >
      {(['name', 'note'] as const).map((name) => (
        <TextInput
          key={name}
          label={word(name === 'note' ? 'remark' : name)}
          value={raw(name)}
          maxLength={120}
          required={name === 'name'}
          error={add.error?.fields[name]}
          onChange={(event) => set(name)(event.currentTarget.value)}
        />
      ))}
    </FormDialog>
  );
}
