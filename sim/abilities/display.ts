import type { Abilities, Payload } from './ability.ts';

/** 2.0.1 O01 to O06. */
export const display: Abilities = {
  SetDisplayMessage({ message }, { memory, bays }) {
    if (message.message.format === 'HTML') return { status: 'NotSupportedMessageFormat' };
    if (message.transactionId !== undefined && !bays.some(({ session }) => session?.id === message.transactionId))
      return { status: 'UnknownTransaction' };
    memory.messages.set(message.id, message);
    return { status: 'Accepted' };
  },
  ClearDisplayMessage: ({ id }, { memory }) => ({ status: memory.messages.delete(id) ? 'Accepted' : 'Unknown' }),
  GetDisplayMessages({ id, requestId, priority, state }, able) {
    const found = [...able.memory.messages.values()].filter(
      (one: Payload) =>
        (id === undefined || id.includes(one.id)) &&
        (priority === undefined || priority === one.priority) &&
        (state === undefined || state === one.state),
    );
    if (found.length === 0) return { status: 'Unknown' };
    able.later(20, async () => {
      for (const [index, one] of found.entries())
        await able.say(['NotifyDisplayMessages', { requestId, tbc: index < found.length - 1, messageInfo: [one] }]);
    });
    return { status: 'Accepted' };
  },
};
