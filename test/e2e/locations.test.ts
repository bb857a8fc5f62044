import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { sheetParts } from './sheet-parts.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

/** Where stations stand: made, found, moved to. */
const slow = { timeout: 20_000 };
let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let station: number;

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  for (const number of [1, 2, 3])
    ({ stationId: station } = await own.api.call('POST', '/stations', {
      identity: `VY-200${number}`,
      name: `Depot ${number}`,
      location: 'Old depot',
    }));
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
});
afterAll(async () => {
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));
const { dialog } = sheetParts(() => page);

describe.sequential('locations', () => {
  it('begin empty', async () => {
    await page.goto('/locations');
    await page.getByText('No locations yet').waitFor(slow);
    await judgeScreen(page, words, 'locations-empty');
  });

  it('GEO-3 one is made in a form that warns of swapped coordinates', async () => {
    await page.getByRole('button', { name: 'Add location' }).first().click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Enter a name.').waitFor();
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Rudolfplatz');
    await dialog().getByRole('textbox', { name: 'Street' }).fill('Hahnenstraße');
    await dialog().getByRole('textbox', { name: 'Number' }).fill('57');
    await dialog().getByRole('textbox', { name: 'Postal code' }).fill('50667');
    await dialog().getByRole('textbox', { name: 'City' }).fill('Köln');
    await dialog().getByRole('combobox', { name: 'Country' }).click();
    await dialog().getByRole('combobox', { name: 'Country' }).fill('German');
    await page.getByRole('option', { name: 'Germany', exact: true }).click();
    await dialog().getByRole('textbox', { name: 'Latitude' }).fill('6.96028');
    await dialog().getByRole('textbox', { name: 'Longitude' }).fill('50,93753');
    await dialog().getByText('Latitude and longitude look swapped').waitFor();
    await dialog().getByRole('textbox', { name: 'Latitude' }).fill('50,93753');
    await dialog().getByRole('textbox', { name: 'Longitude' }).fill('6.96028');
    await dialog().getByText('look swapped').waitFor({ state: 'detached' });
    await dialog().getByLabel('Parking').selectOption('undergroundGarage');
    await dialog().getByRole('textbox', { name: 'Directions' }).fill('Second entrance, below the cinema.');
    await judgeScreen(page, words, 'location-form');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Rudolfplatz' }).waitFor(slow);
    await page.getByText('No station stands here').waitFor(slow);
    visitor.expectClean();
  });

  it('chosen stations are moved there, and show its name', async () => {
    await page.goto('/stations');
    await page.getByRole('checkbox', { name: /Depot 1/ }).check();
    await page.getByRole('checkbox', { name: /Depot 2/ }).check();
    await page.getByRole('button', { name: 'Move to a location…' }).click();
    await dialog().getByRole('combobox', { name: 'Location' }).fill('rudolf');
    await page.getByRole('option', { name: /Rudolfplatz/ }).click();
    await dialog().getByRole('button', { name: 'Move 2 stations' }).click();
    await dialog().getByText('2 stations were moved.').waitFor(slow);
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await page.goto('/stations?columns=station,location');
    await page
      .getByRole('row', { name: /Depot 1/ })
      .getByText('Rudolfplatz')
      .waitFor(slow);
    await page.goto('/locations');
    await page.getByRole('row', { name: /Rudolfplatz/ }).waitFor(slow);
    await judgeScreen(page, words, 'locations');
    await page.getByRole('link', { name: 'Rudolfplatz' }).click();
    await page.getByRole('link', { name: 'Depot 2' }).waitFor(slow);
    await page.getByText('No open errors').waitFor(slow);
    await judgeScreen(page, words, 'location');
    visitor.expectClean();
  });

  it('the data sheet has it in its master data', async () => {
    await page.goto(`/stations/${station}/information`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await dialog().getByRole('combobox', { name: 'Location' }).first().click();
    await page.getByRole('option', { name: /Rudolfplatz/ }).click();
    await dialog().getByRole('textbox', { name: 'Public name' }).fill('Cologne centre');
    await judgeScreen(page, words, 'master-form');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('Cologne centre').waitFor(slow);
    expect(await own.api.call('GET', `/stations/${station}`)).toMatchObject({ location: 'Rudolfplatz' });
    visitor.expectClean();
  });

  it('all of it in German', async () => {
    await own.api.call('PATCH', '/account', { language: 'de' });
    const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
    await german.page.goto('/locations');
    await german.page.getByRole('link', { name: 'Rudolfplatz' }).waitFor(slow);
    await judgeGerman(german.page, words, 'locations');
    await german.page.getByRole('link', { name: 'Rudolfplatz' }).click();
    await german.page.getByText('Keine offenen Fehler').waitFor(slow);
    await judgeGerman(german.page, words, 'location');
    await german.page.getByRole('button', { name: 'Bearbeiten' }).click();
    await german.page.getByRole('textbox', { name: 'Straße' }).waitFor(slow);
    await judgeGerman(german.page, words, 'location-form');
    german.expectClean();
    await german.close();
  });
});
