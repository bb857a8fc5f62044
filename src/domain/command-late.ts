import type { Instant } from '../lib/time.ts';
import type { CommandAnswer } from './commands.ts';
import type { DecidedFact } from './decision.ts';
import type { StationState } from './state.ts';

/** The answer came after its time had passed: the command stays timed out, and what the station said is put to it (W-12). */
export function decideLate(
  state: StationState,
  commandId: string,
  answer: CommandAnswer,
  now: Instant,
): readonly DecidedFact[] {
  if (state.commands[commandId]?.state !== 'timedOut') return [];
  const moved = { type: 'command.moved', commandId, state: 'timedOut', answer, reason: 'answer.late' } as const;
  const { variables = [] } = answer;
  return [
    ...(variables.length > 0 ? [{ at: now, body: { type: 'settings.reported', last: true, variables } as const }] : []),
    { at: now, body: moved },
  ];
}
