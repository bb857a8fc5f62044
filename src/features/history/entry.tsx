import {
  IconAlertTriangle,
  IconBriefcase,
  IconChecklist,
  IconCommand,
  IconCpu,
  IconFileDescription,
  IconNote,
  IconPaperclip,
  IconPencil,
  IconPhone,
  IconPinFilled,
  IconSettings,
  IconShieldLock,
  IconTool,
} from '@tabler/icons-react';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { Item, useHistoryWords } from './words.tsx';

const signs: Readonly<Record<string, typeof IconNote>> = {
  error: IconAlertTriangle,
  note: IconNote,
  call: IconPhone,
  activity: IconChecklist,
  maintenance: IconTool,
  sales: IconBriefcase,
  change: IconPencil,
  settings: IconSettings,
  command: IconCommand,
  device: IconCpu,
  security: IconShieldLock,
  record: IconFileDescription,
};

/** One entry: what, who, when; of a change old and new. */
export function HistoryEntry({
  item,
  words,
  onOpen,
}: {
  item: Item;
  words: ReturnType<typeof useHistoryWords>;
  onOpen: () => void;
}) {
  const { word } = words;
  const manual = item.origin === 'manual';
  const Sign = signs[item.kind] ?? (manual ? IconNote : IconFileDescription);
  return (
    <li className={`history-entry${manual ? ' history-manual' : ''}`}>
      <span className={`history-sign history-${item.kind}`}>
        <Sign size={16} stroke={1.7} aria-hidden />
      </span>
      <div className="history-body">
        <p className="history-head">
          <strong>
            {manual ? words.kindName(item.kind) : words.title(item)}
            {item.name ? `: ${visibleText(item.name)}` : ''}
          </strong>
          {item.place ? (
            <span className="small soft">
              {word('place', {
                place: item.place.connector ? `${item.place.evse}.${item.place.connector}` : item.place.evse,
              })}
            </span>
          ) : null}
          {item.pinned ? (
            <span className="history-pin small">
              <IconPinFilled size={13} aria-hidden /> {word('pinned')}
            </span>
          ) : null}
          <span className="grow" />
          <span className="small soft">
            {item.by ? `${visibleText(item.by.name)} · ` : `${word('bySystem')} · `}
            <Time at={item.at} exact />
          </span>
        </p>
        {item.text ? <p className="history-text">{visibleText(item.text)}</p> : null}
        {item.changes && item.changes.length > 0 ? (
          <dl className="history-changes">
            {item.changes.map(({ field, before, after }) => (
              <div key={field}>
                <dt>{words.fieldName(field)}</dt>
                <dd>
                  {item.kind === 'settings' ? null : (
                    <>
                      <del>{visibleText(words.value(field, before))}</del> <span aria-hidden>→</span>{' '}
                    </>
                  )}
                  <ins>{visibleText(words.value(field, after))}</ins>
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
        {manual ? (
          <p className="history-foot small soft">
            {item.mentions && item.mentions.length > 0 ? (
              <span>{item.mentions.map(({ name }) => `@${visibleText(name)}`).join(' ')}</span>
            ) : null}
            {item.attachments ? (
              <span className="row">
                <IconPaperclip size={13} aria-hidden /> {word('files', { count: item.attachments })}
              </span>
            ) : null}
            {item.changedAt ? (
              <span>
                {word('changed', { name: item.changedBy ?? '' })} <Time at={item.changedAt} />
              </span>
            ) : null}
            <button type="button" className="linklike small" onClick={onOpen}>
              {word('open')}
            </button>
          </p>
        ) : null}
      </div>
    </li>
  );
}
