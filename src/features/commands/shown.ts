import type { Static } from 'typebox';
import type { ProfileSchedule } from '../../domain/commands/charging-profile.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import type { CommandLife, Setting } from './contract.ts';
import { hidden, shownCommand } from './rules.ts';
import type { SettingRow } from './settings-store.ts';
import type * as store from './store.ts';

/** Evse 0 and connector 0 stand for "none named". */
export const shownSetting = (row: SettingRow, secret: boolean): Static<typeof Setting> =>
  present({
    component: row.component,
    componentInstance: row.component_instance || undefined,
    evse: row.evse || undefined,
    connector: row.connector || undefined,
    variable: row.variable,
    variableInstance: row.variable_instance || undefined,
    attribute: row.attribute,
    value: secret && row.value ? hidden : row.value,
    secret,
    mutability: row.mutability,
    unit: row.unit,
    dataType: row.data_type,
    minLimit: row.min_limit,
    maxLimit: row.max_limit,
    values: row.values_list?.split(',').map((value) => value.trim()),
    supportsMonitoring: row.supports_monitoring,
    readAt: row.read_at.toISOString(),
  }) as Static<typeof Setting>;

type IsSecret = (name: string) => boolean;

/** A command's life as it may be shown; `says`: the answer in words. */
export function life(row: store.CommandRow, isSecret: IsSecret, says: string | undefined): Static<typeof CommandLife> {
  return present({
    id: row.id,
    kind: row.kind,
    command: shownCommand(row.command, isSecret),
    state: row.state,
    askedAt: row.asked_at.toISOString(),
    askedBy: row.asked_by,
    sentAt: row.sent_at?.toISOString(),
    answeredAt: row.answered_at?.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    deadline: row.deadline.toISOString(),
    answer: row.answer ? present({ ...shownAnswer(row.answer, isSecret), says }) : undefined,
    reason: row.reason,
  }) as Static<typeof CommandLife>;
}

function shownAnswer(answer: NonNullable<store.CommandRow['answer']>, isSecret: IsSecret) {
  const { variables, composite, tariffs, ...rest } = answer;
  return {
    ...rest,
    ...(variables && {
      variables: variables.map((variable) =>
        isSecret(variable.variable) && variable.value ? { ...variable, value: hidden } : variable,
      ),
    }),
    ...(tariffs && {
      // Whose cards a tariff is for is no business of the list of commands.
      tariffs: tariffs.map(({ validFrom, tokens: _, ...tariff }) => ({
        ...tariff,
        ...(validFrom === undefined ? {} : { validFrom: iso(validFrom) }),
      })),
    }),
    ...(composite && { composite: { evse: composite.evse, schedule: shownSchedule(composite.schedule) } }),
  };
}

const shownSchedule = ({ startsAt, ...schedule }: ProfileSchedule) => ({
  ...schedule,
  ...(startsAt === undefined ? {} : { startsAt: iso(startsAt) }),
});
