import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { CommandKind } from '../../../src/domain/commands.ts';
import type { RawFields } from '../../../src/features/commands/fields/read.ts';
import type { StationHead } from '../../../src/features/tabs.ts';
import { Dialog } from '../../kit/confirm.tsx';
import { useReturnFocus } from '../../kit/return-focus.ts';
import type { CommandsView } from '../commands-view.tsx';
import { CommandForm } from './form.tsx';
import { CommandLife } from './life.tsx';
import { CommandList } from './list.tsx';
import { CommandMenu } from './menu.tsx';

/** Dialogs of their own, which know more of their command than a form does. */
const own = {
  start: 'start',
  reset: 'reset',
  unlock: 'unlock',
  changeAvailability: 'changeAvailability',
  trigger: 'trigger',
} as const satisfies Partial<Record<CommandKind, string>>;
export type OwnDialog = (typeof own)[keyof typeof own];

export interface CommandsDialogProps {
  readonly station: StationHead;
  readonly begin: CommandsView;
  /** Opens a command that has a dialog of its own. */
  readonly onOwn: (dialog: OwnDialog) => void;
  readonly onClose: () => void;
}

/** Everything that can be asked of a station: the menu, the form of each command, how it went, and what was asked so far. */
export default function CommandsDialog({ station, begin, onOwn, onClose }: CommandsDialogProps) {
  const intl = useIntl();
  useReturnFocus();
  const [view, setView] = useState(begin);
  const choose = (kind: CommandKind, raw?: RawFields) => {
    if (kind in own) onOwn(own[kind as keyof typeof own]);
    else setView({ at: 'form', kind, raw });
  };
  if (view.at === 'menu')
    return <CommandMenu station={station} onChoose={choose} onList={() => setView({ at: 'list' })} onClose={onClose} />;
  if (view.at === 'list') return <CommandList station={station} onChoose={choose} onClose={onClose} />;
  const title = intl.formatMessage({ id: `commands.kind.${view.kind}` });
  return (
    <Dialog opened onClose={onClose} title={title} size={640}>
      {view.at === 'form' ? (
        <CommandForm
          key={view.kind}
          kind={view.kind}
          station={station}
          begun={view.raw}
          onAsked={(commandId, raw) => setView({ at: 'life', kind: view.kind, commandId, raw })}
          onCancel={onClose}
        />
      ) : (
        <div className="stack">
          <CommandLife station={station} commandId={view.commandId} onChoose={choose} onClose={onClose} />
          <div className="dialog-actions">
            <Button variant="default" onClick={() => setView({ at: 'form', kind: view.kind, raw: view.raw })}>
              <FormattedMessage id="commands.form.again" />
            </Button>
            <Button onClick={onClose} data-autofocus>
              <FormattedMessage id="kit.close" />
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
