import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDataDir, type Product, removeDataDir, startProduct } from '../product.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type DemoNetwork, demoNetwork } from './demo-network.ts';
import { type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

const languages = ['en', 'de'] as const;
type Language = (typeof languages)[number];
const folder = 'test-results/screens';
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

let browser: Browser;
let words: Words;
let demo: DemoNetwork;
beforeAll(async () => {
  [browser, words, demo] = await Promise.all([launchBrowser(), readWords(), demoNetwork()]);
});
afterAll(async () => {
  await browser?.close();
  demo?.api.hangUp();
  await demo?.end();
});

/** The final layout stands: nothing is being loaded and the fonts are there. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () => !document.querySelector('.skeleton, [aria-busy="true"]') && document.fonts.status === 'loaded',
  );
}

const sideways = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .slice(-6)
      .map((element) => `${element.tagName}.${element.className} ${element.getBoundingClientRect().right}`);
  });

/** One screen in light and dark, wide and on a phone: pictures, and everything that can be judged without eyes. */
async function judge(visitor: Visitor, name: string, language: Language): Promise<void> {
  const { page } = visitor;
  const findings: Record<string, readonly string[]> = {};
  const note = (what: string, found: readonly string[]) => {
    if (found.length > 0) findings[what] = found;
  };
  const shot = (kind: string) => page.screenshot({ path: `${folder}/${name}-${kind}-${language}.png` });
  await settled(page);
  note('message ids', await words.idsOn(page));
  if (language === 'de') note('English words', await words.englishOn(page));
  await shot('light');
  if (language === 'en') note('axe, light', await axeFindings(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
  if (language === 'en') {
    await shot('dark');
    note('axe, dark', await axeFindings(page));
  }
  await page.setViewportSize(phone);
  await settled(page);
  if (language === 'de') await shot('phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html[data-mantine-color-scheme="light"]').waitFor({ state: 'attached' });
  await shot('phone');
  note('wider than a phone', await sideways(page));
  if (language === 'en') note('axe, phone', await axeFindings(page));
  await page.setViewportSize(wide);
  expect.soft(findings, name).toEqual({});
  visitor.expectClean();
}

describe('before anything is pressed', () => {
  it.each(['/', '/stations'])('%s loads at most 220 KiB of JavaScript, compressed', async (address) => {
    const visitor = await visit(browser, { url: demo.product.url, ...(address === '/' ? {} : { as: demo }) });
    const loaded = new Set<string>();
    visitor.page.on('request', (request) => {
      if (request.resourceType() === 'script') loaded.add(new URL(request.url()).pathname);
    });
    await visitor.page.goto(address);
    await settled(visitor.page);
    const bytes = [...loaded].reduce(
      (sum, file) => sum + gzipSync(readFileSync(`dist/console${file}`), { level: 9 }).length,
      0,
    );
    expect(loaded.size).toBeGreaterThan(0);
    expect(bytes / 1024, [...loaded].join('\n')).toBeLessThanOrEqual(220);
    visitor.expectClean();
    await visitor.close();
  });
});

describe.each(languages)('the console in %s', (language) => {
  describe('before sign-in', () => {
    let product: Product;
    let visitor: Visitor;
    const dataDir = newDataDir();
    beforeAll(async () => {
      product = await startProduct(dataDir);
      visitor = await visit(browser, { url: product.url, language });
    });
    afterAll(async () => {
      await visitor?.close();
      await product?.end('SIGTERM');
      removeDataDir(dataDir);
    });

    it('set-up and sign-in', async () => {
      const { page } = visitor;
      const [, link] = await product.said(/(http:\/\/\S+\/setup\S*)/);
      await page.goto(`${product.url}/setup`);
      await judge(visitor, 'setup-token', language);
      await page.goto(link!);
      await judge(visitor, 'setup-you', language);
      await page.locator('input[autocomplete="name"]').fill('Erika Muster');
      await page.locator('input[type="email"]').fill('erika@voltyard.example');
      await page.locator('input[type="password"]').fill('a sentence is better');
      await page.locator('button[type="submit"]').click();
      await page.locator('input[autocomplete="organization"]').fill('Muster Charging');
      await judge(visitor, 'setup-operator', language);
      await page.locator('button[type="submit"]').click();
      await page.locator('.gate-choice').first().waitFor();
      await judge(visitor, 'setup-choice', language);
      await page.locator('.gate-choice').first().click();
      await page.locator('input').first().fill('VY-0001');
      await judge(visitor, 'setup-station', language);
      await page.locator('button[type="submit"]').click();
      await page.locator('.credentials').waitFor();
      await judge(visitor, 'setup-waiting', language);
      await page.locator('.dialog-actions button').last().click();
      await page.waitForURL('**/information');
      await judge(visitor, 'sheet-new-station', language);
      await page.goto('/onboarding');
      await judge(visitor, 'inbox-empty', language);
      await page.goto('/stations?text=nothing-like-this');
      await judge(visitor, 'list-no-hits', language);
      await visitor.context.clearCookies();
      await page.goto('/');
      await judge(visitor, 'sign-in', language);
    });
  });

  describe('with a network', () => {
    let visitor: Visitor;
    let charging: number;
    let faulty: number;
    beforeAll(async () => {
      await demo.api.call('PATCH', '/account', { language });
      visitor = await visit(browser, { url: demo.product.url, language, as: demo });
      const stations = (await demo.api.call('GET', '/stations?limit=100')).items;
      const running = stations.find((row: { powerW?: number }) => (row.powerW ?? 0) > 0) ?? stations[0];
      charging = running.id;
      const errors = (await demo.api.call('GET', '/errors?limit=100')).items;
      faulty = errors[0]?.stationId ?? charging;
    });
    afterAll(async () => {
      await visitor?.close();
    });

    it.each([
      ['list', '/stations'],
      ['errors', '/errors'],
      ['inbox', '/onboarding'],
      ['cards', '/cards'],
      ['team', '/members'],
      ['organisation', '/organisation'],
      ['roles', '/organisation?view=roles'],
      ['audit', '/audit'],
      ['api-keys', '/api-keys'],
      ['settings', '/operator'],
      ['account', '/account'],
      ['not-found', '/nowhere'],
    ])('page: %s', async (name, address) => {
      await visitor.page.goto(address);
      await judge(visitor, name, language);
    });

    it.each([
      'information',
      'charge-points',
      'charge-logs',
      'errors',
      'logs',
      'communication-logs',
      'connection-history',
    ])('tab: %s', async (tab) => {
      const { page } = visitor;
      const station = tab === 'errors' ? faulty : charging;
      await page.goto(`/stations/${station}/${tab}`);
      await page.locator('#tab .card').first().waitFor();
      await judge(visitor, `sheet-${tab}`, language);
      const first = page.locator('#tab tbody tr[data-row], #tab tbody tr.table-open').first();
      if (tab === 'charge-points' || tab === 'information' || !(await first.isVisible())) return;
      await first.locator('td').nth(1).click();
      await page.locator('.mantine-Modal-content, .split-side').first().waitFor();
      await judge(visitor, `sheet-${tab}-detail`, language);
    });

    it('dialogs', async () => {
      const { page } = visitor;
      await page.goto(`/stations/${charging}/information`);
      await settled(page);
      await page.keyboard.press('Control+k');
      await page.locator('[role="combobox"]').fill('DEMO-0000');
      await page.locator('[role="option"]').first().waitFor();
      await judge(visitor, 'search', language);
    });
  });
});
