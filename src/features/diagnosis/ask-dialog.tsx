import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { LogKind } from '../../domain/commands/firmware.ts';
import type { TabProps } from '../tabs.ts';

const kinds = ['diagnostics', 'security', 'dataCollector'] as const satisfies readonly LogKind[];
const instant = (local: string) => (local === '' ? undefined : new Date(local).toISOString());

/** What to ask for, of which time, and how it comes. */
export function AskDialog({ stationId, onClose }: TabProps & { onClose: () => void }) {
  const intl = useIntl();
  const [log, setLog] = useState<LogKind>('diagnostics');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [way, setWay] = useState<'http' | 'ftp'>('http');
  const ask = useWrite('POST', '/stations/:stationId/files', {
    invalidates: ['/stations/:stationId/files'],
    onDone: onClose,
  });
  const word = (id: string) => intl.formatMessage({ id: `diagnosis.${id}` });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [begin, end] = [instant(from), instant(until)];
    ask.mutate({
      params: { stationId },
      body: { log, way, ...(begin ? { from: begin } : {}), ...(end ? { until: end } : {}) },
    });
  };
  return (
    <Dialog opened onClose={onClose} title={word('form.title')}>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>{word('form.log')}</span>
          <select
            className="filter-select field-select"
            value={log}
            onChange={(event) => setLog(event.target.value as LogKind)}
            data-autofocus
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {word(`log.${kind}`)}
              </option>
            ))}
          </select>
          <span className="small soft">{word(`form.log.hint.${log}`)}</span>
        </label>
        <div className="field-row">
          <TextInput
            type="datetime-local"
            label={word('form.from')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            error={ask.error?.fields.from}
          />
          <TextInput
            type="datetime-local"
            label={word('form.until')}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            error={ask.error?.fields.until}
          />
        </div>
        <label className="field">
          <span>{word('form.way')}</span>
          <select
            className="filter-select field-select"
            value={way}
            onChange={(event) => setWay(event.target.value as 'http' | 'ftp')}
          >
            <option value="http">{word('form.way.http')}</option>
            <option value="ftp">{word('form.way.ftp')}</option>
          </select>
        </label>
        {ask.error ? <ProblemText error={ask.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={ask.isPending}>
            {word('form.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
