import type { Caller } from '../http/contract.ts';
import { seesPersonal } from '../http/veil.ts';
import type { MaskFrame } from './logs/words.ts';

/** What of a frame somebody may see: secrets nobody, card numbers who has the right to personal data. */
export const maskFor =
  (caller: Pick<Caller, 'rights'>, { mask, veil }: { readonly mask: MaskFrame; readonly veil: MaskFrame }): MaskFrame =>
  (text, action) =>
    seesPersonal(caller) ? mask(text, action) : veil(mask(text, action), action);
