import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

type Texts = { readonly texts: { readonly en: Record<string, string>; readonly de: Record<string, string> } };

async function catalogues(): Promise<readonly Texts['texts'][]> {
  const root = path.resolve('.');
  const files = ['web', 'src/features'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'texts.ts')
      .map((file) => path.join(root, folder, file)),
  );
  return Promise.all(files.map(async (file) => ((await import(file)) as Texts).texts));
}

const sentence = (text: string): boolean => text.length > 6 && !/[{}]/.test(text);

export interface Words {
  /** Message ids that stand on the page instead of their words. */
  idsOn(page: Page): Promise<readonly string[]>;
  /** English sentences on a German page. */
  englishOn(page: Page): Promise<readonly string[]>;
}

/** What the console can say, to find out where it says it wrongly. */
export async function readWords(): Promise<Words> {
  const all = await catalogues();
  const ids = new Set(all.flatMap(({ en }) => Object.keys(en)));
  const german = new Set(all.flatMap(({ de }) => Object.values(de)));
  const english = new Set(
    all.flatMap(({ en }) => Object.values(en).filter((text) => sentence(text) && !german.has(text))),
  );
  return {
    idsOn: async (page) => (await said(page)).flatMap((text) => text.split(/\s+/)).filter((word) => ids.has(word)),
    englishOn: async (page) => (await said(page)).filter((text) => english.has(text)),
  };
}

/** Every text node and every name given to those who listen. Codes to copy (in mono) are the same in every language. */
const said = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
          const text = node.getAttribute(name);
          if (text) texts.add(text.trim());
        }
      } else if (node.textContent?.trim() && !node.parentElement?.closest('.mono')) texts.add(node.textContent.trim());
    }
    return [...texts];
  });
