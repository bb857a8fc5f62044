import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let stationId: number;

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  ({ stationId } = await own.api.call('POST', '/stations', { identity: 'PART-1', name: 'Depot 1' }));
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
});
afterEach((context) => pictureOfFailure(context, page));
afterAll(async () => {
  await visitor?.close();
  await browser?.close();
  await own?.end();
});

const dialog = () => page.getByRole('dialog');
const row = (text: string) => page.locator('tbody tr', { hasText: text });

it('CMP-1 articles and components have a page, and stock is counted', async () => {
  await page.goto('/asset-management');
  await page.getByText('No components yet').waitFor();
  await judgeScreen(page, words, 'assets-empty');
  const article = await own.api.call('POST', '/articles', {
    name: 'Meter M3',
    group: 'Meters',
    manufacturer: 'Zählwerk',
    price: 149.5,
    currency: 'EUR',
    warrantyMonths: 24,
  });
  const warehouse = await own.api.call('POST', '/warehouses', { name: 'Vienna' });
  for (const serial of ['M3-0001', 'M3-0002'])
    await own.api.call('POST', '/components', { articleId: article.id, warehouseId: warehouse.id, serial });
  await page.reload();
  await row('M3-0002').waitFor();
  await judgeScreen(page, words, 'assets');
  for (const [view, text] of [
    ['Articles', 'Zählwerk'],
    ['Stock', 'Vienna'],
  ] as const) {
    await page.getByText(view, { exact: true }).first().click();
    await row(text).waitFor();
    await judgeScreen(page, words, `assets-${view.toLowerCase()}`);
  }
  visitor.expectClean();
});

it('CMP-2 one is installed from stock, and swapped in one step; the old one keeps its life', async () => {
  await page.goto(`/stations/${stationId}/components`);
  await page.getByText('No components recorded').waitFor();
  await judgeScreen(page, words, 'components-empty');
  await page.getByRole('button', { name: 'Install component' }).first().click();
  await dialog().getByLabel('Component in stock').selectOption({ label: 'Meter M3 · M3-0001 · Vienna' });
  await dialog().getByRole('button', { name: 'Install', exact: true }).click();
  await row('M3-0001').waitFor();
  await judgeScreen(page, words, 'components');
  await page.getByRole('button', { name: /^Swap or remove/ }).click();
  await page.getByRole('menuitem', { name: 'Swap…' }).click();
  await judgeScreen(page, words, 'components-swap');
  await dialog().getByLabel('Or with a new one: its serial number').fill('M3-0099');
  await dialog().getByRole('button', { name: 'Record swap' }).click();
  await row('M3-0099').waitFor();
  expect(await row('M3-0001').count()).toBe(0);
  const { items } = await own.api.call('GET', '/components?serial=M3-0001');
  expect(items[0]).toMatchObject({ serial: 'M3-0001' });
  const { life } = await own.api.call('GET', `/components/${items[0].id}`);
  expect(life.length).toBeGreaterThan(1);
  await page.goto(`/stations/${stationId}/history`);
  await page.getByText('M3-0099').first().waitFor();
  visitor.expectClean();
});

it('all of it in German', async () => {
  await own.api.call('PATCH', '/account', { language: 'de' });
  const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
  for (const [name, address] of [
    ['assets', '/asset-management'],
    ['components', `/stations/${stationId}/components`],
  ] as const) {
    await german.page.goto(address);
    await german.page.getByText('M3-0099').first().waitFor();
    await judgeGerman(german.page, words, name);
  }
  german.expectClean();
  await german.close();
});
