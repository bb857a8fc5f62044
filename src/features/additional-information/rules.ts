import { keyOf } from '../../domain/station-field.ts';

/** More fields than this nobody finds anything in. */
export const mostFields = 200;

/** The choices that are no longer there; another way to write one is the same choice. */
export const withoutChoices = (before: readonly string[], after: readonly string[]): string[] =>
  before.filter((choice) => !after.some((kept) => keyOf(kept) === keyOf(choice)));
