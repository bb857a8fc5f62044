import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty } from '../../words.ts';
import { priorityWords, stateWords } from '../display.ts';

type ReadDisplayMessages = Extract<Command, { kind: 'readDisplayMessages' }>;

/** O03, O04. Unknown: no message fits (O04.FR.02). */
export const readDisplayMessages = outgoing<
  ReadDisplayMessages,
  OCPP21.GetDisplayMessagesRequest,
  OCPP21.GetDisplayMessagesResponse
>({
  kind: 'readDisplayMessages',
  write: ({ requestId, ids, priority, state }) => ({
    action: 'GetDisplayMessages',
    payload: compact({
      requestId,
      id: someOrNone(ids),
      priority: priority && priorityWords[priority],
      state: state && stateWords[state],
    }),
  }),
  read: (answer) => answeredOrEmpty(answer, 'Unknown'),
});
