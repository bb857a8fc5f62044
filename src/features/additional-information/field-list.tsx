import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconGripVertical, IconLock } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { moved } from './order.tsx';
import type { FieldItem, Opened } from './tab.tsx';
import { FieldValueText } from './value.tsx';

const reads = ['/stations/:stationId/additional-information', '/station-fields', '/stations'] as const;

/** The fields that have a value here, in the order that holds on every station: dragged, or moved with the arrow keys. */
export function FieldList({
  stationId,
  items,
  onOpen,
}: {
  stationId: number;
  items: readonly FieldItem[];
  onOpen: (opened: Opened) => void;
}) {
  const intl = useIntl();
  const mayChange = useRight('additionalInformation.change');
  const mayAdminister = useRight('additionalInformation.administer');
  const [dragged, setDragged] = useState<number | undefined>();
  const [said, setSaid] = useState('');
  const order = useWrite('PUT', '/station-fields/order', { invalidates: reads });
  const empty = useWrite('DELETE', '/stations/:stationId/additional-information/:fieldId', { invalidates: reads });
  const shown = items.filter(({ value }) => value !== undefined);

  /** To the place of another one that is shown; those without a value here keep theirs. */
  const move = (id: number, to: number | undefined) => {
    if (to === undefined || to === id || order.isPending) return;
    const ids = items.map(({ field }) => field.id);
    order.mutate({ body: { ids: moved(ids, id, to) } });
    const { name } = items.find(({ field }) => field.id === id)!.field;
    setSaid(
      intl.formatMessage({ id: 'fields.moved' }, { name, place: shown.findIndex((each) => each.field.id === to) + 1 }),
    );
  };
  const byKey = (event: KeyboardEvent, at: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    move(shown[at]!.field.id, shown[at + step]?.field.id);
  };
  return (
    <>
      <p className="sr" aria-live="polite">
        {said}
      </p>
      {order.error || empty.error ? <ProblemText error={(order.error ?? empty.error)!} /> : null}
      <ul className="field-list">
        {shown.map(({ field, value, changedAt, changedBy }, at) => (
          <li
            key={field.id}
            className={dragged === field.id ? 'field-row field-dragged' : 'field-row'}
            onDragOver={(event) => {
              if (dragged !== undefined) event.preventDefault();
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== undefined) move(dragged, field.id);
              setDragged(undefined);
            }}
          >
            {mayAdminister ? (
              <button
                type="button"
                className="field-grip"
                draggable
                aria-label={intl.formatMessage({ id: 'fields.move' }, { name: field.name })}
                title={intl.formatMessage({ id: 'fields.move.hint' })}
                onKeyDown={(event) => byKey(event, at)}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move';
                  event.dataTransfer.setData('text/plain', field.name);
                  setDragged(field.id);
                }}
                onDragEnd={() => setDragged(undefined)}
              >
                <IconGripVertical size={16} aria-hidden />
              </button>
            ) : null}
            <div className="field-name">
              <span>{visibleText(field.name)}</span>
              {field.internal ? (
                <span className="field-internal" title={intl.formatMessage({ id: 'fields.internal.hint' })}>
                  <IconLock size={13} aria-hidden />
                  <FormattedMessage id="fields.internal" />
                </span>
              ) : null}
              {field.note ? <span className="small dim">{visibleText(field.note)}</span> : null}
            </div>
            <div className="field-value">
              <FieldValueText field={field} value={value!} />
            </div>
            <div className="field-who small dim">
              {changedBy ? <span>{changedBy}</span> : null}
              <Time at={changedAt} />
            </div>
            {mayChange ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={28}
                    aria-label={intl.formatMessage({ id: 'fields.actions' }, { name: field.name })}
                  >
                    <IconDots size={16} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => onOpen({ dialog: 'value', item: { field, value: value! } })}>
                    <FormattedMessage id="fields.change" />
                  </Menu.Item>
                  <Menu.Item onClick={() => empty.mutate({ params: { stationId, fieldId: field.id } })}>
                    <FormattedMessage id="fields.erase" />
                  </Menu.Item>
                  {mayAdminister ? (
                    <>
                      <Menu.Divider />
                      <Menu.Item onClick={() => onOpen({ dialog: 'field', field })}>
                        <FormattedMessage id="fields.field.change" />
                      </Menu.Item>
                      <Menu.Item className="menu-danger" onClick={() => onOpen({ dialog: 'remove', field })}>
                        <FormattedMessage id="fields.field.remove" />
                      </Menu.Item>
                    </>
                  ) : null}
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
