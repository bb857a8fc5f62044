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

/** The window of a dialog. Its head is no landmark: the page under it has its banner already. */
function Frame({
  opened,
  onClose,
  title,
  size,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  size: number | string;
  children: ReactNode;
}) {
  const intl = useIntl();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={size} lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header role="presentation">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={intl.formatMessage({ id: 'kit.close' })} />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
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
  const [text, setText] = useState('');
  useReturnFocus();
  const ready = typed === undefined || text === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy && !disabled) onConfirm();
  };
  return (
    <Frame opened={opened} onClose={onClose} title={title} size={size}>
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
    </Frame>
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
  useReturnFocus();
  return (
    <Frame opened={opened} onClose={onClose} title={title} size={size}>
      {children}
    </Frame>
  );
}
