import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { sheetParts } from './sheet-parts.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let first: number;
let second: number;

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  const made = async (n: number) =>
    (await own.api.call('POST', '/stations', { identity: `VY-90${n}`, name: `Depot ${n}` })).stationId;
  first = await made(1);
  second = await made(2);
  // A value that is no number is refused.
  visitor = await visit(browser, { url: own.product.url, as: own, allowed: [/422 .*additional-information/] });
  page = visitor.page;
});
afterAll(async () => {
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));

const { dialog } = sheetParts(() => page);
const row = (name: string) => page.locator('.field-row', { hasText: name });

it('ADD-1 ADD-2 a field is made at one station, filled, ordered by keyboard, and offered by name at another', async () => {
  await page.goto(`/stations/${first}/additional-information`);
  await page.getByText('No additional information yet').waitFor();
  await judgeScreen(page, words, 'fields-empty');
  const make = async (name: string, kind: string, value: string, more?: () => Promise<void>) => {
    await page.getByRole('button', { name: 'Add information' }).click();
    const fresh = dialog().getByRole('button', { name: 'New field for all stations…' });
    if (await fresh.isVisible().catch(() => false)) await fresh.click();
    await dialog().getByLabel('Name').fill(name);
    await dialog().getByLabel('Kind').selectOption({ label: kind });
    await more?.();
    await dialog().getByRole('button', { name: 'Continue' }).click();
    const input = dialog().getByLabel(/^Value/);
    if (kind === 'Choice' || kind === 'Yes or no') await input.selectOption({ label: value });
    else await input.fill(value);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row(name).waitFor();
  };
  await make('Service contract', 'Choice', 'Gold', async () => {
    await dialog().getByLabel('Choices').fill('Gold\nSilver\nBronze');
  });
  await make('Grid connection', 'Number', '250', () => dialog().getByLabel('Unit').fill('kW'));
  await make('Lease ends', 'Date', '2031-03-31');
  await make('Circuit plan', 'Link', 'https://plans.example/depot-1');
  await make('Purchase price', 'Number', '18900', async () => {
    await dialog().getByLabel('Unit').fill('€');
    await dialog().getByLabel('Internal').check();
  });
  await make('Key box', 'Text', 'Left of the gate, code at the control room.\nBring the long key.');
  expect(await page.locator('.field-name > span:first-child').allTextContents()).toEqual([
    'Service contract',
    'Grid connection',
    'Lease ends',
    'Circuit plan',
    'Purchase price',
    'Key box',
  ]);
  await page.getByRole('button', { name: 'Move Key box' }).press('ArrowUp');
  await page.getByText('Key box is now at place 5').waitFor({ state: 'attached' });
  await expect.poll(() => page.locator('.field-name > span:first-child').nth(4).textContent()).toBe('Key box');
  await page.getByRole('button', { name: 'Move Key box' }).dragTo(row('Grid connection'));
  await expect.poll(() => page.locator('.field-name > span:first-child').nth(1).textContent()).toBe('Key box');
  await judgeScreen(page, words, 'fields');

  await page.goto(`/stations/${second}/additional-information`);
  await page.getByRole('button', { name: 'Add information' }).click();
  expect(await dialog().getByLabel('Field').locator('option').allTextContents()).toContain('Grid connection');
  await dialog().getByLabel('Field').selectOption({ label: 'Grid connection' });
  await dialog()
    .getByLabel(/^Value/)
    .fill('many');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('Grid connection is not a number').waitFor();
  await dialog()
    .getByLabel(/^Value/)
    .fill('22,5');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await row('Grid connection').getByText('22.5 kW').waitFor();
});

it('ADD-3 the station list has them as columns, conditions and order, kept in its address', async () => {
  const { items } = await own.api.call('GET', '/station-fields');
  const id = items.find(({ name }: Json) => name === 'Grid connection').id;
  await page.goto('/stations');
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Grid connection', 'Service contract']) await page.getByLabel(name, { exact: true }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('cell', { name: '22.5 kW' }).waitFor();
  await page.getByRole('button', { name: 'Grid connection' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toContain(`field.${id}`);
  await expect.poll(() => page.locator('.list-station a').allTextContents()).toEqual(['Depot 2', 'Depot 1']);
  await judgeScreen(page, words, 'stations-fields');
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByLabel('Field', { exact: true }).selectOption({ label: 'Grid connection' });
  await page.getByLabel('How to compare').selectOption({ label: 'at least' });
  await page.getByLabel(/^Value/).fill('100');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByText('1 of 2').waitFor();
  await page.screenshot({ path: 'test-results/screens/stations-fields-filter-light-en.png' });
  await page.reload();
  await page.getByText('1 of 2').waitFor();
  await expect.poll(() => page.locator('.list-station a').allTextContents()).toEqual(['Depot 1']);
  visitor.expectClean();
});

it('all of it in German', async () => {
  await own.api.call('PATCH', '/account', { language: 'de' });
  const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
  for (const [name, address] of [
    ['fields', `/stations/${first}/additional-information`],
    ['stations-fields', new URL(page.url()).pathname + new URL(page.url()).search],
  ] as const) {
    await german.page.goto(address);
    await german.page.getByText('250 kW').waitFor();
    await judgeGerman(german.page, words, name);
  }
  await german.close();
});
