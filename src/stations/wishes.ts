import { decideCancel } from '../domain/command.ts';
import type { EndingReason } from '../domain/connection.ts';
import type { FactBody } from '../domain/facts.ts';
import type { Ask, AskReply } from '../domain/ports.ts';
import type { StationsContext } from './context.ts';
import type { Station } from './station.ts';

type Wish = Extract<Ask, { kind: 'disconnect' | 'switch' | 'cancel' }>;

const offline: AskReply = { kind: 'refused', reason: 'station.offline', detail: 'The station is not connected' };
const kicked: EndingReason = 'kicked';

/** What people want of a station's connection, and of what waits for it. Each is a fact before it is done. */
export async function grant(context: StationsContext, station: Station, wish: Wish): Promise<AskReply> {
  const { clock } = context;
  const origin = () => ({ receivedAt: clock.now(), ...(wish.userId !== undefined && { userId: wish.userId }) });
  const note = (body: FactBody) =>
    station.step((state) => station.record(state, [{ at: clock.now(), body }], origin()).then(() => undefined));

  switch (wish.kind) {
    case 'disconnect': {
      if (station.held === undefined) return offline;
      // The program itself disconnects whom it replaced or removed: that has a fact of its own.
      if (wish.userId !== undefined) await note({ type: 'connection.ordered', order: 'disconnect' });
      station.held?.link.close(1008, wish.reason || kicked);
      return { kind: 'done' };
    }
    case 'switch': {
      if (station.held === undefined) return offline;
      const { address } = wish;
      await note({ type: 'connection.ordered', order: 'switch', address });
      station.held?.link.letIn(address);
      return { kind: 'done' };
    }
    case 'cancel':
      return station.step(async (state): Promise<AskReply> => {
        const decision = decideCancel(state, wish.commandId, clock.now());
        if ('refused' in decision) return { kind: 'refused', reason: decision.refused, detail: decision.detail };
        await station.record(state, decision.facts, origin());
        return { kind: 'done' };
      });
  }
}
