import { Button } from '@mantine/core';
import { IconAddressBook, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useIntl } from 'react-intl';
import { api } from '../../../web/api/client.ts';
import { usePages } from '../../../web/api/queries.ts';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import type { Contact } from './contract.ts';
import { texts } from './texts.ts';

export const contactKinds: readonly Contact['kind'][] = ['technician', 'owner', 'serviceCompany', 'other'];

export default function ContactsPage() {
  return (
    <WithTexts texts={texts}>
      <Contacts />
    </WithTexts>
  );
}

/** Who repairs, owns and serves the stations. What is looked for is a person, so it stays out of the address. */
function Contacts() {
  const intl = useIntl();
  const client = useQueryClient();
  const mayChange = useRight('contacts.change');
  const seesPeople = useRight('personalData.see');
  const [values, change] = useUrlState();
  const [text, setText] = useState<string | undefined>();
  const [open, setOpen] = useState<number | 'new' | undefined>();
  const kind = contactKinds.find((each) => each === values.kind);
  const active = values.active !== 'no';
  const list = usePages('/contacts', { query: { limit: 100, kind, active } }, { enabled: text === undefined });
  const found = useQuery({
    queryKey: ['/contacts/find', {}, text],
    enabled: text !== undefined,
    queryFn: () => api.post('/contacts/find', { body: { text: text! } }),
  });
  const renew = useCallback(
    () =>
      Promise.all(
        ['/contacts', '/contacts/find', '/contacts/:contactId'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
    [client],
  );
  const word = (id: string) => intl.formatMessage({ id: `contacts.${id}` });
  const none = <span className="dim">–</span>;
  const rows =
    text === undefined ? list.rows : (found.data?.items ?? []).filter((one) => kind === undefined || one.kind === kind);
  const error = text === undefined ? list.error : found.error;
  const columns: Column<Contact>[] = [
    {
      id: 'name',
      title: word('column.name'),
      render: (one) => (
        <span className="row">
          <span className="clip">{visibleText(one.name)}</span>
          {one.active ? null : <Tag>{word('inactive')}</Tag>}
        </span>
      ),
    },
    { id: 'kind', title: word('column.kind'), width: '150px', render: (one) => word(`kind.${one.kind}`) },
    {
      id: 'company',
      title: word('column.company'),
      minor: true,
      render: (one) => (one.company ? visibleText(one.company) : none),
    },
    {
      id: 'email',
      title: word('column.email'),
      minor: true,
      render: (one) => (one.email ? <span className="clip">{visibleText(one.email)}</span> : none),
    },
    {
      id: 'phone',
      title: word('column.phone'),
      minor: true,
      width: '170px',
      render: (one) => (one.phone ? <span className="num">{visibleText(one.phone)}</span> : none),
    },
  ];
  return (
    <Page
      fill
      title={word('title')}
      note={word('note')}
      actions={
        mayChange ? (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setOpen('new')}>
            {word('add')}
          </Button>
        ) : null
      }
    >
      <div className="card fill-card">
        <FilterBar>
          {seesPeople ? <FilterText value={text} onChange={setText} label={word('search')} width={280} /> : null}
          <FilterSelect
            label={word('column.kind')}
            value={kind}
            onChange={(next) => change({ kind: next })}
            choices={contactKinds.map((value) => ({ value, label: word(`kind.${value}`) }))}
            width={150}
          />
          <FilterSelect
            label={word('onlyActive')}
            value={active ? undefined : 'no'}
            onChange={(next) => change({ active: next })}
            choices={[{ value: 'no', label: word('onlyInactive') }]}
            width={150}
          />
        </FilterBar>
        <div className="fill-body">
          {error && rows.length === 0 ? (
            <ProblemState error={error} onRetry={list.refetch} />
          ) : (
            <DataTable<Contact>
              fill
              label={word('title')}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              onRow={({ id }) => setOpen(id)}
              loading={text === undefined ? list.loading : found.isPending}
              more={text === undefined && list.more}
              onMore={list.onMore}
              empty={
                text !== undefined || kind !== undefined || !active ? (
                  <NoHits
                    onClear={() => {
                      setText(undefined);
                      change({ kind: undefined, active: undefined });
                    }}
                  />
                ) : (
                  <EmptyState
                    icon={<IconAddressBook size={20} stroke={1.6} />}
                    title={word('empty.title')}
                    text={word('empty.text')}
                  />
                )
              }
            />
          )}
        </div>
      </div>
      {open === undefined ? null : (
        <ContactDialog
          contactId={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
          onSaved={() => void renew()}
        />
      )}
    </Page>
  );
}
