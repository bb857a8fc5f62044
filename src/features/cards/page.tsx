import { Button } from '@mantine/core';
import { IconCreditCard, IconListCheck, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { FormattedMessage, type IntlShape, useIntl } from 'react-intl';
import { api } from '../../../web/api/client.ts';
import { usePages, useWrite } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { CardForm } from './card-form.tsx';
import { CardMenu } from './card-menu.tsx';
import { ListsDialog } from './lists-dialog.tsx';
import { texts } from './texts.ts';

export type Card = ItemOf<RouteAt<'GET', '/cards'>>;
type Standing = Card['standing'];
const standings: readonly Standing[] = ['active', 'blocked', 'expired', 'notYetValid'];
const tones = { active: 'ok', blocked: 'bad', expired: 'mute', notYetValid: 'warn' } as const;

export default function CardsPage() {
  return (
    <WithTexts texts={texts}>
      <Cards />
    </WithTexts>
  );
}

/** Who may charge. Numbers never stand in addresses, so what is looked for stays out of them too. */
function Cards() {
  const intl = useIntl();
  const client = useQueryClient();
  const mayChange = useRight('cards.change');
  const [values, change] = useUrlState();
  const [text, setText] = useState<string | undefined>();
  const [form, setForm] = useState<Card | 'new' | undefined>();
  const [removing, setRemoving] = useState<Card | undefined>();
  const [lists, setLists] = useState(false);
  const standing = standings.find((each) => each === values.standing);
  const list = usePages('/cards', { query: { limit: 100, standing } }, { enabled: text === undefined });
  const found = useQuery({
    queryKey: ['/cards/find', {}, text],
    enabled: text !== undefined,
    queryFn: () => api.post('/cards/find', { body: { text: text! } }),
  });
  const renew = useCallback(
    () => Promise.all(['/cards', '/cards/find'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
    [client],
  );
  const patch = useWrite('PATCH', '/cards/:cardId', { onDone: () => void renew() });
  const remove = useWrite('DELETE', '/cards/:cardId', {
    onDone: () => {
      setRemoving(undefined);
      void renew();
    },
  });
  const rows =
    text === undefined
      ? list.rows
      : (found.data?.items ?? []).filter((card) => !standing || card.standing === standing);
  const loading = text === undefined ? list.loading : found.isPending;
  const error = text === undefined ? list.error : found.error;
  const filtered = text !== undefined || standing !== undefined;
  const clear = () => {
    setText(undefined);
    change({ standing: undefined });
  };
  const columns: Column<Card>[] = [
    {
      id: 'number',
      title: intl.formatMessage({ id: 'cards.column.number' }),
      width: '188px',
      render: (card) => <Mono copy>{card.number}</Mono>,
    },
    {
      id: 'standing',
      title: intl.formatMessage({ id: 'cards.standing' }),
      width: '124px',
      render: (card) => (
        <Tag tone={tones[card.standing]}>
          <FormattedMessage id={`cards.standing.${card.standing}`} />
        </Tag>
      ),
    },
    {
      id: 'holder',
      title: intl.formatMessage({ id: 'cards.column.holder' }),
      minor: true,
      render: (card) => (
        <span className="row">
          {card.holder ?? <span className="dim">{intl.formatMessage({ id: 'cards.noHolder' })}</span>}
          {card.demo ? <Tag>{intl.formatMessage({ id: 'cards.demo' })}</Tag> : null}
        </span>
      ),
    },
    {
      id: 'group',
      title: intl.formatMessage({ id: 'cards.column.group' }),
      minor: true,
      width: '110px',
      render: (card) =>
        card.group ? (
          <Mono>{card.group}</Mono>
        ) : (
          <span className="dim">{intl.formatMessage({ id: 'cards.noGroup' })}</span>
        ),
    },
    {
      id: 'type',
      title: intl.formatMessage({ id: 'cards.column.type' }),
      minor: true,
      width: '148px',
      render: (card) => <FormattedMessage id={`cards.type.${card.type}`} />,
    },
    {
      id: 'valid',
      title: intl.formatMessage({ id: 'cards.column.valid' }),
      minor: true,
      width: '176px',
      render: (card) => <Validity card={card} intl={intl} />,
    },
    {
      id: 'created',
      title: intl.formatMessage({ id: 'cards.column.created' }),
      minor: true,
      width: '116px',
      align: 'right',
      render: (card) => <Time at={card.createdAt} />,
    },
    ...(mayChange
      ? [
          {
            id: 'actions',
            title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
            width: '66px',
            align: 'right' as const,
            render: (card: Card) => (
              <CardMenu
                card={card}
                onEdit={() => setForm(card)}
                onRemove={() => setRemoving(card)}
                onBlock={() =>
                  patch.mutate({
                    params: { cardId: card.id },
                    body: { status: card.status === 'active' ? 'blocked' : 'active' },
                  })
                }
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <Page
      fill
      title={intl.formatMessage({ id: 'cards.title' })}
      note={intl.formatMessage({ id: 'cards.note' })}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconListCheck size={16} stroke={1.8} />}
            onClick={() => setLists(true)}
          >
            <FormattedMessage id="cards.lists" />
          </Button>
          {mayChange ? (
            <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setForm('new')}>
              <FormattedMessage id="cards.add" />
            </Button>
          ) : null}
        </>
      }
    >
      <div className="card fill-card">
        <FilterBar>
          <FilterText value={text} onChange={setText} label={intl.formatMessage({ id: 'cards.search' })} width={280} />
          <FilterSelect
            label={intl.formatMessage({ id: 'cards.standing' })}
            value={standing}
            onChange={(next) => change({ standing: next })}
            choices={standings.map((each) => ({
              value: each,
              label: intl.formatMessage({ id: `cards.standing.${each}` }),
            }))}
            width={150}
          />
        </FilterBar>
        <div className="fill-body">
          {error && rows.length === 0 ? (
            <ProblemState error={error} onRetry={list.refetch} />
          ) : (
            <DataTable<Card>
              fill
              label={intl.formatMessage({ id: 'cards.title' })}
              columns={columns}
              rows={rows}
              rowKey={(card) => card.id}
              loading={loading}
              more={text === undefined && list.more}
              onMore={list.onMore}
              empty={
                filtered ? (
                  <NoHits onClear={clear} />
                ) : (
                  <EmptyState
                    icon={<IconCreditCard size={20} stroke={1.6} />}
                    title={<FormattedMessage id="cards.empty.title" />}
                    text={<FormattedMessage id="cards.empty.text" />}
                  />
                )
              }
            />
          )}
        </div>
      </div>
      {form ? (
        <CardForm
          card={form === 'new' ? undefined : form}
          onClose={() => setForm(undefined)}
          onSaved={() => void renew()}
        />
      ) : null}
      {lists ? <ListsDialog onClose={() => setLists(false)} /> : null}
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={intl.formatMessage({ id: 'cards.remove.title' }, { number: removing?.number })}
        confirm={intl.formatMessage({ id: 'cards.remove.do' })}
        destructive
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => removing && remove.mutate({ params: { cardId: removing.id } })}
      >
        <p className="soft">
          <FormattedMessage id="cards.remove.text" />
        </p>
      </ConfirmDialog>
    </Page>
  );
}

function Validity({ card, intl }: { card: Card; intl: IntlShape }) {
  const from = card.validFrom ? intl.formatDate(card.validFrom, { dateStyle: 'medium' }) : undefined;
  const until = card.validUntil ? intl.formatDate(card.validUntil, { dateStyle: 'medium' }) : undefined;
  const id = from && until ? 'between' : from ? 'from' : until ? 'until' : 'always';
  return (
    <span className={id === 'always' ? 'dim' : 'num'}>
      <FormattedMessage id={`cards.valid.${id}`} values={{ from, until }} />
    </span>
  );
}
