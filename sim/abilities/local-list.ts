import { type Abilities, type Able, cardIn, is16, type Payload } from './ability.ts';

const entryOf = (entry: Payload) => {
  const info = (entry.idTagInfo ?? entry.idTokenInfo) as Payload | undefined;
  const until = info?.expiryDate ?? info?.cacheExpiryDateTime;
  return (
    info && { status: String(info.status), until: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) }
  );
};

/** What the list says of a card; undefined: nothing. Used while there is no connection (1.6 3.5.2, 2.0.1 C13). */
export function listed({ memory, now }: Pick<Able, 'memory' | 'now'>, card: string): boolean | undefined {
  const entry = memory.list.get(card);
  return entry && entry.status === 'Accepted' && entry.until > now();
}

/** 1.6 section 5.15, 2.0.1 D01, D02. */
export const localList: Abilities = {
  SendLocalList(call, { memory }) {
    const version = Number(call.listVersion ?? call.versionNumber);
    const entries = (call.localAuthorizationList ?? []) as Payload[];
    // D01.FR.19
    if (call.updateType === 'Differential' && version <= memory.listVersion) return { status: 'VersionMismatch' };
    if (call.updateType === 'Full') memory.list.clear();
    for (const entry of entries) {
      const known = entryOf(entry);
      if (known) memory.list.set(cardIn(entry), known);
      else memory.list.delete(cardIn(entry));
    }
    memory.listVersion = version;
    return { status: 'Accepted' };
  },
  GetLocalListVersion: (_, able) => ({
    [is16(able) ? 'listVersion' : 'versionNumber']: able.memory.listVersion,
  }),
};
