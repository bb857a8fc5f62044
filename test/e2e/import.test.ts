import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

/** A table of stations, from the file to the passwords. */
const slow = { timeout: 20_000 };
let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  await own.api.call('POST', '/stations', { identity: 'TAB-1', name: 'One' });
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
});
afterAll(async () => {
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));

describe.sequential('tables of stations', () => {
  it('begin empty', async () => {
    await page.goto('/stations');
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByText('No table yet').waitFor(slow);
    await judgeScreen(page, words, 'import-empty');
  });

  it('show what they would do, are begun, and give passwords once', async () => {
    await page.locator('input[type=file]').setInputFiles({
      name: 'depot.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'Identity,Name,Time zone,EVSE IDs,Colour\nTAB-1,Depot one,,,red\nTAB-2,Two,,1.1 DE*TAB*E2,\nTAB-3,Three,Mars,,\n',
      ),
    });
    await page.getByText('1 station is created, 1 is changed').waitFor(slow);
    await page.getByText('There is no time zone Mars.').waitFor(slow);
    await page.getByText('left out: Colour.').waitFor();
    await judgeScreen(page, words, 'import-plan');
    await page.getByRole('button', { name: 'Do 2 rows' }).click();
    await page.getByText('2 of 2 rows are done').waitFor(slow);
    // The pointer still stands where the button was: another one is there now.
    await page.mouse.move(0, 0);
    await judgeScreen(page, words, 'import-done');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save passwords' }).click();
    expect((await download).suggestedFilename()).toBe('station-passwords.csv');
    await page.getByRole('button', { name: 'Save passwords' }).waitFor({ state: 'detached', ...slow });
    await page.getByRole('link', { name: 'TAB-2' }).waitFor();
    visitor.expectClean();
  });

  it('all of it in German', async () => {
    await own.api.call('PATCH', '/account', { language: 'de' });
    const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
    await german.page.goto('/stations/import');
    await german.page.getByRole('button', { name: 'depot.csv' }).click();
    await german.page.getByText('Eine Zeitzone').or(german.page.getByText('Mars')).first().waitFor(slow);
    await judgeGerman(german.page, words, 'import');
    german.expectClean();
    await german.close();
  });
});
