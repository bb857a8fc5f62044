import { Button } from '@mantine/core';
import { IconCamera, IconLayoutGrid, IconList, IconPaperclip, IconUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { EmptyState, NoHits } from '../kit/empty-state.tsx';
import { FilterBar, FilterSegments, FilterSelect, FilterText } from '../kit/filter-bar.tsx';
import { formatBytes } from '../kit/num.tsx';
import { ProblemState } from '../kit/problem.tsx';
import { Time } from '../kit/time.tsx';
import { visibleText } from '../kit/visible-text.ts';
import { WithTexts } from '../shell/with-texts.tsx';
import { FileDialog } from './file-dialog.tsx';
import { FileSign } from './file-sign.tsx';
import { Expiry, Inherited } from './parts.tsx';
import { type Document, type Filters, type Source, useCategories, useFiles } from './source.ts';
import { texts } from './texts.ts';
import { UploadRows } from './upload-rows.tsx';
import { useUploads } from './use-uploads.ts';
import './files.css';

export interface AttachmentsProps {
  /** What they hang on; absent: all documents, nothing is uploaded here. */
  readonly source?: Source | undefined;
  /** May upload, change and remove. */
  readonly may: boolean;
  /** Few files beside something else (a ticket, an entry): no filters, the sign only. */
  readonly compact?: boolean;
  /** A column of whoever lists more than one thing's files. */
  readonly where?: Column<Document>;
  readonly filters?: Filters;
  readonly onFilters?: (filters: Filters) => void;
  readonly above?: ReactNode;
}

/** Files: dropped or chosen, with the progress of each; listed, looked at, saved, kept in versions. */
export function Attachments(props: AttachmentsProps) {
  return (
    <WithTexts texts={texts}>{props.source && props.may ? <Taking {...props} /> : <Files {...props} />}</WithTexts>
  );
}

/** Takes files that are dropped on it, and has the buttons for choosing some. */
function Taking(props: AttachmentsProps) {
  const intl = useIntl();
  const uploads = useUploads(props.source!, { category: props.filters?.category });
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const word = (id: string) => intl.formatMessage({ id: `files.${id}` });
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const take = (input: HTMLInputElement) => {
    uploads.add(input.files ?? []);
    input.value = '';
  };
  const buttons = (
    <>
      <input ref={chooser} type="file" multiple hidden aria-label={word('choose')} onChange={(e) => take(e.target)} />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={word('camera')}
        onChange={(event) => take(event.target)}
      />
      <Button
        className="files-camera"
        variant="default"
        leftSection={<IconCamera size={16} stroke={1.8} aria-hidden />}
        onClick={() => camera.current?.click()}
      >
        {word('camera')}
      </Button>
      <Button
        {...(props.compact ? { variant: 'default', size: 'xs' } : {})}
        leftSection={<IconUpload size={16} stroke={1.8} aria-hidden />}
        onClick={() => chooser.current?.click()}
      >
        {word('choose')}
      </Button>
    </>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard
    <div
      className={`files${over ? ' files-over' : ''}`}
      data-drop={word('drop')}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        uploads.add(event.dataTransfer.files);
      }}
    >
      <Files {...props} buttons={buttons} rows={<UploadRows uploads={uploads} />} />
    </div>
  );
}

function Files({
  source,
  may,
  compact = false,
  where,
  filters = {},
  onFilters = () => {},
  above,
  buttons,
  rows,
}: AttachmentsProps & { buttons?: ReactNode; rows?: ReactNode }) {
  const intl = useIntl();
  const word = (id: string, values = {}) => intl.formatMessage({ id: `files.${id}` }, values);
  const [view, setView] = useState<'list' | 'grid'>('list');
  const [opened, setOpened] = useState<Document | undefined>();
  const { choices, nameOf } = useCategories((id) => intl.formatMessage({ id }));
  const list = useFiles(source, filters);
  const narrowed = Object.values(filters).some((value) => value !== undefined);
  const change = (patch: Filters) => onFilters({ ...filters, ...patch });
  const columns: Column<Document>[] = [
    {
      id: 'name',
      title: word('column.name'),
      render: (file) => (
        <span className="files-name">
          <FileSign file={file} size={34} />
          <span>
            <button type="button" className="linklike files-open" onClick={() => setOpened(file)}>
              {visibleText(file.name)}
            </button>{' '}
            {where ? null : <Inherited file={file} />}
          </span>
        </span>
      ),
    },
    ...(where ? [where] : []),
    ...(compact
      ? []
      : [
          {
            id: 'category',
            title: word('column.category'),
            minor: true,
            render: (file: Document) => nameOf(file.category),
          },
          { id: 'expires', title: word('column.expires'), render: (file: Document) => <Expiry file={file} /> },
          {
            id: 'version',
            title: word('column.version'),
            minor: true,
            align: 'right' as const,
            render: (file: Document) => file.version,
          },
        ]),
    {
      id: 'size',
      title: word('column.size'),
      align: 'right',
      minor: true,
      render: (file) => formatBytes(file.size, intl.locale),
    },
    {
      id: 'uploaded',
      title: word('column.uploaded'),
      minor: true,
      render: (file) => (
        <span>
          <Time at={file.uploadedAt} /> <span className="dim small">{file.uploadedBy}</span>
        </span>
      ),
    },
  ];
  const empty = narrowed ? (
    <NoHits onClear={() => onFilters({})} />
  ) : (
    <EmptyState
      icon={<IconPaperclip size={20} stroke={1.6} />}
      title={word(compact ? 'empty.compact' : source ? 'empty.title' : 'empty.fleet')}
      {...(compact ? {} : { text: word(source && may ? 'empty.text' : 'empty.reader') })}
    />
  );
  return (
    <>
      {above}
      {compact ? (
        <div className="row-wrap">{buttons}</div>
      ) : (
        <FilterBar end={buttons}>
          <FilterText
            value={filters.text}
            onChange={(text) => change({ text })}
            label={word('filter.text')}
            width={200}
          />
          <FilterSelect
            value={filters.category}
            onChange={(category) => change({ category })}
            label={word('filter.category')}
            choices={choices}
            width={170}
          />
          <FilterSelect
            value={filters.expiring}
            onChange={(expiring) => change({ expiring: expiring as Filters['expiring'] })}
            label={word('filter.expiring')}
            choices={(['soon', 'expired'] as const).map((value) => ({ value, label: word(`filter.${value}`) }))}
            width={150}
          />
          <FilterSegments
            value={view}
            onChange={setView}
            label={word('view')}
            choices={[
              { value: 'list', label: <Sign of={IconList} name={word('view.list')} /> },
              { value: 'grid', label: <Sign of={IconLayoutGrid} name={word('view.grid')} /> },
            ]}
          />
        </FilterBar>
      )}
      {rows}
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : view === 'grid' && list.rows.length > 0 ? (
        <ul className="files-grid">
          {list.rows.map((file) => (
            <li key={file.id}>
              <button type="button" className="files-tile" onClick={() => setOpened(file)}>
                <FileSign file={file} size={110} />
                <strong className="files-open">{visibleText(file.name)}</strong>
                <span className="small soft">{nameOf(file.category)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <DataTable<Document>
          label={word('table')}
          columns={columns}
          rows={list.rows}
          rowKey={(file) => file.id}
          onRow={setOpened}
          loading={list.loading && list.rows.length === 0}
          more={list.more}
          onMore={list.onMore}
          rowHeight={52}
          empty={empty}
        />
      )}
      {view === 'grid' && list.more && list.rows.length > 0 ? (
        <div className="files-hint">
          <button type="button" className="linklike" onClick={list.onMore}>
            <FormattedMessage id="files.more" />
          </button>
        </div>
      ) : null}
      {opened ? <FileDialog file={opened} may={may} onClose={() => setOpened(undefined)} /> : null}
    </>
  );
}

const Sign = ({ of: Shape, name }: { of: typeof IconList; name: string }) => (
  <>
    <Shape size={15} aria-hidden />
    <span className="sr">{name}</span>
  </>
);
