import { useIntl } from 'react-intl';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Json } from '../../../web/kit/json.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Time } from '../../../web/kit/time.tsx';
import type { RecordEntry } from './contract.ts';

/** What was done, in words; a kind without words of its own shows its name. */
export function useEntryName(): (type: string) => string {
  const intl = useIntl();
  return (type) => {
    const id = `record.type.${type}`;
    return id in intl.messages ? intl.formatMessage({ id }) : type;
  };
}

/** One entry with all its values. */
export function EntryDialog({ entry, onClose }: { entry: RecordEntry; onClose: () => void }) {
  const intl = useIntl();
  const nameOf = useEntryName();
  const word = (id: string) => intl.formatMessage({ id: `record.${id}` });
  return (
    <Dialog opened onClose={onClose} title={nameOf(entry.type)} size={680}>
      <div className="stack">
        <Details
          rows={[
            [word('at'), <Time key="at" at={entry.at} exact />],
            [word('who'), entry.userName ?? entry.userId ?? word('program')],
            [
              word('kind'),
              <span key="type" className="mono">
                {entry.type}
              </span>,
            ],
            entry.stationId === undefined
              ? null
              : [
                  word('station'),
                  <GoTo key="station" to={`/stations/${entry.stationId}`}>
                    {entry.stationName ?? String(entry.stationId)}
                  </GoTo>,
                ],
          ]}
        />
        <Json text={JSON.stringify(entry.body)} title={word('values')} />
      </div>
    </Dialog>
  );
}
