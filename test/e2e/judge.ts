import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings } from './axe.ts';
import type { Words } from './words.ts';

const folder = 'test-results/screens';
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** One English screen in light, dark and on a phone: a picture of each, no message id, axe without a finding, nothing wider than the phone. */
export async function judgeScreen(page: Page, words: Words, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const findings: Record<string, unknown> = {};
  const note = (what: string, found: readonly string[]) => {
    if (found.length > 0) findings[what] = found;
  };
  const settled = () =>
    page.waitForFunction(() => !document.querySelector('.skeleton') && document.fonts.status === 'loaded');
  await settled();
  note('message ids', await words.idsOn(page));
  note('axe, light', await axeFindings(page));
  await page.screenshot({ path: `${folder}/${name}-light-en.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
  note('axe, dark', await axeFindings(page));
  await page.screenshot({ path: `${folder}/${name}-dark-en.png` });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html[data-mantine-color-scheme="light"]').waitFor({ state: 'attached' });
  await page.setViewportSize(phone);
  await settled();
  note('axe, phone', await axeFindings(page));
  if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth))
    findings.phone = 'wider than a phone';
  await page.screenshot({ path: `${folder}/${name}-phone-en.png` });
  await page.setViewportSize(wide);
  expect(findings, name).toEqual({});
}

/** The same in German: a picture, and no English sentence on it. */
export async function judgeGerman(page: Page, words: Words, name: string): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('.skeleton') && document.fonts.status === 'loaded');
  await page.screenshot({ path: `${folder}/${name}-light-de.png` });
  expect({ ids: await words.idsOn(page), english: await words.englishOn(page) }, `${name} in German`).toEqual({
    ids: [],
    english: [],
  });
}
