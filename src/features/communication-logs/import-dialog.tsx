import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { api } from '../../../web/api/client.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { TabProps } from '../tabs.ts';
import type { ExportedExchange } from './contract.ts';

const mostPerRequest = 500;
/** The server takes one MiB per request; JSON in JSON grows. */
const mostBytes = 400_000;

/** Reads an exported file and hands it over in pieces. */
export function ImportDialog({ stationId, onClose }: TabProps & { onClose: () => void }) {
  const intl = useIntl();
  const client = useQueryClient();
  const [file, setFile] = useState<File | undefined>();
  const [progress, setProgress] = useState<{ done: number; total: number } | undefined>();
  const [result, setResult] = useState<{ added: number; known: number } | undefined>();
  const [fault, setFault] = useState<{ line: number } | { error: unknown } | undefined>();

  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setFault(undefined);
    setResult(undefined);
    const read = exchangesOf(await file.text());
    if ('line' in read) return setFault(read);
    const sum = { added: 0, known: 0 };
    try {
      let done = 0;
      for (const frames of piecesOf(read.frames)) {
        setProgress({ done, total: read.frames.length });
        const { added, known } = await api.post('/stations/:stationId/frames/import', {
          params: { stationId },
          body: { frames },
        });
        sum.added += added;
        sum.known += known;
        done += frames.length;
      }
      setResult(sum);
      await client.invalidateQueries();
    } catch (error) {
      setFault({ error });
    }
    setProgress(undefined);
  };

  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'comm.import.title' })}>
      <form className="stack" onSubmit={start}>
        <p className="soft small">
          <FormattedMessage id="comm.import.text" />
        </p>
        <label className="stack" style={{ gap: 4 }}>
          <span className="small strong">
            <FormattedMessage id="comm.import.file" />
          </span>
          <input
            type="file"
            accept=".ndjson,.json,application/x-ndjson,application/json"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </label>
        {fault && 'line' in fault ? (
          <p className="bad small" role="alert">
            <FormattedMessage id="comm.import.unreadable" values={{ line: fault.line }} />
          </p>
        ) : null}
        {fault && 'error' in fault ? <ProblemText error={fault.error} /> : null}
        {progress ? (
          <p className="small" role="status">
            <FormattedMessage id="comm.import.progress" values={progress} />
          </p>
        ) : null}
        {result ? (
          <p className="small ok" role="status">
            <FormattedMessage id="comm.import.done" values={result} />
          </p>
        ) : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id={result ? 'kit.close' : 'kit.cancel'} />
          </Button>
          <Button type="submit" disabled={!file} loading={progress !== undefined}>
            <FormattedMessage id="comm.import.start" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Both forms of an export: a JSON list, or one exchange per line. */
function exchangesOf(text: string): { frames: ExportedExchange[] } | { line: number } {
  if (text.trimStart().startsWith('[')) {
    try {
      return { frames: JSON.parse(text) as ExportedExchange[] };
    } catch {
      return { line: 1 };
    }
  }
  const frames: ExportedExchange[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      frames.push(JSON.parse(line) as ExportedExchange);
    } catch {
      return { line: at + 1 };
    }
  }
  return { frames };
}

function* piecesOf(frames: readonly ExportedExchange[]): Generator<ExportedExchange[]> {
  let piece: ExportedExchange[] = [];
  let size = 0;
  for (const frame of frames) {
    const length = JSON.stringify(frame).length;
    if (piece.length > 0 && (piece.length === mostPerRequest || size + length > mostBytes)) {
      yield piece;
      piece = [];
      size = 0;
    }
    piece.push(frame);
    size += length;
  }
  if (piece.length > 0) yield piece;
}
