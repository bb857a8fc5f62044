import type { Protocol } from '../../domain/ports.ts';

/** What is needed to say a frame in words. The texts are masked already: no secret can get into a sentence. */
export interface ToldFrame {
  readonly direction: 'in' | 'out';
  readonly kind: 'call' | 'send' | 'stray';
  readonly action?: string | undefined;
  readonly call: string;
  readonly answer?: string | undefined;
  readonly malformed?: string | undefined;
}

export interface FrameInWords {
  readonly said: string;
  readonly answered?: string;
  /** Values that were needed and did not come, or were not understood: field names. */
  readonly missing: readonly string[];
}

export type Language = 'en' | 'de';

/** Says a frame in words; undefined where nothing better is known than the frame itself. Never throws on its content. */
export type ExplainFrame = (
  frame: ToldFrame,
  protocol: Protocol | undefined,
  language: Language,
) => FrameInWords | undefined;

/** Hides secrets in the text of a call or an answer, byte for byte otherwise. `action` is that of the call. */
export type MaskFrame = (text: string, action: string | undefined) => string;
