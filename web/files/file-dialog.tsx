import { Button, Select, TextInput } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { ApiError } from '../api/problem.ts';
import { usePages, useRead, useWrite } from '../api/queries.ts';
import { Dialog } from '../kit/confirm.tsx';
import { formatBytes } from '../kit/num.tsx';
import { ProblemText } from '../kit/problem.tsx';
import { Time } from '../kit/time.tsx';
import { visibleText } from '../kit/visible-text.ts';
import { Expiry, Inherited } from './parts.tsx';
import { Preview } from './preview.tsx';
import { sendFile } from './send-file.ts';
import { addressOfVersion, baseOf, type Document, useCategories, useFilesChanged } from './source.ts';
import { thumbnailOf } from './thumbnail.ts';

/** One document: what it shows, what is known of it, its versions, and what can be done with it. */
export function FileDialog({ file: given, may, onClose }: { file: Document; may: boolean; onClose: () => void }) {
  const intl = useIntl();
  const word = (id: string, values = {}) => intl.formatMessage({ id: `files.${id}` }, values);
  const base = baseOf(given.kind) as '/documents';
  const params = { documentId: given.id };
  const { data: file = given } = useRead(`${base}/:documentId`, { params });
  const { nameOf } = useCategories((id) => intl.formatMessage({ id }));
  const [mode, setMode] = useState<'look' | 'edit' | 'remove'>('look');
  return (
    <Dialog opened onClose={onClose} title={visibleText(file.name)} size={file.preview ? 860 : 560}>
      <div className="stack">
        <Preview file={file} />
        <dl className="files-facts">
          <dt>{word('column.category')}</dt>
          <dd className="row-wrap">
            {nameOf(file.category)} <Inherited file={file} />
          </dd>
          <dt>{word('column.expires')}</dt>
          <dd>
            <Expiry file={file} />
          </dd>
          <dt>{word('column.uploaded')}</dt>
          <dd>
            <Time at={file.uploadedAt} exact /> · {file.uploadedBy}
          </dd>
          <dt>{word('size')}</dt>
          <dd>
            {formatBytes(file.size, intl.locale)} · {file.mediaType}
          </dd>
          <dt>SHA-256</dt>
          <dd className="mono small files-sum">{file.sha256}</dd>
        </dl>
        {mode === 'edit' ? <EditForm file={file} onDone={() => setMode('look')} /> : null}
        {mode === 'remove' ? <RemoveForm file={file} onDone={onClose} onBack={() => setMode('look')} /> : null}
        {file.version > 1 ? <Versions file={file} /> : null}
        {mode === 'look' ? (
          <div className="dialog-actions files-actions">
            {may ? (
              <>
                <Button variant="subtle" color="red" onClick={() => setMode('remove')}>
                  {word('remove')}
                </Button>
                <Button variant="default" onClick={() => setMode('edit')}>
                  {word('edit')}
                </Button>
                <NewVersion file={file} />
              </>
            ) : null}
            <Button
              component="a"
              href={addressOfVersion(base, file.id, file.version, 'content')}
              download
              leftSection={<IconDownload size={16} aria-hidden />}
              data-autofocus
            >
              {word('download')}
            </Button>
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}

function EditForm({ file, onDone }: { file: Document; onDone: () => void }) {
  const intl = useIntl();
  const changed = useFilesChanged();
  const { choices, nameOf } = useCategories((id) => intl.formatMessage({ id }));
  const [name, setName] = useState(file.name);
  const [category, setCategory] = useState(file.category);
  const [expiresOn, setExpiresOn] = useState(file.expiresOn ?? '');
  const change = useWrite('PATCH', `${baseOf(file.kind) as '/documents'}/:documentId`, {
    onDone: () => {
      void changed();
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      params: { documentId: file.id },
      body: { name, category, expiresOn: expiresOn === '' ? null : expiresOn },
    });
  };
  const known = choices.some(({ value }) => value === category)
    ? choices
    : [...choices, { value: category, label: nameOf(category) || category }];
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label={intl.formatMessage({ id: 'files.column.name' })}
        value={name}
        required
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        error={change.error?.fields.name}
        data-autofocus
      />
      <div className="field-row">
        <Select
          label={intl.formatMessage({ id: 'files.column.category' })}
          data={known}
          value={category}
          onChange={(value) => value && setCategory(value)}
          allowDeselect={false}
        />
        <TextInput
          label={intl.formatMessage({ id: 'files.column.expires' })}
          type="date"
          value={expiresOn}
          onChange={(event) => setExpiresOn(event.currentTarget.value)}
        />
      </div>
      {change.error ? <ProblemText error={change.error} /> : null}
      <div className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          <FormattedMessage id="kit.cancel" />
        </Button>
        <Button type="submit" loading={change.isPending}>
          <FormattedMessage id="files.save" />
        </Button>
      </div>
    </form>
  );
}

function RemoveForm({ file, onDone, onBack }: { file: Document; onDone: () => void; onBack: () => void }) {
  const changed = useFilesChanged();
  const remove = useWrite('DELETE', `${baseOf(file.kind) as '/documents'}/:documentId`, {
    onDone: () => {
      void changed();
      onDone();
    },
  });
  return (
    <div className="stack">
      <p className="soft">
        <FormattedMessage id="files.remove.text" values={{ versions: file.version }} />
      </p>
      {remove.error ? <ProblemText error={remove.error} /> : null}
      <div className="dialog-actions">
        <Button variant="default" onClick={onBack}>
          <FormattedMessage id="kit.cancel" />
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate({ params: { documentId: file.id } })}
        >
          <FormattedMessage id="files.remove.do" />
        </Button>
      </div>
    </div>
  );
}

function NewVersion({ file }: { file: Document }) {
  const intl = useIntl();
  const changed = useFilesChanged();
  const input = useRef<HTMLInputElement>(null);
  const [percent, setPercent] = useState<number | undefined>();
  const [error, setError] = useState<ApiError | undefined>();
  const send = async (content: File | undefined) => {
    if (!content) return;
    setError(undefined);
    setPercent(0);
    const base = baseOf(file.kind);
    const { signal } = new AbortController();
    try {
      const made = (await sendFile({
        method: 'POST',
        url: `/api/v1${base}/${file.id}/versions?${new URLSearchParams({ name: content.name })}`,
        content,
        onProgress: (sent) => setPercent(Math.floor((100 * sent) / Math.max(1, content.size))),
        signal,
      })) as Document;
      const small = await thumbnailOf(content);
      const url = addressOfVersion(base, made.id, made.version, 'thumbnail');
      if (small) await sendFile({ method: 'PUT', url, content: small, signal }).catch(() => {});
      await changed();
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError({ status: 0, detail: String(thrown) }));
    }
    setPercent(undefined);
  };
  return (
    <>
      {error ? <ProblemText error={error} /> : null}
      <input
        ref={input}
        type="file"
        hidden
        aria-label={intl.formatMessage({ id: 'files.newVersion' })}
        onChange={(event) => void send(event.target.files?.[0])}
      />
      <Button
        variant="default"
        leftSection={<IconUpload size={16} aria-hidden />}
        disabled={percent !== undefined}
        onClick={() => input.current?.click()}
      >
        {percent === undefined ? intl.formatMessage({ id: 'files.newVersion' }) : `${percent} %`}
      </Button>
    </>
  );
}

function Versions({ file }: { file: Document }) {
  const intl = useIntl();
  const base = baseOf(file.kind) as '/documents';
  const list = usePages(`${base}/:documentId/versions`, { params: { documentId: file.id }, query: { limit: 50 } });
  return (
    <section className="stack" aria-label={intl.formatMessage({ id: 'files.versions' })}>
      <h3>
        <FormattedMessage id="files.versions" />
      </h3>
      <ul className="files-versions">
        {list.rows.map((version) => (
          <li key={version.version} className="row-wrap">
            <strong className="num">v{version.version}</strong>
            <a className="grow clip" href={addressOfVersion(base, file.id, version.version, 'content')} download>
              {visibleText(version.fileName)}
            </a>
            <span className="small soft">
              {formatBytes(version.size, intl.locale)} · <Time at={version.uploadedAt} exact="day" /> ·{' '}
              {version.uploadedBy}
            </span>
          </li>
        ))}
      </ul>
      {list.more ? (
        <button type="button" className="linklike small" onClick={list.onMore}>
          <FormattedMessage id="files.more" />
        </button>
      ) : null}
    </section>
  );
}
