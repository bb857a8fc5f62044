import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CommandKind } from '../../src/domain/commands.ts';
import type { RawFields } from '../../src/features/commands/fields/read.ts';
import type { StationHead } from '../../src/features/tabs.ts';
import { useCommandForm } from './commands-view.tsx';
import { useWhyNot } from './why-not.ts';

/** Opens the form of a command, or does something of its own with it; where it cannot be given it is grey and says why. */
export function AskButton({
  station,
  kind,
  raw,
  onClick,
  label,
  children,
  ...button
}: ButtonProps & {
  station: StationHead;
  kind: CommandKind;
  raw?: RawFields;
  /** Instead of the form. */
  onClick?: () => void;
  /** Its name to those who listen, where the text alone says too little. */
  label?: string;
  children: ReactNode;
}) {
  const open = useCommandForm();
  const why = useWhyNot(station)(kind);
  return (
    <span title={why}>
      <Button
        variant="default"
        {...button}
        disabled={why !== undefined}
        onClick={onClick ?? (() => open(kind, raw))}
        {...(label ? { 'aria-label': label } : {})}
      >
        {children}
      </Button>
      {why ? <span className="sr">{why}</span> : null}
    </span>
  );
}
