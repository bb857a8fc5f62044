import type { Instant } from '../../lib/time.ts';
import { mostTold } from './rules.ts';
import { sentences } from './sentences.ts';

export type Language = 'en' | 'de';

export interface TellBody {
  readonly code?: string;
  readonly severity?: string;
  readonly place?: { readonly evse?: number };
  readonly number?: number;
  readonly reason?: string;
  readonly event?: string;
  readonly critical?: boolean;
  readonly title?: Readonly<Record<Language, string>>;
  readonly path?: string;
}

/** One thing that somebody is told of. */
export interface Told {
  readonly event: string;
  readonly at: Instant;
  readonly station?: { readonly id: number; readonly name: string } | undefined;
  readonly body: TellBody;
}

export interface Reader {
  readonly language: Language;
  readonly timeZone: string;
}

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
/** What stations say of themselves is one line of plain text, whatever is in it. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 120);

export function sentenceOf({ event, body }: Told, language: Language): string {
  if (body.title) return plain(body.title[language]);
  const words = sentences[language] as Readonly<Record<string, string>>;
  const text = words[event];
  if (text === undefined) return event;
  return fill(text, {
    code: plain(body.code ?? ''),
    severity: words[`severity_${body.severity}`] ?? '',
    place: body.place?.evse ? fill(words.place!, { evse: body.place.evse }) : '',
    number: body.number ?? '',
    reason: body.reason ? `: ${plain(body.reason)}` : '',
    event: plain(body.event ?? ''),
  });
}

const tabOf = (event: string): string => {
  if (event.startsWith('error.')) return 'errors';
  if (event.startsWith('session.')) return 'charge-logs';
  if (event.startsWith('security.')) return 'security';
  if (event.startsWith('station.o')) return 'connection-history';
  return 'logs';
};

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** One mail about all of it: by station, and there by cause; each in one line, with where to look. */
export function letterOf(
  all: readonly Told[],
  { language, timeZone }: Reader,
  { consoleUrl, rule }: { readonly consoleUrl: string; readonly rule: string | undefined },
): Letter {
  const words = sentences[language];
  const time = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const at = (instant: Instant) => time.format(instant);
  const told = all.slice(0, mostTold);
  const stations = new Map<string, Told[]>();
  for (const one of told) {
    const name = one.station ? `${one.station.id}` : '';
    stations.set(name, [...(stations.get(name) ?? []), one]);
  }
  const parts: string[] = [];
  for (const group of stations.values()) {
    const station = group[0]!.station;
    const lines = [station ? plain(station.name) : words.general];
    const causes = new Map<string, Told[]>();
    for (const one of group) {
      const cause = sentenceOf(one, language).replace(/\d+/g, one.event.startsWith('session.') ? '#' : '$&');
      causes.set(cause, [...(causes.get(cause) ?? []), one]);
    }
    for (const same of causes.values()) {
      const [first, last] = [same[0]!, same.at(-1)!];
      const text = sentenceOf(last, language);
      lines.push(
        `  ${
          same.length === 1
            ? fill(words.one, { at: at(first.at), text })
            : fill(words.many, { count: same.length, text, from: at(first.at), to: at(last.at) })
        }`,
      );
      if (last.body.path) lines.push(`  ${consoleUrl}${last.body.path}`);
    }
    if (station) lines.push(`  ${consoleUrl}/stations/${station.id}/${tabOf(group.at(-1)!.event)}`);
    parts.push(lines.join('\n'));
  }
  if (all.length > told.length) parts.push(fill(words.more, { count: all.length - told.length }));
  parts.push(
    [
      rule === undefined ? words.whyOwn : fill(words.why, { rule }),
      fill(words.change, { url: `${consoleUrl}/account` }),
      `(${timeZone})`,
    ].join('\n'),
  );
  const named = [...stations.values()].map(([one]) => one!.station?.name ?? words.general);
  const subject =
    all.length === 1
      ? fill(words.subjectOne, { station: plain(named[0]!), text: sentenceOf(all[0]!, language) })
      : stations.size === 1
        ? fill(words.subjectMany, { count: all.length, station: plain(named[0]!) })
        : fill(words.subjectAll, { count: all.length, stations: stations.size });
  return { subject, text: `${parts.join('\n\n')}\n` };
}

export const testLetter = (language: Language): Letter => ({
  subject: sentences[language].testSubject,
  text: `${sentences[language].test}\n`,
});
