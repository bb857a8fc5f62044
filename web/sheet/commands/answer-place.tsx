import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../api/queries.ts';
import { Json } from '../../kit/json.tsx';
import { ProblemText } from '../../kit/problem.tsx';
import { visibleText } from '../../kit/visible-text.ts';

/** Leads to where it is shown. */
export function ShownAt({
  stationId,
  place: [tab, view],
  later,
  onClose,
}: {
  stationId: number;
  place: readonly [tab: string, view?: string];
  later: boolean;
  onClose: () => void;
}) {
  const intl = useIntl();
  const navigate = useNavigate();
  const go = () => {
    onClose();
    void navigate({ to: `/stations/${stationId}/${tab}` as never, search: (view ? { view } : {}) as never });
  };
  return (
    <p>
      {later ? (
        <>
          <FormattedMessage id="commands.answer.reports" />{' '}
        </>
      ) : null}
      <button type="button" className="linklike" onClick={go}>
        <FormattedMessage
          id="commands.answer.shownAt"
          values={{
            tab: intl.formatMessage({ id: `sheet.tab.${tab}` }),
            view: view ? intl.formatMessage({ id: `commands.answer.view.${view}` }) : 'none',
          }}
        />
      </button>
    </p>
  );
}

const oftenMs = 2000;

/** What the station told of a person; only to whoever asked, and put together as its parts come. */
export function CustomerTold({ stationId, commandId }: { stationId: number; commandId: string }) {
  const [over, setOver] = useState(false);
  const { data, error } = useRead(
    '/stations/:stationId/device/customer-information/:commandId',
    { params: { stationId, commandId } },
    over ? {} : { everyMs: oftenMs },
  );
  if (data?.complete && !over) setOver(true);
  if (error) return <ProblemText error={error} />;
  return (
    <section className="stack" style={{ gap: 6 }}>
      <p className="strong">
        <FormattedMessage id="commands.answer.customer" />
      </p>
      {data && data.text !== '' ? (
        <Told text={data.text} />
      ) : (
        <p className="soft">
          <FormattedMessage id={data?.complete ? 'commands.answer.customer.none' : 'commands.answer.customer.waits'} />
        </p>
      )}
      <p className="small dim">
        <FormattedMessage id="commands.answer.customer.note" />
      </p>
    </section>
  );
}

/** What stations tell of people is plain text, and with some JSON. */
function Told({ text }: { text: string }) {
  if (/^\s*[[{]/.test(text)) return <Json text={text} />;
  return <p className="answer-told">{visibleText(text)}</p>;
}
