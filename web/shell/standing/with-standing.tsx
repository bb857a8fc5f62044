import type { ReactNode } from 'react';
import { type Texts, WithTexts } from '../with-texts.tsx';
import { texts as standingTexts } from './texts.ts';

/** A page about people, roles or keys: its own words, and those of sections, levels and scopes. */
export function WithStanding({ texts, children }: { texts: Texts; children: ReactNode }) {
  return (
    <WithTexts texts={standingTexts}>
      <WithTexts texts={texts}>{children}</WithTexts>
    </WithTexts>
  );
}
