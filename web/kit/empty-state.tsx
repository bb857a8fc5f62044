import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import './empty-state.css';

/** What belongs here, one sentence of use, one action. */
export function EmptyState({
  icon,
  title,
  text,
  action,
  page = false,
}: {
  icon: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
  /** It stands for a whole page: its title is the page's. */
  page?: boolean;
}) {
  return (
    <div className="empty">
      <div className="empty-icon" aria-hidden>
        {icon}
      </div>
      {page ? <h1 className="empty-title">{title}</h1> : <p className="empty-title">{title}</p>}
      {text ? <p className="empty-text">{text}</p> : null}
      {action ? <div className="empty-action">{action}</div> : null}
    </div>
  );
}

/** A filter that finds nothing: never the text of first use. */
export function NoHits({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconFilterOff size={20} stroke={1.6} />}
      title={<FormattedMessage id="kit.noHits.title" />}
      text={<FormattedMessage id="kit.noHits.text" />}
      action={
        <Button variant="default" onClick={onClear}>
          <FormattedMessage id="kit.noHits.clear" />
        </Button>
      }
    />
  );
}
