import { Button, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { api } from '../../../web/api/client.ts';
import { ApiError } from '../../../web/api/problem.ts';
import { sendFile } from '../../../web/files/send-file.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { formatBytes } from '../../../web/kit/num.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { type Image, useWord } from './words.tsx';

const none = { version: '', vendor: '', models: '', notes: '', certificate: '', signature: '' };
const filled = (fields: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  );

/** Describes an image and uploads it; of one that was described before and has no content, only the content. */
export function ImageDialog({ image, onClose }: { image?: Image; onClose: () => void }) {
  const intl = useIntl();
  const word = useWord();
  const client = useQueryClient();
  const [file, setFile] = useState<File | undefined>();
  const [values, setValues] = useState(none);
  const [sent, setSent] = useState<number | undefined>();
  const [error, setError] = useState<ApiError | undefined>();
  const described = useRef(image?.id);
  const ended = useRef(new AbortController());
  useEffect(() => () => ended.current.abort(), []);
  const field = (name: keyof typeof none, more: { hint?: boolean; required?: boolean } = {}) => ({
    label: word(`new.${name}`),
    ...(more.hint ? { description: word(`new.${name}Hint`) } : {}),
    ...(more.required ? { required: true } : {}),
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
    error: error?.fields[name],
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file || sent !== undefined) return;
    setError(undefined);
    setSent(0);
    try {
      if (described.current === undefined) {
        const { models, version, ...rest } = values;
        const names = models.split(',').map((name) => name.trim());
        const made = await api.post('/firmware/images', {
          body: {
            version: version.trim(),
            fileName: file.name,
            ...filled(rest),
            ...(models.trim() === '' ? {} : { models: names.filter(Boolean) }),
          },
        });
        described.current = made.id;
      }
      const url = `/api/v1/firmware/images/${described.current}/content`;
      await sendFile({ method: 'PUT', url, content: file, onProgress: setSent, signal: ended.current.signal });
      onClose();
    } catch (failed) {
      setError(failed instanceof ApiError ? failed : new ApiError({ status: 0 }));
    }
    setSent(undefined);
    await client.invalidateQueries({ queryKey: ['/firmware/images'] });
  };
  return (
    <Dialog opened onClose={onClose} title={word('new.title')} size={560}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{word('new.file')}</span>
          <input type="file" required onChange={(event) => setFile(event.target.files?.[0])} data-autofocus />
        </label>
        {image ? null : (
          <>
            <TextInput {...field('version', { hint: true, required: true })} maxLength={50} />
            <div className="field-row">
              <TextInput {...field('vendor', { hint: true })} maxLength={50} />
              <TextInput {...field('models', { hint: true })} />
            </div>
            <Textarea {...field('notes')} autosize minRows={2} maxRows={6} />
            <Textarea {...field('certificate', { hint: true })} rows={3} spellCheck={false} />
            <Textarea {...field('signature')} rows={2} spellCheck={false} />
          </>
        )}
        {error ? <ProblemText error={error} /> : null}
        {file && sent !== undefined ? (
          <div className="stack" style={{ gap: 4 }} role="status">
            <progress max={file.size} value={sent} aria-label={word('new.file')} style={{ width: '100%' }} />
            <span className="small">
              {sent >= file.size
                ? word('new.checking')
                : word('new.progress', {
                    percent: Math.floor((100 * sent) / file.size),
                    size: formatBytes(file.size, intl.locale),
                  })}
            </span>
          </div>
        ) : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" disabled={!file} loading={sent !== undefined}>
            {word('new.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
