import { Button } from '@mantine/core';
import { IconAdjustments, IconHistory, IconPencilPlus, IconPin } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { EmptyState, NoHits } from '../../../web/kit/empty-state.tsx';
import { FilterBar, FilterSegments, FilterSelect, FilterText } from '../../../web/kit/filter-bar.tsx';
import { FilterMany } from '../../../web/kit/filter-many.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { RangePicker, useRange } from '../../../web/kit/range.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useRight } from '../../../web/shell/session.tsx';
import type { TabProps } from '../tabs.ts';
import { HistoryEntry } from './entry.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { KindsDialog } from './kinds-dialog.tsx';
import { automaticKinds, type Item, useHistoryWords } from './words.tsx';
import './history.css';

const noFilters = {
  kinds: undefined,
  origin: undefined,
  author: undefined,
  text: undefined,
  pinned: undefined,
  range: undefined,
  from: undefined,
  until: undefined,
};
const origins = ['all', 'manual', 'automatic'] as const;

/** What people wrote down about this station and what changed on it, in one list. */
export function Tab({ stationId }: TabProps) {
  const words = useHistoryWords();
  const { word } = words;
  const may = useRight('history.change');
  const mayAdminister = useRight('history.administer');
  const [values, change] = useUrlState();
  const range = useRange('all');
  const people = useRead('/history-people');
  const [dialog, setDialog] = useState<'new' | 'kinds' | Item | undefined>();
  const origin = origins.find((each) => each === values.origin) ?? 'all';
  const list = usePages('/stations/:stationId/history', {
    params: { stationId },
    query: {
      limit: 50,
      kinds: values.kinds,
      ...(origin === 'all' ? {} : { origin }),
      author: values.author,
      text: values.text,
      ...(values.pinned === 'yes' ? { pinned: 'yes' as const } : {}),
      from: range.fromIso,
      until: range.untilIso,
    },
  });
  const narrowed = Object.keys(noFilters).some((name) => values[name] !== undefined);
  const write = may ? (
    <Button leftSection={<IconPencilPlus size={16} stroke={1.8} aria-hidden />} onClick={() => setDialog('new')}>
      {word('write')}
    </Button>
  ) : null;
  return (
    <Card flush>
      <FilterBar
        end={
          <>
            {mayAdminister ? (
              <Button
                variant="default"
                leftSection={<IconAdjustments size={16} stroke={1.8} aria-hidden />}
                onClick={() => setDialog('kinds')}
              >
                {word('kinds')}
              </Button>
            ) : null}
            {write}
          </>
        }
      >
        <FilterText value={values.text} onChange={(text) => change({ text })} label={word('filter.text')} width={180} />
        <FilterSegments
          value={origin}
          onChange={(next) => change({ origin: next === 'all' ? undefined : next })}
          label={word('filter.origin')}
          choices={origins.map((value) => ({ value, label: word(`filter.origin.${value}`) }))}
        />
        <FilterMany
          value={values.kinds}
          onChange={(kinds) => change({ kinds })}
          label={word('filter.kinds')}
          choices={[...words.entryChoices, ...automaticKinds.map((value) => ({ value, label: words.kindName(value) }))]}
          width={150}
        />
        <FilterSelect
          value={values.author}
          onChange={(author) => change({ author })}
          label={word('filter.author')}
          choices={(people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          width={150}
        />
        <RangePicker fallback="all" all />
        <button
          type="button"
          className={`filter-select history-pinned${values.pinned ? ' filter-on' : ''}`}
          aria-pressed={values.pinned === 'yes'}
          onClick={() => change({ pinned: values.pinned ? undefined : 'yes' })}
        >
          <IconPin size={14} aria-hidden /> {word('filter.pinned')}
        </button>
      </FilterBar>
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : list.rows.length === 0 && !list.loading ? (
        narrowed ? (
          <NoHits onClear={() => change(noFilters)} />
        ) : (
          <EmptyState
            icon={<IconHistory size={20} stroke={1.6} />}
            title={word('empty.title')}
            text={word(may ? 'empty.text' : 'empty.reader')}
          />
        )
      ) : (
        <ol className="history-list" aria-label={word('list')} aria-busy={list.loading}>
          {list.rows.length === 0 ? <Skeleton lines={6} /> : null}
          {list.rows.map((item) => (
            <HistoryEntry key={item.id} item={item} words={words} onOpen={() => setDialog(item)} />
          ))}
        </ol>
      )}
      {list.more ? (
        <div className="history-more">
          <Button variant="default" onClick={list.onMore} loading={list.loading}>
            <FormattedMessage id="history.more" />
          </Button>
        </div>
      ) : null}
      {dialog === 'kinds' ? <KindsDialog onClose={() => setDialog(undefined)} /> : null}
      {dialog !== undefined && dialog !== 'kinds' ? (
        <EntryDialog
          stationId={stationId}
          item={dialog === 'new' ? undefined : dialog}
          people={people.data?.items ?? []}
          may={may}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
    </Card>
  );
}
