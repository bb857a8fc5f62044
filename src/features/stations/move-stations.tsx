import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { api } from '../../../web/api/client.ts';
import type { ApiError } from '../../../web/api/problem.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { type ChosenLocation, LocationField } from '../../../web/kit/location-field.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';

type Outcomes = Reply<RouteAt<'POST', '/locations/:locationId/stations'>>;
/** As many as one request takes. */
const atOnce = 500;

/** Chosen stations go to a location; what became of each is said. */
export default function MoveStations({
  stationIds,
  onClose,
  onMoved,
}: {
  stationIds: readonly number[];
  onClose: () => void;
  onMoved: () => void;
}) {
  const intl = useIntl();
  const client = useQueryClient();
  const [location, setLocation] = useState<ChosenLocation | undefined>();
  const move = useMutation<Outcomes, ApiError, number>({
    mutationFn: async (locationId) => {
      const all: Outcomes = { changed: 0, items: [] };
      for (let from = 0; from < stationIds.length; from += atOnce) {
        const part = await api.post('/locations/:locationId/stations', {
          params: { locationId },
          body: { stationIds: stationIds.slice(from, from + atOnce) },
        });
        all.changed += part.changed;
        all.items.push(...part.items);
      }
      return all;
    },
    onSuccess: async () => {
      await Promise.all(
        ['/stations', '/stations/filtered', '/stations/choices', '/locations', '/locations/:locationId'].map((read) =>
          client.invalidateQueries({ queryKey: [read] }),
        ),
      );
      onMoved();
    },
  });
  const count = move.data?.items.length ?? stationIds.length;
  const failed = move.data?.items.filter(({ changed }) => !changed) ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (location) move.mutate(location.id);
  };
  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'stations.move.title' }, { count })}>
      {move.data ? (
        <div className="stack">
          <p role="status">
            <FormattedMessage id="stations.move.done" values={{ count: move.data.changed }} />
          </p>
          {failed.length > 0 ? (
            <>
              <p className="bad">
                <FormattedMessage id="stations.move.failed" values={{ count: failed.length }} />
              </p>
              <ul className="small">
                {failed.slice(0, 50).map(({ stationId, detail }) => (
                  <li key={stationId}>{detail ?? stationId}</li>
                ))}
              </ul>
            </>
          ) : null}
          <div className="dialog-actions">
            <Button onClick={onClose}>
              <FormattedMessage id="kit.close" />
            </Button>
          </div>
        </div>
      ) : (
        <form className="stack" onSubmit={submit}>
          <p className="soft">
            <FormattedMessage id="stations.move.text" />
          </p>
          <LocationField
            label={intl.formatMessage({ id: 'stations.move.location' })}
            value={location}
            onChange={setLocation}
          />
          {move.error ? <ProblemText error={move.error} /> : null}
          <div className="dialog-actions">
            <Button variant="default" onClick={onClose}>
              <FormattedMessage id="kit.cancel" />
            </Button>
            <Button type="submit" loading={move.isPending} disabled={location === undefined}>
              <FormattedMessage id="stations.move.do" values={{ count }} />
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
