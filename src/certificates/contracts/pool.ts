import type { ContractPool, PooledContract } from '../../domain/plug-and-charge.ts';
import type { Outside } from '../../lib/outside.ts';

export interface PoolOptions {
  /** Where the pool is, without the path of a question. */
  readonly url: string;
  readonly token: string | undefined;
  readonly ask: Outside;
}

/** Eight contracts of the longest answer that OCPP takes. */
const mostBytes = 256 * 1024;
const mostContracts = 32;

/**
 * A pool of contract certificates that is asked by HTTP (Open Plug&Charge Protocol, `ccp/signedContractData`): the car's request
 * goes there as it came, and what comes back goes to the car as it is.
 */
export function createContractPool({ url, token, ask }: PoolOptions): ContractPool {
  const address = `${url.replace(/\/$/, '')}/v1/ccp/signedContractData`;
  return {
    async contracts({ action, schema, request }) {
      const question = {
        [action === 'install' ? 'certificateInstallationReq' : 'certificateUpdateReq']: request,
        xsdMsgDefNamespace: schema,
      };
      const fetched = await ask({
        url: address,
        post: { type: 'application/json', body: JSON.stringify(question) },
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        mostBytes,
      });
      // Never with what came: there is a key in it.
      if ('fault' in fetched) throw new Error(`The contract pool did not answer (${fetched.fault}).`);
      const contracts = contractsIn(fetched.body.toString());
      if (contracts === undefined) throw new Error('The contract pool answered something else than contracts.');
      return contracts;
    },
  };
}

interface Content {
  readonly messageDef?: {
    readonly certificateInstallationRes?: unknown;
    readonly certificateUpdateRes?: unknown;
    readonly emaid?: unknown;
  };
}

function contractsIn(text: string): PooledContract[] | undefined {
  try {
    const content: unknown = JSON.parse(text)?.CCPResponse?.emaidContent;
    if (!Array.isArray(content)) return undefined;
    return (content as Content[]).slice(0, mostContracts).flatMap((one) => {
      const { certificateInstallationRes, certificateUpdateRes, emaid } = one?.messageDef ?? {};
      const response = certificateInstallationRes ?? certificateUpdateRes;
      return typeof response === 'string' && response !== '' && typeof emaid === 'string' ? [{ emaid, response }] : [];
    });
  } catch {
    return undefined;
  }
}
