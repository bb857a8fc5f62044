import { Button, Checkbox, NumberInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { formatBytes } from '../../../web/kit/quantities.ts';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';

type Retention = Reply<RouteAt<'GET', '/retention'>>;
const fields = ['framesDays', 'archivesDays', 'connectionsDays', 'commandsDays', 'errorsDays'] as const;

/** How long things are kept, in days, with what follows from it; and how large they are. */
export function RetentionCard() {
  const retention = useRead('/retention');
  if (retention.error) return <ProblemText error={retention.error} />;
  if (!retention.data) return <SkeletonCard lines={6} />;
  return <Form key={JSON.stringify(retention.data.settings)} retention={retention.data} />;
}

function Form({ retention }: { retention: Retention }) {
  const intl = useIntl();
  const [days, setDays] = useState<Record<string, number | string>>(() =>
    Object.fromEntries(fields.map((field) => [field, retention.settings[field] ?? ''])),
  );
  const [archive, setArchive] = useState(retention.settings.archiveFrames);
  const change = useWrite('PUT', '/retention', { invalidates: ['/retention'] });
  const word = (id: string) => intl.formatMessage({ id: `operator.retention.${id}` });
  const bytes = (count: number) => formatBytes(count, intl.locale);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = (field: (typeof fields)[number]) => (days[field] === '' ? null : Number(days[field]));
    change.mutate({
      body: {
        framesDays: chosen('framesDays'),
        archiveFrames: archive,
        archivesDays: chosen('archivesDays'),
        connectionsDays: chosen('connectionsDays'),
        commandsDays: chosen('commandsDays'),
        errorsDays: chosen('errorsDays'),
      },
    });
  };
  return (
    <Card title={word('title')} note={word('note')}>
      <form className="stack" onSubmit={submit}>
        {fields.map((field) =>
          field === 'archivesDays' && !archive ? null : (
            <div key={field} className="stack">
              <NumberInput
                label={word(field)}
                description={word(`${field}.hint`)}
                placeholder={word('forever')}
                value={days[field] ?? ''}
                onChange={(value) => setDays((before) => ({ ...before, [field]: value }))}
                min={7}
                max={36_500}
                allowDecimal={false}
                suffix={` ${word('days')}`}
                hideControls
                error={change.error?.fields[field]}
              />
              {field === 'framesDays' ? (
                <Checkbox
                  label={word('archive')}
                  description={word(archive ? 'archive.on' : 'archive.off')}
                  checked={archive}
                  onChange={(event) => setArchive(event.currentTarget.checked)}
                />
              ) : null}
            </div>
          ),
        )}
        <p className="soft small">
          <FormattedMessage id="operator.retention.facts" />
        </p>
        {change.error ? <ProblemText error={change.error} /> : null}
        <div className="row">
          <Button type="submit" loading={change.isPending}>
            {word('save')}
          </Button>
          <span className="ok small" role="status">
            {change.isSuccess ? word('saved') : ''}
          </span>
        </div>
      </form>
      <Details
        rows={[
          [word('size.database'), bytes(retention.sizes.database)],
          ...retention.sizes.tables.slice(0, 4).map(
            ({ table, bytes: size, rows }) =>
              [
                <code key={table} className="mono">
                  {table}
                </code>,
                intl.formatMessage({ id: 'operator.retention.size.table' }, { size: bytes(size), rows }),
              ] as const,
          ),
          [
            word('size.archives'),
            intl.formatMessage(
              { id: 'operator.retention.size.archive' },
              { size: bytes(retention.sizes.archives.bytes), frames: retention.sizes.archives.frames },
            ),
          ],
          [word('size.place'), retention.place],
        ]}
      />
    </Card>
  );
}
