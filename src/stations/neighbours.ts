import type { StationKey } from '../domain/ports.ts';

/** Addresses that are remembered; the oldest is forgotten first. */
const most = 20_000;

interface Neighbour {
  readonly key: StationKey;
  readonly identity: string;
  /** Several stations are behind this address: nobody can say which one it was. */
  shared: boolean;
}

/** Which station was let in from an address: a handshake that fails before it says who it is has nothing else to be known by. */
export function createNeighbours() {
  const byAddress = new Map<string, Neighbour>();
  return {
    note(address: string, key: StationKey, identity: string): void {
      const known = byAddress.get(address);
      if (known !== undefined) {
        known.shared ||= known.key.stationId !== key.stationId || known.key.operatorId !== key.operatorId;
        return;
      }
      if (byAddress.size >= most) byAddress.delete(byAddress.keys().next().value!);
      byAddress.set(address, { key, identity, shared: false });
    },
    only(address: string): Neighbour | undefined {
      const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
      const known = byAddress.get(plain);
      return known?.shared === false ? known : undefined;
    },
  };
}
