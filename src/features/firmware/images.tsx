import { IconFileZip } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type Pages, useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { type Column, DataTable } from '../../../web/kit/data-table.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { formatBytes } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { type Image, Trust, useWord } from './words.tsx';

/** The images: what they fit, what their signature is worth, and what can be done with them. */
export function Images({
  list,
  may,
  onBegin,
  onUpload,
}: {
  list: Pages<Image>;
  may: boolean;
  onBegin: (image: Image) => void;
  onUpload: (image: Image) => void;
}) {
  const intl = useIntl();
  const word = useWord();
  const [removing, setRemoving] = useState<Image | undefined>();
  const remove = useWrite('DELETE', '/firmware/images/:imageId', {
    invalidates: ['/firmware/images'],
    onDone: () => setRemoving(undefined),
  });
  const columns: Column<Image>[] = [
    {
      id: 'version',
      title: word('image.column.version'),
      render: (image) => (
        <span title={image.notes}>
          <span className="strong">{image.version}</span>
          {image.notes ? <span className="firmware-beneath clip">{image.notes}</span> : null}
        </span>
      ),
    },
    {
      id: 'fits',
      title: word('image.column.fits'),
      render: (image) =>
        image.vendor === undefined ? (
          <span className="soft">{word('image.fitsAll')}</span>
        ) : (
          <span>
            {image.vendor} <span className="soft">{image.models.join(', ') || word('image.allModels')}</span>
          </span>
        ),
    },
    {
      id: 'file',
      title: word('image.column.file'),
      minor: true,
      render: (image) =>
        image.size === undefined ? (
          <span className="warn">{word('image.noContent')}</span>
        ) : (
          <span title={word('image.sum', { sum: image.sha256 ?? '' })}>
            {image.fileName} <span className="dim nowrap">{formatBytes(image.size, intl.locale)}</span>
          </span>
        ),
    },
    { id: 'trust', title: word('image.column.trust'), render: (image) => <Trust image={image} /> },
    {
      id: 'added',
      title: word('image.column.added'),
      minor: true,
      align: 'right',
      render: (image) => <Time at={image.createdAt} />,
    },
    {
      id: 'actions',
      title: <span className="sr">{intl.formatMessage({ id: 'kit.actions' })}</span>,
      align: 'right',
      render: (image) => (may ? actionsOf(image) : null),
    },
  ];
  const actionsOf = (image: Image) => (
    <span className="row-wrap" style={{ justifyContent: 'flex-end' }}>
      {image.size === undefined ? (
        <button type="button" className="linklike small" onClick={() => onUpload(image)}>
          {word('image.upload')}
        </button>
      ) : image.trust === 'refused' ? null : (
        <button
          type="button"
          className="linklike small"
          aria-label={word('image.rollOutOf', { version: image.version })}
          onClick={() => onBegin(image)}
        >
          {word('image.rollOut')}
        </button>
      )}
      <button
        type="button"
        className="linklike small"
        aria-label={word('image.deleteOf', { version: image.version })}
        onClick={() => setRemoving(image)}
      >
        {word('image.delete')}
      </button>
    </span>
  );
  return (
    <Card title={word('images')} flush>
      {list.error ? (
        <ProblemState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable<Image>
          label={word('images')}
          columns={columns}
          rows={list.rows}
          rowKey={(image) => image.id}
          rowHeight={52}
          loading={list.loading && list.rows.length === 0}
          more={list.more}
          onMore={list.onMore}
          empty={
            <EmptyState
              icon={<IconFileZip size={20} stroke={1.6} />}
              title={word('images.empty.title')}
              text={word('images.empty.text')}
            />
          }
        />
      )}
      {removing ? (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(undefined)}
          title={word('image.delete.title', { version: removing.version })}
          confirm={word('image.delete.do')}
          destructive
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ params: { imageId: removing.id } })}
        >
          <p className="soft">{word('image.delete.text')}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}
