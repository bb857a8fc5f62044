import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useAsk } from '../../kit/command-button.tsx';
import { Dialog } from '../../kit/confirm.tsx';
import type { DialogProps } from '../actions.tsx';
import { CardChoice, type ChosenCard } from '../card-choice.tsx';
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
  const [card, setCard] = useState<ChosenCard | undefined>();
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
        <CardChoice value={card} onChange={setCard} />
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
