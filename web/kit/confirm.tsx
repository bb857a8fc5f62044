import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { ApiError } from '../api/problem.ts';
import { ProblemText } from './problem.tsx';
import { useReturnFocus } from './return-focus.ts';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** What happens to running sessions, with figures. */
  readonly children?: ReactNode;
  /** The verb and the count again: "Stop 2 sessions and reset". */
  readonly confirm: ReactNode;
  /** Red: it destroys or interrupts something. */
  readonly destructive?: boolean;
  readonly onConfirm: () => void;
  readonly busy?: boolean;
  readonly error?: ApiError | null;
  /** Text that has to be typed first; only for what cannot be undone. */
  readonly typed?: string;
  readonly disabled?: boolean;
  readonly size?: number | string;
}

/** Asks before something is done. The safe choice has the focus. */
export function ConfirmDialog({
  opened,
  onClose,
  title,
  children,
  confirm,
  destructive = false,
  onConfirm,
  busy = false,
  error,
  typed,
  disabled = false,
  size = 460,
}: ConfirmDialogProps) {
  const intl = useIntl();
  const [text, setText] = useState('');
  useReturnFocus();
  const ready = typed === undefined || text === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy && !disabled) onConfirm();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      size={size}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.close' }) }}
    >
      <form className="stack" onSubmit={submit}>
        {children}
        {typed === undefined ? null : (
          <label className="stack" style={{ gap: 4 }}>
            <span className="small">
              <FormattedMessage id="kit.confirm.type" values={{ text: <strong className="mono">{typed}</strong> }} />
            </span>
            <input
              className="plain-input mono"
              value={text}
              onChange={(event) => setText(event.target.value)}
              autoComplete="off"
            />
          </label>
        )}
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose} data-autofocus>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" {...(destructive ? { color: 'red' } : {})} loading={busy} disabled={!ready || disabled}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** A dialog with a form of its own. */
export function Dialog({
  opened,
  onClose,
  title,
  children,
  size = 480,
}: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  size?: number | string;
}) {
  const intl = useIntl();
  useReturnFocus();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      size={size}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.close' }) }}
    >
      {children}
    </Modal>
  );
}
