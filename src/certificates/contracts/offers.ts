import { createHash } from 'node:crypto';
import type { ContractRequest } from '../../domain/messages/contract.ts';
import type { ContractOffer, ContractPool, PooledContract } from '../../domain/plug-and-charge.ts';
import type { StationKey } from '../../domain/ports.ts';
import { normalCard } from '../../domain/token.ts';
import { type Clock, minute } from '../../lib/time.ts';

export interface Offers {
  /** The next contract for this car. Rejects when the pool does. */
  next(key: StationKey, request: ContractRequest): Promise<ContractOffer>;
}

/** A car that asks again within this time gets the next one. */
const keptMs = 5 * minute;
/** Of so many cars at once; they are in the memory only, because there are keys in them. */
const mostKept = 200;

/** Contracts that cars fetch one after the other (OCPP 2.1 M01.FR.04, M01.FR.07). */
export function createOffers(pool: ContractPool, clock: Clock): Offers {
  const waiting = new Map<string, { readonly contracts: readonly PooledContract[]; readonly until: number }>();

  const tidy = (): void => {
    const now = clock.monotonic();
    for (const [name, { until }] of waiting) if (until <= now || waiting.size > mostKept) waiting.delete(name);
  };

  return {
    async next({ operatorId, stationId }, request) {
      tidy();
      const name = createHash('sha256')
        .update(JSON.stringify([operatorId, stationId, request.action, request.schema, request.request]))
        .digest('hex');
      const known = waiting.get(name)?.contracts;
      waiting.delete(name);
      const contracts = known ?? wanted(await pool.contracts(request), request);
      const fitting = contracts.filter(({ response }) => response.length <= request.room);
      const [first, ...rest] = fitting;
      if (first === undefined)
        return { accepted: false, fault: contracts.length > 0 ? 'answer.tooBig' : 'partner.refused' };
      if (request.mostContracts === undefined) return { accepted: true, response: first.response };
      if (rest.length > 0) waiting.set(name, { contracts: rest, until: clock.monotonic() + keptMs });
      // So many can still be had by asking again (Get15118EVCertificateResponse, remainingContracts).
      return { accepted: true, response: first.response, remaining: rest.length };
    },
  };
}

/** Those that are preferred first, in their order; no more than fit into the car. */
function wanted(
  contracts: readonly PooledContract[],
  { preferred = [], mostContracts = contracts.length }: ContractRequest,
): PooledContract[] {
  const order = preferred.map(normalCard);
  const rank = ({ emaid }: PooledContract): number => {
    const at = order.indexOf(normalCard(emaid));
    return at < 0 ? order.length : at;
  };
  return [...contracts].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(1, mostContracts));
}
