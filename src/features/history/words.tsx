import { useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import type { ItemOf, RouteAt } from '../../../web/api/routes.ts';
import { useCommandName } from '../../../web/sheet/command-name.ts';

export type Item = ItemOf<RouteAt<'GET', '/stations/:stationId/history'>>;

export const automaticKinds = ['change', 'settings', 'command', 'device', 'security', 'record'] as const;

/** The words of entries; what has none is called as it is, so that a new type shows as well. */
export function useHistoryWords() {
  const intl = useIntl();
  const commandName = useCommandName();
  const kinds = useRead('/history-kinds', {}, { staleMs: 60_000 });
  const own = kinds.data?.items ?? [];
  const word = (id: string, values: Record<string, string | number> = {}) =>
    intl.formatMessage({ id: `history.${id}` }, values);
  const orPlain = (id: string, plain: string) => (intl.messages[`history.${id}`] === undefined ? plain : word(id));
  const kindName = (kind: string) => own.find(({ id }) => id === kind)?.name ?? orPlain(`kind.${kind}`, kind);
  return {
    word,
    kindName,
    fieldName: (field: string) => orPlain(`field.${field}`, field),
    entryChoices: own
      .filter(({ removedAt }) => removedAt === undefined)
      .map(({ id }) => ({ value: id, label: kindName(id) })),
    /** What happened, in words: of facts what changed or was asked, of the record its type. */
    title: (item: Item): string => {
      const { type = '', what } = item;
      if (type === 'command.asked' && what !== undefined && what !== 'writeSettings') return commandName(what);
      if (what !== undefined) return orPlain(`what.${what}`, what);
      return orPlain(`type.${type}`, type);
    },
    value: (field: string, value: string | undefined): string => {
      if (value === undefined) return word('nothing');
      if (value === 'true') return word('yes');
      if (value === 'false') return word('no');
      return orPlain(`value.${field}.${value}`, value);
    },
  };
}
