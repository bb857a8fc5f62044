import type { Change } from '../domain/changes.ts';
import type { Ask, AskReply, Bus, LiveValues, StationKey } from '../domain/ports.ts';
import type { Caller } from '../http/contract.ts';
import { Failure } from '../lib/errors.ts';

/** Asks the node that holds the station; its refusal becomes the failure that the person sees. */
export async function askStation(
  bus: Bus,
  key: StationKey,
  question: Ask,
): Promise<Exclude<AskReply, { kind: 'refused' }>> {
  const reply = await bus.ask(key, question);
  if (reply.kind === 'refused') throw new Failure(reply.reason, reply.detail);
  return reply;
}

export async function changeStation(
  bus: Bus,
  { operatorId, userId }: Pick<Caller, 'operatorId' | 'userId'>,
  stationId: number,
  change: Change,
): Promise<void> {
  await askStation(bus, { operatorId, stationId }, { kind: 'change', change, userId });
}

/** Values of the moment; undefined when the node that holds the station cannot be reached: then the last written ones do. */
export async function liveValues(bus: Bus, key: StationKey): Promise<LiveValues | undefined> {
  const reply = await bus.ask(key, { kind: 'live' }).catch(() => undefined);
  return reply?.kind === 'live' ? reply.live : undefined;
}
