import { judgeSilentHolder } from '../domain/connection.ts';
import type { AskReply, Link, Newcomer, Opening } from '../domain/ports.ts';
import { Failure, isFailure } from '../lib/errors.ts';
import type { StationsContext } from './context.ts';
import type { Station } from './station.ts';

/** So often the owner may change while a connection asks for the station. */
const mostTries = 3;

/**
 * A connection came in here: the node that holds another one of the same station is asked to give it up, by the same rules as on one node
 * (C-01 to C-03, C-07). Rejects with Failure `second.connection` when that one is alive. Resolves with the connection that was given up.
 */
export async function takeOver(
  context: StationsContext,
  station: Station,
  opening: Opening,
  link: Link,
): Promise<string | undefined> {
  const { owners, bus } = context;
  if (owners === undefined || station.owned) return undefined;
  const owner = await owners.ownerOf(station.key);
  if (owner === undefined || owner.ours) return undefined;
  const { address, securityProfile, credential, proven } = opening;
  const newcomer: Newcomer = {
    address,
    securityProfile,
    ...(credential !== undefined && { credential }),
    ...(proven !== undefined && { proven }),
  };
  try {
    const reply = await bus.ask(station.key, { kind: 'yield', newcomer });
    if (reply.kind !== 'yielded')
      throw new Failure('second.connection', 'Another connection of this station is alive.');
    link.inherit?.(reply.takeovers);
    return reply.connectionId;
  } catch (error) {
    if (!isFailure(error, 'node.away') && !isFailure(error, 'bus.away')) throw error;
    // Nobody can be asked. Whatever that node still writes will be refused by the database.
    if (judgeSilentHolder(newcomer) === 'refuse')
      throw new Failure('second.connection', `The node ${owner.name}, which held this station, does not answer yet.`);
    station.former = owner.run;
    return undefined;
  }
}

/** Does `work` again when another node was quicker in taking the station. */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isFailure(error, 'station.elsewhere') || tries >= mostTries) throw error;
    }
  }
}

/** Another node has a connection of this station: ours is given up, or proves that it lives. */
export async function giveUp(context: StationsContext, station: Station, newcomer: Newcomer): Promise<AskReply> {
  const given = await context.yieldPlace?.(station.key, newcomer);
  if (given === undefined ? station.held !== undefined : !given.yielded) return { kind: 'kept' };
  // Behind the steps under way, and behind the end of the connection.
  if (!(await station.release())) return { kind: 'kept' };
  return {
    kind: 'yielded',
    takeovers: given?.takeovers ?? 0,
    ...(given?.connectionId !== undefined && { connectionId: given.connectionId }),
  };
}
