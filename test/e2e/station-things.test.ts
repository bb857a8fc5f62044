import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Protocol, profileOf } from '../../sim/profile.ts';
import { createRandom } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import type { Json } from '../console.ts';
import { until } from '../until.ts';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { sheetParts } from './sheet-parts.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

/** What a station holds, as an operator sees and changes it who does not know OCPP. */
const slow = { timeout: 20_000 };
const card = '04A1B2C3D4';
let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let old: number;
let newest: number;
const stations: Simulation[] = [];

async function living(protocol: Protocol, index: number): Promise<number> {
  const identity = `VY-100${index}`;
  const { stationId, credentials } = await own.api.call('POST', '/stations', { identity, name: `Depot ${index}` });
  const station = simulate({
    profile: { ...profileOf(index, protocol, createRandom(3)), identity },
    url: own.product.ocpp,
    password: credentials.password,
    cards: [card],
    seed: 1,
    meterSeconds: 1,
    pace: 4,
    pauseSeconds: 1e6,
    heartbeatSeconds: 600,
  });
  stations.push(station);
  await station.start();
  await until(async () => (await own.api.call('GET', `/stations/${stationId}`)).bootStatus === 'accepted');
  return stationId;
}

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  await own.api.call('POST', '/cards', { number: card, holder: 'Max Fahrer', type: 'iso14443' });
  old = await living('ocpp1.6', 1);
  newest = await living('ocpp2.1', 2);
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.stop()));
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));

const { dialog, done, give, rows } = sheetParts(() => page);
async function open(stationId: number, address: string): Promise<void> {
  await page.goto(`/stations/${stationId}/${address}`);
  await page.locator('.head-connection', { hasText: 'Connected' }).waitFor(slow);
}
const profiles = async (stationId: number): Promise<Json[]> =>
  (await own.api.call('GET', `/stations/${stationId}/charging/profiles`)).items;

describe.sequential('charging profiles', () => {
  it.each([
    ['1.6', () => old],
    ['2.1', () => newest],
  ] as const)('of a station of OCPP %s: a limit in kW is set, shown as a curve with its reason, replaced, and removed', async (_, of) => {
    const stationId = of();
    await open(stationId, 'charging-profiles');
    await page.getByText('No charging profiles').waitFor(slow);
    await page.getByRole('button', { name: 'Limit power…' }).first().click();
    await dialog().getByRole('button', { name: 'Limit power' }).click();
    await dialog().getByText('A number from 0 to 10,000.').waitFor();
    await dialog().getByLabel('Where').selectOption({ index: 1 });
    await dialog().getByRole('textbox', { name: 'Limit' }).fill('7,4');
    await dialog().getByRole('button', { name: 'Limit power' }).click();
    await done();
    await rows('Profiles').filter({ hasText: '7.4 kW' }).waitFor(slow);
    await page.getByText('may draw at most').waitFor(slow);
    await page.locator('.charging-ahead canvas').first().waitFor(slow);
    expect(await profiles(stationId)).toMatchObject([{ purpose: 'txDefault', evse: 1, by: 'command' }]);

    await page.getByRole('button', { name: 'Limit power…' }).click();
    await dialog().getByLabel('Where').selectOption({ index: 1 });
    await dialog().getByText('It takes the place of').waitFor();
    await dialog().getByRole('textbox', { name: 'Limit' }).fill('5');
    await dialog().getByRole('button', { name: 'Limit power' }).click();
    await done();
    await rows('Profiles').filter({ hasText: '5 kW' }).waitFor(slow);
    expect(await rows('Profiles').count()).toBe(1);

    // The same of the station: it works the curve out by itself.
    await page.getByRole('button', { name: 'Ask the station' }).click();
    await dialog().getByRole('button', { name: 'Read composite schedule' }).click();
    await dialog().locator('canvas').first().waitFor(slow);
    await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();

    await page.getByRole('button', { name: /^Actions: Every session/ }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await dialog().getByRole('button', { name: 'Remove 1 profile' }).click();
    await done();
    await page.getByText('No charging profiles').waitFor(slow);
    visitor.expectClean();
  });

  it('what 1.6 cannot do is grey and says why', async () => {
    await open(old, 'charging-profiles');
    const read = page.getByRole('button', { name: 'Read from the station…' });
    await expect.poll(() => read.isDisabled(), slow).toBe(true);
    expect(await read.locator('..').innerText()).toMatch(/OCPP 1\.6/);
  });

  // Optional in the form: a central setpoint may stand in its place.
  const limit = /^Limit\W+optional$/;
  it('a whole profile is made in the form, seen step by step, and changed in the same form', async () => {
    await open(newest, 'charging-profiles?place=0');
    await page.getByRole('button', { name: 'New profile…' }).click();
    await dialog().getByLabel('Charge point').selectOption('0');
    await dialog().getByLabel('Purpose').selectOption('stationMax');
    await dialog().getByLabel('Kind').selectOption('recurring');
    await dialog().getByLabel('Begins').fill('2026-01-01T00:00');
    await dialog().getByLabel('From', { exact: true }).fill('0');
    await dialog().getByLabel(limit).fill('60000');
    await dialog().getByRole('button', { name: 'Add to: Periods' }).click();
    await dialog().getByLabel('From', { exact: true }).nth(1).fill('21600');
    await dialog().getByLabel(limit).nth(1).fill('30000');
    await give('Set charging profile');
    const row = rows('Profiles').filter({ hasText: 'Every day' });
    await row.getByText('30 kW to 60 kW, 2 steps').waitFor(slow);
    await row.locator('td').nth(1).click();
    await dialog().getByText('1 Jan 2026, 06:00').or(dialog().getByText('1 Jan, 06:00')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Actions: Whole station' }).click();
    await page.getByRole('menuitem', { name: 'Change…' }).click();
    expect(await dialog().getByLabel(limit).nth(1).inputValue()).toBe('30000');
    await dialog().getByLabel(limit).nth(1).fill('22000');
    await give('Set charging profile');
    await row.getByText('22 kW to 60 kW, 2 steps').waitFor(slow);
    expect(await rows('Profiles').count()).toBe(1);
    await judgeScreen(page, words, 'sheet-charging-profiles');
    visitor.expectClean();
  });
});

describe.sequential('reservations', () => {
  it('RES-1 are made for a card of ours, followed, and cancelled; the fleet has them too', async () => {
    await open(newest, 'reservations');
    await page.getByText('Nothing is reserved now').waitFor(slow);
    await page.getByRole('button', { name: 'Reserve…' }).click();
    await dialog().getByLabel('Charge point').selectOption({ index: 1 });
    await dialog().getByText('Max Fahrer').click();
    await give('Reserve');
    const row = rows('Reservations').filter({ hasText: 'Max Fahrer' });
    await row.getByText('Holds').waitFor(slow);
    await judgeScreen(page, words, 'sheet-reservations');
    await page.goto('/reservations');
    await rows('Reservations').filter({ hasText: 'Max Fahrer' }).getByRole('link', { name: 'Depot 2' }).click();
    await page.waitForURL(`**/stations/${newest}/reservations`);
    await row.getByRole('button', { name: /^Cancel the reservation/ }).click();
    await dialog().getByText('It is kept for Max Fahrer').waitFor();
    await dialog().getByRole('button', { name: 'Cancel 1 reservation' }).click();
    await done();
    await page.getByText('Nothing is reserved now').waitFor(slow);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await row.getByText('Cancelled').waitFor(slow);
    visitor.expectClean();
  });
});

describe.sequential('settings', () => {
  it('SET-1 SET-2 are read whole, told in words, and changed by a field of their type', async () => {
    await open(newest, 'settings');
    await page.getByText('Not read yet').waitFor(slow);
    await page.getByRole('button', { name: 'Read settings' }).first().click();
    await done();
    const row = rows('Station settings').filter({ hasText: 'HeartbeatInterval' });
    await row.getByText('How often the station says that it is there').waitFor(slow);
    await row.getByText('900 s').waitFor();
    await row.getByRole('button', { name: 'Change HeartbeatInterval' }).click();
    const value = dialog().getByRole('textbox', { name: 'Value' });
    await value.fill('99999999');
    await dialog().getByRole('button', { name: 'Write to the station' }).click();
    await dialog().getByText('At most 86,400.').waitFor();
    await value.fill('300');
    await dialog().getByRole('button', { name: 'Write to the station' }).click();
    await row.getByText('300 s').waitFor(slow);
    await page.getByRole('button', { name: 'Change LocalAuthorizeOffline' }).click();
    await dialog().getByLabel('Value').selectOption({ label: 'No' });
    await dialog().getByRole('button', { name: 'Write to the station' }).click();
    await rows('Station settings')
      .filter({ hasText: 'LocalAuthorizeOffline' })
      .getByText('No', { exact: true })
      .waitFor(slow);
    // Read-only ones carry a lock, and are left out where only the others are wanted.
    await rows('Station settings')
      .filter({ hasText: 'ItemsPerMessage' })
      .first()
      .getByText('does not let')
      .waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Can be changed' }).click();
    await page.waitForURL(/changeable=true/);
    await expect.poll(() => rows('Station settings').filter({ hasText: 'ItemsPerMessage' }).count(), slow).toBe(0);
    await page.getByLabel('Search by name').fill('nothing like this');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row.waitFor(slow);
    await judgeScreen(page, words, 'sheet-settings');
    visitor.expectClean();
  });

  it('CP-6 keys of 1.6 too, and what is asked for by name', async () => {
    await open(old, 'settings');
    await page.getByRole('button', { name: 'Read settings' }).first().click();
    await done();
    await rows('Station settings').filter({ hasText: 'ConnectionTimeOut' }).getByText('60 s').waitFor(slow);
    await page.getByRole('button', { name: 'Set another…' }).click();
    await dialog()
      .getByLabel('Setting', { exact: true })
      .or(dialog().getByLabel('Variable'))
      .first()
      .fill('MinimumStatusDuration');
    await dialog().getByLabel('Value').fill('2');
    await give('Write settings');
    visitor.expectClean();
  });

  it('the view of what 2.x alone has says so at a station of 1.6', async () => {
    await open(old, 'settings?view=monitors');
    await page.getByText('This station has nothing of the kind').waitFor(slow);
    await page.locator('.empty-text', { hasText: /1\.6/ }).waitFor();
  });
});

describe.sequential('monitors, texts and cards', () => {
  it('a monitor is set, shown with its unit, notices, is changed and removed', async () => {
    await open(newest, 'settings?view=monitors');
    await page.getByText('No monitors known').waitFor(slow);
    await page.getByRole('button', { name: 'New monitor…' }).first().click();
    await dialog().getByLabel('Component').fill('EVSE');
    await dialog().getByLabel('Variable').fill('Power');
    await dialog().locator('summary', { hasText: 'More fields' }).click();
    await dialog().getByLabel('Charge point').selectOption('1');
    await dialog().getByLabel('Value', { exact: true }).fill('-1');
    await give('Set monitors');
    const row = rows('Monitors').filter({ hasText: 'above -1 W' });
    await row.getByText('Alert').waitFor(slow);
    await row.getByText('Noticed', { exact: true }).waitFor(slow);
    await judgeScreen(page, words, 'sheet-monitors');
    await page.getByRole('button', { name: /^Actions: Power/ }).click();
    await page.getByRole('menuitem', { name: 'Change…' }).click();
    expect(await dialog().getByLabel('Value', { exact: true }).inputValue()).toBe('-1');
    await dialog().getByLabel('Value', { exact: true }).fill('50000');
    await give('Set monitors');
    await rows('Monitors').filter({ hasText: 'above 50,000 W' }).waitFor(slow);
    expect(await rows('Monitors').count()).toBe(1);
    await page.getByRole('button', { name: /^Actions: Power/ }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await dialog().getByRole('button', { name: 'Remove 1 monitor' }).click();
    await done();
    await page.getByText('No monitors known').waitFor(slow);
    await page.getByRole('link', { name: 'All events in Logs' }).click();
    await page.waitForURL(/logs\?action=NotifyEvent/);
    await page
      .getByText(/Event at EVSE|Ereignis/)
      .first()
      .waitFor(slow);
    visitor.expectClean();
  });

  it('a text is put on the display, changed and removed', async () => {
    await open(newest, 'settings?view=display');
    await page.getByRole('button', { name: 'New text…' }).first().click();
    await dialog().getByLabel('Text').fill('Bitte rechts anstellen');
    await give('Show display message');
    const row = rows('Texts on the display').first();
    await row.getByText('Bitte rechts anstellen').waitFor(slow);
    await row.getByRole('button', { name: /^Actions: Bitte/ }).click();
    await page.getByRole('menuitem', { name: 'Change…' }).click();
    await dialog().getByLabel('Priority').selectOption('alwaysFront');
    await give('Show display message');
    await row.getByText('Always in front').waitFor(slow);
    await judgeScreen(page, words, 'sheet-display');
    await row.getByRole('button', { name: /^Actions: Bitte/ }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await dialog().getByRole('button', { name: 'Remove 1 text' }).click();
    await done();
    await page.getByText('No texts known').waitFor(slow);
    visitor.expectClean();
  });

  it('the cards are put on all stations, and each shows how it stands', async () => {
    await page.goto('/cards');
    await page.getByRole('button', { name: 'Cards on stations…' }).click();
    await dialog().getByText('No station gets the cards').waitFor(slow);
    await dialog().getByRole('button', { name: 'Yes', exact: true }).click();
    await expect
      .poll(() => rows('Stations whose list is kept').filter({ hasText: 'In step' }).count(), { timeout: 30_000 })
      .toBe(2);
    await dialog().getByRole('link', { name: 'Depot 2' }).click();
    await page.getByText('The station has what stands under Cards.').waitFor(slow);
    await judgeScreen(page, words, 'sheet-card-list');
    await page.getByRole('button', { name: 'Send the whole list…' }).click();
    await dialog().getByRole('button', { name: 'Send 1 list' }).click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('In step').waitFor(slow);
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByText('Not kept').waitFor(slow);
    visitor.expectClean();
  });

  it('N09 what a station tells of a person stands where it was asked for', async () => {
    await open(newest, 'logs');
    await page.keyboard.press('Control+.');
    await dialog().getByRole('combobox').fill('customer inf');
    await page.keyboard.press('Enter');
    await dialog().getByText('Max Fahrer').click();
    await dialog().getByRole('button', { name: 'Customer information' }).click();
    await dialog().getByText('What the station told').waitFor(slow);
    await dialog().getByText(card, { exact: false }).first().waitFor(slow);
    await page.keyboard.press('Escape');
  });
});

it('all of it in German', async () => {
  await own.api.call('PATCH', '/account', { language: 'de' });
  const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
  for (const [name, address] of [
    ['sheet-charging-profiles', `/stations/${newest}/charging-profiles?place=0`],
    ['sheet-reservations', `/stations/${newest}/reservations?show=all`],
    ['sheet-settings', `/stations/${newest}/settings`],
    ['sheet-monitors', `/stations/${newest}/settings?view=monitors`],
    ['sheet-display', `/stations/${newest}/settings?view=display`],
    ['sheet-card-list', `/stations/${newest}/settings?view=cards`],
    ['sheet-network', `/stations/${newest}/settings?view=network`],
    ['sheet-grid', `/stations/${newest}/settings?view=grid`],
    ['sheet-cannot', `/stations/${old}/settings?view=monitors`],
    ['reservations', '/reservations?show=all'],
  ] as const) {
    await german.page.goto(address);
    await german.page.locator('.card').first().waitFor(slow);
    await judgeGerman(german.page, words, name);
  }
  german.expectClean();
  await german.close();
});
