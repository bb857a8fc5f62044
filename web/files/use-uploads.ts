import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/problem.ts';
import { sendFile } from './send-file.ts';
import { addressOfVersion, type Document, type Source, useFilesChanged } from './source.ts';
import { thumbnailOf } from './thumbnail.ts';

/** What is to be done with a file whose name is in use. */
export type IfTaken = 'version' | 'rename';

export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly sent: number;
  readonly state: 'waiting' | 'sending' | 'taken' | 'failed' | 'done';
  readonly error?: ApiError;
  readonly ifTaken?: IfTaken;
}

/** So many go side by side; the others wait for their turn. */
const atOnce = 2;

export interface Uploads {
  readonly list: readonly Upload[];
  readonly add: (files: Iterable<File>) => void;
  readonly cancel: (id: number) => void;
  readonly again: (id: number, ifTaken?: IfTaken) => void;
  readonly clear: () => void;
}

/** Files on their way. Leaving the page ends them. */
export function useUploads(source: Source, more: { readonly category?: string | undefined }): Uploads {
  const [list, setList] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const counter = useRef(0);
  const changed = useFilesChanged();
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const ending of all.values()) ending.abort();
    };
  }, []);
  const patch = (id: number, change: Partial<Upload>) =>
    setList((before) => before.map((one) => (one.id === id ? { ...one, ...change } : one)));

  const send = async ({ id, file, ifTaken }: Upload, signal: AbortSignal) => {
    const { base, kind, subject } = source;
    const query = new URLSearchParams({
      kind,
      subject,
      name: file.name,
      ...(more.category ? { category: more.category } : {}),
      ...(ifTaken ? { ifTaken } : {}),
    });
    try {
      const made = (await sendFile({
        method: 'POST',
        url: `/api/v1${base}?${query}`,
        content: file,
        onProgress: (sent) => patch(id, { sent }),
        signal,
      })) as Document;
      const small = await thumbnailOf(file);
      // Without one it is shown by its sign.
      if (small) {
        const url = addressOfVersion(base, made.id, made.version, 'thumbnail');
        await sendFile({ method: 'PUT', url, content: small, signal }).catch(() => {});
      }
      patch(id, { state: 'done', sent: file.size });
      await changed();
      setTimeout(() => setList((before) => before.filter((one) => one.id !== id)), 2500);
    } catch (thrown) {
      if (signal.aborted) return;
      const error = thrown instanceof ApiError ? thrown : new ApiError({ status: 0, detail: String(thrown) });
      patch(id, { state: error.type === 'name.taken' ? 'taken' : 'failed', error });
    } finally {
      running.current.delete(id);
    }
  };

  // Each change of the list looks whether the next one may go.
  useEffect(() => {
    for (const upload of list) {
      if (running.current.size >= atOnce) return;
      if (upload.state !== 'waiting' || running.current.has(upload.id)) continue;
      const ending = new AbortController();
      running.current.set(upload.id, ending);
      patch(upload.id, { state: 'sending', sent: 0 });
      void send(upload, ending.signal);
    }
  });

  return {
    list,
    add: (files) => {
      // Taken now: a field's list of files is a living one, and empty as soon as the field is.
      const added = [...files].map((file): Upload => ({ id: ++counter.current, file, sent: 0, state: 'waiting' }));
      setList((before) => [...before, ...added]);
    },
    cancel: (id) => {
      running.current.get(id)?.abort();
      setList((before) => before.filter((one) => one.id !== id));
    },
    again: (id, ifTaken) => patch(id, { state: 'waiting', ...(ifTaken ? { ifTaken } : {}) }),
    clear: () => setList((before) => before.filter(({ state }) => state === 'waiting' || state === 'sending')),
  };
}
