import { Button } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Figures } from '../../../web/kit/figures.tsx';
import { Energy, Power } from '../../../web/kit/num.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { Faults, Stations } from './lists.tsx';
import { LocationForm } from './location-form.tsx';
import { pointText } from './page.tsx';
import { texts } from './texts.ts';
import './locations.css';

type Location = Reply<RouteAt<'GET', '/locations/:locationId'>>;

export default function LocationPage() {
  const { locationId } = useParams({ strict: false }) as { locationId: string };
  return (
    <WithTexts texts={texts}>
      <OneLocation key={locationId} locationId={Number(locationId)} />
    </WithTexts>
  );
}

/** A location with its figures, its stations and what is wrong there. */
function OneLocation({ locationId }: { locationId: number }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const mayChange = useRight('locations.change');
  const maySeeErrors = useRight('errors.see');
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const read = useRead('/locations/:locationId', { params: { locationId } }, { everyMs: 30_000 });
  const remove = useWrite('DELETE', '/locations/:locationId', {
    invalidates: ['/locations'],
    onDone: () => void navigate({ to: '/locations' as never }),
  });
  const word = (id: string) => intl.formatMessage({ id: `locations.${id}` });
  if (read.error) return <ProblemState page error={read.error} onRetry={() => void read.refetch()} />;
  const location = read.data;
  if (!location)
    return (
      <Page title={'\u00a0'}>
        <SkeletonCard lines={6} />
      </Page>
    );
  const empty = location.stations === 0;
  return (
    <Page
      title={location.name}
      note={location.address ?? word('noAddress')}
      actions={
        mayChange ? (
          <>
            {empty ? (
              <Button variant="default" onClick={() => setRemoving(true)}>
                {word('remove')}
              </Button>
            ) : null}
            <Button variant="default" onClick={() => setEditing(true)}>
              {word('edit')}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="stack">
        <Figures label={word('figures')} items={figuresOf(location, word, intl.formatNumber)} />
        <Card title={word('details')}>
          <div className="location-about">
            <About location={location} />
          </div>
        </Card>
        <Stations locationId={locationId} />
        {maySeeErrors ? <Faults locationId={locationId} /> : null}
      </div>
      {editing ? <LocationForm location={location} onClose={() => setEditing(false)} onSaved={() => {}} /> : null}
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={intl.formatMessage({ id: 'locations.remove.title' }, { name: location.name })}
        confirm={word('remove.do')}
        destructive
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ params: { locationId } })}
      >
        <p className="soft">{word('remove.text')}</p>
      </ConfirmDialog>
    </Page>
  );
}

const figuresOf = (
  { stations, connected, openErrors, figures }: Location,
  word: (id: string) => string,
  number: (value: number) => string,
) => [
  { label: word('column.stations'), value: number(stations), note: `${number(connected)} ${word('connected')}` },
  { label: word('chargePoints'), value: number(figures.chargePoints) },
  { label: word('column.errors'), value: number(openErrors) },
  { label: word('power'), value: <Power w={figures.powerW} /> },
  { label: word('energy24h'), value: <Energy wh={figures.energy24hWh} /> },
  {
    label: word('energy30d'),
    value: <Energy wh={figures.energy30dWh} />,
    note: `${number(figures.sessions30d)} ${word('sessions')}`,
  },
];

function About({ location }: { location: Location }) {
  const intl = useIntl();
  const word = (id: string) => intl.formatMessage({ id: `locations.${id}` });
  const notSet = <span className="dim">{word('notSet')}</span>;
  const country = location.country
    ? (new Intl.DisplayNames([intl.locale], { type: 'region' }).of(location.country) ?? location.country)
    : undefined;
  const text = (value: string | undefined) => (value ? <span className="location-text">{value}</span> : notSet);
  return (
    <>
      <Details
        rows={[
          [word('field.address'), location.address ?? notSet],
          [word('field.country'), country ?? notSet],
          [
            word('column.point'),
            location.latitude === undefined ? (
              notSet
            ) : (
              <span key="v" className="num">
                {pointText(location, intl.locale)}
                {location.warnings.map((warning) => (
                  <span key={warning} className="warn small">
                    {' '}
                    <FormattedMessage id={`locations.warning.${warning}`} />
                  </span>
                ))}
              </span>
            ),
          ],
          [word('field.floor'), location.floor ?? notSet],
          [word('field.timeZone'), location.timeZone ?? word('timeZone.operator')],
          [word('field.parkingType'), location.parkingType ? word(`parking.${location.parkingType}`) : notSet],
        ]}
      />
      <Details
        rows={[
          [word('field.entityId'), location.entity ?? word('operatorsOwn')],
          [word('field.directions'), text(location.directions)],
          [word('field.accessNote'), text(location.accessNote)],
          [word('field.note'), text(location.note)],
        ]}
      />
    </>
  );
}
