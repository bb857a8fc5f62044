import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { writtenContent } from '../content.ts';
import { priorityWords, stateWords } from '../display.ts';
import { writtenComponent } from '../variable.ts';

type SetDisplayMessage = Extract<Command, { kind: 'setDisplayMessage' }>;
type Message = OCPP21.SetDisplayMessageRequest['message'];

const timeOrNothing = (at: number | undefined) => (at === undefined ? undefined : iso(at));

/** O01, with a session O02, in place of another O06. */
export const setDisplayMessage = outgoing<
  SetDisplayMessage,
  OCPP21.SetDisplayMessageRequest,
  OCPP21.SetDisplayMessageResponse
>({
  kind: 'setDisplayMessage',
  write: ({ message }) => ({
    action: 'SetDisplayMessage',
    payload: {
      message: compact({
        id: message.id,
        priority: priorityWords[message.priority],
        state: message.state && stateWords[message.state],
        startDateTime: timeOrNothing(message.startsAt),
        endDateTime: timeOrNothing(message.endsAt),
        transactionId: message.transactionId,
        message: writtenContent(message.content),
        messageExtra: someOrNone(message.more?.map(writtenContent)) as Message['messageExtra'],
        display: message.display && writtenComponent(message.display),
      }),
    },
  }),
  read: answered,
});
