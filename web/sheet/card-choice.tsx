import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { api } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { FilterText } from '../kit/filter-bar.tsx';
import { useRight } from '../shell/session.tsx';

/** A card of ours, or any number. */
export interface ChosenCard {
  readonly id?: number | undefined;
  readonly number: string;
}

/** Finds a card by number, holder or group; what matches none can be used as it is typed. */
export function CardChoice({
  value,
  onChange,
}: {
  value: ChosenCard | undefined;
  onChange: (card: ChosenCard) => void;
}) {
  const intl = useIntl();
  const name = useId();
  const [text, setText] = useState<string | undefined>();
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
      <fieldset className="choice-list">
        <legend className="sr">
          <FormattedMessage id="sheet.start.cards" />
        </legend>
        {cards.slice(0, 5).map((card) => (
          <label className="choice" key={card.id}>
            <input
              type="radio"
              name={name}
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
              name={name}
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
    </div>
  );
}
