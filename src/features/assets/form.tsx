import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import type { ApiError } from '../../../web/api/problem.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';

/** A dialog with fields, what went wrong, and two buttons. */
export function FormDialog({
  title,
  doIt,
  busy,
  error,
  disabled = false,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  doIt: string;
  busy: boolean;
  error: ApiError | null;
  disabled?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog opened onClose={onClose} title={title}>
      <form className="stack" onSubmit={submit}>
        {children}
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={busy} disabled={disabled}>
            {doIt}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
