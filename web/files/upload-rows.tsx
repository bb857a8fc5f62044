import { IconCheck, IconX } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { formatBytes } from '../kit/num.tsx';
import { ProblemText } from '../kit/problem.tsx';
import { visibleText } from '../kit/visible-text.ts';
import type { Upload, Uploads } from './use-uploads.ts';

/** Files on their way: how far each is, and what is asked about it. */
export function UploadRows({ uploads }: { uploads: Uploads }) {
  if (uploads.list.length === 0) return null;
  return (
    <ul className="files-uploads" aria-live="polite">
      {uploads.list.map((upload) => (
        <UploadRow key={upload.id} upload={upload} uploads={uploads} />
      ))}
    </ul>
  );
}

function UploadRow({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const intl = useIntl();
  const { id, file, sent, state, error } = upload;
  const word = (name: string, values = {}) => intl.formatMessage({ id: `files.upload.${name}` }, values);
  const name = visibleText(file.name);
  const percent = file.size === 0 ? 100 : Math.min(100, Math.floor((100 * sent) / file.size));
  return (
    <li className="files-upload">
      <span className="row-wrap">
        <strong className="grow clip">{name}</strong>
        <span className="small soft num">{formatBytes(file.size, intl.locale)}</span>
        {state === 'done' ? (
          <span className="ok row">
            <IconCheck size={15} aria-hidden /> {word('done')}
          </span>
        ) : (
          <button
            type="button"
            className="files-cancel"
            aria-label={word('cancel', { name })}
            onClick={() => uploads.cancel(id)}
          >
            <IconX size={15} aria-hidden />
          </button>
        )}
      </span>
      {state === 'sending' || state === 'waiting' ? (
        <span className="row">
          <progress className="grow" max={100} value={percent} aria-label={word('progress', { name })} />
          <span className="small num">
            {state === 'waiting' ? word('waiting') : percent === 100 ? word('checking') : `${percent} %`}
          </span>
        </span>
      ) : null}
      {state === 'taken' ? (
        <span className="row-wrap small">
          <span className="warn">{word('taken')}</span>
          <button type="button" className="linklike" onClick={() => uploads.again(id, 'version')}>
            {word('version')}
          </button>
          <button type="button" className="linklike" onClick={() => uploads.again(id, 'rename')}>
            {word('rename')}
          </button>
        </span>
      ) : null}
      {state === 'failed' && error ? (
        <>
          <ProblemText error={error} />
          <button type="button" className="linklike small" onClick={() => uploads.again(id)}>
            {word('again')}
          </button>
        </>
      ) : null}
    </li>
  );
}
