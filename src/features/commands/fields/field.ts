import type { CommandKind } from '../../../domain/commands.ts';
import type { PresentedToken, TokenType } from '../../../domain/message.ts';
import type { Protocol } from '../../../domain/ports.ts';
import type { Instant } from '../../../lib/time.ts';

/** A field of the same level has one of these values. */
export type When = readonly [field: string, values: readonly (string | boolean)[]];

/** What a field of any type can say about itself. Its label is `commands.field.<label ?? name>`. */
interface Any {
  readonly optional?: true;
  /** Versions that know the field; absent: all that know the command. */
  readonly only?: readonly Protocol[];
  readonly label?: string;
  /** Has a sentence below it: `commands.help.<label ?? name>`. */
  readonly help?: true;
  /** Belongs only to these values of a field before it, and is `optional` for the others. */
  readonly when?: When;
  /** With its `when` it has to be filled in. */
  readonly needed?: true;
  /** Stands behind "More". */
  readonly rare?: true;
}

export interface NumberField extends Any {
  readonly type: 'integer' | 'number';
  readonly min: number;
  readonly max: number;
  readonly unit?: 's' | 'W' | 'A' | 'Wh' | '%' | 'V' | 'Hz';
  readonly start?: number;
}
export interface TextField extends Any {
  /** `line`: one line; `long`: several; `pem`: a certificate; `secret`: never shown again; `url`: where something is fetched from or sent to. */
  readonly type: 'line' | 'long' | 'pem' | 'secret' | 'url';
  readonly max: number;
  readonly pattern?: string;
  /** Nothing at all is a value too. */
  readonly empty?: true;
  readonly start?: string;
}
export interface ChoiceField extends Any {
  /** Words of the choices: `commands.choice.<word>`. */
  readonly type: 'choice' | 'choices';
  readonly of: readonly string[];
  /** Choices that not all versions know. */
  readonly onlyOf?: Readonly<Record<string, readonly Protocol[]>>;
  readonly start?: string;
}
export interface GroupField extends Any {
  readonly type: 'group';
  readonly fields: Fields;
}
export interface ListField extends Any {
  readonly type: 'list';
  readonly fields: Fields;
  readonly min: number;
  readonly max: number;
  /** Versions that take one only. */
  readonly one?: readonly Protocol[];
}
export type Field =
  | NumberField
  | TextField
  | ChoiceField
  | GroupField
  | ListField
  | (Any & { readonly type: 'boolean'; readonly start?: boolean })
  /** `start`: seconds from now that the form begins with. */
  | (Any & { readonly type: 'instant'; readonly start?: number })
  | (Any & { readonly type: 'integers'; readonly min: number; readonly max: number; readonly most: number })
  /** Several words, e.g. ids. */
  | (Any & { readonly type: 'words'; readonly max: number; readonly most: number })
  /**
   * Gives `evse` and `connector`. `whole`: 0, the whole station, is a place too. `each`: the only connector of an EVSE is
   * another place than the EVSE.
   */
  | (Any & {
      readonly type: 'place';
      readonly connector: 'needed' | 'optional' | 'none';
      readonly whole?: true;
      readonly each?: true;
    })
  /** Gives `cardId`, or `token` with any number. */
  | (Any & { readonly type: 'card' })
  /** A running session of the station: gives `transactionNumber`. */
  | (Any & { readonly type: 'transaction' });

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends { type: 'integer' | 'number' }
  ? number
  : F extends { type: 'boolean' }
    ? boolean
    : F extends { type: 'choice'; of: readonly (infer W)[] }
      ? W
      : F extends { type: 'choices'; of: readonly (infer W)[] }
        ? W[]
        : F extends { type: 'integers' }
          ? number[]
          : F extends { type: 'words' }
            ? string[]
            : string;

type Named<N extends PropertyKey, F, V> = F extends { optional: true } ? { [P in N]?: V } : { [P in N]: V };
type PlaceOf<F> = F extends { connector: 'needed' }
  ? { evse: number; connector: number }
  : (F extends { optional: true } ? { evse?: number } : { evse: number }) &
      (F extends { connector: 'none' } ? unknown : { connector?: number });

/** What one field adds to the body as it is sent. */
type SentPart<N extends PropertyKey, F> = F extends { type: 'place' }
  ? PlaceOf<F>
  : F extends { type: 'card' }
    ? { cardId?: number; token?: { number: string; type?: TokenType } }
    : F extends { type: 'transaction' }
      ? Named<'transactionNumber', F, number>
      : F extends { type: 'group'; fields: infer G }
        ? Named<N, F, SentOf<G>>
        : F extends { type: 'list'; fields: infer G }
          ? Named<N, F, SentOf<G>[]>
          : Named<N, F, ValueOf<F>>;

/** The same after looking up: cards are tokens, sessions are known by the station's own id, times are instants. */
type KnownPart<N extends PropertyKey, F> = F extends { type: 'place' }
  ? PlaceOf<F>
  : F extends { type: 'card' }
    ? Named<'token', F, PresentedToken>
    : F extends { type: 'transaction' }
      ? Named<'transactionId', F, string>
      : F extends { type: 'instant' }
        ? Named<N, F, Instant>
        : F extends { type: 'group'; fields: infer G }
          ? Named<N, F, KnownOf<G>>
          : F extends { type: 'list'; fields: infer G }
            ? Named<N, F, KnownOf<G>[]>
            : Named<N, F, ValueOf<F>>;

type All<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;
type Plain<T> = { [K in keyof T]: T[K] };

/** The body of a route, as its fields describe it. */
export type SentOf<F> = keyof F extends never
  ? Record<never, never>
  : Plain<All<{ [N in keyof F]: SentPart<N, F[N]> }[keyof F]>>;
/** The body once everything named in it has been looked up. */
export type KnownOf<F> = keyof F extends never
  ? Record<never, never>
  : Plain<All<{ [N in keyof F]: KnownPart<N, F[N]> }[keyof F]>>;

/** The menu's groups, in its order. */
export const commandGroups = [
  'charging',
  'operation',
  'reservation',
  'smartCharging',
  'energy',
  'localList',
  'settings',
  'monitoring',
  'firmware',
  'security',
  'display',
  'customer',
  'tariffs',
  'network',
] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** A kind of command as the menu, its form and its route know it. Plain data: the browser has it too. */
export interface Description<F extends Fields = Fields> {
  readonly group: CommandGroup;
  /** What OCPP calls it, of any version: how people who know the standard look for it. */
  readonly actions: readonly string[];
  readonly fields: F;
  /** Takes away something that a station or a driver needs: its name is typed first, and why is said in `commands.danger.<kind>`. */
  readonly danger?: true | When;
  /** What the fields must be together. */
  readonly together?: readonly Together[];
}

/** A rule over several fields of one level; one that is broken is shown at the first field it names. Words: `commands.together.<rule>`. */
export interface Together {
  readonly rule: 'oneOf' | 'someOf' | 'ascending';
  readonly fields: readonly string[];
}

export type Descriptions = { readonly [K in CommandKind]: Description };

export const v2 = ['ocpp2.0.1', 'ocpp2.1'] as const;
export const v21 = ['ocpp2.1'] as const;
export const v16 = ['ocpp1.6'] as const;
