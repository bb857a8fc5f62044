import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { CommandKind } from '../../src/domain/commands.ts';
import type { RawFields } from '../../src/features/commands/fields/read.ts';

/** What of the commands is open over the sheet. */
export type CommandsView =
  | { readonly at: 'menu' }
  | { readonly at: 'list' }
  | { readonly at: 'form'; readonly kind: CommandKind; readonly raw?: RawFields | undefined }
  | { readonly at: 'life'; readonly kind: CommandKind; readonly commandId: string; readonly raw?: RawFields };

type Shown = readonly [CommandsView | undefined, (view: CommandsView | undefined) => void];
const ViewContext = createContext<Shown | undefined>(undefined);

/** Head and tabs of one sheet share the dialog of commands. */
export function CommandsScope({ children }: { children: ReactNode }) {
  const [view, show] = useState<CommandsView | undefined>();
  const shown = useMemo(() => [view, show] as const, [view]);
  return <ViewContext.Provider value={shown}>{children}</ViewContext.Provider>;
}

export function useCommandsView(): Shown {
  const shown = useContext(ViewContext);
  if (!shown) throw new Error('commands need a sheet around them');
  return shown;
}

/** Opens the form of a command from within a tab, filled in as far as the row there knows it. */
export function useCommandForm(): (kind: CommandKind, raw?: RawFields) => void {
  const [, show] = useCommandsView();
  return useCallback((kind, raw) => show({ at: 'form', kind, raw }), [show]);
}
