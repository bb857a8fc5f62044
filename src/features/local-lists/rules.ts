import type { LocalListEntry } from '../../domain/commands/local-list.ts';
import type { CommandAnswer } from '../../domain/commands.ts';
import type { CardRecord } from '../../domain/ports.ts';
import { authorise, normalCard } from '../../domain/token.ts';
import { day, type Instant, minute } from '../../lib/time.ts';

/** What fits onto a station, where nothing is known of it. */
export const usualPerMessage = 50;
/** ... and more than this is never tried: a station's memory is small. */
export const mostEntries = 10_000;
/** A card list that is in step is looked at again after this. */
export const lookAgainMs = day;

/** What a station can take, from its settings (1.6 section 9.4, 2.x LocalAuthListCtrlr). */
export interface Room {
  readonly entries: number;
  readonly perMessage: number;
  /** Bytes of one message, where the station names them. */
  readonly bytes?: number;
}

interface KnownSetting {
  readonly component: string;
  readonly variable: string;
  readonly value: string | null;
  readonly maxLimit?: number | null;
}

const whole = (value: string | number | null | undefined): number | undefined => {
  const number = typeof value === 'number' ? value : Number.parseInt(value ?? '', 10);
  return Number.isInteger(number) && number > 0 ? number : undefined;
};

/** Both versions' names: only those that a station has told are there. */
export function roomOf(settings: readonly KnownSetting[]): Room {
  const find = (component: string, variable: string) =>
    settings.find((one) => one.component === component && one.variable === variable);
  const bytes = whole(find('LocalAuthListCtrlr', 'BytesPerMessage')?.value);
  return {
    entries: Math.min(
      mostEntries,
      whole(find('', 'LocalAuthListMaxLength')?.value) ??
        whole(find('LocalAuthListCtrlr', 'Entries')?.maxLimit) ??
        mostEntries,
    ),
    perMessage:
      whole(find('', 'SendLocalListMaxLength')?.value) ??
      whole(find('LocalAuthListCtrlr', 'ItemsPerMessage')?.value) ??
      usualPerMessage,
    ...(bytes === undefined ? {} : { bytes }),
  };
}

export interface ListedCard extends CardRecord {
  readonly createdAt?: Instant;
}

/**
 * The cards as a station should have them: those that may charge first, as many as fit, each as it is judged now. A card whose
 * person was to be forgotten there stays away until it is made anew (OCPP 2.x N10.FR.02).
 */
export function wantedList(
  cards: readonly ListedCard[],
  room: Room,
  now: Instant,
  cleared: ReadonlyMap<string, Instant> = new Map(),
): LocalListEntry[] {
  const entries = cards
    .filter(({ type, number, createdAt = now }) => {
      const forgotten = cleared.get(normalCard(number));
      return type !== 'noAuthorization' && (forgotten === undefined || forgotten < createdAt);
    })
    .map((card): LocalListEntry => {
      const token = {
        number: card.number,
        type: card.type,
        ...(card.group === undefined ? {} : { group: card.group }),
      };
      const { reason: _, ...authorisation } = authorise({ token, card, now });
      return { token, authorisation };
    });
  const may = (entry: LocalListEntry) => (entry.authorisation?.status === 'accepted' ? 0 : 1);
  return entries.sort((a, b) => may(a) - may(b)).slice(0, room.entries);
}

/** When the judgement of a card changes by itself next: its validity begins or ends. */
export function nextChange(cards: readonly CardRecord[], now: Instant): Instant | undefined {
  let next: Instant | undefined;
  for (const { validFrom, validUntil } of cards)
    for (const at of [validFrom, validUntil])
      if (at !== undefined && at > now && (next === undefined || at < next)) next = at;
  return next;
}

/** An entry as one text, to see whether it has changed. By the card's normal form, because a station may show it otherwise. */
export const fingerprint = ({ token, authorisation }: LocalListEntry): readonly [string, string] => [
  `${token.type} ${normalCard(token.number)}`,
  JSON.stringify([token.number, authorisation?.status, authorisation?.validUntil, authorisation?.group]),
];

/** What we believe the station has: by card, the number as sent, and its fingerprint. */
export type KnownEntries = Readonly<Record<string, string>>;
export const knownEntries = (entries: readonly LocalListEntry[]): KnownEntries =>
  Object.fromEntries(entries.map(fingerprint));

export interface Part {
  readonly mode: 'full' | 'differential';
  readonly version: number;
  readonly entries: readonly LocalListEntry[];
}

/**
 * What has to be sent so that the station has the wanted list; nothing when it has it. Where we do not know what is there
 * it is the whole list. A list that is longer than one message begins anew and goes on by differences (1.6 section 5.15,
 * 2.0.1 D01.FR.02, D01.FR.16); each message has a version of its own.
 */
export function planParts(
  wanted: readonly LocalListEntry[],
  there: { readonly version: number; readonly entries: KnownEntries } | undefined,
  version: number,
  room: Room,
): Part[] {
  const changes = there && differences(wanted, there.entries);
  if (changes?.length === 0) return [];
  // A difference that is as long as the list and takes several messages saves nothing, and the whole list is sure.
  const long = changes !== undefined && changes.length > wanted.length && changes.length > room.perMessage;
  const mode = changes === undefined || long ? 'full' : 'differential';
  const chunks = chunked(mode === 'full' ? wanted : changes!, room);
  return chunks.map((entries, index) => ({
    mode: index === 0 ? mode : 'differential',
    version: nextVersion(version, index + 1),
    entries,
  }));
}

/** Versions count up and are never 0 or below, which say that there is no list (1.6 section 5.10). */
const nextVersion = (version: number, by: number): number => ((Math.max(0, version) + by - 1) % (2 ** 31 - 1)) + 1;

function differences(wanted: readonly LocalListEntry[], there: KnownEntries): LocalListEntry[] {
  const named = new Set<string>();
  const changed = wanted.filter((entry) => {
    const [name, print] = fingerprint(entry);
    named.add(name);
    return there[name] !== print;
  });
  const gone = Object.entries(there)
    .filter(([name]) => !named.has(name))
    .map(([name, print]): LocalListEntry => {
      const type = name.slice(0, name.indexOf(' ')) as LocalListEntry['token']['type'];
      return { token: { number: (JSON.parse(print) as [string])[0], type } };
    });
  return [...changed, ...gone];
}

function chunked(entries: readonly LocalListEntry[], { perMessage, bytes = Number.POSITIVE_INFINITY }: Room) {
  const chunks: LocalListEntry[][] = [[]];
  let size = 0;
  for (const entry of entries) {
    const more = sizeOf(entry);
    const chunk = chunks.at(-1)!;
    if (chunk.length > 0 && (chunk.length >= perMessage || size + more > bytes)) {
      chunks.push([entry]);
      size = overhead + more;
    } else {
      chunk.push(entry);
      size += more;
    }
  }
  return chunks;
}

/** The frame and the fields around the list, and an entry as 2.x writes it; rather too much than too little. */
const overhead = 150;
const sizeOf = ({ token, authorisation }: LocalListEntry): number =>
  160 +
  token.number.length +
  (authorisation?.group?.length ?? 0) * 2 +
  (authorisation?.validUntil === undefined ? 0 : 50);

export type Verdict = 'inStep' | 'mismatch' | 'failed' | 'unsupported';

/** What the station said to a part (UpdateStatus of 1.6, SendLocalListStatusEnumType of 2.x). */
export function verdictOf({ outcome, status }: CommandAnswer): Verdict {
  if (outcome === 'accepted') return 'inStep';
  if (outcome === 'unsupported' || status === 'NotSupported' || status === 'NotImplemented') return 'unsupported';
  // D01.FR.05, 1.6 section 7.45: then the whole list is sent.
  return status === 'VersionMismatch' ? 'mismatch' : 'failed';
}

/** After so many failures in a row the next try comes this much later. */
export const retryAfter = (failures: number): number => Math.min(minute * 2 ** Math.min(failures, 10), day);
