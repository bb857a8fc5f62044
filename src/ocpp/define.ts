import type { Command, CommandAnswer } from '../domain/commands.ts';
import type { Answer, StationMessage } from '../domain/message.ts';
import type { IncomingMessage, OutgoingCommand } from './table.ts';

/** Ties the file of a station's message to the published types of its call and its answer. */
export const incoming = <Call extends object, Reply extends object>(message: {
  readonly action: string;
  readonly read: (payload: Call) => StationMessage;
  readonly answer: (answer: Answer, payload: Call) => Reply;
}): IncomingMessage => message as unknown as IncomingMessage;

/** Ties the file of a command to the published types. */
export const outgoing = <C extends Command, Call extends object, Reply extends object>(command: {
  readonly kind: C['kind'];
  readonly write: (command: C) => { readonly action: string; readonly payload: Call };
  readonly read: (answer: Reply, command: C) => CommandAnswer;
}): OutgoingCommand<C> => command as unknown as OutgoingCommand<C>;

/** The answer's kind follows from the message's kind; anything else is a bug of ours. */
export function expect<K extends Answer['kind']>(answer: Answer, kind: K): Extract<Answer, { kind: K }> {
  if (answer.kind !== kind) throw new Error(`an answer of kind ${answer.kind} where ${kind} is needed`);
  return answer as Extract<Answer, { kind: K }>;
}
