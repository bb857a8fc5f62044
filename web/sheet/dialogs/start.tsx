import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { api } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { useAsk } from '../../kit/command-button.tsx';
import { Dialog } from '../../kit/confirm.tsx';
import { FilterText } from '../../kit/filter-bar.tsx';
import { useRight } from '../../shell/session.tsx';
import type { DialogProps } from '../actions.tsx';
import { PlaceChoice, placeOf } from '../place-choice.tsx';
import { placeKeyOf } from '../places.ts';

/** Where nothing can begin now. */
const isBusy = (standing: string) =>
  standing === 'faulted' || standing === 'outOfService' || standing === 'charging' || standing === 'suspended';

/** Starting for a driver: where, and with which card. */
export function StartDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const ask = useAsk();
  const usable = station.chargePoints.filter((point) => !isBusy(point.standing));
  const first = usable.find((point) => point.standing === 'preparing') ?? usable[0];
  const [place, setPlace] = useState(first ? placeKeyOf(first) : '');
  const [text, setText] = useState<string | undefined>();
  const [card, setCard] = useState<{ id?: number; number: string } | undefined>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!card) return;
    const where = placeOf(place);
    void ask(
      stationId,
      'start',
      { ...where, ...(card.id === undefined ? { token: { number: card.number } } : { cardId: card.id }) },
      intl.formatMessage({ id: 'sheet.start.label' }, { card: card.number }),
    );
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'sheet.start.title' }, { name: station.name })}>
      <form className="stack" onSubmit={submit}>
        <PlaceChoice station={station} value={place} onChange={setPlace} unusable={isBusy} />
        {first ? null : (
          <p className="small warn" role="status">
            <FormattedMessage id="sheet.start.allBusy" />
          </p>
        )}
        <div className="stack" style={{ gap: 6 }}>
          <p className="small strong">
            <FormattedMessage id="sheet.start.card" />
          </p>
          <FilterText
            value={text}
            onChange={setText}
            label={intl.formatMessage({ id: 'sheet.start.cardHint' })}
            width={600}
          />
          <CardChoice text={text} value={card} onChange={setCard} />
        </div>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button
            type="submit"
            disabled={!card || place === ''}
            title={
              place === ''
                ? intl.formatMessage({ id: 'sheet.start.allBusy' })
                : card
                  ? undefined
                  : intl.formatMessage({ id: 'sheet.start.chooseCard' })
            }
          >
            <FormattedMessage id="sheet.start.do" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function CardChoice({
  text,
  value,
  onChange,
}: {
  text: string | undefined;
  value: { id?: number; number: string } | undefined;
  onChange: (card: { id?: number; number: string }) => void;
}) {
  const intl = useIntl();
  const maySee = useRight('cards.see');
  const [typed] = useDebouncedValue(text, 100);
  const newest = useRead('/cards', { query: { limit: 5, standing: 'active' } }, { enabled: maySee && !typed });
  // Numbers never stand in addresses, so finding is a POST that changes nothing.
  const found = useQuery({
    queryKey: ['/cards/find', {}, typed],
    enabled: maySee && typed !== undefined,
    queryFn: () => api.post('/cards/find', { body: { text: typed! } }),
  });
  const cards = (typed ? found.data?.items : newest.data?.items) ?? [];
  return (
    <fieldset className="choice-list">
      <legend className="sr">
        <FormattedMessage id="sheet.start.cards" />
      </legend>
      {cards.slice(0, 5).map((card) => (
        <label className="choice" key={card.id}>
          <input
            type="radio"
            name="card"
            checked={value?.id === card.id}
            onChange={() => onChange({ id: card.id, number: card.number })}
            disabled={card.standing !== 'active'}
          />
          <span className="mono">{card.number}</span>
          <span className="soft clip">{[card.holder, card.group].filter(Boolean).join(' · ')}</span>
        </label>
      ))}
      {typed ? (
        <label className="choice">
          <input
            type="radio"
            name="card"
            checked={value !== undefined && value.id === undefined && value.number === typed}
            onChange={() => onChange({ number: typed })}
          />
          <span>{intl.formatMessage({ id: 'sheet.start.any' }, { number: typed })}</span>
        </label>
      ) : null}
      {typed && found.isSuccess && cards.length === 0 ? (
        <p className="small dim">
          <FormattedMessage id="sheet.start.noCard" />
        </p>
      ) : null}
    </fieldset>
  );
}
